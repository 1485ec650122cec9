"""Bytes of any format to blocks and sentences."""
