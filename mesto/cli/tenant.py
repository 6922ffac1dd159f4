"""`mesto tenant …` and `mesto key …`: who lives here, and who may come in."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.table import Table

from mesto.app import open_database
from mesto.cli import console
from mesto.cli.serve import CONFIG, ConfigOption, show_keys
from mesto.kernel.access.keys import Key, Keys, key_of_broker
from mesto.kernel.database import Database
from mesto.rim.settings import read_settings

A = TypeVar("A")

app = typer.Typer(help="Add, list and remove municipalities.", no_args_is_help=True)
keys = typer.Typer(help="Make, list and withdraw API keys.", no_args_is_help=True)

NAME = Annotated[str, typer.Argument(help="Lower-case letters, digits and _.")]


@app.command("add")
def add(name: NAME, config: ConfigOption = CONFIG) -> None:
    """Found a municipality and print its first API key."""

    async def work(database: Database) -> str:
        await database.add(name)
        return await Keys(database).issue(name, "first")

    show_keys({name: with_database(config, work)})
    console.out.print("Restart `mesto serve` to serve it.")


@app.command("list")
def show(config: ConfigOption = CONFIG) -> None:
    """List the municipalities."""
    for name in with_database(config, lambda database: database.municipalities()):
        console.out.print(name)


@app.command("remove")
def remove(
    name: NAME,
    config: ConfigOption = CONFIG,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget a municipality and everything it ever observed."""
    if not yes:
        typer.confirm(f"Delete {name} and its whole history for good?", abort=True)
    with_database(config, lambda database: database.remove(name))
    console.out.print(f"{name} is gone.")


@keys.command("add")
def issue(
    name: NAME,
    *,
    label: Annotated[str, typer.Option(help="Who will use it.")] = "",
    role: Annotated[
        list[str], typer.Option("--role", "-r", help="Repeat for several roles.")
    ] = ["administrator"],
    days: Annotated[
        int | None, typer.Option(min=1, help="How long it opens; default: for ever.")
    ] = None,
    per_minute: Annotated[
        int | None, typer.Option(min=1, help="How often it may ask.")
    ] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """Make another API key of a municipality."""
    end = None if days is None else datetime.now(UTC) + timedelta(days=days)
    key = with_database(
        config,
        lambda database: Keys(database).issue(
            name, label, role, expires_at=end, per_minute=per_minute
        ),
    )
    show_keys({name: key})


@keys.command("list")
def list_keys(name: NAME, config: ConfigOption = CONFIG) -> None:
    """List the API keys of a municipality; one of them opens its MQTT broker."""
    known = with_database(config, lambda database: Keys(database).known(name))
    of_broker = key_of_broker(known, datetime.now(UTC))
    table = Table("number", "label", "roles", "made", "ends", "MQTT")
    for key in known:
        made = f"{key.made_at:%Y-%m-%d}"
        ends = f"{key.expires_at:%Y-%m-%d}" if key.expires_at else ""
        told = (key.number, key.label, ", ".join(key.roles), made, ends)
        table.add_row(*told, "✓" if key is of_broker else "")
    console.out.print(table)


@keys.command("remove")
def withdraw(
    name: NAME,
    key: Annotated[str, typer.Argument(help="Its number or its label.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Withdraw an API key: within half a minute it opens nothing any more."""

    async def work(database: Database) -> tuple[Key | None, Key | None]:
        keys, now = Keys(database), datetime.now(UTC)
        before = key_of_broker(await keys.known(name), now)
        await keys.withdraw(name, key)
        return before, key_of_broker(await keys.known(name), now)

    before, after = with_database(config, work)
    console.out.print(f"{key} is withdrawn; within half a minute it opens nothing.")
    if after is None:
        console.out.print("No key opens the broker any more; make one without a pace.")
    elif after != before:
        console.out.print(
            f"Devices log in to the broker with {after.label!r} from now."
        )


def with_database(config: Path, work: Callable[[Database], Awaitable[A]]) -> A:
    """Open the database of the settings, work with it, and close it."""

    async def run() -> A:
        settings = read_settings(config, os.environ)
        async with open_database(settings) as database:
            return await work(database)

    return asyncio.run(run())
