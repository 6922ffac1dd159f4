"""What a faulty town's devices say, and what becomes of it on its way."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from mesto.bench.faulty.reality import Reality
from mesto.bench.faulty.things import (
    LASTS_S,
    PERIOD_S,
    UNLIT,
    Box,
    Bulb,
    Line,
    chance,
    within,
)
from mesto.domains.lighting.faults.kinds import Kind
from mesto.kernel.model import Observation, Value

Arriving = tuple[float, Observation]  #: when, in seconds since the noon, and what


class Speech:
    """All devices of a town, speaking."""

    def __init__(self, dice: Random, noon: datetime, boxes: Sequence[Box]) -> None:
        """Say everything from a noon on."""
        self._dice = dice
        self._noon = noon
        self._boxes = boxes
        self._bulbs = [b for box in boxes for line in box.lines for b in line.bulbs]
        self._so = Reality(noon)

    def all(self) -> list[Arriving]:
        """Return all that arrives, by the second it does so."""
        arriving = [*self._lamps_say(), *self._meters_say()]
        return sorted(arriving, key=lambda one: one[0])

    def _lamps_say(self) -> Iterator[Arriving]:
        for bulb in self._bulbs:
            for at_s, whole in self._moments(bulb):
                muted = within(at_s, bulb.line.cabinet.muted_s) or (
                    bulb.ill is Kind.COMMUNICATION_LOST and at_s >= bulb.ill_s[0]
                )
                if muted or not self._so.supplied(bulb, at_s):
                    continue
                turn = int(at_s / PERIOD_S) % 2
                parts = (True, True) if whole else (turn == 0, turn == 1)
                said = self._report(bulb, at_s, parts)
                yield from self._carried(bulb.urn, bulb.loss, at_s, said)
            yield from self._gasp(bulb)

    def _moments(self, bulb: Bulb) -> Iterator[tuple[float, bool]]:
        """Yield when it reports, and whether everything: on a change it does."""
        level = self._so.level(bulb, 0.0)
        for minute in range(int(LASTS_S / 60)):
            now = self._so.level(bulb, 60.0 * minute)
            if now != level:
                level = now
                yield 60.0 * minute + self._dice.uniform(60, 240), True
        for turn in range(int(LASTS_S / PERIOD_S) - 1):
            yield (
                turn * PERIOD_S + bulb.turn_s + self._dice.uniform(0, 9),
                not bulb.halves,
            )

    def _report(
        self, bulb: Bulb, at_s: float, parts: tuple[bool, bool]
    ) -> dict[str, Value]:
        dice, level = self._dice, self._so.level(bulb, at_s)
        power_w = self._so.power_w(bulb, at_s)
        ill = bulb.ill if within(at_s, bulb.ill_s) else None
        said: dict[str, Value] = {}
        if parts[0]:
            said |= {
                "illuminanceLevel": level,
                "powerState": "on" if level else "off",
                "status": self._health(bulb, ill, level),
            }
        if parts[1]:
            factor = 0.97 - 0.4 * (1 - level) ** 2
            if ill is Kind.LOW_POWER_FACTOR:
                factor = 0.9 * bulb.share
            volts = self._so.volts(bulb.line.cabinet, at_s)
            said |= {
                "powerConsumption": float(
                    round(power_w * (1 + 0.02 * dice.gauss(0, 1)))
                ),
                "voltage": float(round(volts + dice.gauss(0, 1.5))),
                "powerFactor": round(min(factor + dice.gauss(0, 0.015), 1.0), 2),
            }
        return said

    def _health(self, bulb: Bulb, ill: Kind | None, level: float) -> str:
        dark = ill is Kind.LAMP_FAILURE and bulb.tells_failure
        unlit = ill is Kind.DRIVER_FAILURE and bulb.sort == UNLIT
        return "defectiveLamp" if (dark or unlit) and level else "ok"

    def _gasp(self, bulb: Bulb) -> Iterator[Arriving]:
        lost_s = self._so.lost_mains_s(bulb)
        muted = within(lost_s, bulb.line.cabinet.muted_s)
        alone = bulb.ill is Kind.FUSE_BLOWN and lost_s == bulb.ill_s[0]
        arrives = 1 - bulb.loss if alone else 0.6
        if lost_s < LASTS_S and not muted and chance(self._dice, arrives):
            at_s = lost_s + self._dice.uniform(1, 20)
            word: dict[str, Value] = {"voltage": 0.0, "powerConsumption": 0.0}
            yield from self._observed(bulb.urn, at_s, at_s + 2, word)

    def _meters_say(self) -> Iterator[Arriving]:
        for box in self._boxes:
            moments = [*_every(300.0, box.east * 1e4 % 300), *_soon(box)]
            for at_s in sorted(moments):
                yield from self._carried(box.urn, 0.01, at_s, self._box_says(box, at_s))
            for line in box.lines:
                if not line.metered:
                    continue
                own = [line.dead_s[0] + 5, box.dead_s[0] + 7]
                turns = _every(PERIOD_S, self._dice.uniform(0, PERIOD_S))
                for at_s in sorted([*turns, *(one for one in own if one < LASTS_S)]):
                    if not within(at_s, box.muted_s):
                        said = self._line_says(line, at_s)
                        yield from self._carried(line.urn, 0.05, at_s, said)

    def _box_says(self, box: Box, at_s: float) -> dict[str, Value]:
        dead, lost = within(at_s, box.dead_s), within(at_s, box.phase_s)
        volts = 0.0 if dead else self._so.volts(box, at_s)
        drawn_w = sum(self._load_w(line, at_s) for line in box.lines)
        return {
            "voltageR": 4.0 if lost else volts,
            "voltageS": volts * 1.01,
            "voltageT": volts * 0.99,
            "totalActivePower": drawn_w / 1000,
            "doorOpen": within(at_s, box.door_s),
        }

    def _line_says(self, line: Line, at_s: float) -> dict[str, Value]:
        box = line.cabinet
        dead = within(at_s, box.dead_s) or within(at_s, line.dead_s)
        volts = 0.0 if dead else self._so.volts(box, at_s)
        first = 4.0 if within(at_s, box.phase_s) else volts
        load = self._load_w(line, at_s) / 1000
        return {"phaseVoltage": [first, volts, volts], "totalActivePower": load}

    def _load_w(self, line: Line, at_s: float) -> float:
        drawn_w = sum(self._so.power_w(bulb, at_s) for bulb in line.bulbs)
        return drawn_w * 1.02 * (1 + 0.01 * self._dice.gauss(0, 1))

    def _carried(
        self, urn: str, loss: float, at_s: float, said: dict[str, Value]
    ) -> Iterator[Arriving]:
        """Carry a report: lost, late, twice, or as it should be."""
        dice = self._dice
        if chance(dice, loss):
            return
        late_s = dice.uniform(300, 3600) if chance(dice, 0.05) else 2.0
        yield from self._observed(urn, at_s, at_s + late_s, said)
        if chance(dice, 1 / 30):
            yield from self._observed(urn, at_s, at_s + late_s + 30, said)

    def _observed(
        self, urn: str, at_s: float, arrives_s: float, said: dict[str, Value]
    ) -> Iterator[Arriving]:
        at = self._noon + timedelta(seconds=at_s)
        for attribute, value in said.items():
            yield (
                arrives_s,
                Observation(
                    entity=urn,
                    attribute=attribute,
                    value=value,
                    observed_at=at,
                    source="bench",
                ),
            )


def _every(step_s: float, first_s: float) -> Iterator[float]:
    """Yield moments at even steps, until the end."""
    at_s = first_s
    while at_s < LASTS_S:
        yield at_s
        at_s += step_s


def _soon(box: Box) -> Iterator[float]:
    """Yield when a cabinet reports at once: its mains, a phase or its door changed."""
    spans = (box.dead_s, box.phase_s, box.door_s)
    yield from (one + 3 for span in spans for one in span if one < LASTS_S - 3)
