"""A lamp controller as we try it, through the broker it speaks at."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import aiomqtt

from mesto.acceptance import reasons
from mesto.acceptance.finding import Failed, Text
from mesto.acceptance.lamp.profile import FULL, Message, Profile, Report
from mesto.acceptance.running import Notebook
from mesto.kernel.errors import Malformed, Unavailable

Found = TypeVar("Found")
PORTS = {"mqtt": 1883, "mqtts": 8883}
NEAR = 0.011  #: of a level: what a whole percent may round
_KEPT = 1  #: quality of service
_QUIET = logging.getLogger(f"{__name__}.client")


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What the tender asks of a controller.

    within_s: how soon an order is obeyed and reported
    every_s: how often it reports by itself
    rated_w: of the luminaire at full light; 0: not said
    tolerance: share by which its power may differ from that
    standby_w: most it may draw while dark
    """

    within_s: float = 60.0
    every_s: float = 1800.0
    rated_w: float = 0.0
    tolerance: float = 0.1
    standby_w: float = 1.0


@dataclass(kw_only=True)
class Session:
    """One controller under trial.

    breaks: asks a person to make the lamp fail; None: nobody is there
    """

    profile: Profile
    serial: str
    demands: Demands
    notebook: Notebook
    breaks: Callable[[], None] | None
    client: aiomqtt.Client
    reports: list[Report] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)
    topic: str = ""  #: of the last report
    silent: Failed | None = None  #: it was waited for, and nothing was heard at all
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Take down what it says, until cancelled."""
        async for message in self.client.messages:
            payload = message.payload
            assert isinstance(payload, bytes)
            self.topic = message.topic.value
            said = payload.decode(errors="replace")
            self.notebook.write(f"← {self.topic}", got=said)
            try:
                self.reports.append(self.profile.read(self.topic, payload))
            except Malformed as error:
                self.wrongs.append(f"{self.topic}: {error}")
            self.news.set()

    async def send(self, message: Message) -> None:
        """Send a message to the controller."""
        topic, payload = message
        self.notebook.write(f"→ {topic}", sent=payload.decode(errors="replace"))
        await self.client.publish(topic, payload, qos=_KEPT)

    async def order(self, level: float | None) -> int:
        """Order a level; return how many reports there were before.

        Whoever has not been heard yet is waited for: it may not be listening either.
        That is done once, for a lamp whose serial number is wrong is not heard later.

        Raises Failed when it is not heard.
        """
        if not self.topic and self.silent:
            raise self.silent
        if not self.topic:
            await self.until(
                reasons.REPORT, lambda _: True, 0, self.demands.every_s * 1.1
            )
        since = len(self.reports)
        await self.send(self.profile.order(self.serial, self.topic, level))
        return since

    async def until(
        self, what: Text, fits: Callable[[Report], bool], since: int, within_s: float
    ) -> Report:
        """Wait for a report after the first `since`. Raises Failed when none comes."""
        end_s = time.monotonic() + within_s
        at = since
        while True:
            while at < len(self.reports):
                if fits(self.reports[at]):
                    return self.reports[at]
                at += 1
            left_s = end_s - time.monotonic()
            if left_s <= 0:
                raise self._unheard(what, f"{within_s:g}")
            self.news.clear()
            try:
                async with asyncio.timeout(left_s):
                    await self.news.wait()
            except TimeoutError:
                continue

    def _unheard(self, what: Text, s: str) -> Failed:
        if self.topic:
            self.silent = None
            return Failed(reasons.UNHEARD, what=what, s=s)
        self.silent = Failed(reasons.SILENT, serial=self.serial, s=s)
        return self.silent

    async def shows(self, level: float, since: int) -> None:
        """Wait until it reports a level. Raises Failed when it does not."""
        within_s = self.demands.within_s
        try:
            await self.until(
                reasons.LIGHT, lambda one: near(one.level, level), since, within_s
            )
        except Failed:
            levels = [one.level for one in self.reports[since:]]
            told = [one for one in levels if one is not None]
            raise Failed(
                reasons.LEVEL,
                found=f"{told[-1] * FULL:.0f} %" if told else "–",
                wanted=f"{level * FULL:.0f} %",
                s=f"{within_s:g}",
            ) from None

    async def power_at(self, level: float) -> float:
        """Order a level and return the power it then reports, W. Raises Failed."""
        since = await self.order(level)
        await self.shows(level, since)
        at = next(
            number
            for number in range(since, len(self.reports))
            if near(self.reports[number].level, level)
        )
        report = await self.until(
            reasons.POWER, lambda one: one.power_w is not None, at, self.demands.every_s
        )
        assert report.power_w is not None
        return report.power_w

    async def settled(self, since: int) -> float:
        """Return the level once two reports in a row agree on it. Raises Failed."""

        def told() -> list[float]:
            levels = [one.level for one in self.reports[since:]]
            return [one for one in levels if one is not None]

        await self.until(
            reasons.LIGHT,
            lambda _: len(told()) > 1 and told()[-1] == told()[-2],
            since,
            3 * self.demands.every_s,
        )
        return told()[-1]

    async def latest(
        self, what: Text, read: Callable[[Report], Found | None], since: int
    ) -> Found:
        """Wait for the next report that says something. Raises Failed."""
        within_s = 2 * self.demands.every_s
        report = await self.until(
            what, lambda one: read(one) is not None, since, within_s
        )
        found = read(report)
        assert found is not None
        return found


@asynccontextmanager
async def open_session(  # noqa: PLR0913 - who, where, and what is asked
    broker: str,
    profile: Profile,
    serial: str,
    *,
    demands: Demands,
    notebook: Notebook,
    breaks: Callable[[], None] | None = None,
) -> AsyncIterator[Session]:
    """Listen to a controller at its broker.

    broker: mqtt://USER:PASSWORD@HOST:PORT, or mqtts

    Raises Malformed for another URL, Unavailable when the broker lets nobody in.
    """
    there = urlsplit(broker)
    if there.scheme not in PORTS or not there.hostname:
        raise Malformed(f"a broker is mqtt://HOST:PORT or mqtts, not {there.scheme}")
    tls = aiomqtt.TLSParameters() if there.scheme == "mqtts" else None
    client = aiomqtt.Client(
        there.hostname,
        there.port or PORTS[there.scheme],
        username=unquote(there.username or "") or None,
        password=unquote(there.password or "") or None,
        tls_params=tls,
        logger=_QUIET,
    )
    try:
        async with client:
            session = Session(
                profile=profile,
                serial=serial,
                demands=demands,
                notebook=notebook,
                breaks=breaks,
                client=client,
            )
            for topic in profile.topics(serial):
                await client.subscribe(topic, qos=_KEPT)
            listening = asyncio.create_task(session.listen())
            try:
                yield session
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
    except aiomqtt.MqttError as error:
        raise Unavailable(f"{there.hostname}: {error}") from error


def near(found: float | None, wanted: float) -> bool:
    """Tell whether a level is the wanted one, within a whole percent."""
    return found is not None and abs(found - wanted) <= NEAR
