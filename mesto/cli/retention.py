"""`mesto retention`: how long what is remembered."""

from typing import Annotated

import typer

from mesto.cli import console
from mesto.cli.data import Municipality, only
from mesto.cli.serve import CONFIG, ConfigOption
from mesto.cli.tenant import with_database
from mesto.kernel.city import City
from mesto.kernel.database import Database


def retention(
    attribute: Annotated[str, typer.Argument(help="Name of an attribute.")],
    days: Annotated[int, typer.Argument(min=0, help="0: for ever.")],
    municipality: Municipality = "",
    config: ConfigOption = CONFIG,
) -> None:
    """Keep an attribute's history for a number of days; the present always stays."""

    async def work(database: Database) -> None:
        city = City(database, await only(database, municipality))
        await city.keep(attribute, days or None)

    with_database(config, work)
    how_long = f"{days} days" if days else "for ever"
    console.out.print(f"{attribute} is kept {how_long}; looked after every hour.")
