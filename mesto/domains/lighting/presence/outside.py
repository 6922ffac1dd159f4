"""Who is seen by sensors that stand elsewhere than behind a lamp's own gateway. Pure.

A gateway whose lamps follow people by themselves hears the sensors behind it. Of the
others the city tells it: that somebody is seen, not what each lamp has to do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, TypeAlias

from mesto.domains.lighting.inventory.segments import Post
from mesto.domains.lighting.presence.alone import Alone
from mesto.domains.lighting.presence.places import Followers
from mesto.domains.lighting.presence.seen import read_seen
from mesto.kernel.model import Event
from mesto.operations.calendars.calendar import Calendar

SENSED: Final = "sensed"  #: the command: what a sensor elsewhere wants


class Call(NamedTuple):
    """Whom to tell that a sensor sees somebody, and what it wants."""

    lamp: str  #: one behind the gateway, which is told for all of them
    level: float
    hold_s: float
    fade_s: float
    calendar: Calendar  #: while it holds


#: By sensor.
Calls: TypeAlias = Mapping[str, Sequence[Call]]


class Sensed(NamedTuple):
    """A call that is to be made."""

    sensor: str
    call: Call
    at: datetime


def calls_of(
    followers: Iterable[Followers], alone: Alone, behind: Mapping[str, str]
) -> Calls:
    """Return who is called when a sensor sees somebody: each gateway once.

    alone: what lamps keep that follow by themselves
    behind: the connections of lamps and sensors

    Where settings want different levels, the gateway is told the highest.
    """
    found: dict[tuple[str, str], Call] = {}
    for one in followers:
        for lamp in sorted(one.lamps & alone.keys() & behind.keys()):
            passing: Any = alone[lamp]["passing"]  # as `alone_in` wrote it
            level, hold_s = passing["level"], passing["hold_s"]
            call = Call(lamp, level, hold_s, passing["fade_s"], one.calendar)
            for sensor in passing["sensors"]:
                if behind.get(sensor) != behind[lamp]:
                    key = sensor, behind[lamp]
                    found[key] = max(
                        found.get(key, call), call, key=lambda made: made.level
                    )
    calls: dict[str, list[Call]] = {}
    for (sensor, _), call in found.items():
        calls.setdefault(sensor, []).append(call)
    return calls


class Outside:
    """The sensors that gateways do not hear, and when each was told of last."""

    def __init__(self, calls: Calls, sensors: Mapping[str, Post]) -> None:
        """Tell of these; sensors: where somebody may be seen, by URN."""
        self._calls = calls
        self._sensors = sensors
        self._last: dict[tuple[str, str], datetime] = {}

    def hear(self, events: Iterable[Event], now: datetime) -> Iterator[Sensed]:
        """Yield the calls for who was seen; half of a hold later they are made again.

        Who was seen so long ago that the light would be over, is not told of.
        """
        if not self._calls:
            return
        for event in events:
            seen = read_seen(event, self._sensors)
            for call in self._calls.get(seen.sensor, ()) if seen else ():
                assert seen is not None
                hold = timedelta(seconds=call.hold_s)
                last = self._last.get((seen.sensor, call.lamp))
                early = last is not None and seen.at < last + hold / 2
                if not early and seen.at + hold > now and call.calendar.holds(now):
                    self._last[seen.sensor, call.lamp] = seen.at
                    yield Sensed(seen.sensor, call, seen.at)
