"""`mesto COMMAND`: one function a command, each a few lines over `app`."""

import signal
import sys

import typer

from mesto.cli import (
    accept,
    audit,
    bench,
    console,
    data,
    demo,
    doctor,
    maps,
    people,
    quarantine,
    retention,
    roads,
    serve,
    simulate,
    simulate_talq,
    tenant,
)
from mesto.kernel.errors import CityError

app = typer.Typer(
    name="mesto",
    help="The open city platform: one live picture of everything a town owns.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)
app.command("import")(data.import_)
app.command("export")(data.export)
app.command("backup")(data.backup)
app.command("restore")(data.restore_)
app.command("retention")(retention.retention)
app.command("simulate")(simulate.simulate)
app.command("simulate-talq")(simulate_talq.simulate_talq)
app.command("bench")(bench.bench)
app.add_typer(accept.app, name="accept")
app.add_typer(tenant.app, name="tenant")
app.add_typer(tenant.keys, name="key")
app.add_typer(people.app, name="person")
app.add_typer(people.roles, name="role")
app.add_typer(audit.app, name="audit")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(maps.app, name="map")
app.add_typer(roads.app, name="roads")


def main() -> None:
    """Run a command; say in one sentence what went wrong, and leave with its code.

    Being terminated is being interrupted: what was started is stopped first.
    """
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        app()
    except CityError as error:
        console.fail(error)
        sys.exit(console.exit_code(error))
