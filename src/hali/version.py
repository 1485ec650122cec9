"""The version of the program, printed in every output."""

VERSION = "0.1.0"
