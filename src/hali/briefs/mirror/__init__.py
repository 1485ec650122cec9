"""Both counts of what flows between two partners, side by side: found, compared, told."""
