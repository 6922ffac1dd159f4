"""Which lamps are lit for who is seen at a sensor, and where they came from. Pure."""

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from mesto.domains.lighting.inventory.segments import Post
from mesto.domains.lighting.inventory.streets import WAYS, Streets, Way
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.seen import Seen

SLOWEST, FASTEST = 0.4, 40.0  #: m/s; who is slower or faster is somebody else
BACK: Mapping[Way, Way] = {"start": "end", "end": "start"}


class Before(NamedTuple):
    """A sensor that one passes before another."""

    sensor: str
    distance_m: float
    towards: Way  #: how one then goes at the other


class Reach:
    """What is near each sensor of a town, found when first asked for."""

    def __init__(
        self,
        streets: Streets,
        sensors: Mapping[str, Post],
        definition: Definition,
        lamps: Container[str],
    ) -> None:
        """Know the streets.

        sensors: where they are, by URN
        lamps: URNs of those the definition is about
        """
        self._streets = streets
        self._sensors = sensors
        self._definition = definition
        self._lamps = lamps
        self._lit: dict[tuple[str, Way | None], Sequence[str]] = {}
        self._before: dict[str, Sequence[Before]] = {}
        #: the streets with sensors in the place of lamps
        self._sensing = Streets.of(streets.segments.values(), sensors.values())

    def lit(self, sensor: str, towards: Way | None) -> Sequence[str]:
        """Return which lamps are lit; both ways where nobody knows where to.

        Raises KeyError for a sensor there is not.
        """
        key = (sensor, towards)
        if key not in self._lit:
            self._lit[key] = self._find_lit(self._sensors[sensor], towards)
        return self._lit[key]

    def before(self, sensor: str) -> Sequence[Before]:
        """Return the sensors one may have passed before this one, the nearest first."""
        if sensor not in self._before:
            self._before[sensor] = self._find_before(self._sensors[sensor])
        return self._before[sensor]

    def _find_lit(self, post: Post, towards: Way | None) -> Sequence[str]:
        ahead_m, behind_m = self._definition.ahead_m, self._definition.behind_m
        far_m = {way: ahead_m if towards in (way, None) else behind_m for way in WAYS}
        near = {
            one.lamp
            for way in WAYS
            for one in self._streets.ahead(post.segment, post.along_m, way, far_m[way])
        }
        return sorted(one for one in near if one in self._lamps)

    def _find_before(self, post: Post) -> Sequence[Before]:
        found = [
            Before(one.lamp, one.distance_m, BACK[way])
            for way in WAYS
            for one in self._sensing.ahead(
                post.segment, post.along_m, way, self._definition.ahead_m
            )
            if one.lamp != post.lamp
        ]
        return sorted(found, key=lambda one: one.distance_m)


class Tracks:
    """Where people go, by the sensors they pass one after the other."""

    def __init__(self, reach: Reach, follow_s: float) -> None:
        """Nobody was seen yet."""
        self._reach = reach
        self._follow_s = follow_s
        self._last: dict[str, Seen] = {}  #: by sensor

    def towards(self, seen: Seen) -> Way | None:
        """Return where who is seen goes; None where they may go either way."""
        ways = {seen.towards} if seen.towards else set(self._arrivals(seen))
        last = self._last.get(seen.sensor, seen)
        self._last[seen.sensor] = max(seen, last, key=lambda one: one.at)
        return ways.pop() if len(ways) == 1 else None

    def _arrivals(self, seen: Seen) -> Sequence[Way]:
        ways: list[Way] = []
        for one in self._reach.before(seen.sensor):
            last = self._last.get(one.sensor)
            if last is None:
                continue
            took_s = (seen.at - last.at).total_seconds()
            if (
                0 < took_s <= self._follow_s
                and SLOWEST <= one.distance_m / took_s <= FASTEST
            ):
                ways.append(one.towards)
        return ways
