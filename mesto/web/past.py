"""The picture as it was: reels of film, developed when someone wants to see them."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.question.alarms import Listed, ToldThen
from mesto.kernel.question.film import Filmed, FindHead, Reel
from mesto.kernel.question.reached import SeenWhole
from mesto.web.assets import GONE, Assets, Table
from mesto.web.film import Developed, Frame, develop, ms_of
from mesto.web.tiles import RANKS

REELS = 6  #: kept ready; one of 100,000 assets takes some 3 MB
#: Between two spans of film; while nothing changes, only each minute is written.
PATIENCE = timedelta(minutes=2)
MOST_TOLD = 10_000  #: of assets that were not well, the worst


class Past:
    """What one municipality's picture showed."""

    def __init__(self, city: City, types: Sequence[str]) -> None:
        """Know today's layers, by their types."""
        self._city = city
        self._types = {name: number for number, name in enumerate(types)}
        #: Each with whether it is all there was, or may have been longer since.
        self._reels: OrderedDict[datetime, tuple[Developed, bool]] = OrderedDict()

    async def filmed(self) -> list[tuple[datetime, datetime]]:
        """Return the spans of time that can be shown."""
        return await self._city.ask(Filmed(patience=PATIENCE))

    async def frame(self, at: datetime) -> Frame:
        """Return how everything was; in a gap, how it was last.

        Raises NotFound before the beginning.
        """
        head = await self._city.ask(FindHead(at=at))
        if head is None:
            raise NotFound("nothing was filmed so early", at=at.isoformat())
        reel, over = self._reels.get(head.start, (None, False))
        if reel is None or not (over or ms_of(at) <= reel.stop_ms):
            takes = await self._city.ask(Reel(start=head.start))
            reel = await asyncio.to_thread(develop, takes, self._types)
            self._reels[head.start] = reel, head.over
        self._reels.move_to_end(head.start)
        while len(self._reels) > REELS:
            self._reels.popitem(last=False)
        frame = reel.frame(at)
        if self._city.sees_all:
            return frame
        seen = await self._city.ask(SeenWhole())
        return frame._replace(rows=frame.rows[np.isin(frame.rows["id"], seen)])

    async def told(self, frame: Frame) -> list[Listed]:
        """Return what was said of what was not well: the worst first, then the newest.

        Whatever explains others is named as it was called then.
        """
        rows = frame.rows[frame.rows["status"] != 0]
        worst = np.argsort(-RANKS[rows["status"]].astype(int), kind="stable")
        ids = rows["id"][worst][:MOST_TOLD].tolist()
        told = await self._city.ask(ToldThen(ids=ids, at=frame.filmed_at))
        by_entity = {one.alarm.entity: one for one in told}
        told = [_explained(one, by_entity) for one in told]
        return sorted(
            told,
            key=lambda one: (
                -int(RANKS[one.alarm.status]),
                -one.alarm.since.timestamp(),
            ),
        )


def as_it_was(assets: Assets, frame: Frame) -> Table:
    """Return today's table with the statuses of a frame; what was not there is GONE."""
    table = assets.table.copy()
    there = np.isin(table["id"], frame.rows["id"])
    place = np.searchsorted(frame.rows["id"], table["id"][there])
    table["status"][there] = frame.rows["status"][place]
    table["layer"][~there] = GONE
    return table


def _explained(one: Listed, told: Mapping[int, Listed]) -> Listed:
    """Name what explains an asset, if that was not well either.

    What people did about the one they did about the other.
    """
    because = one.because
    leader = told.get(because.id) if because else None
    if because is None or leader is None:
        return one._replace(because=None)
    return one._replace(
        because=because._replace(name=leader.alarm.name),
        handled=one.handled or leader.handled,
    )
