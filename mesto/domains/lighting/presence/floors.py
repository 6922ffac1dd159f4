"""The least level of each lamp just now, by the class of its street. Pure."""

from collections.abc import Mapping
from datetime import datetime

from mesto.domains.lighting.control.floor import Definition, least_at
from mesto.operations.calendars.sun import Spot


class Floors:
    """The floors of a town, as they hold at one moment."""

    def __init__(
        self, floors: Mapping[str, Definition], classes: Mapping[str, str], spot: Spot
    ) -> None:
        """Know what is written.

        classes: of the street of each lamp, by URN
        """
        self._floors = floors
        self._classes = classes
        self._spot = spot
        self._levels: dict[str, float] = {}
        self._until: datetime | None = None

    def level(self, lamp: str) -> float:
        """Return what a lamp must not go below."""
        return self._levels.get(self._classes.get(lamp, ""), 0.0)

    def look(self, now: datetime) -> bool:
        """Go on to a moment; tell whether any floor changed."""
        if self._until is not None and now < self._until:
            return False
        before = dict(self._levels)
        ends = []
        for one in {"", *self._classes.values()}:
            held, until = least_at(self._floors, one, now, self._spot)
            self._levels[one] = held.level
            ends.append(until)
        self._until = min(ends)
        return self._levels != before
