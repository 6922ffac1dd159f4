"""A lamp and its controller: it burns as commanded, meters, and tells what changes.

Sources: TALQ 2.7.1, Command (start, expiration, ramps) and OverrideCommand.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mesto.simulator.life.lighting import power_w
from mesto.simulator.talq.estate import Luminaire
from mesto.simulator.talq.programme import FULL, Wanted
from mesto.simulator.talq.words import Plain, level_state, seconds

MAINS_V = 231.0
POWER_FACTOR = 0.95
_HOUR_S = 3600.0


class Happening(NamedTuple):
    """What someone may want to hear of."""

    device: str
    function: str  #: its identifier
    event: str
    at_s: float
    starts: bool | None = None  #: of what lasts
    command: Plain | None = None  #: which caused it
    state: Plain | None = None
    ref: str = ""  #: the CMS's own word for the command


class Plan(NamedTuple):
    """What a lamp does unless it is told otherwise."""

    wanted: Wanted
    programme: str = ""  #: identifier; empty: its default state


@dataclass
class Override:
    """A command that stands above the plan."""

    command: Plain
    start_s: float
    end_s: float

    @classmethod
    def of(cls, command: Plain, at_s: float) -> "Override":
        """Read a command which came at a moment."""
        start, end = command.get("start"), command.get("expiration")
        return cls(
            command,
            seconds(start) if start else at_s,
            seconds(end) if end else math.inf,
        )


class Lamp:
    """One lamp with its controller."""

    def __init__(self, luminaire: Luminaire, at_s: float) -> None:
        """Begin dark, with some energy on the meter."""
        self.luminaire = luminaire
        self.level = 0.0  #: what the driver gives, 0..100
        self.command: Plain = {"state": level_state(0), "reason": "default"}
        self.energy_kwh = 100.0
        self.burned_s = 0.0
        self.switched_on = 0
        self.failed = False
        self.seen_at_s = -math.inf  #: someone passing
        self._override: Override | None = None
        self._ramp_from_s = 0.0  #: of the plan's command in effect
        self._ramp = (0.0, at_s, at_s)  #: from a level, from a moment, to a moment
        self._at_s = at_s
        self._said_failed = False

    @property
    def address(self) -> str:
        """Return its TALQ address."""
        return self.luminaire.thing.address

    @property
    def power_w(self) -> float:
        """Return what it draws."""
        share = 0.0 if self.failed else self.level / FULL
        return float(power_w(self.luminaire.rated_w, share))

    @property
    def target(self) -> Plain:
        """Return the latest command it was given, the override if there is one."""
        return self._override.command if self._override else self.command

    def override(self, command: Plain | None, at_s: float) -> None:
        """Take a command above the plan; None ends the one there is."""
        self._override = None if command is None else Override.of(command, at_s)

    def step(self, at_s: float, plan: Plan) -> Iterator[Happening]:
        """Burn on until a moment, and yield what changes then."""
        passed_s = max(at_s - self._at_s, 0.0)
        self.energy_kwh += self.power_w * passed_s / _HOUR_S / 1000
        self.burned_s += passed_s if self.level > 0 and not self.failed else 0
        self._at_s = at_s
        command, ramp_s, begun_s = self._decide(at_s, plan)
        if command != self.command:
            self.command = command
            self._ramp = (self.level, begun_s, begun_s + ramp_s)
            self._ramp_from_s = plan.wanted.ramp_from_s
            self.switched_on += self.level == 0 and _level(command) > 0
            yield self._changed(at_s)
        self._follow(at_s)
        if self.failed != self._said_failed:
            self._said_failed = self.failed
            yield Happening(
                self.address, "monitor", "lampFailure", at_s, starts=self.failed
            )

    def _decide(self, at_s: float, plan: Plan) -> tuple[Plain, float, float]:
        """Return the command in effect, its ramp in seconds, and since when."""
        planned: Plain = {"state": level_state(plan.wanted.level), "reason": "default"}
        if plan.programme:
            planned |= {"reason": "program", "refAddress": plan.programme}
        ramp_s, begun_s = plan.wanted.ramp_s or self._ramp_from_s, at_s
        override = self._override
        if override is not None and override.end_s <= at_s:
            self._override = None
            ramp_s = float(override.command.get("rampFromLevelTime", 0.0))
            begun_s = override.end_s
        elif override is not None and override.start_s <= at_s:
            ramp_s = float(override.command.get("rampToLevelTime", 0.0))
            return override.command, ramp_s, override.start_s
        return planned, ramp_s, begun_s

    def _follow(self, at_s: float) -> None:
        """Move the driver towards the command."""
        since, begun_s, done_s = self._ramp
        wanted = _level(self.command)
        if at_s >= done_s:
            self.level = float(wanted)
        else:
            share = max(at_s - begun_s, 0.0) / (done_s - begun_s)
            self.level = since + (wanted - since) * share

    def _changed(self, at_s: float) -> Happening:
        return Happening(
            self.address,
            "lamp",
            "lightStateChange",
            at_s,
            command=self.command,
            state=self.command["state"],
            ref=str(self.command.get("cmsRefId", "")),
        )

    def shows(self, at_s: float, here: str) -> dict[str, dict[str, object]]:
        """Return what it measures, by function and attribute.

        here: what its clock shows, with the offset of its zone
        """
        lit = self.level > 0 and not self.failed
        return {
            "basic": {"currentTime": here},
            "radio": {"communicationFailure": False},
            "lamp": {
                "targetLightCommand": self.target,
                "feedbackLightCommand": self.command,
                "actualLightState": level_state(0 if self.failed else self.level),
            },
            "monitor": {
                "operatingHours": round(self.burned_s / _HOUR_S, 3),
                "switchOnCounter": self.switched_on,
                "temperature": 31.0 if lit else 12.0,
                "supplyVoltage": MAINS_V,
                "activePower": round(self.power_w, 2),
                "powerFactor": POWER_FACTOR if lit else 0.4,
                "activeEnergy": round(self.energy_kwh, 6),
                "lampFailure": self.failed,
            },
            "presence": {"presenceStatus": at_s <= self.seen_at_s},
        }


def _level(command: Plain) -> int:
    value = command["state"].get("value", 0)
    return FULL * value if isinstance(value, bool) else int(value)
