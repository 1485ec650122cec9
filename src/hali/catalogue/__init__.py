"""What can be asked, as plain data: areas, measures and pillars found by words, and what changed between two days.

The API, the MCP server and the pages all list from here, so that a name leads to the same code everywhere.
"""
