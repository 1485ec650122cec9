"""The state-of-relations brief: what the record holds on two partners, as a document."""
