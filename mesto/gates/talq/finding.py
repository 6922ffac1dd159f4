"""What a gateway has: looked through now and then, and taken in where it has changed.

Devices that were there and are no more are told of too: a gateway may have lost them
while nobody listened.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from mesto.gates.talq.announce import There
from mesto.gates.talq.codec import read_json
from mesto.gates.talq.standard import Document, Shape
from mesto.gates.talq.talk import Talk
from mesto.gates.talq.together import plain
from mesto.gates.talq.words import ABOUT_RESOURCE
from mesto.kernel.errors import CityError, Malformed
from mesto.kernel.model import Message
from mesto.kernel.text import filled, said_by

PAGE: Final = 1_000  #: devices asked for at once, where a gateway has pages
SERVICES: Final = Shape("Service", many=True)
CLASSES: Final = Shape("DeviceClass", many=True)
DEVICES: Final = Shape("Device", many=True)
ALL_GROUPS: Final = Shape("Group", many=True)


class Finding:
    """Looks through one gateway."""

    def __init__(
        self,
        talk: Talk,
        services: Mapping[str, Document],
        tell: Callable[[Message], None],
    ) -> None:
        """Know nothing yet.

        services: by name; tell: is told what is found
        """
        self._talk = talk
        self._services = services
        self._tell = tell
        self._digests: dict[str, bytes] = {}
        self._seen: frozenset[str] = frozenset()  #: addresses of devices, at last
        self._told: frozenset[str] = frozenset()
        self.is_sure = True  #: whether two looks have agreed which devices there are
        #: addresses of the devices of groups that have nothing else
        self.groups: dict[str, frozenset[str]] = {}

    async def look(self, troubles: list[CityError]) -> list[Document]:
        """Find all there is; return the devices, or none where one is in nonsense.

        What a gateway answers in nonsense, or refuses, is added to its troubles; the
        rest goes on. Raises Unavailable.
        """
        await self._find("services", SERVICES, troubles)
        await self._find("device-classes", CLASSES, troubles)
        before = len(troubles)
        devices = await self._find_devices(troubles)
        if len(troubles) > before:
            devices = []
        elif devices:  # a gateway is a device itself
            self._compare(frozenset(str(one["address"]).lower() for one in devices))
        await self._find_groups(troubles)
        return devices

    def _compare(self, there: frozenset[str]) -> None:
        """Tell which devices there are, where it is not those that were.

        Two looks have to agree: a gateway that has just started may lack some yet.
        """
        self.is_sure, self._seen = there == self._seen, there
        if self.is_sure and there != self._told:
            told = There(there=there, gone=self._told - there)
            self._told = there
            self._tell(told.as_message(datetime.now(UTC)))

    async def _find_devices(self, troubles: list[CityError]) -> list[Document]:
        told = self._services.get("ConfigurationService", {})
        if not told.get("devicesPaginationSupported"):
            return await self._find("devices", DEVICES, troubles)
        found: list[Document] = []
        while True:
            page = await self._find("devices", DEVICES, troubles, len(found))
            found += page
            if len(page) < PAGE:
                return found

    async def _find_groups(self, troubles: list[CityError]) -> None:
        if "GroupManagementService" not in self._services:
            return
        try:
            self.groups = plain(await self._talk.read("groups", ALL_GROUPS))
        except Malformed as error:
            troubles.append(_about("groups", error))

    async def _find(
        self,
        resource: str,
        shape: Shape,
        troubles: list[CityError],
        offset: int | None = None,
    ) -> list[Document]:
        """Take in what is at a resource, if it is not as it was; return it."""
        query = {} if offset is None else {"offset": offset, "limit": PAGE}
        raw = await self._talk.get(resource, **query)
        digest, name = sha256(raw).digest(), f"{resource}{offset or ''}"
        if self._digests.get(name) != digest:
            self._digests[name] = digest
            at = datetime.now(UTC)
            self._tell(Message(payload=raw, origin=resource, received_at=at))
        try:
            found: list[Document] = read_json(raw, shape)
        except Malformed as error:
            troubles.append(_about(resource, error))
            return []
        return found


def _about(resource: str, error: Malformed) -> Malformed:
    says = filled(ABOUT_RESOURCE, resource=f"/{resource}", why=said_by(error))
    return Malformed(f"/{resource} of the gateway: {error}", says=says)
