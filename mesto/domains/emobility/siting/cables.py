"""What cables carry beside their lamps and chargers, hour by hour. Pure.

Where nobody says how long or how thick a cable is, the worst that it may be counts:
what is found to be possible is possible whatever the truth is.

Source: IEC 60364-5-52, Annex G (voltage drop, resistivity in service) and table B.52
(the thinnest copper that a fuse lets be; of aluminium the next size).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

VOLTS: Final = 230.0
HOURS: Final = 24
COPPER, ALUMINIUM = 0.0225, 0.036  #: Ω mm²/m
MOST_DROP: Final = 5.0  #: percent, of all that is drawn up to a post
MOST_A: Final = 32.0  #: of one charger, a phase
LEAST_A: Final = 6.0  #: with less, no car charges. Source: IEC 61851-1, Annex A
SIZES: Final = (1.5, 2.5, 4.0, 6.0, 10.0, 16.0, 25.0, 35.0, 50.0, 70.0, 95.0, 120.0)
#: The thinnest copper, mm², that a fuse up to so many A lets be.
THINNEST: Final = (
    *((16.0, 1.5), (20.0, 2.5), (25.0, 4.0), (32.0, 6.0), (50.0, 10.0), (63.0, 16.0)),
    *((80.0, 25.0), (100.0, 35.0), (125.0, 50.0), (160.0, 70.0), (200.0, 95.0)),
)

Amps = Sequence[float]  #: by hour of the town's clock, a phase


class Cable(NamedTuple):
    """A feeder, cabinet or connection.

    parent: what it hangs on; empty: nobody says
    limit_a: a phase; None: nobody says
    lamps_a: what hangs on it itself beside chargers, by hour
    chargers_a: all they can draw
    lines: 3, or 1 of a single phase
    area_mm2, copper: None where nobody says
    """

    urn: str
    name: str
    parent: str = ""
    limit_a: float | None = None
    lamps_a: Amps = (0.0,) * HOURS
    chargers_a: float = 0.0
    lines: int = 3
    area_mm2: float | None = None
    copper: bool | None = None


class Post(NamedTuple):
    """A lamp post or cabinet; its way along the cable is between two lengths."""

    urn: str
    name: str
    cable: str
    place: tuple[float, float]  #: longitude, latitude
    least_m: float
    most_m: float


class Room(NamedTuple):
    """What a post can give.

    amps: a phase, by hour, and kw: of all phases
    drop: percent with a charger that draws so much, at the worst hour, by the best and
        by the worst that the cable may be
    bound: URN of the cable that leaves least; empty: the drop of voltage does
    """

    amps: tuple[float, ...]
    kw: tuple[float, ...]
    drop: tuple[float, float]
    bound: str


class Net:
    """The cables of a town, and what was given away on them."""

    def __init__(self, cables: Mapping[str, Cable]) -> None:
        """Add up what hangs on each cable and below it."""
        self.cables = cables
        self._used: dict[str, list[float]] = {urn: [0.0] * HOURS for urn in cables}
        for one in cables.values():
            own = [lamps + one.chargers_a for lamps in one.lamps_a]
            self.give(one.urn, own)

    def path(self, cable: str) -> list[Cable]:
        """Return a cable and all it hangs on; who hangs on itself hangs on nothing."""
        found: list[Cable] = []
        while cable in self.cables and all(one.urn != cable for one in found):
            found.append(self.cables[cable])
            cable = found[-1].parent
        return found

    def used(self, cable: str) -> Amps:
        """Return what is drawn on a cable, by hour, with what was given away."""
        return tuple(self._used[cable])

    def give(self, cable: str, amps: Amps) -> None:
        """Let so much more be drawn at a cable, by hour; all above it carry it too."""
        for one in self.path(cable):
            mine = self._used[one.urn]
            for hour, more in enumerate(amps):
                mine[hour] += more

    def known(self, cable: str) -> bool:
        """Tell whether anybody says what a cable, or what is above it, carries."""
        first = self.cables.get(cable)
        return first is not None and first.limit_a is not None

    def room(self, post: Post) -> Room:
        """Return what a post can give beside all that is drawn already."""
        path = self.path(post.cable)
        limited = [one for one in path if one.limit_a is not None]
        best, worst = resistance_of(path[0])
        found: list[float] = []
        bound = ""
        for hour in range(HOURS):
            free = {
                one.urn: (one.limit_a or 0.0) - self._used[one.urn][hour]
                for one in limited
            }
            drawn = self._used[path[0].urn][hour]
            free[""] = _amps_at(MOST_DROP, post.most_m, worst, path[0].lines) - drawn
            tightest = min(free, key=lambda urn: free[urn])
            if not found or free[tightest] <= min(found):
                bound = tightest
            found.append(free[tightest])
        amps = tuple(_usable(one) for one in found)
        peak = max(
            (self._used[path[0].urn][hour] + amps[hour] for hour in range(HOURS)),
            default=0.0,
        )
        drop = (
            drop_of(peak, post.least_m, best, path[0].lines),
            drop_of(peak, post.most_m, worst, path[0].lines),
        )
        kw = tuple(round(one * VOLTS * path[0].lines / 1000, 2) for one in amps)
        return Room(amps, kw, drop, bound)


def resistance_of(cable: Cable) -> tuple[float, float]:
    """Return the least and the most a metre of a cable may resist, Ω."""
    metals = (True, False) if cable.copper is None else (cable.copper,)
    least, most = [], []
    for copper in metals:
        rho = COPPER if copper else ALUMINIUM
        if cable.area_mm2 is not None:
            least.append(rho / cable.area_mm2)
            most.append(rho / cable.area_mm2)
            continue
        thinnest = thinnest_for(cable.limit_a or 0.0, copper=copper)
        thickest = SIZES[min(SIZES.index(thinnest) + 3, len(SIZES) - 1)]
        least.append(rho / thickest)
        most.append(rho / thinnest)
    return min(least), max(most)


def thinnest_for(amps: float, *, copper: bool) -> float:
    """Return the thinnest a cable behind a fuse may be, mm²."""
    area = next((area for most, area in THINNEST if amps <= most), THINNEST[-1][1])
    if copper:
        return area
    return SIZES[min(SIZES.index(area) + 1, len(SIZES) - 1)]


def drop_of(amps: float, metres: float, ohm_per_m: float, lines: int) -> float:
    """Return the drop of voltage, percent, as if all were drawn at the end."""
    there_and_back = 1 if lines > 1 else 2
    return 100 * amps * metres * ohm_per_m * there_and_back / VOLTS


def _amps_at(drop: float, metres: float, ohm_per_m: float, lines: int) -> float:
    """Return what may be drawn so that the voltage drops so much."""
    one = drop_of(1.0, metres, ohm_per_m, lines)
    return drop / one if one > 0 else MOST_A * 100


def _usable(amps: float) -> float:
    """Return what a charger can make of it: whole amperes, from the least on."""
    whole = float(int(min(amps, MOST_A))) if amps > 0 else 0.0
    return whole if whole >= LEAST_A else 0.0
