"""The pictures people look at: one of a whole city, one for each kind of guest.

Who sees a part of a city looks at a picture that was painted of that part only, so
nothing that shows a picture has to ask what somebody may see.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from mesto.kernel.city import City
from mesto.kernel.plugin import Domain
from mesto.kernel.visit import Visit
from mesto.web.picture import Picture

MOST = 64  #: kept; those nobody looked at for longest go first

#: A city, and the roles of who sees a part of it; None: all of it.
Part: TypeAlias = tuple[str, tuple[int, ...] | None]


class Gallery:
    """Keeps pictures; each is painted when somebody first asks for it."""

    def __init__(self, maps: Path, domains: Sequence[Domain]) -> None:
        """Know where base maps are, and what is shown."""
        self._maps = maps
        self._domains = domains
        self._pictures: dict[Part, Picture] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def picture_of(self, city: City) -> Picture:
        """Return the picture of a whole city."""
        return self._picture(city, None)

    def picture_for(self, visit: Visit) -> Picture:
        """Return the picture of what somebody may see."""
        if visit.sees_all:
            return self.picture_of(visit.host)
        return self._picture(visit, tuple(map(id, visit.principal.roles)))

    async def close(self) -> None:
        """Stop following every city."""
        for picture in self._pictures.values():
            await picture.close()

    def _picture(self, city: City, roles: tuple[int, ...] | None) -> Picture:
        part = (city.name, roles)
        picture = self._pictures.pop(part, None)
        if picture is None or (roles is None and picture.city is not city):
            picture = Picture(city, self._domains, maps=self._maps)
        self._pictures[part] = picture  # the last asked for is the last
        self._make_room()
        return picture

    def _make_room(self) -> None:
        for part, picture in list(self._pictures.items())[: -MOST or None]:
            if not picture.viewers:
                del self._pictures[part]
                closing = asyncio.create_task(picture.close())
                self._closing.add(closing)
                closing.add_done_callback(self._closing.discard)
