"""The line to ChirpStack's API: groups kept in step, and told.

Everything else goes by MQTT; multicast does not.

Source: ChirpStack v4, multicast_group.proto and device.proto, as chirpstack-rest-api
offers them.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Final

import orjson

from mesto.gates.lorawan.settings import Multicast, Settings
from mesto.gates.lorawan.words import NETWORK_ANSWERS, NO_DEVICES, OF_GROUP
from mesto.kernel.errors import CityError, Forbidden, Malformed, NotFound, Unavailable
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Connection, Message
from mesto.kernel.outbound import Peer, Response, peer
from mesto.kernel.plugin import Delivery, Line
from mesto.kernel.text import filled, said_by

log = logging.getLogger(__name__)

MARK: Final = "chirpstack+"  #: before the scheme of HTTP in the URL of a connection
LOOK_S: Final = 3_600.0  #: between two looks at who is in the groups
PAGE: Final = 500  #: devices asked for at once
TIMEOUT_S: Final = 10.0
AT_ONCE: Final = 4
MOST_SAID: Final = 300  #: letters of an answer that are told again


@asynccontextmanager
async def open_api(connection: Connection) -> AsyncIterator[Line]:
    """Begin to talk with the API of a connection.

    Raises Malformed if its settings have no sense; Unavailable or Forbidden where it
    does not answer, or does not want to.
    """
    settings = read_written(connection.settings, Settings, strict=False)
    allow_private = settings.allow_private and connection.allow_private
    async with peer(allow_private=allow_private, at_once=AT_ONCE) as asking:
        line = ApiLine(asking, connection, settings)
        await line.keep_in_step()
        yield line


class ApiLine:
    """One network server, told what groups it has and what they are to do."""

    def __init__(self, peer_: Peer, connection: Connection, settings: Settings) -> None:
        """Ask the API of a connection."""
        secrets = connection.secrets
        self._peer = peer_
        self._base = secrets.in_url(connection.url).removeprefix(MARK).rstrip("/")
        self._groups = settings.multicast
        self._trouble: CityError | None = None
        self._headers = {
            "accept": "application/json",
            "content-type": "application/json",
            **{name: secrets.in_text(one) for name, one in settings.headers.items()},
        }

    async def deliveries(self) -> AsyncIterator[Delivery]:
        """Yield nothing but what is wrong with the groups, once an hour.

        Raises Unavailable when the API does not answer any more.
        """
        while True:
            yield Delivery(messages=[], done=_nothing, trouble=self._trouble)
            await asyncio.sleep(LOOK_S)
            await self.keep_in_step()

    async def send(self, message: Message) -> None:
        """Have a group told something. Raises Unavailable, Malformed or NotFound."""
        await self._ask("POST", message.origin, message.payload)

    async def keep_in_step(self) -> None:
        """Make the groups of the server have the devices that the settings say.

        A group that it does not have, or a device, is the line's trouble.
        """
        self._trouble = None
        for name, group in self._groups.items():
            try:
                await self._keep(group)
            except (Malformed, NotFound) as error:
                says = filled(OF_GROUP, group=name, why=said_by(error))
                self._trouble = type(error)(f"group {name}: {error}", says=says)
                log.warning("%s", self._trouble)

    async def _keep(self, group: Multicast) -> None:
        there, wanted = await self._members(group.group), set(group.devices)
        path = f"multicast-groups/{group.group}/devices"
        for one in sorted(there - wanted):
            await self._ask("DELETE", f"{path}/{one}")
        for one in sorted(wanted - there):
            told = {"multicastGroupId": group.group, "devEui": one}
            await self._ask("POST", path, orjson.dumps(told))

    async def _members(self, group: str) -> set[str]:
        found: set[str] = set()
        while True:
            query = f"multicastGroupId={group}&limit={PAGE}&offset={len(found)}"
            answer = await self._ask("GET", f"devices?{query}")
            page = _devices(answer)
            found |= page
            if len(page) < PAGE:
                return found

    async def _ask(self, verb: str, path: str, body: bytes = b"") -> Response:
        answer = await self._peer.ask(
            verb,
            f"{self._base}/api/{path}",
            body,
            headers=self._headers,
            timeout_s=TIMEOUT_S,
        )
        if answer.is_well:
            return answer
        said = answer.body[:MOST_SAID].decode("utf-8", "replace")
        why = f"ChirpStack answers {answer.status} to {verb} /{path}: {said}"
        says = filled(NETWORK_ANSWERS, status=answer.status, said=said)
        raise _kind(answer)(why, says=says)


def _kind(answer: Response) -> type[CityError]:
    """Return what an answer that grants nothing means (RFC 9110, 15.5)."""
    if answer.status in (401, 403):
        return Forbidden
    if answer.status == HTTPStatus.NOT_FOUND:
        return NotFound
    return Malformed if answer.blames_us else Unavailable


def _devices(answer: Response) -> set[str]:
    """Read the devEUIs of a page. Raises Unavailable for anything else."""
    try:
        found: Any = orjson.loads(answer.body)
        return {str(one["devEui"]).lower() for one in found.get("result", ())}
    except (orjson.JSONDecodeError, AttributeError, TypeError, KeyError) as error:
        why = f"{answer.url} does not list devices: {error!r}"
        raise Unavailable(why, says=NO_DEVICES) from error


async def _nothing() -> None:
    """Acknowledge nothing."""
