"""`python -m mesto` is `mesto`."""

from mesto.cli import main

main()
