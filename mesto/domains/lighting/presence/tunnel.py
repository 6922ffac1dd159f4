"""The lamps that are lit for people, and what they are told. Pure: time is given.

State and event in, state and what to tell out; when to look again is `due_at`. What is
told depends on what was seen and when, and not on when anybody looked.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import NamedTuple

from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.reach import Reach, Tracks
from mesto.domains.lighting.presence.seen import Seen


class Glow(NamedTuple):
    """A lamp above its base level."""

    held_until: datetime
    fallen: int = 0  #: steps it has gone down since


class Told(NamedTuple):
    """The level a lamp is told to have from a moment on, share of the full light."""

    lamp: str
    level: float
    at: datetime


def brightened(glow: Glow | None, until: datetime) -> tuple[Glow, bool]:
    """Return a lamp lit until a moment, and whether it has to be told so.

    It stays lit until the last hold is over.
    """
    if glow is None:
        return Glow(until), True
    if until <= glow.held_until:
        return glow, False
    return Glow(until), glow.fallen > 0


def falls_at(glow: Glow, pause: timedelta) -> datetime:
    """Return when a lamp goes down its next step, of which each lasts so long."""
    return glow.held_until + (glow.fallen + 1) * pause


def level_of(glow: Glow | None, definition: Definition, floor: float) -> float:
    """Return the level of a lamp; None is one at rest. Never below the floor."""
    low, high = max(definition.base, floor), max(definition.full, floor)
    if glow is None:
        return low
    return high - (high - low) * glow.fallen / definition.falls


class Tunnel:
    """The lamps of one setting, as people go by."""

    def __init__(
        self,
        definition: Definition,
        reach: Reach,
        floor: Callable[[str], float] = lambda _lamp: 0.0,
    ) -> None:
        """Begin with every lamp at rest.

        floor: the level a lamp must not go below, by its URN
        """
        self._definition = definition
        self._hold, self._pause = definition.hold, definition.pause
        #: how long after somebody was seen all lamps are at rest again
        self.lasts = definition.hold + definition.falls * definition.pause
        self._reach = reach
        self._floor = floor
        self._tracks = Tracks(reach, definition.follow_s)
        self._glows: dict[str, Glow] = {}
        self._falls: list[tuple[datetime, str]] = []  #: a heap; some are out of date

    @property
    def due_at(self) -> datetime | None:
        """When to look again; None: when somebody is seen."""
        return self._falls[0][0] if self._falls else None

    def hear(self, seen: Seen) -> list[Told]:
        """Light the lamps for who was seen; return what lamps have to be told.

        Those that went down before come first.
        """
        told = self.pass_time(seen.at)
        until = seen.at + self._hold
        way = self._tracks.towards(seen)
        for lamp in self._reach.lit(seen.sensor, way):
            if self._light(lamp, until):
                told.append(self._told(lamp, seen.at))
        return told

    def pass_time(self, now: datetime) -> list[Told]:
        """Let lamps go down whose hold is over at `now`; return what they are told."""
        told = []
        while self._falls and self._falls[0][0] <= now:
            at, lamp = heappop(self._falls)
            glow = self._glows.get(lamp)
            if glow is None:
                continue
            due = falls_at(glow, self._pause)
            if due > at:
                heappush(self._falls, (due, lamp))
                continue
            self._go_down(lamp, glow)
            told.append(self._told(lamp, at))
        return told

    def level(self, lamp: str) -> float:
        """Return what a lamp was last told, share of the full light."""
        glow = self._glows.get(lamp)
        return level_of(glow, self._definition, self._floor(lamp))

    def _light(self, lamp: str, until: datetime) -> bool:
        before = self._glows.get(lamp)
        glow, news = brightened(before, until)
        self._glows[lamp] = glow
        if before is None:
            heappush(self._falls, (falls_at(glow, self._pause), lamp))
        return news

    def _go_down(self, lamp: str, glow: Glow) -> None:
        fallen = glow._replace(fallen=glow.fallen + 1)
        if fallen.fallen == self._definition.falls:
            del self._glows[lamp]
            return
        self._glows[lamp] = fallen
        heappush(self._falls, (falls_at(fallen, self._pause), lamp))

    def _told(self, lamp: str, at: datetime) -> Told:
        return Told(lamp, self.level(lamp), at)
