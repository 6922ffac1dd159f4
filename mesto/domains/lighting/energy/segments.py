"""How thriftily each street is lit: which segments, with how much of what. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from mesto.domains.lighting.energy.indicators import (
    Segment,
    illuminance_lx,
    indicators_of,
)
from mesto.domains.lighting.energy.inputs import Inputs
from mesto.domains.lighting.energy.questions import Group
from mesto.domains.lighting.inventory.segments import Segment as Street


def lit_segments(
    streets: Iterable[Street], groups: Sequence[Group], inputs: Inputs
) -> Iterator[Segment]:
    """Yield the segments whose area is known and that lamps light.

    What they draw in a year is computed from powers, nights and levels of the period.
    """
    of_segment: defaultdict[str, list[Group]] = defaultdict(list)
    for group in groups:
        of_segment[group.segment].append(group)
    a_year = inputs.dark_year_h / inputs.dark_h if inputs.dark_h else 0.0
    full_h = a_year * sum(one.full_h for one in inputs.months)
    light_h = a_year * sum(one.light_h for one in inputs.months)
    for street in streets:
        mine = of_segment.get(street.urn, [])
        area_m2 = street.length_m * (street.width_m or 0.0)
        if not mine or area_m2 <= 0:
            continue
        lamps, watts = sum(one.lamps for one in mine), sum(one.watts for one in mine)
        rest_w = lamps * inputs.standby_w
        yield Segment(
            urn=street.urn,
            name=street.street or street.urn.rpartition(":")[2],
            lighting_class=street.lighting_class,
            area_m2=area_m2,
            lamps=lamps,
            power_w=watts,
            year_kwh=(watts * full_h + rest_w * light_h) / 1000,
        )


def segment_shown(segment: Segment) -> dict[str, object]:
    """Write a segment with its indicators."""
    found = indicators_of(segment)
    return {
        "urn": segment.urn,
        "name": segment.name,
        "lighting_class": segment.lighting_class,
        "illuminance_lx": illuminance_lx(segment.lighting_class),
        "area_m2": segment.area_m2,
        "lamps": segment.lamps,
        "power_w": segment.power_w,
        "year_kwh": segment.year_kwh,
        "power_density": found.power_density,
        "energy_a_year": found.energy_a_year,
    }
