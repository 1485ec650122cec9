"""Reads what a text claims in numbers, and finds which definitions of the record reproduce it."""
