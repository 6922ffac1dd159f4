"""What lamps are still to be told: who comes is served before who went. Pure."""

from collections.abc import Iterable
from itertools import islice

from mesto.domains.lighting.presence.following import Wish

TOGETHER = 100  #: go down by one order, so that who comes waits for no more
MOST = 1_600  #: while nobody comes


class Waiting:
    """The wishes that were not given yet, of each lamp the last one."""

    def __init__(self) -> None:
        """Nothing waits."""
        self._rises: dict[str, Wish] = {}  #: by lamp
        self._others: dict[str, Wish] = {}  #: by lamp
        self._together = TOGETHER

    def __len__(self) -> int:
        """Return of how many lamps something waits."""
        return len(self._rises) + len(self._others)

    def put(self, wishes: Iterable[Wish]) -> None:
        """Let wishes wait; what a lamp was to be told before is out of date."""
        for wish in wishes:
            self._rises.pop(wish.lamp, None)
            self._others.pop(wish.lamp, None)
            mine = self._rises if wish.rises else self._others
            mine[wish.lamp] = wish

    def take(self) -> list[Wish]:
        """Take what to give next: all that rise, and some of the others.

        Where very many rise as many others go along, so that none waits for ever;
        while nobody comes they are ever more, so that a town is soon told.
        """
        rises = list(self._rises.values())
        self._rises.clear()
        if rises:
            self._together = TOGETHER
        lamps = list(islice(self._others, max(len(rises), self._together)))
        self._together = min(2 * self._together, MOST)
        return rises + [self._others.pop(lamp) for lamp in lamps]
