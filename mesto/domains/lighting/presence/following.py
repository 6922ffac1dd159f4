"""All settings of a town at work: what lamps have to be told, once. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.domains.lighting.inventory.segments import Post
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.floors import Floors
from mesto.domains.lighting.presence.seen import Heard, Seen, read_seen
from mesto.domains.lighting.presence.tunnel import Told, Tunnel
from mesto.kernel.model import Event
from mesto.operations.calendars.calendar import Calendar


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A setting, with the lamps that follow by it."""

    name: str
    definition: Definition
    calendar: Calendar  #: while it holds, they do
    lamps: frozenset[str]
    tunnel: Tunnel


class Wish(NamedTuple):
    """What a lamp shall be told: a level, or None to follow its own programme."""

    lamp: str
    level: float | None
    at: datetime  #: since when it should be so
    rises: bool = False  #: for somebody who is there


class Following:
    """The settings of a town, the lamps, and what each was told last."""

    def __init__(
        self,
        followed: Sequence[Followed],
        sensors: Mapping[str, Post],
        told: Mapping[str, float | None],
        floors: Floors | None = None,
    ) -> None:
        """Begin with what lamps were told before.

        sensors: where somebody may be seen, by URN
        floors: those by which the lamps' tunnels go, to be kept up with
        """
        self._floors = floors
        self._followed = followed
        self._sensors = sensors
        self._told = dict(told)
        self._of = {lamp: one for one in followed for lamp in one.lamps}
        self._holding: set[str] = set()
        self._change_at: dict[str, datetime | None] = {}
        self._refused: set[str] = set()
        self._last_at: dict[str, datetime] = {}  #: when a sensor last saw somebody

    @property
    def due_at(self) -> datetime | None:
        """When a lamp goes down next; None while all are at rest."""
        dues = (one.tunnel.due_at for one in self._followed)
        return min((due for due in dues if due is not None), default=None)

    def recall(self, events: Iterable[Event | Heard], now: datetime) -> None:
        """Learn who was seen before we began; what to tell, `put_right` says."""
        self._changed(now)
        self._meet(events, now)

    def hear(self, events: Iterable[Event | Heard], now: datetime) -> list[Wish]:
        """Light lamps for who was seen; return what has to be told now.

        Who was heard of sooner, beside the ledger, is not heard of again by it.
        """
        return self._wishes(self._meet(events, now))

    def look(self, now: datetime) -> list[Wish]:
        """Let lamps go down that are due; do what calendars and floors say."""
        changes = self._fallen(now)
        if self._changed(now):
            return self.put_right(now)
        return self._wishes(changes)

    def put_right(self, now: datetime) -> list[Wish]:
        """Return what has to be told so that every lamp is as it should be."""
        self._refused.clear()
        lamps = {**self._told, **dict.fromkeys(self._of)}
        return self._wishes(Told(lamp, 0, now) for lamp in lamps)

    def refuse(self, lamps: Iterable[str]) -> None:
        """Note that lamps could not be told; they are, when all is put right."""
        for lamp in lamps:
            self._refused.add(lamp)
            self._told.pop(lamp, None)

    @property
    def is_refused(self) -> bool:
        """Whether any lamp could not be told what it should be."""
        return bool(self._refused)

    def _meet(self, events: Iterable[Event | Heard], now: datetime) -> list[Told]:
        changes: list[Told] = []
        for event in events:
            seen = read_seen(event, self._sensors)
            if seen is not None and self._is_news(seen):
                for one in self._followed:
                    if seen.at + one.tunnel.lasts > now:  # else they are at rest again
                        changes += one.tunnel.hear(seen)
        return changes + self._fallen(now)

    def _is_news(self, seen: Seen) -> bool:
        last_at = self._last_at.get(seen.sensor)
        if last_at is not None and seen.at <= last_at:
            return False
        self._last_at[seen.sensor] = seen.at
        return True

    def _fallen(self, now: datetime) -> list[Told]:
        return [one for each in self._followed for one in each.tunnel.pass_time(now)]

    def _wishes(self, changes: Iterable[Told]) -> list[Wish]:
        """Return what lamps that changed are to be told, if they were not."""
        wishes = []
        for lamp, at in {one.lamp: one.at for one in changes}.items():
            level, before = self._level(lamp), self._told.get(lamp)
            if before != level:
                self._told[lamp] = level
                wishes.append(Wish(lamp, level, at, _rises(before, level)))
        return wishes

    def _level(self, lamp: str) -> float | None:
        one = self._of.get(lamp)
        if one is None or one.name not in self._holding:
            return None
        return one.tunnel.level(lamp)

    def _changed(self, now: datetime) -> bool:
        """Look at calendars and floors; tell whether they say something else."""
        lifted = self._floors is not None and self._floors.look(now)
        return self._calendars_changed(now) or lifted

    def _calendars_changed(self, now: datetime) -> bool:
        """Look which settings hold; tell whether it is others than before."""
        before = set(self._holding)
        for one in self._followed:
            change_at = self._change_at.get(one.name, now)
            if change_at is None or change_at > now:
                continue
            self._change_at[one.name] = one.calendar.next_change(now)
            held = (
                self._holding.add if one.calendar.holds(now) else self._holding.discard
            )
            held(one.name)
        return self._holding != before


def _rises(before: float | None, level: float | None) -> bool:
    return before is not None and level is not None and level > before
