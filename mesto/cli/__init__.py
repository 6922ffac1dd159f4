"""The command line: what an administrator types."""

from mesto.cli.main import main

__all__ = ["main"]
