"""A controller at its broker: it lives, reports by its clock, and obeys."""

import asyncio
import logging
import math
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mesto.simulator.controller.bulb import Bulb, Defect
from mesto.simulator.controller.voices import Voice
from mesto.simulator.speech import Publication
from mesto.simulator.wire.radio import Radio

log = logging.getLogger(__name__)
TICK_S = 0.02


class Controller:
    """One controller with its radio."""

    radio: Radio

    def __init__(
        self,
        bulb: Bulb,
        voice: Voice,
        now: Callable[[], float],
        zone: ZoneInfo,
        *,
        every_s: float,
    ) -> None:
        """Describe a controller.

        now: its clock, seconds since 1970; every_s: between two reports
        """
        self.bulb = bulb
        self._voice = voice
        self._now = now
        self._zone = zone
        self._every_s = every_s
        self._due_s = now()

    def hear(self, topic: str, payload: bytes) -> Iterator[Publication]:
        """Do what a message says, and yield the answer."""
        bulb = self.bulb
        if bulb.dead:
            return
        try:
            yield from self._voice.hear(topic, payload, bulb, self._now())
        except ValueError as error:
            log.info("%s: %s", topic, error)
            bulb.dead = Defect.FRAGILE in bulb.defects
        self._due_s = self._now()

    async def live(self) -> None:
        """Live until cancelled."""
        while True:
            at_s = self._now()
            health = self.bulb.told_failed
            changed = self.bulb.step(local_s(at_s, self._zone))
            if not self.bulb.dead and (changed or at_s >= self._due_s):
                self.radio.publish(self._voice.say(self.bulb, at_s))
                silent = Defect.SILENT in self.bulb.defects
                self._due_s = math.inf if silent else at_s + self._every_s
            await asyncio.sleep(TICK_S)
            if self.bulb.told_failed != health:
                self._due_s = at_s


def local_s(at_s: float, zone: ZoneInfo) -> float:
    """Return what the clock shows as seconds that grow over days."""
    offset = datetime.fromtimestamp(at_s, zone).utcoffset()
    assert offset is not None
    return at_s + offset.total_seconds()
