"""`mesto COMMAND`: one function a command, each a few lines over `app`."""

import sys

import typer

from mesto.cli import console, serve, tenant
from mesto.kernel.errors import CityError

app = typer.Typer(
    name="mesto",
    help="The open city platform: one live picture of everything a town owns.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command("serve")(serve.serve)
app.add_typer(tenant.app, name="tenant")
app.add_typer(tenant.keys, name="key")


def main() -> None:
    """Run a command; say in one sentence what went wrong, and leave with its code."""
    try:
        app()
    except CityError as error:
        console.fail(error)
        sys.exit(console.exit_code(error))
