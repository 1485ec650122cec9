"""A network of transport services: search, simulation, capacity, cost and emissions; no area names, no files."""
