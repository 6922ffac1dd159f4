"""What light a street needs: the classes of EN 13201-2, and what dimming they allow.

Pure. A lamp that was planned for one class may be dimmed to another while fewer people
are about; how far is the ratio of what both need.

Source: EN 13201-2:2015, tables 1 to 3; CEN/TR 13201-1:2014, 5 and 6 for the choice of
class by hour and for classes of comparable level.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mesto.kernel.errors import Malformed

#: From busy to quiet a street may fall two classes; CEN/TR 13201-1:2014, the weights
#: of traffic volume and of the intensity of use.
QUIET_STEPS = 2
NEVER_BELOW = 0.1  #: people who looked into full darkness felt unsafe


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a class asks of the light on a street; None where it asks nothing.

    All levels are maintained: what is left when lamps are old and dirty.
    """

    luminance_cd_m2: float | None = None  #: of the carriageway, mean, dry
    overall_uniformity: float | None = None  #: Uo, least over mean
    lengthwise_uniformity: float | None = None  #: Ul, along the middle of a lane
    wet_uniformity: float | None = None  #: Uow
    threshold_increment: float | None = None  #: fTI, glare, share
    edge_ratio: float | None = None  #: R_EI, light beside the carriageway
    illuminance_lx: float | None = None  #: mean, horizontal
    least_illuminance_lx: float | None = None  #: at the darkest point


def _m(  # noqa: PLR0913 - a row of the table
    luminance: float,
    overall: float,
    lengthwise: float,
    increment: float,
    edge: float,
    *,
    wet: float = 0.15,
) -> Need:
    return Need(
        luminance_cd_m2=luminance,
        overall_uniformity=overall,
        lengthwise_uniformity=lengthwise,
        wet_uniformity=wet,
        threshold_increment=increment,
        edge_ratio=edge,
    )


def _c(illuminance: float) -> Need:
    return Need(illuminance_lx=illuminance, overall_uniformity=0.40)


def _p(illuminance: float, least: float) -> Need:
    return Need(illuminance_lx=illuminance, least_illuminance_lx=least)


#: By class, the brightest of each family first: M for drivers, C for crossings and
#: shops, P for people on foot and bicycles. P7 asks for no figure.
NEEDS: Mapping[str, Need] = {
    "M1": _m(2.00, 0.40, 0.70, 0.10, 0.35),
    "M2": _m(1.50, 0.40, 0.70, 0.10, 0.35),
    "M3": _m(1.00, 0.40, 0.60, 0.15, 0.30),
    "M4": _m(0.75, 0.40, 0.60, 0.15, 0.30),
    "M5": _m(0.50, 0.35, 0.40, 0.15, 0.30),
    "M6": _m(0.30, 0.35, 0.40, 0.20, 0.30),
    "C0": _c(50.0),
    "C1": _c(30.0),
    "C2": _c(20.0),
    "C3": _c(15.0),
    "C4": _c(10.0),
    "C5": _c(7.50),
    "P1": _p(15.0, 3.00),
    "P2": _p(10.0, 2.00),
    "P3": _p(7.50, 1.50),
    "P4": _p(5.00, 1.00),
    "P5": _p(3.00, 0.60),
    "P6": _p(2.00, 0.40),
    "P7": _p(0.0, 0.0),
}

#: Illuminance of comparable level to each M class, lx, by CEN/TR 13201-1, 6: M1 is C1,
#: M3 is C3 and P1, M6 is P4.
_COMPARABLE_LX: Mapping[str, float] = {
    "M1": 30.0,
    "M2": 20.0,
    "M3": 15.0,
    "M4": 10.0,
    "M5": 7.50,
    "M6": 5.00,
}


def need_of(lighting_class: str) -> Need:
    """Return what a class asks for. Raises Malformed if there is no such class."""
    need = NEEDS.get(lighting_class)
    if need is None:
        raise Malformed(f"{lighting_class} is no class of EN 13201-2")
    return need


def comparable_lx(lighting_class: str) -> float:
    """Return the mean illuminance that is comparable to what a class asks for, lx.

    Raises Malformed if there is no such class.
    """
    need = need_of(lighting_class)
    lux = need.illuminance_lx
    return _COMPARABLE_LX[lighting_class] if lux is None else lux


def least_level(installed: str, needed: str = "", *, spare: float = 1.0) -> float:
    """Return how far a lamp may be dimmed, as a share of its light, in [0, 1].

    installed: the class its street was planned for
    needed: the class that is enough now; empty: the one planned for
    spare: what the lamps give over what their class asks for, at least 1; new lamps
        give the inverse of their maintenance factor

    Between classes of one family it is the ratio of their levels; between families,
    of their comparable levels. A class that needs more than what was planned for gets
    all there is. Uniformity does not change, since all lamps are dimmed alike: where
    the class needed asks for more of it, the plan did too, or it never had it.

    Raises Malformed if there is no such class.
    """
    wanted = needed or installed
    first, then = need_of(installed), need_of(wanted)
    if first.luminance_cd_m2 is not None and then.luminance_cd_m2 is not None:
        share = then.luminance_cd_m2 / first.luminance_cd_m2
    elif comparable_lx(installed) > 0:
        share = comparable_lx(wanted) / comparable_lx(installed)
    else:
        share = 1.0 if comparable_lx(wanted) > 0 else 0.0
    return min(1.0, share / max(1.0, spare))


def quiet_level(lighting_class: str) -> float:
    """Return the usual least level of a class, as a share of its light, in [0, 1].

    What is enough two classes lower, and never dark.

    Raises Malformed if there is no such class.
    """
    enough = least_level(lighting_class, lower(lighting_class, QUIET_STEPS))
    return max(round(enough, 2), NEVER_BELOW)


def lower(lighting_class: str, steps: int) -> str:
    """Return the class `steps` darker in its family, or the darkest there is.

    Raises Malformed if there is no such class.
    """
    need_of(lighting_class)
    family = [one for one in NEEDS if one[0] == lighting_class[0]]
    at = min(family.index(lighting_class) + steps, len(family) - 1)
    return family[at]
