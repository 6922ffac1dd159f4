"""`mesto COMMAND`: one function a command, each a few lines over `app`."""

import os
import signal
import sys
from importlib import import_module
from typing import Any, Final

import typer
import typer.main
from typer.core import TyperGroup

from mesto.cli import console
from mesto.kernel.errors import CityError

#: Where commands are: a function, or a group of its own. Read when it is asked for,
#: since a server needs neither benches nor a simulated town.
COMMANDS: Final = {
    "demo": ("demo", "demo"),
    "serve": ("serve", "serve"),
    "doctor": ("doctor", "doctor"),
    "import": ("data", "import_"),
    "export": ("data", "export"),
    "backup": ("data", "backup"),
    "restore": ("data", "restore_"),
    "retention": ("retention", "retention"),
    "simulate": ("simulate", "simulate"),
    "simulate-talq": ("simulate_talq", "simulate_talq"),
    "bench": ("bench", "bench"),
    "accept": ("accept", "app"),
    "tenant": ("tenant", "app"),
    "key": ("tenant", "keys"),
    "person": ("people", "app"),
    "role": ("people", "roles"),
    "audit": ("audit", "app"),
    "quarantine": ("quarantine", "app"),
    "map": ("maps", "app"),
    "roads": ("roads", "app"),
}
MARKUP: Final = "markdown"


class Commands(TyperGroup):
    """Those of the table."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return their names."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a name; None: there is none such."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.add_command(_read(cmd_name), cmd_name)
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    name="mesto",
    cls=Commands,
    help="The open city platform: one live picture of everything a town owns.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=MARKUP,
)


@app.callback()
def _mesto() -> None:
    """Do nothing before a command."""


def main() -> None:
    """Run a command; say in one sentence what went wrong, and leave with its code.

    Being terminated is being interrupted: what was started is stopped first.
    """
    # The engine of expressions would write a stack for each lamp an expression does not
    # fit, where the environment asks for stacks of crashes: tens of milliseconds each.
    os.environ.setdefault("RUST_LIB_BACKTRACE", "0")
    signal.signal(signal.SIGTERM, _be_interrupted)
    try:
        app()
    except CityError as error:
        console.fail(error)
        sys.exit(console.exit_code(error))


def _be_interrupted(*_: object) -> None:
    """Be interrupted, also where a shell that has us in the background ignores that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)


def _read(name: str) -> Any:
    module, attribute = COMMANDS[name]
    found = getattr(import_module(f"mesto.cli.{module}"), attribute)
    holder = typer.Typer(rich_markup_mode=MARKUP)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name)(found)
    return typer.main.get_group(holder).commands[name]
