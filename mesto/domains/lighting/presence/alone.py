"""Lamps that follow people by themselves: their gateway hears the sensors. Pure.

Where somebody goes nobody there knows, so each sensor that would light a lamp for who
goes either way lights it. A lamp does so that keeps its programme, is in a schedule,
and follows by a setting that is `kept`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from mesto.domains.lighting.control.cohorts import Written, lamps_of
from mesto.domains.lighting.control.kept import kept, least_of
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.night import DAWN, DUSK
from mesto.domains.lighting.control.programme import Definition as Programme
from mesto.domains.lighting.control.programme import Night, Step
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.places import Followers, Places
from mesto.domains.lighting.presence.reach import Reach

#: What lamps keep that follow by themselves, plain JSON by URN.
Alone: TypeAlias = Mapping[str, dict[str, object]]


def alone_in(
    followers: Iterable[Followers],
    places: Places,
    written: Written,
    seeing: Collection[str],
) -> Alone:
    """Return the programme that each lamp keeps which follows by itself.

    seeing: URNs of the sensors that see people
    """
    keeps = {one.urn: one for one in places.lamps if one.keeps}
    steered = {
        lamp.urn
        for one in written.schedules.values()
        for lamp in lamps_of(one, written.groups, places.lamps)
    }
    return {
        urn: _programme(one.definition, sensors, written, keeps[urn])
        for one in followers
        if one.definition.kept
        for urn, sensors in _seen_by(one, places, seeing).items()
        if urn in keeps and urn in steered
    }


def _seen_by(
    one: Followers, places: Places, seeing: Collection[str]
) -> Mapping[str, Sequence[str]]:
    """Return by lamp the sensors that light it."""
    reach = Reach(places.streets, places.sensors, one.definition, one.lamps)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for sensor in sorted(places.sensors.keys() & set(seeing)):
        for lamp in reach.lit(sensor, None):
            found[lamp].append(sensor)
    return found


def _programme(
    setting: Definition, sensors: Sequence[str], written: Written, lamp: Lamp
) -> dict[str, object]:
    resting = Programme(setting.title, [Night(list(_rests(setting)))])
    least = least_of(written.floors, lamp.lighting_class)
    return {
        **kept(resting, written.floors, lamp.lighting_class, {}),
        "passing": {
            "sensors": list(sensors),
            "level": max(setting.full, least),
            "hold_s": setting.hold_s,
            "fade_s": setting.fade_s,
        },
    }


def _rests(setting: Definition) -> Iterator[Step]:
    yield Step(DUSK, setting.base)
    yield Step(DAWN, 0.0)
