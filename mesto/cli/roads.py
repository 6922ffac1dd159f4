"""`mesto roads …`: the streets a truck may drive, for plans of rounds."""

from pathlib import Path
from typing import Annotated

import typer

from mesto.cli import console
from mesto.cli.data import Municipality, only
from mesto.cli.serve import CONFIG, ConfigOption
from mesto.cli.tenant import with_database
from mesto.domains.waste.roads.keeping import keep_roads
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.simulator.kinds import StreetKind
from mesto.simulator.town import Town

app = typer.Typer(
    help="Build the streets that rounds are planned on.", no_args_is_help=True
)

GROWN = "the streets of the demonstration"


@app.command("build")
def build(
    source: Annotated[Path, typer.Argument(metavar="FILE.osm.pbf", exists=True)],
    municipality: Municipality = "",
    tonnes: Annotated[
        float, typer.Option(min=1, max=60, help="What streets have to bear, t.")
    ] = 18.0,
    height: Annotated[
        float, typer.Option(min=1, max=6, help="What they have to let through, m.")
    ] = 3.6,
    config: ConfigOption = CONFIG,
) -> None:
    """Build the streets a truck may drive from an OpenStreetMap extract."""
    from mesto.domains.waste.roads.building import build
    from mesto.domains.waste.roads.extract import read_ways
    from mesto.domains.waste.roads.tags import Truck

    with console.err.status(f"Reading {source.name}"):
        ways, turns = read_ways(source, Truck(tonnes, height))
    with console.err.status(f"Joining {len(ways):,} streets"):
        network = build(ways, turns)

    async def work(database: Database) -> str:
        city = City(database, await only(database, municipality))
        await keep_roads(city, network.kept(), source.name)
        return city.name

    name = with_database(config, work)
    console.out.print(
        f"Plans of {name} know {network.km:,.0f} km of streets from {source.name}, "
        "© OpenStreetMap contributors.",
        soft_wrap=True,
    )


def roads_of_town(town: Town) -> bytes:
    """Return the streets of a town of the demonstration as plans keep them."""
    from mesto.domains.waste.roads.building import Way, build
    from mesto.domains.waste.roads.tags import SPEEDS_KMH

    for_feet = {StreetKind.PEDESTRIAN, StreetKind.PATH}
    ways = []
    inner = len(town.nodes)  #: names of points between two nodes
    for number, edge in enumerate(town.edges):
        street = town.streets[edge.street]
        if street.kind in for_feet or len(edge.line) < 2:  # noqa: PLR2004 - a line
            continue
        between = range(inner, inner + len(edge.line) - 2)
        inner += len(between)
        ways.append(
            Way(
                id=number,
                nodes=[edge.start, *between, edge.end],
                line=edge.line,
                kmh=SPEEDS_KMH[street.kind.value],
                backward=not street.oneway,
            )
        )
    return build(ways).kept()
