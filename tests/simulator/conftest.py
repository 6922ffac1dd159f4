"""A town of a few streets, drawn by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from mesto.kernel.database import Database
from mesto.simulator.assets import Assets, place
from mesto.simulator.inventory.entities import Inventory
from mesto.simulator.kinds import AreaKind, DistrictKind, StreetKind
from mesto.simulator.town import Area, District, Edge, LonLat, Plane, Street, Town
from tests.conftest import Server, serving

settings.register_profile("unhurried", deadline=None, max_examples=50)
settings.load_profile("unhurried")

CENTER = (14.103, 50.147)
CROSSINGS = 6
BLOCK_M = 180.0


def draw_town(language: str = "cs") -> Town:
    """A grid of streets with a car park in each of some blocks."""
    plane = Plane(center=CENTER)
    reach_m = (CROSSINGS - 1) / 2 * BLOCK_M

    def node(column: int, row: int) -> LonLat:
        return plane.to_lonlat((column * BLOCK_M - reach_m, row * BLOCK_M - reach_m))

    lines = [
        [node(column, row) for column in range(CROSSINGS)] for row in range(CROSSINGS)
    ]
    lines += [
        [node(column, row) for row in range(CROSSINGS)] for column in range(CROSSINGS)
    ]
    kinds = [
        StreetKind.PRIMARY,
        StreetKind.SECONDARY,
        StreetKind.TERTIARY,
        StreetKind.RESIDENTIAL,
    ]
    streets = tuple(
        Street(
            id=number,
            name={language: f"Đačická {number}"},
            kind=kinds[number % len(kinds)],
            line=tuple(line),
            length_m=BLOCK_M * (CROSSINGS - 1),
            lit=True,
            district=number % 2,
        )
        for number, line in enumerate(lines)
    )
    nodes = {
        node(number % CROSSINGS, number // CROSSINGS): number
        for number in range(CROSSINGS**2)
    }
    west, south = node(0, 0)
    east, north = node(CROSSINGS - 1, CROSSINGS - 1)
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Town(
        name={language: "Malé Město"},
        languages=(language, "en"),
        seed=1,
        center=CENTER,
        bounds=(west, south, east, north),
        population=3000,
        streets=streets,
        nodes=tuple(nodes),
        edges=tuple(
            Edge(
                start=nodes[line[place]],
                end=nodes[line[place + 1]],
                street=number,
                line=(line[place], line[place + 1]),
                length_m=BLOCK_M,
            )
            for number, line in enumerate(lines)
            for place in range(CROSSINGS - 1)
        ),
        districts=(
            District(
                id=0,
                name={language: "Střed"},
                kind=DistrictKind.OLD_CENTRE,
                polygon=(ring,),
                population=1000,
            ),
            District(
                id=1,
                name={language: "Sídliště"},
                kind=DistrictKind.HOUSING_ESTATE,
                polygon=(ring,),
                population=2000,
            ),
        ),
        buildings=(),
        green=tuple(car_park(plane, column) for column in range(4)),
        water=(),
        waterways=(),
        railways=(),
        places=(),
    )


def car_park(plane: Plane, column: int) -> Area:
    x, y = (column - 2) * BLOCK_M + 40, 40.0
    corners = [(x, y), (x + 60, y), (x + 60, y + 50), (x, y + 50), (x, y)]
    return Area(
        polygon=(tuple(plane.to_lonlat(corner) for corner in corners),),
        kind=AreaKind.CAR_PARK,
        name={},
    )


@pytest.fixture(scope="session")
def town() -> Town:
    return draw_town()


@pytest.fixture(scope="session")
def assets(town: Town) -> Assets:
    return place(town, seed=7, size=0.02)


@pytest.fixture(scope="session")
def inventory(town: Town, assets: Assets) -> Inventory:
    return Inventory(town, assets)


@pytest.fixture
async def listening(
    dsn: str, database: Database, municipality: str, tmp_path: Path
) -> AsyncIterator[Server]:
    """The whole product with its broker, as a town meets it."""
    async with serving(dsn, database, municipality, tmp_path, broker=True) as running:
        yield running
