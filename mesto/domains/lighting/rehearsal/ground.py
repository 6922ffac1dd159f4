"""The streets of a town as arrays, so that very many passers cost little. Pure.

A way is a segment in one direction: way 2·s leads to the end of segment s, way 2·s + 1
to its start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mesto.domains.lighting.inventory.segments import Post
from mesto.domains.lighting.inventory.streets import WAYS, Streets, along_from
from mesto.domains.lighting.rehearsal.lists import Floats, Lists, lists_of


@dataclass(frozen=True)
class Ground:
    """Segments, the lamps along them, and what sees people."""

    segments: Sequence[str]  #: URNs
    lamps: Sequence[str]  #: URNs
    sensors: Sequence[str]  #: URNs
    length_m: Floats  #: of segments
    onward: Lists  #: by way: the ways one may go on by, never back
    met_lamps: Lists  #: by way: lamps in the order one meets them
    met_lamp_m: Floats  #: how far from where one enters, by place in `met_lamps`
    met_sensors: Lists  #: by way: sensors in the order one meets them
    met_sensor_m: Floats


def ground_of(
    streets: Streets, lamps: Sequence[str], sensors: Mapping[str, Post]
) -> Ground:
    """Lay streets out.

    lamps: URNs of all lamps, also of those that stand along no street
    sensors: where somebody may be seen, by URN
    """
    segments = sorted(streets.segments)
    seeing = sorted(one for one in sensors if sensors[one].segment in streets.segments)
    number = {urn: place for place, urn in enumerate(segments)}
    met_lamps, met_lamp_m = _met(streets, segments, streets.places, lamps)
    met_sensors, met_sensor_m = _met(streets, segments, sensors, seeing)
    lengths = [streets.segments[one].length_m for one in segments]
    return Ground(
        segments=segments,
        lamps=lamps,
        sensors=seeing,
        length_m=np.array(lengths, np.float64),
        onward=_onward(streets, segments, number),
        met_lamps=met_lamps,
        met_lamp_m=met_lamp_m,
        met_sensors=met_sensors,
        met_sensor_m=met_sensor_m,
    )


def _met(
    streets: Streets,
    segments: Sequence[str],
    places: Mapping[str, Post],
    known: Sequence[str],
) -> tuple[Lists, Floats]:
    """Return what one meets on each way, and how far from where one enters it."""
    number = {urn: place for place, urn in enumerate(known)}
    along: dict[str, list[Post]] = {}
    for urn in known:
        if urn not in places:
            continue
        along.setdefault(places[urn].segment, []).append(places[urn])
    lists: list[list[int]] = []
    far_m: list[float] = []
    for urn in segments:
        segment = streets.segments[urn]
        for way in WAYS:
            met = sorted(
                (along_from(segment, one.along_m, way), number[one.lamp])
                for one in along.get(urn, ())
            )
            lists.append([lamp for _, lamp in met])
            far_m += [distance_m for distance_m, _ in met]
    return lists_of(lists), np.array(far_m, np.float64)


def _onward(
    streets: Streets, segments: Sequence[str], number: Mapping[str, int]
) -> Lists:
    lists = []
    for urn in segments:
        segment = streets.segments[urn]
        for node in (segment.end, segment.start):
            others = streets.meeting.get(node, ()) if node else ()
            lists.append(
                [
                    2 * number[other] + WAYS.index(way)
                    for other, way in others
                    if other != urn
                ]
            )
    return lists_of(lists)
