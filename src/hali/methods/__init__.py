"""Pure numerics: arrays in, frozen results out; no database, no country names."""
