"""What commands print, and with which code they leave."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from mesto.kernel.errors import (
    CityError,
    Conflict,
    Forbidden,
    Infeasible,
    Malformed,
    NotFound,
    Unavailable,
)

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

#: Source: sysexits.h, BSD.
EXIT_CODES: Mapping[type[CityError], int] = {
    Malformed: 65,  # EX_DATAERR
    NotFound: 66,  # EX_NOINPUT
    Unavailable: 69,  # EX_UNAVAILABLE
    Conflict: 73,  # EX_CANTCREAT
    Forbidden: 77,  # EX_NOPERM
    Infeasible: 78,  # EX_CONFIG
}


def exit_code(error: CityError) -> int:
    """Return the code a command leaves with because of `error`."""
    return next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))


def fail(error: CityError) -> None:
    """Say what went wrong."""
    err.print(f"[bold red]mesto:[/] {error}", soft_wrap=True)


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar that moves when the function given is called with (done, of)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(title, total=None)

        def move(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield move
