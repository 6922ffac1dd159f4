"""How thriftily a street is lit. Pure.

Source: EN 13201-5:2015, 4.2 (power density indicator, D_P) and 4.3 (annual energy
consumption indicator, D_E).
"""

from collections.abc import Mapping

import msgspec

#: Lowest average illuminance of a class, lx. Source: EN 13201-2, tables 2 and 3.
ILLUMINANCES_LX: Mapping[str, float] = {
    "C0": 50.0,
    "C1": 30.0,
    "C2": 20.0,
    "C3": 15.0,
    "C4": 10.0,
    "C5": 7.5,
    "P1": 15.0,
    "P2": 10.0,
    "P3": 7.5,
    "P4": 5.0,
    "P5": 3.0,
    "P6": 2.0,
}
#: Lowest average luminance of a class, cd/m². Source: EN 13201-2, table 1.
LUMINANCES_CD_M2: Mapping[str, float] = {
    "M1": 2.0,
    "M2": 1.5,
    "M3": 1.0,
    "M4": 0.75,
    "M5": 0.5,
    "M6": 0.3,
}
ASPHALT = 0.07  #: cd/(m²·lx), average luminance coefficient of surface R3, CIE 144


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of street and the lamps that light it.

    area_m2: length by width; lighting_class: EN 13201-2
    power_w: of its lamps at full, with what drives them; year_kwh: drawn in a year
    """

    urn: str
    name: str
    lighting_class: str
    area_m2: float
    lamps: int
    power_w: float
    year_kwh: float


class Indicators(msgspec.Struct, frozen=True):
    """D_P in W/(lx·m²), None where the class is not known; D_E in kWh/m² a year."""

    power_density: float | None
    energy_a_year: float


def illuminance_lx(lighting_class: str) -> float | None:
    """Return the illuminance a class asks for, lx; None for one that has none.

    Of the M classes, which ask for luminance, what gives it on usual asphalt.
    """
    if lighting_class in LUMINANCES_CD_M2:
        return LUMINANCES_CD_M2[lighting_class] / ASPHALT
    return ILLUMINANCES_LX.get(lighting_class)


def indicators_of(segment: Segment) -> Indicators:
    """Return the indicators of a segment; its area is positive."""
    lux = illuminance_lx(segment.lighting_class)
    density = None if lux is None else segment.power_w / (lux * segment.area_m2)
    return Indicators(density, segment.year_kwh / segment.area_m2)
