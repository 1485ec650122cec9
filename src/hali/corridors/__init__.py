"""Transport corridors: which routes there are between two places, how long they take, what they cost and emit."""
