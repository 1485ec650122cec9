"""What two partners are to each other's trade in the trade of all: found, computed, told."""
