"""A town and a gateway written from the other side, which know each other."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from mesto.kernel.model import Command, State
from mesto.simulator.talq.estate import street
from mesto.simulator.talq.gateway import Gateway, Peer, open_gateway
from mesto.simulator.talq.manners import Misdeed
from mesto.simulator.talq.server import application
from tests.conftest import Server
from tests.gates.talq.conftest import CMS, connect
from tests.waiting import until

LAMP = "urn:ngsi-ld:Streetlight:VO-001"
OTHER = "urn:ngsi-ld:Streetlight:VO-002"


class Street:
    """A town and a gateway that know each other."""

    def __init__(self, server: Server, gateway: Gateway, url: str) -> None:
        self.server, self.gateway, self.url = server, gateway, url

    @property
    def exchange(self):
        return self.server.installation.exchanges[self.server.city.name]

    @property
    def troubles(self):
        return self.exchange.tally.troubles

    def level(self, name="VO-001"):
        """How a lamp really burns, percent."""
        return self.gateway.field.lamps[self.address(name)].level

    def address(self, name="VO-001"):
        return next(
            one.thing.address
            for one in self.gateway.estate.luminaires
            if one.thing.sign == name
        )

    async def connect(self, **settings):
        await connect(
            self.server,
            f"talq+{self.url}",
            gateway_address=self.gateway.estate.gateway.address,
            asset_by="name",
            allow_private=True,
            **settings,
        )

    async def open(self, **settings):
        """Connect, and wait until the lamps can be told something."""
        await self.connect(**settings)

        async def lamps_are_known():
            return self.exchange.register.device_of(OTHER) and self.exchange.register

        await until(lamps_are_known)

    async def order(self, value, name="setDimLevel", entity=LAMP, again_s=None):
        command = Command(
            entity=entity,
            name=name,
            value=value,
            expires_at=datetime.now(UTC) + timedelta(minutes=10),
            source="t",
            again_s=again_s,
        )
        return await self.server.city.order(command)

    async def ends(self, command, state=State.CONFIRMED):
        async def has_ended():
            return await self.server.city.command_state(command) is state

        await until(has_ended)


@asynccontextmanager
async def beside(
    server: Server, *misdeeds: Misdeed, cms: str | None = None
) -> AsyncIterator[Street]:
    """Give a street of four lamps; cms: where its gateway looks for the city."""
    uri = f"{server.url}/talq" if cms is None else cms
    peer = Peer(uri, CMS, server.key)
    gateway = Gateway(street(4), peer, time.time, retry_s=0.05, misdeeds=misdeeds)
    there = open_gateway(gateway, application(gateway), tick_s=0.01)
    async with there as url:
        yield Street(server, gateway, url)


async def reason_of(city, command):
    async with city.bound() as connection:
        return await connection.fetchval(
            "select reason from command where id = $1::uuid", command
        )
