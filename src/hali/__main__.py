"""`python -m hali`."""

from hali.cli import main

main()
