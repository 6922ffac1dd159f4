"""The part of ChirpStack's API that has to do with multicast groups.

Written from multicast_group.proto and device.proto of ChirpStack v4, as its REST
gateway offers them.
"""

from base64 import b64decode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from mesto.simulator.devices.chirpstack import Downlink

TOKEN = "Grpc-Metadata-Authorization"  # noqa: S105 - the header in which a key comes


class Groups:
    """Which devices hear which group, and what was sent to it."""

    def __init__(
        self,
        groups: Mapping[str, set[str]],
        deliver: Callable[[Downlink], None],
        *,
        key: str,
    ) -> None:
        """Have groups, by id.

        deliver: is called for each device that hears a message
        """
        self.members = {one: set(devices) for one, devices in groups.items()}
        self.sent = 0  #: messages on the radio
        self._deliver = deliver
        self._key = key

    def application(self) -> web.Application:
        """Return what answers below /api."""
        application = web.Application()
        group = "/api/multicast-groups/{group}"
        application.router.add_get("/api/devices", self._list)
        application.router.add_post(f"{group}/devices", self._add)
        application.router.add_delete(f"{group}/devices/{{device}}", self._remove)
        application.router.add_post(f"{group}/queue", self._enqueue)
        return application

    async def _list(self, request: web.Request) -> web.Response:
        members = sorted(self._members(request, request.query["multicastGroupId"]))
        first, most = int(request.query.get("offset", 0)), int(request.query["limit"])
        page = [{"devEui": one} for one in members[first : first + most]]
        return web.json_response({"totalCount": len(members), "result": page})

    async def _add(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._members(request, request.match_info["group"]).add(body["devEui"])
        return web.json_response({})

    async def _remove(self, request: web.Request) -> web.Response:
        group = self._members(request, request.match_info["group"])
        group.discard(request.match_info["device"])
        return web.json_response({})

    async def _enqueue(self, request: web.Request) -> web.Response:
        members = self._members(request, request.match_info["group"])
        item = (await request.json())["queueItem"]
        self.sent += 1
        for one in sorted(members):
            payload = b64decode(item["data"])
            self._deliver(Downlink(one, "", int(item["fPort"]), payload))
        return web.json_response({"fCnt": self.sent})

    def _members(self, request: web.Request, group: str) -> set[str]:
        if request.headers.get(TOKEN) != f"Bearer {self._key}":
            raise web.HTTPUnauthorized
        if group not in self.members:
            raise web.HTTPNotFound
        return self.members[group]


@asynccontextmanager
async def open_groups(groups: Groups, port: int = 0) -> AsyncIterator[str]:
    """Serve an API on loopback; give its URL.

    port: 0 takes a free one
    """
    runner = web.AppRunner(groups.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
