"""A town's containers and what is known of their levels, laid out in columns. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from math import cos, isfinite, nan, radians
from typing import Final

import numpy as np

from mesto.domains.waste.emptyings.happened import Emptied
from mesto.domains.waste.forecast.marks import (
    SEEN_SLACK,
    WEIGHED_SLACK,
    Containers,
    Mark,
    Marks,
    hours_of,
    marks_of,
)
from mesto.kernel.model import LOCATION, Value

#: What of containers is looked at.
ATTRIBUTES: Final = (
    "storedWasteKind",
    "refWasteContainerIsle",
    "address",
    "binCapacity",
    LOCATION,
)
BLOCK_M: Final = 250.0  #: who has no isle and no address stands in a block of this size
M_PER_DEGREE: Final = 111_320.0
TAPPED: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
#: Loose waste in a container, kg a litre, of fractions nobody weighed and measured.
#: Source: WRAP, Apportionment of waste volumes, bulk densities of kerbside materials.
DENSITY: Final = 0.1
DENSITIES: Final[Mapping[str, float]] = {
    "glass": 0.3,
    "organic": 0.25,
    "paper": 0.07,
    "plastic": 0.03,
}
FEWEST: Final = 20  #: emptyings with a level and a weight, before a density is trusted


def containers_of(
    stated: Mapping[str, Mapping[str, Value]], put_up: Mapping[str, datetime]
) -> tuple[Containers, Sequence[str]]:
    """Lay out containers by what is stated of them; and the fractions by number."""
    urns = sorted(stated)
    fractions = [_fraction(stated[urn]) for urn in urns]
    places = [_place(stated[urn]) for urn in urns]
    names, blocks = sorted(set(fractions)), sorted({*places} - {""})
    number = {block: place for place, block in enumerate(blocks)}
    volumes = [stated[urn].get("binCapacity") for urn in urns]
    laid_out = Containers(
        urns=urns,
        kinds=np.array([names.index(one) for one in fractions], dtype=np.int64),
        places=np.array([number.get(one, -1) for one in places], dtype=np.int64),
        capacity_l=np.array(
            [
                float(one) if isinstance(one, int | float) and one > 0 else nan
                for one in volumes
            ]
        ),
        since_h=np.array(
            [hours_of(put_up[one]) if one in put_up else nan for one in urns]
        ),
    )
    return laid_out, names


def lay_out_marks(
    containers: Containers,
    fractions: Sequence[str],
    read: Iterable[tuple[str, Sequence[float], Sequence[float]]],
    seen: Iterable[tuple[str, Sequence[float], Sequence[float]]],
    emptied: Iterable[Emptied],
) -> Marks:
    """Lay out what sensors read, people saw, and when containers were emptied.

    read, seen: URN, moments in seconds since 1970, levels
    """
    number = {urn: place for place, urn in enumerate(containers.urns)}
    rows = [
        *_levels(read, number, 0.0),
        *_levels(seen, number, SEEN_SLACK),
        *_emptyings(list(emptied), number, containers, fractions),
    ]
    return marks_of(rows)


def _levels(
    told: Iterable[tuple[str, Sequence[float], Sequence[float]]],
    number: Mapping[str, int],
    slack: float,
) -> Iterator[Mark]:
    """Yield levels that can be; a sensor that says 255 % has said nothing."""
    for urn, moments, levels in told:
        for at_s, level in zip(moments, levels, strict=True):
            if urn in number and 0 <= level <= 1:
                yield Mark(number[urn], at_s / 3600, level, slack)


def _emptyings(
    emptied: Sequence[Emptied],
    number: Mapping[str, int],
    containers: Containers,
    fractions: Sequence[str],
) -> Iterator[Mark]:
    known = [one for one in emptied if one.container in number]
    dense = _densities(known, number, containers, fractions)
    for one in known:
        place = number[one.container]
        level, slack = one.emptying.before, 0.0
        volume_l = containers.capacity_l[place]
        if level is None and one.emptying.weight_kg is not None and isfinite(volume_l):
            density = dense[fractions[containers.kinds[place]]]
            level = min(1.0, one.emptying.weight_kg / density / volume_l)
            slack = WEIGHED_SLACK
        elif level in TAPPED and "detected" not in one.ways:
            slack = SEEN_SLACK
        yield Mark(
            place,
            hours_of(one.at),
            nan if level is None else level,
            slack,
            emptied=True,
            after=one.emptying.after or 0.0,
        )


def _densities(
    emptied: Sequence[Emptied],
    number: Mapping[str, int],
    containers: Containers,
    fractions: Sequence[str],
) -> Mapping[str, float]:
    """Return how heavy a litre is by fraction: as weighed here, or as is usual."""
    told: dict[str, list[float]] = {one: [] for one in fractions}
    for one in emptied:
        place = number[one.container]
        before, weight = one.emptying.before, one.emptying.weight_kg
        litres = containers.capacity_l[place] * (before or nan)
        if weight and isfinite(litres):
            told[fractions[containers.kinds[place]]].append(weight / litres)
    return {
        name: float(np.median(found))
        if len(found) >= FEWEST
        else DENSITIES.get(name, DENSITY)
        for name, found in told.items()
    }


def _fraction(said: Mapping[str, Value]) -> str:
    kind = said.get("storedWasteKind")
    if isinstance(kind, list) and kind:
        kind = kind[0]
    return kind if isinstance(kind, str) else ""


def _place(said: Mapping[str, Value]) -> str:
    """Return what a container has in common with its neighbours; empty: nothing."""
    isle = said.get("refWasteContainerIsle")
    if isinstance(isle, str):
        return isle
    address = said.get("address")
    street = address.get("streetAddress") if isinstance(address, Mapping) else None
    if isinstance(street, str) and street:
        return street.rstrip("0123456789/ abcABC")
    where = said.get(LOCATION)
    spot = where.get("coordinates") if isinstance(where, Mapping) else None
    if isinstance(spot, Sequence) and len(spot) == 2:  # noqa: PLR2004 - a point
        longitude, latitude = spot
        if isinstance(longitude, int | float) and isinstance(latitude, int | float):
            east = longitude * M_PER_DEGREE * cos(radians(latitude)) // BLOCK_M
            return f"{east:.0f}:{latitude * M_PER_DEGREE // BLOCK_M:.0f}"
    return ""
