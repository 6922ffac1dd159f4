"""`mesto quarantine …`: messages nobody understood."""

from typing import Annotated

import typer
from rich.table import Table

from mesto.app import CARRIERS, GATES
from mesto.cli import console
from mesto.cli.data import Municipality, only
from mesto.cli.serve import CONFIG, ConfigOption
from mesto.cli.tenant import with_database
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.question.quarantine import Discard, HeldPage, Quarantined
from mesto.rim.exchange import Exchange

app = typer.Typer(help="Look at and replay refused messages.", no_args_is_help=True)

Numbers = Annotated[list[int], typer.Argument(help="As `mesto quarantine list` shows.")]


@app.command("list")
def show(municipality: Municipality = "", config: ConfigOption = CONFIG) -> None:
    """List the messages in quarantine, newest first."""

    async def work(database: Database) -> HeldPage:
        city = City(database, await only(database, municipality))
        return await city.ask(Quarantined())

    table = Table("number", "received", "connection", "origin", "why")
    for held in with_database(config, work).messages:
        when = f"{held.received_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(str(held.id), when, held.connection, held.origin, held.reason)
    console.out.print(table)


@app.command("replay")
def replay(
    numbers: Numbers, municipality: Municipality = "", config: ConfigOption = CONFIG
) -> None:
    """Decode messages again, with today's settings."""

    async def work(database: Database) -> None:
        city = City(database, await only(database, municipality))
        exchange = Exchange(city, GATES, CARRIERS, None)
        await exchange.register.learn()
        for number in numbers:
            try:
                await exchange.intake.replay(number)
                console.out.print(f"{number} is understood now.")
            except (Malformed, NotFound) as error:
                console.out.print(f"{number} is not: {error}", soft_wrap=True)

    with_database(config, work)


@app.command("discard")
def discard(
    numbers: Numbers, municipality: Municipality = "", config: ConfigOption = CONFIG
) -> None:
    """Give messages up; they stay in the table as discarded."""

    async def work(database: Database) -> None:
        city = City(database, await only(database, municipality))
        for number in numbers:
            done = await city.ask(Discard(id=number))
            told = "discarded" if done.messages else "is not there"
            console.out.print(f"{number} {told}.")

    with_database(config, work)
