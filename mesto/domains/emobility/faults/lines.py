"""Stations that lose their line together, which is one cause and not many. Pure."""

from datetime import datetime, timedelta
from typing import Final

TOGETHER: Final = timedelta(minutes=2)  #: within which it is one cause
LEAST: Final = 3  #: stations; two may be chance


class Lines:
    """Which stations are away, and with which each lost its line."""

    def __init__(self) -> None:
        """All are there."""
        self._away: dict[str, datetime] = {}  #: since when, by URN
        self._first: dict[str, str] = {}  #: by URN, the first of those lost with it

    def know(self, station: str, since: datetime, first: str = "") -> None:
        """Take in how a station was left: away, perhaps with others."""
        self._away[station] = since
        if first:
            self._first[station] = first

    def lost(self, station: str, at: datetime) -> dict[str, str]:
        """Take in that a line is lost; return what is new: with which, by URN."""
        self._away[station] = at
        return self._gather(at)

    def back(self, station: str) -> dict[str, str]:
        """Take in that a station is back; return what is new: empty is with none."""
        self._away.pop(station, None)
        news = {station: ""} if self._first.pop(station, "") else {}
        left = sorted(
            (self._away[urn], urn)
            for urn, first in self._first.items()
            if first == station and urn in self._away
        )
        followers = [urn for _, urn in left]
        for urn in followers:
            del self._first[urn]
            news[urn] = ""
        if len(followers) >= LEAST - 1:
            news |= self._follow(followers)
        return news

    def _gather(self, at: datetime) -> dict[str, str]:
        """Say of stations lost within a while that they were lost together."""
        near = sorted(
            (since, urn)
            for urn, since in self._away.items()
            if abs(at - since) <= TOGETHER
        )
        if len(near) < LEAST:
            return {}
        return self._follow([urn for _, urn in near])

    def _follow(self, urns: list[str]) -> dict[str, str]:
        known = [self._first[urn] for urn in urns if urn in self._first]
        first = known[0] if known else urns[0]
        news = {
            urn: first for urn in urns if urn != first and self._first.get(urn) != first
        }
        self._first |= news
        return news
