"""What the words mean: frozen dataclasses and pure functions, no database and no network."""
