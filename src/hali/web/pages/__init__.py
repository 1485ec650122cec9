"""The pages a person reads, and the same contents as files."""
