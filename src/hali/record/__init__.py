"""The warehouse: the official record as Parquet, its queries, and the readings kept beside it."""
