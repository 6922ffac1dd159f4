"""A TALQ gateway: it keeps, controls and reports, whether or not its CMS is there."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import NamedTuple

import aiohttp
from aiohttp import web

from mesto.simulator.talq.cms import CONFLICT, AwayError, Cms
from mesto.simulator.talq.estate import Estate, Luminaire, Thing
from mesto.simulator.talq.field import Field
from mesto.simulator.talq.lamp import Happening
from mesto.simulator.talq.loggers import Logger, applies
from mesto.simulator.talq.manners import Misdeed
from mesto.simulator.talq.memory import Memory
from mesto.simulator.talq.packages import Packages
from mesto.simulator.talq.words import (
    CLASSES,
    Plain,
    attribute,
    device_classes,
    function_of,
    seconds,
    services,
)

TICK_S = 0.5
RETRY_S = 5.0
MOST_TOGETHER = 200  #: devices in one message
_NEW_LAMP_W = 40.0  #: of a lamp which the CMS announces


class Peer(NamedTuple):
    """The CMS, as it is configured in the gateway."""

    uri: str
    address: str  #: its TALQ address
    key: str = ""  #: an API key which it wants to see


class Message(NamedTuple):
    """What is to be told to the CMS, once it listens."""

    method: str
    path: str
    said: object
    origin: str = ""


class Gateway:
    """One gateway with all that stands behind it."""

    def __init__(
        self,
        estate: Estate,
        peer: Peer,
        now: Callable[[], float],
        *,
        retry_s: float = RETRY_S,
        misdeeds: Sequence[Misdeed] = (),
    ) -> None:
        """Describe a gateway.

        now: its clock, seconds since 1970
        retry_s: before it tries again to reach the CMS
        """
        self.estate = estate
        self.now = now
        self.retry_s = retry_s
        self.misdeeds = set(misdeeds)
        self.memory = Memory(
            estate,
            {
                "cmsUri": peer.uri,
                "cmsAddress": peer.address,
                "gatewayUri": "",
                "gatewayAddress": estate.gateway.address,
            },
        )
        self.field = Field(estate, self.memory, now())
        self.packages = Packages()
        self.loggers: dict[str, Logger] = {}
        self.keys = {peer.uri: peer.key} if peer.key else {}
        self._outbox: deque[Message] = deque()
        self._news = asyncio.Event()
        self._due = asyncio.Event()

    # what it is asked

    def document(self, address: str) -> Plain:
        """Return a device with what it measures now. Raises RefusalError."""
        kept = self.memory.device(address)
        shown = self.field.shows(address)
        functions = []
        for one in kept.get("functions", ()):
            _, attributes = CLASSES[kept["class"]][one["id"]]
            live = {
                name: attribute(one["type"], name, value, self.now())
                for name, value in shown.get(one["id"], {}).items()
                if name in attributes
            }
            functions.append({**one, **live})
        if Misdeed.BARE in self.misdeeds:
            for one in functions:
                one.pop("actualLightState", None)
                one.pop("lampFailure", None)
        return {**kept, "functions": functions}

    def override(
        self, lamps: Sequence[str], command: Plain | None, origin: str
    ) -> None:
        """Give lamps a command above their plan, and tell the CMS when it is done."""
        if Misdeed.DEAF not in self.misdeeds:
            given = command
            if command is not None and Misdeed.ETERNAL in self.misdeeds:
                given = {k: v for k, v in command.items() if k != "expiration"}
            for one in lamps:
                self.field.lamps[one].override(given, self.now())
            self.step()
        for start in range(0, len(lamps), MOST_TOGETHER):
            few = lamps[start : start + MOST_TOGETHER]
            self.tell("PATCH", "/devices", [self._done(one) for one in few], origin)

    def sense(self, sensor: str, command: Plain) -> None:
        """Hear what a sensor elsewhere wants, until when, and live by it."""
        if Misdeed.DEAF not in self.misdeeds:
            end = command.get("expiration")
            self.field.outside[sensor] = command, seconds(end) if end else self.now()
            self.step()

    def patch(self, devices: Sequence[Plain]) -> None:
        """Change what is given of devices; a new CMS is told who we are.

        Raises RefusalError, and changes nothing.
        """
        before = self.cms_uri()
        self.memory.patch_devices(devices)
        if self.cms_uri() != before:
            self._outbox.clear()
            if self.cms_uri():
                self.announce()

    def add_lamps(self, devices: Sequence[Plain]) -> None:
        """Hang up a lamp for each new device that has an actuator."""
        for one in devices:
            if function_of(one, "lamp"):
                thing = Thing(one["address"], one["name"], self.estate.gateway.place)
                self.field.add(Luminaire(thing, _NEW_LAMP_W, 0))

    def install(self, device: Plain) -> None:
        """Take a device that somebody has put up in the street, and announce it.

        Raises RefusalError.
        """
        new = self.memory.add_devices([device])
        self.add_lamps(new)
        self.tell("POST", "/devices", [self.document(one["address"]) for one in new])

    def lose(self, address: str) -> None:
        """Let a device be taken down in the street, and say so. Raises RefusalError."""
        self.memory.remove_device(address)
        self.field.lamps.pop(address, None)
        self.tell("DELETE", f"/devices/{address}", None)

    def keep_logger(self, config: Plain) -> None:
        """Begin to record by a configuration; what waits of an older one stays."""
        fresh = Logger(config, self.now(), self.estate.zone)
        older = self.loggers.get(config["address"])
        if older is not None:
            fresh.inherit(older, self.now())
        self.loggers[config["address"]] = fresh

    def snapshot(self, logger: Logger) -> Plain:
        """Return a logger's report that was asked for."""
        return logger.take(self.now(), lambda: self._minded(logger.config))

    def tell(self, method: str, path: str, said: object, origin: str = "") -> None:
        """Tell the CMS something, in order, as soon as it listens."""
        self._outbox.append(Message(method, path, said, origin))
        self._news.set()

    def announce(self) -> None:
        """Tell the CMS who we are and what stands behind us."""
        self.tell("POST", "/services", services())
        self.tell("POST", "/device-classes", device_classes())
        everyone = list(self.memory.devices)
        for start in range(0, len(everyone), MOST_TOGETHER):
            few = everyone[start : start + MOST_TOGETHER]
            self.tell("POST", "/devices", [self.document(one) for one in few])

    def happen(self, happening: Happening) -> None:
        """Let every logger that wants it hear of something."""
        for logger in self.loggers.values():
            minds = self._minds(logger.config, happening.device)
            if logger.wants(happening.event) and minds and self._records(logger):
                logger.hear(happening)
                self._due.set()

    def cms_uri(self) -> str:
        """Return where the CMS is, as it is configured now."""
        own = self.memory.device(self.estate.gateway.address)
        function = function_of(own, "gateway")
        assert function is not None
        return str(function["cmsUri"]["value"])

    # its life

    def step(self) -> None:
        """Live until now."""
        at_s = self.now()
        for happening in self.packages.step(at_s, self.estate.gateway.address):
            self.happen(happening)
        if Misdeed.DEPENDENT in self.misdeeds:
            self.memory.assign(self.field.lamps, "")
        for happening in self.field.step(at_s):
            self.happen(happening)
        for logger in filter(self._records, self.loggers.values()):
            logger.sample(at_s, partial(self._minded, logger.config))
        if any(logger.due_s <= at_s for logger in self.loggers.values()):
            self._due.set()

    def _records(self, logger: Logger) -> bool:
        """Tell whether a logger records now."""
        periods = logger.config.get("recordingMode", {}).get("activePeriods", ())
        return self.field.within(logger.config["address"], periods)

    async def live(self, tick_s: float) -> None:
        """Live, tick by tick, until cancelled."""
        while True:
            self.step()
            await asyncio.sleep(tick_s)

    async def talk(self, cms: Cms) -> None:
        """Tell the CMS what there is to tell, in order, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._outbox:
                await self._deliver(self._outbox.popleft(), cms)

    async def report(self, cms: Cms) -> None:
        """Report to the CMS what loggers have, until cancelled."""
        while True:
            await self._due.wait()
            self._due.clear()
            for logger in list(self.loggers.values()):
                await self._report(logger, cms)

    async def _deliver(self, message: Message, cms: Cms) -> None:
        """Tell one thing; what the CMS knows already is changed there."""
        method, path, said, origin = message
        status = await cms.insist(
            method, path, said, origin=origin, pause_s=self.retry_s
        )
        if status == CONFLICT and method == "POST":
            await cms.insist("PUT", path, said, origin=origin, pause_s=self.retry_s)

    async def _report(self, logger: Logger, cms: Cms) -> None:
        """Report what is due of a logger; keep it until the CMS has it."""
        while logger.due_s <= self.now():
            request, report = logger.report()
            try:
                if Misdeed.MUTE not in self.misdeeds:
                    await cms.tell("POST", "/log-reports", report, request=request)
            except AwayError:
                if Misdeed.FORGETFUL not in self.misdeeds:
                    logger.failed(self.now(), self.retry_s)
                    return
            logger.told(self.now())

    def _done(self, address: str) -> Plain:
        """Return what an override has changed of a lamp."""
        whole = self.document(address)
        lamp = function_of(whole, "lamp")
        assert lamp is not None
        names = ("id", "type", "targetLightCommand", "feedbackLightCommand")
        few = {name: lamp[name] for name in names if name in lamp}
        return {name: whole[name] for name in ("address", "name", "class")} | {
            "functions": [few]
        }

    def _minded(self, config: Plain) -> Sequence[Plain]:
        return [
            self.document(one)
            for one in self.memory.devices
            if self._minds(config, one)
        ]

    def _minds(self, config: Plain, address: str) -> bool:
        return applies(config, address, self._inside)

    def _inside(self, reference: Plain) -> set[str]:
        """Return the devices which a reference means."""
        if reference["resource"] != "groups":
            return {reference["address"].strip("/").split("/")[0]}
        group = self.memory.groups.kept.get(reference["address"], {"members": ()})
        return {each for one in group["members"] for each in self._inside(one)}


@asynccontextmanager
async def open_gateway(
    gateway: Gateway,
    application: web.Application,
    *,
    port: int = 0,
    tick_s: float = TICK_S,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[str]:
    """Let a gateway live, listen on loopback and talk; give its URL.

    port: 0 takes a free one
    tls: what it shows and whom it lets in; None: anyone, over plain HTTP
    """
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls)
    await site.start()
    url = f"http{'s' if tls else ''}://127.0.0.1:{runner.addresses[0][1]}"
    own = gateway.memory.device(gateway.estate.gateway.address)
    function = function_of(own, "gateway")
    assert function is not None
    function["gatewayUri"]["value"] = url
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        cms = Cms(
            session,
            gateway.cms_uri,
            gateway.estate.gateway.address,
            gateway.keys,
        )
        if cms.uri:
            gateway.announce()
        tasks = [
            asyncio.create_task(gateway.live(tick_s)),
            asyncio.create_task(gateway.talk(cms)),
            asyncio.create_task(gateway.report(cms)),
        ]
        try:
            yield url
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await runner.cleanup()
