"""How much a scenario may do: so often an hour, and each entity left alone. Pure."""

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from mesto.operations.scenarios.compiled import Compiled

HOUR = timedelta(hours=1)


class Pace:
    """What was done lately."""

    def __init__(self) -> None:
        """Nothing was."""
        self._started: dict[str, deque[datetime]] = defaultdict(deque)
        self._last: dict[tuple[str, str], datetime] = {}

    def remember(self, runs: Iterable[tuple[str, str, datetime]]) -> None:
        """Know of runs of scenarios about entities, oldest first."""
        for scenario, urn, at in runs:
            self.note(scenario, urn, at)

    def note(self, scenario: str, urn: str, at: datetime) -> None:
        """Note that a scenario acts about an entity."""
        self._started[scenario].append(at)
        self._last[scenario, urn] = at

    def rests(self, scenario: Compiled, urn: str, at: datetime) -> bool:
        """Tell whether a scenario leaves an entity alone for now."""
        last = self._last.get((scenario.name, urn))
        rest = timedelta(seconds=scenario.definition.limits.rest_s)
        return last is not None and at < last + rest

    def is_spent(self, scenario: Compiled, at: datetime) -> bool:
        """Tell whether a scenario has done in an hour what it may."""
        started = self._started[scenario.name]
        while started and started[0] <= at - HOUR:
            started.popleft()
        return len(started) >= scenario.definition.limits.an_hour
