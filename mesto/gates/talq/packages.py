"""Packages of data, a new firmware say, that a gateway shall have.

The standard carries them blindly: the city says which release there is and where it
lies, the gateway fetches it and says in events how it goes (`packageDownloaded`,
`releaseChanged`, `packageChangeFailure`).

Source: TALQ 2.7.1, DataPackageService, DataPackage.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import Document, Shape, check
from mesto.gates.talq.talk import Talk
from mesto.gates.talq.translate import as_message
from mesto.gates.talq.words import NO_PACKAGES, OTHER_RELEASE
from mesto.kernel.errors import CityError, Conflict, Malformed, NotFound
from mesto.kernel.model import Message
from mesto.kernel.text import filled, refusal

PACKAGES: Final = "data-packages"
SERVICE: Final = "DataPackageService"
ALL: Final = Shape("DataPackage", many=True)


class Packages:
    """The packages of one gateway."""

    def __init__(
        self,
        talk: Talk,
        settings: Settings,
        services: Mapping[str, Document],
        tell: Callable[[Message], None],
    ) -> None:
        """Offer nothing yet.

        services: what the gateway offers, by name; tell: is told what is offered to it
        """
        self._talk = talk
        owner = {"ownerCMS": str(settings.cms_address)}
        self._wanted = [{**one, **owner} for one in settings.packages]
        self._takes = SERVICE in services
        self._tell = tell
        self._told: list[Document] = []

    async def keep(self) -> list[CityError]:
        """Let the gateway have the packages that are wanted; return what it has not.

        It is told once of each while the line is open: what it could not do then, it is
        not made to try again and again.

        Raises Unavailable.
        """
        if not self._wanted:
            return []
        if not self._takes:
            return [refusal(Malformed, NO_PACKAGES)]
        try:
            check(self._wanted, ALL)
            if not self._told:
                self._tell(as_message(PACKAGES, self._wanted, datetime.now(UTC)))
            return await self._upgrade(await self._talk.read(PACKAGES, ALL))
        except (Malformed, Conflict, NotFound) as error:
            return [error]

    async def _upgrade(self, installed: Document) -> list[CityError]:
        releases = {one["packageId"]: one["releaseId"] for one in installed}
        lacking = [
            one
            for one in self._wanted
            if releases.get(one["packageId"]) != one["releaseId"]
        ]
        fresh = [one for one in lacking if one not in self._told]
        if fresh:
            self._told += fresh
            await self._talk.put(PACKAGES, fresh)
        return [
            refusal(
                Malformed,
                filled(
                    OTHER_RELEASE,
                    package=one["packageId"],
                    found=releases.get(one["packageId"], "–"),
                    wanted=one["releaseId"],
                ),
            )
            for one in lacking
            if one not in fresh
        ]
