"""The parts of the quantity grammar."""
