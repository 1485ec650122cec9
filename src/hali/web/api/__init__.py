"""The API, its reference page, feeds, embeds, and what machines read first."""
