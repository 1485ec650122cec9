"""What a quantity is about: measure, sides, period, relation, each with its evidence."""
