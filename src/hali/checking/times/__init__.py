"""Times that a text names: years, parts of years, spans, days, and those told from the day of publication."""
