"""What is wrong in the town right now."""

from collections.abc import Iterable, Mapping, Sequence

from mesto.simulator.almanac import HOUR_S
from mesto.simulator.chance import Chance
from mesto.simulator.life.incidents import Incident, Pace, Trouble, incidents


class Ills:
    """The incidents of a town as time goes by."""

    def __init__(
        self, chance: Chance, paces: Sequence[Pace], counts: Mapping[Trouble, int]
    ) -> None:
        """Watch a town in which things fail at several paces.

        counts: how many assets each trouble can befall
        """
        self._chance = chance
        self._paces = paces
        self._counts = counts
        self._opening: list[Incident] = []
        self._near: list[Incident] = []
        self._near_until_s = float("-inf")
        self._now: dict[Trouble, dict[int, Incident]] = {}
        self.at_s = float("-inf")

    def open_with(self, begun: Iterable[Incident]) -> None:
        """Add incidents of one's own."""
        self._opening.extend(begun)
        self._near_until_s = float("-inf")

    def go(self, at_s: float) -> None:
        """Move to a moment."""
        if not at_s <= self._near_until_s or at_s < self.at_s:
            self._look_ahead(at_s)
        self.at_s = at_s
        self._now = {}
        for incident in self._near:
            if incident.begin_s <= at_s < incident.end_s:
                of_kind = self._now.setdefault(incident.trouble, {})
                of_kind.setdefault(incident.target, incident)

    def now(self, trouble: Trouble) -> Mapping[int, Incident]:
        """Return the present incidents of one kind, by asset."""
        return self._now.get(trouble, {})

    def all_now(self) -> list[Incident]:
        """Return every present incident."""
        return [one for of_kind in self._now.values() for one in of_kind.values()]

    def changed(self, trouble: Trouble, since_s: float) -> list[Incident]:
        """Return the incidents of a kind that began or ended in (since_s, now]."""
        return [
            one
            for one in self._near
            if one.trouble is trouble
            and (since_s < one.begin_s <= self.at_s or since_s < one.end_s <= self.at_s)
        ]

    def _look_ahead(self, at_s: float) -> None:
        """Collect what lasts into the hour around `at_s`."""
        before_s, after_s = at_s - HOUR_S, at_s + HOUR_S
        found = [
            one
            for pace in self._paces
            for one in incidents(self._chance, pace, self._counts, before_s, after_s)
        ]
        self._near = [*self._opening, *found]
        self._near_until_s = after_s
