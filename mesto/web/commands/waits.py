"""How many orders wait for somebody's second pair of eyes, as that changes."""

from collections.abc import Sequence

from mesto.kernel.city import City
from mesto.kernel.visit import Visit
from mesto.operations.commands.reading import whole
from mesto.operations.commands.waiting import (
    Key,
    Waiting,
    keys_of_waiting,
    may_decide,
    read_waiting,
)


class Waits:
    """What waits in a municipality; read again only when it is something else."""

    def __init__(self, city: City) -> None:
        """Know nothing yet; whoever visits the city, all of it is looked at."""
        self._city = whole(city)
        self._keys: Sequence[Key] = ()
        self.listed: Sequence[Waiting] = ()

    async def look(self) -> None:
        """Look whether something else waits. Raises Unavailable."""
        keys = await keys_of_waiting(self._city)
        if keys != self._keys:
            self.listed = await read_waiting(self._city, keys)
            self._keys = keys


async def count_for(visit: Visit, waiting: Sequence[Waiting]) -> int:
    """Return on how much of what waits somebody may decide."""
    return sum([await may_decide(visit, one) for one in waiting])
