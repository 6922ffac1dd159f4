"""The lamps, lines and cabinets of a faulty town as they really are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random

from mesto.domains.lighting.faults.kinds import Kind

HOUR_S, PERIOD_S = 3600.0, 900.0
LASTS_S = 66 * HOUR_S  #: from noon: two nights
CABINETS, LINES = 8, 3
SPOT = (17.25, 49.59)
#: How a driver fails, and why a lamp burns by day.
STANDBY, STUCK, UNLIT = 0, 1, 2
CLOCK, RELAY = 0, 1
Span = tuple[float, float]  #: [begin, end), seconds since the noon it begins


@dataclass(frozen=True)
class Truth:
    """A fault that is really there; `sure`: it must be found, otherwise it may be."""

    urn: str
    kind: Kind
    begin_s: float
    end_s: float = inf
    sure: bool = True
    hides: Sequence[str] = ()  #: assets that are dark for no other reason


@dataclass(kw_only=True)
class Bulb:
    """One lamp as it really is."""

    urn: str
    row: int  #: along its line, from the cabinet
    line: "Line"
    listed: "Line"  #: where the inventory hangs it
    rated_w: float  #: by the inventory
    full_w: float
    floor: float
    sodium: bool
    programme: int
    loss: float
    halves: bool
    tells_failure: bool
    turn_s: float
    ill: Kind | None = None
    ill_s: Span = (inf, inf)
    sort: int = 0  #: which of a kind's ways to be ill
    share: float = 1.0  #: how ill
    flips_s: Sequence[
        float
    ] = ()  #: when a cycling lamp goes out, comes back, and so on

    @property
    def standby_w(self) -> float:
        """What its driver draws when it is out."""
        return 0.3 + 12 * self.floor


@dataclass(kw_only=True)
class Line:
    """One feeder as it really is."""

    urn: str
    cabinet: "Box"
    metered: bool
    dead_s: Span = (inf, inf)
    cut_s: Span = (inf, inf)
    cut_row: int = 0
    maintained: bool = False
    bulbs: list[Bulb] = field(default_factory=list)


@dataclass(kw_only=True)
class Box:
    """One cabinet as it really is."""

    urn: str
    east: float
    dips: Sequence[float]
    dead_s: Span = (inf, inf)
    phase_s: Span = (inf, inf)
    door_s: Span = (inf, inf)
    muted_s: Span = (inf, inf)  #: its gateway
    lit_s: Span = (inf, inf)  #: on purpose
    clock_s: Span = (inf, inf)  #: its clock is wrong: it burns by day
    lines: list[Line] = field(default_factory=list)


def chance(dice: Random, share: float) -> bool:
    """Let something happen in a share of the cases."""
    return dice.random() < share


def within(at_s: float, span: Span) -> bool:
    """Tell whether a moment lies in a span."""
    return span[0] <= at_s < span[1]
