"""The vocabularies: areas, measures and products, with their names in every language."""
