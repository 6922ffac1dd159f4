"""The console's server side."""

from collections.abc import Sequence
from pathlib import Path

from mesto.kernel.errors import NotFound
from mesto.kernel.plugin import Domain, HttpApp


def console(folder: Path, domains: Sequence[Domain]) -> HttpApp:
    """Return the application that answers the console."""
    del folder, domains

    async def answer(scope, receive, send):  # type: ignore[no-untyped-def]
        raise NotFound("there is no console yet")

    return answer
