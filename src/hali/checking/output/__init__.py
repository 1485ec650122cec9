"""Findings as JSON, CSV, ClaimReview, and the command that gives them again."""
