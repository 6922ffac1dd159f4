"""The models of lanterns a town has bought, in two rounds of tenders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mesto.simulator.kinds import StreetKind

NEW_SINCE_S = datetime(2020, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True, kw_only=True, slots=True)
class Luminaire:
    """A lantern with its lamp, driver and controller, as its data sheet tells."""

    name: str
    power_w: float
    flux_lm: float
    color_k: int
    life_h: int  #: after which `kept` of the light is left
    kept: float  #: share of the first light: 0.8 in L80
    failed: float  #: share of lamps below it by then: 0.1 in B10


@dataclass(frozen=True, slots=True)
class _Round:
    """What was bought in one round."""

    letter: str
    efficacy_lm_w: float
    color_k: int
    life_h: int
    kept: float


_OLD = _Round("A", 105, 4000, 60_000, 0.8)
_NEW = _Round("B", 142, 3000, 100_000, 0.9)

#: Rated power by kind of street, W.
POWER_W: Mapping[StreetKind, float] = {
    StreetKind.PRIMARY: 118.0,
    StreetKind.SECONDARY: 92.0,
    StreetKind.TERTIARY: 68.0,
    StreetKind.RESIDENTIAL: 38.0,
    StreetKind.PEDESTRIAN: 29.0,
    StreetKind.SERVICE: 35.0,
    StreetKind.PATH: 24.0,
}
_POWERS = sorted(set(POWER_W.values()))


def _luminaire(power_w: float, bought: _Round) -> Luminaire:
    return Luminaire(
        name=f"Lucerna {power_w:.0f}{bought.letter}",
        power_w=power_w,
        flux_lm=round(power_w * bought.efficacy_lm_w, -1),
        color_k=bought.color_k,
        life_h=bought.life_h,
        kept=bought.kept,
        failed=0.1,
    )


#: All models; a lamp names its own by its place here.
LUMINAIRES = tuple(
    _luminaire(power_w, bought) for bought in (_OLD, _NEW) for power_w in _POWERS
)


def luminaire_for(kind: StreetKind, in_service_s: float) -> int:
    """Return which model was put into a street of a kind at a moment."""
    round_ = len(_POWERS) if in_service_s >= NEW_SINCE_S else 0
    return round_ + _POWERS.index(POWER_W[kind])
