"""The record for AI clients: nine read-only tools over the Model Context Protocol. Needs the extra `mcp`."""
