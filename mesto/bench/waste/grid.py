"""A town for measuring: streets, places by them, trucks; from dice, always the same."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from mesto.domains.waste.inventory.fleet import Depot, DisposalSite, Fleet, Vehicle
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.inventory.shifts import Shift
from mesto.domains.waste.outlook import Outlook
from mesto.domains.waste.planning.reading import Town
from mesto.domains.waste.planning.stops import Bin
from mesto.domains.waste.roads.building import Way, build
from mesto.domains.waste.roads.network import Network
from mesto.domains.waste.rounds import Place

DAY: Final = date(2026, 12, 1)
NOW: Final = datetime(2026, 12, 1, 2, tzinfo=UTC)
WIDE: Final = 100  #: crossings from west to east, and from south to north
STEP: Final = 0.0012  #: degrees from one to the next
WEST, SOUTH = 14.3, 50.0
FRACTIONS: Final = ("glass", "other", "paper", "plastic", "organic")
SEED: Final = 20_261_126


def streets() -> Network:
    """Return 10,000 crossings: some streets are one-way, some missing, few are fast."""
    dice = np.random.default_rng(SEED)
    jitter = dice.normal(0, STEP / 6, (WIDE, WIDE, 2))
    lines = [[(n, m) for m in range(WIDE)] for n in range(WIDE)]
    lines += [[(m, n) for m in range(WIDE)] for n in range(WIDE)]
    ways: list[Way] = []
    for number, line in enumerate(lines):
        fast = number % 10 == 0
        for one, other in pairwise(line):
            if not fast and dice.random() < 0.1:  # a tenth is missing
                continue
            ways.append(
                Way(
                    id=len(ways),
                    nodes=[one[0] * WIDE + one[1], other[0] * WIDE + other[1]],
                    line=[_crossing(jitter, *one), _crossing(jitter, *other)],
                    kmh=40.0 if fast else 24.0,
                    backward=fast or bool(dice.random() < 0.8),
                )
            )
    return build(ways)


def places(count: int, dice: np.random.Generator) -> list[Place]:
    """Return places of a town, denser in its middle."""
    spread = np.clip(dice.normal(0.5, 0.22, (count, 2)), 0.01, 0.99)
    return [
        (WEST + float(x) * WIDE * STEP, SOUTH + float(y) * WIDE * STEP)
        for x, y in spread
    ]


def town(containers: int, trucks: int, seed: int = SEED) -> Town:
    """Return a town with containers of five kinds in nests, and trucks for each."""
    dice = np.random.default_rng(seed)
    nests = places(max(1, containers // 3), dice)
    bins = [_bin(number, nests, dice) for number in range(containers)]
    depot = Depot(urn="urn:depot", name="Yard", place=_middle(0.2, 0.1))
    sites = {
        f"urn:site:{n}": DisposalSite(urn=f"urn:site:{n}", name=f"Site {n}", place=at)
        for n, at in enumerate([_middle(0.95, 0.8), _middle(0.05, 0.9)])
    }
    vehicles = {one.urn: one for one in _vehicles(trucks)}
    return Town(
        bins=bins,
        containers=containers,
        unknown=(),
        fleet=Fleet(vehicles, {depot.urn: depot}, sites, ()),
        shifts={f"s{n}": _shift(urn) for n, urn in enumerate(vehicles)},
        calendars={},
        policy=Policy(),
        zone=ZoneInfo("UTC"),
    )


def _crossing(
    jitter: np.ndarray[tuple[int, int, int], np.dtype[np.float64]], x: int, y: int
) -> Place:
    return (
        WEST + x * STEP + float(jitter[x, y, 0]),
        SOUTH + y * STEP + float(jitter[x, y, 1]),
    )


def _middle(x: float, y: float) -> Place:
    return WEST + x * WIDE * STEP, SOUTH + y * WIDE * STEP


def _bin(number: int, nests: list[Place], dice: np.random.Generator) -> Bin:
    nest = number // 3
    level, a_day = dice.uniform(0, 1), dice.gamma(2.0, 0.08)
    middles = [level + a_day * n / 4 for n in range(20)]
    return Bin(
        urn=f"urn:ngsi-ld:WasteContainer:{number}",
        place=nests[min(nest, len(nests) - 1)],
        isle=f"urn:isle:{nest}",
        fraction=FRACTIONS[number % len(FRACTIONS)],
        volume_l=1100,
        outlook=Outlook(
            made_at=NOW,
            begins=NOW,
            levels=[
                (m - 0.1, m - 0.08, m, m + 0.08 + n / 100, m + 0.1 + n / 80)
                for n, m in enumerate(middles)
            ],
        ),
        last=NOW - timedelta(days=2),
    )


def _vehicles(trucks: int) -> Iterator[Vehicle]:
    for number in range(trucks):
        yield Vehicle(
            urn=f"urn:vehicle:{number}",
            name=f"V{number}",
            volume_l=60_000,
            load_kg=11_000,
            fractions=(FRACTIONS[number % len(FRACTIONS)],),
            depot="urn:depot",
        )


def _shift(vehicle: str) -> Shift:
    return Shift(
        title={"en": vehicle},
        vehicle=vehicle,
        days=(0, 1, 2, 3, 4, 5, 6),
        start="06:00",
        end="14:00",
        break_min=30,
        break_window=("09:30", "12:00"),
    )
