"""The grid of definitions, what is tried for a claim, and what of it is on the front."""
