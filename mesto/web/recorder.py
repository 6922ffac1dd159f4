"""Filming the live picture: what it shows, and what it says of what is not well.

One process films a municipality, the one that holds the lease. It looks whenever the
picture has moved, writes at once when an alarm opens or ends and otherwise every few
seconds, and begins a new reel every hour.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from math import nan
from uuid import UUID

import numpy as np
import orjson

from mesto.kernel.errors import Unavailable
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.question.alarms import OpenAlarms
from mesto.kernel.question.film import (
    Alarm,
    ForgetPast,
    Keep,
    Said,
    Sentence,
    Splice,
    Take,
)
from mesto.kernel.script import fold
from mesto.web.assets import GONE
from mesto.web.film import (
    ABSENT,
    CHANGE,
    SHOWN,
    Rows,
    ms_of,
    pack,
    same_values,
    splice,
    time_of,
)
from mesto.web.picture import CODE, Picture

WRITE_EVERY = timedelta(seconds=10)
STRETCH_EVERY = timedelta(seconds=60)  #: where nothing changes, the film just goes on
REEL = timedelta(hours=1)
KEPT = timedelta(days=92)
TICK = timedelta(milliseconds=1)  #: the finest time on film
PAUSE_S = 1.0  #: before a database is tried again that went away


class Recorder:
    """Films one picture for as long as it is let."""

    def __init__(self, picture: Picture, holder: UUID) -> None:
        """Look at nothing yet.

        holder: who holds the lease
        """
        self._picture = picture
        self._holder = holder
        self._types = [layer.type for _, layer in picture.layers]
        self._holds = True  #: the lease
        self._looked_at = datetime.fromtimestamp(0, UTC)
        self._shown = np.empty(0, SHOWN)  #: by the picture's rows, as last filmed
        self._open: dict[int, Alarm] = {}  #: by the picture's rows
        self._heard: dict[int, Verdict] = {}  #: what each says, by the same
        # what is written
        self._reel_at = self._row_at = self._written_at = self._looked_at
        self._spliced: list[tuple[int, Rows]] = []  #: changes of this reel, by takes
        # what is not written yet
        self._taken_at = self._looked_at
        self._taken: list[Rows] = []
        self._told: dict[tuple[int, datetime], Alarm] = {}
        self._said: list[Said] = []
        self._sentences: dict[int, Sentence] = {}

    async def film(self) -> None:
        """Film until another process does, or the database is away at the beginning."""
        await self._picture.ready()
        with self._picture.filmed():
            try:
                await self._begin()
            except Unavailable:
                await asyncio.sleep(PAUSE_S)
                return
            try:
                while self._holds:
                    await self._picture.tick()
                    self._look()
                    with suppress(Unavailable):  # it is written with what follows
                        await self._write()
            finally:
                with suppress(Unavailable):
                    await self._keep_take()

    async def _begin(self) -> None:
        """Take up what was open when filming stopped, and begin a reel."""
        row_of = self._picture.assets.row
        still_open = await self._picture.city.ask(OpenAlarms())
        now = self._now()
        for alarm in still_open:
            row = row_of(alarm.entity)
            if row is None:
                self._end(alarm, now)
            else:
                self._open[row] = alarm
        self._hear(now)
        self._shown = self._as_shown()
        await self._begin_reel()

    def _now(self) -> datetime:
        """Return the time, later than whenever it was asked before."""
        now = time_of(ms_of(datetime.now(UTC)))
        self._looked_at = max(now, self._looked_at + TICK)
        return self._looked_at

    def _look(self) -> None:
        """Note what is not as it was."""
        now = self._now()
        self._hear(now)
        shown, before = self._as_shown(), self._shown
        known = len(before)
        other = np.ones(len(shown), np.bool)
        other[:known] = (shown["status"][:known] != before["status"]) | ~same_values(
            shown["value"][:known], before["value"]
        )
        other[known:] = shown["status"][known:] != ABSENT
        rows = np.nonzero(other)[0]
        self._shown = shown
        if len(rows):
            self._taken_at = self._taken_at if self._taken else now
            changes = np.empty(len(rows), CHANGE)
            changes["at"] = ms_of(now) - ms_of(self._taken_at)
            for name in SHOWN.names or ():
                changes[name] = shown[name][rows]
            self._taken.append(changes)

    def _as_shown(self) -> Rows:
        """Return how everything is, by the picture's rows."""
        table = self._picture.assets.table
        rows = np.empty(len(table), SHOWN)
        for name in SHOWN.names or ():
            rows[name] = table[name]
        away = (table["layer"] == GONE) | (table["changed"] == 0)
        rows["status"][away], rows["layer"][away], rows["value"][away] = (
            ABSENT,
            0,
            np.nan,
        )
        return rows

    # what is said

    def _hear(self, now: datetime) -> None:
        """Open and end alarms as the picture's verdicts say."""
        verdicts = self._picture.verdicts
        for row in [row for row in self._open if row not in verdicts]:
            self._end(self._open.pop(row), now)
            self._heard.pop(row, None)
        for row, verdict in verdicts.items():
            if self._heard.get(row) is not verdict:
                self._heard[row] = verdict
                self._take_down(row, verdict, now)

    def _take_down(self, row: int, verdict: Verdict, now: datetime) -> None:
        alarm = self._open.get(row)
        cause, by = self._sentence(verdict.cause), verdict.by or None
        if alarm is not None and alarm.status == CODE[verdict.status]:
            if (alarm.cause, alarm.by) != (cause, by):
                alarm.cause, alarm.by = cause, by
                self._tell(alarm)
                self._said.append(Said(alarm.entity, now, cause, by))
            return
        if alarm is not None:
            self._end(alarm, now)
        self._open[row] = alarm = self._alarm(row, verdict, cause, now)
        self._tell(alarm)
        self._said.append(Said(alarm.entity, now, cause, by))

    def _alarm(self, row: int, verdict: Verdict, cause: int, now: datetime) -> Alarm:
        assets = self._picture.assets
        at = assets.table[row]
        longitude, latitude = assets.place(row) or (nan, nan)
        return Alarm(
            entity=int(at["id"]),
            opened_at=now,
            since=datetime.fromtimestamp(float(at["since"]), UTC),
            status=CODE[verdict.status],
            type=self._types[at["layer"]],
            name=assets.names[row],
            street=assets.streets[row],
            district=assets.districts[row],
            sought=assets.sought[row],
            longitude=longitude,
            latitude=latitude,
            cause=cause,
            by=verdict.by or None,
        )

    def _end(self, alarm: Alarm, now: datetime) -> None:
        alarm.ended_at = now
        self._tell(alarm)

    def _tell(self, alarm: Alarm) -> None:
        self._told[alarm.entity, alarm.opened_at] = alarm

    def _sentence(self, cause: Text) -> int:
        """Return the digest of a sentence, and see to it that it is kept."""
        sentence = _sentence_of(tuple(cause.items()))
        self._sentences[sentence.digest] = sentence
        return sentence.digest

    # what is written

    async def _write(self) -> None:
        """Write what is due. Raises Unavailable when the database does not answer."""
        if self._looked_at - self._reel_at >= REEL:
            await self._keep_take()
            await self._splice_and_begin()
            return
        due = WRITE_EVERY if self._taken else STRETCH_EVERY
        if self._told or self._looked_at - self._written_at >= due:
            await self._keep_take()

    async def _keep_take(self) -> None:
        """Write what changed, or that nothing did."""
        start = self._taken_at if self._taken else self._row_at
        changes = np.concatenate(self._taken) if self._taken else None
        film = None if changes is None else pack(changes, self._types)
        await self._keep(Take(start, self._looked_at, None, film))
        if changes is not None:
            self._spliced.append((ms_of(start), changes))
            self._taken = []

    async def _begin_reel(self) -> None:
        """Write how everything is."""
        here = self._shown[self._shown["status"] != ABSENT]
        here = here[np.argsort(here["id"])]
        start = self._now()
        whole = await asyncio.to_thread(pack, here, self._types)
        await self._keep(Take(start, start, whole))
        self._reel_at = start
        self._spliced = []

    async def _splice_and_begin(self) -> None:
        """Begin a reel; put the last one's changes together, and forget old ones."""
        start, parts = self._reel_at, self._spliced
        await self._begin_reel()
        film = await asyncio.to_thread(splice, parts, start, self._types)
        ask = self._picture.city.ask
        take = Take(start, self._looked_at - TICK, None, film)
        await ask(Splice(holder=self._holder, take=take))
        await ask(ForgetPast(before=self._looked_at - KEPT))

    async def _keep(self, take: Take) -> None:
        question = Keep(
            holder=self._holder,
            take=take,
            alarms=list(self._told.values()),
            said=self._said,
            sentences=list(self._sentences.values()),
        )
        self._holds = await self._picture.city.ask(question)
        self._row_at, self._written_at = take.start, self._looked_at
        self._told, self._said, self._sentences = {}, [], {}


@lru_cache(2_000)
def _sentence_of(cause: tuple[tuple[str, str], ...]) -> Sentence:
    """Make what is kept of a sentence; many assets fail in the same words."""
    said = orjson.dumps(dict(cause), option=orjson.OPT_SORT_KEYS)
    digest = int.from_bytes(blake2b(said, digest_size=8).digest(), signed=True)
    sought = fold(" ".join(text for _, text in cause))
    return Sentence(digest, said.decode(), sought)
