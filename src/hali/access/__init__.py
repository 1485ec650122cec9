"""The only code that touches the network or a foreign wire format."""
