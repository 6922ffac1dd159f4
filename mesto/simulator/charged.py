"""Who charged in the past days, as a system before would have kept it.

Each station lives through them as it will from now on, only that it looks at its places
by the quarter of an hour.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.assets import Assets
from mesto.simulator.assets.grid import Grid, most_a
from mesto.simulator.chance import Chance
from mesto.simulator.charging.makers import bought, cards_of
from mesto.simulator.charging.point import Point, Said, Status, Turn
from mesto.simulator.charging.profiles import Profile
from mesto.simulator.devices.stamp import iso
from mesto.simulator.fleets.living import befallen
from mesto.simulator.inventory.grid import Wiring
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity, link, prop, texts
from mesto.simulator.life.incidents import Incident, Trouble, incidents, wear

DAYS: Final = 7
STEP_S: Final = 900.0
#: From four to nine in the afternoon, UTC, who shares a cable with lamps drew less.
EVENING_S: Final = (16 * HOUR_S, 20 * HOUR_S)
EVENING_SHARE: Final = 0.45
DOUBTED: Final = 1 / 400  #: share of sessions whose meter fell
LINES: Final = 4_000  #: in one sheet
SESSION: Final = "EVChargingSession"
PLACE: Final = "EVSE"
FELL: Final[Mapping[str, str]] = {
    "en": "the meter fell from {} to 0 kWh",
    "cs": "elektroměr klesl z {} na 0 kWh",
    "sk": "elektromer klesol z {} na 0 kWh",
    "sr-Latn": "brojilo je palo sa {} na 0 kWh",
    "sr-Cyrl": "бројило је пало са {} на 0 kWh",
}
#: What a sheet tells, by type: an attribute, its unit, and what its cells are.
COLUMNS: Mapping[str, tuple[str, str, str]] = {
    SESSION: ("energyRegister", "KWH", "number"),
    PLACE: ("status", "", "text"),
}


@dataclass
class _Past:
    """A session of the past, while it is put together."""

    station: int
    begun: Turn
    meters: list[tuple[float, float]] = field(default_factory=list)


class Charged:
    """What became of a town's charging in the days before a moment."""

    def __init__(
        self,
        names: Names,
        assets: Assets,
        grid: Grid,
        chance: Chance,
        until_s: float,
    ) -> None:
        """Let the stations live through [until_s - DAYS, until_s)."""
        self._names = names
        self._stations = len(assets.stations)
        self._doubts = chance.stream("doubted meters")
        self._wiring = Wiring(names, grid)
        self._since_s = np.floor((until_s - DAYS * DAY_S) / STEP_S) * STEP_S
        self._meters: list[str] = []
        self._states: list[str] = []
        self._ended: list[tuple[float, Entity]] = []
        ills = _ills(chance, assets, self._since_s, until_s)
        moments = np.append(np.arange(self._since_s, until_s, STEP_S), until_s)
        cards = cards_of(names)
        for one in bought(names, assets):
            if one.number < len(assets.stations):
                point = Point(one, chance, cards)
                if grid.cables[grid.of_station[one.number]].kind == "cabinet":
                    point.profiles = _held_down(point)
                self._live(point, moments.tolist(), ills.get(one.number, ()))

    def sheets(self) -> Iterator[tuple[str, bytes]]:
        """Yield meters of sessions and states of places as CSV, with their type."""
        for kind, lines in ((SESSION, self._meters), (PLACE, self._states)):
            head = f"id,time,{COLUMNS[kind][0]}"
            for start in range(0, len(lines), LINES):
                yield (
                    kind,
                    "\n".join((head, *lines[start : start + LINES], "")).encode(),
                )

    def sessions(self) -> list[Entity]:
        """Return the sessions that have ended, in the order they did."""
        return [one for _, one in sorted(self._ended, key=lambda it: it[0])]

    def lines(self) -> Iterator[Entity]:
        """Yield that stations had their line all the time."""
        for number in range(self._stations):
            open_ = prop(value=True) | {"observedAt": iso(self._since_s)}
            yield {
                "id": self._names.urn("EVChargingStation", number),
                "type": "EVChargingStation",
                "connected": open_,
            }

    def _live(
        self, point: Point, moments: Sequence[float], ills: Sequence[Incident]
    ) -> None:
        going: dict[int, _Past] = {}
        for at_s in moments:
            fault = next((one for one in ills if one.begin_s <= at_s < one.end_s), None)
            for heard in point.step(at_s, fault):
                self._hear(point.bought.number, heard, going)

    def _hear(self, station: int, said: Said, going: dict[int, _Past]) -> None:
        if isinstance(said, Status):
            place = self._wiring.place(station, said.place.number)
            self._states.append(f"{place},{iso(said.at_s)},{said.status}")
        elif said.what == "Started":
            going[said.place] = _Past(station, said)
        elif past := going.get(said.place):
            at_s = min(said.at_s, said.car.session.end_s)  # it looks late
            past.meters.append((at_s, said.register_kwh))
            if said.what == "Ended":
                self._end(going.pop(said.place), said, at_s)

    def _end(self, past: _Past, last: Turn, end_s: float) -> None:
        begun = past.begun
        station = self._names.urn("EVChargingStation", past.station)
        tail = station.rpartition(":")[2]
        urn = f"urn:ngsi-ld:{SESSION}:{tail}:{begun.car.key}"
        for at_s, kwh in past.meters:
            self._meters.append(f"{urn},{iso(at_s)},{kwh:.3f}")
        lot = self._doubts.uniform(past.station, begun.place, int(begun.at_s))
        if lot < DOUBTED:
            given: Entity = {"meterDoubt": texts(_fell(last.register_kwh + 1))}
        else:
            kwh = round(last.register_kwh - begun.register_kwh, 3)
            given = {"energy": prop(kwh, "KWH") | {"observedAt": iso(end_s)}}
        at_end = {"observedAt": iso(end_s)}
        at_begin = {"observedAt": iso(begun.at_s)}
        stated: Entity = {
            "id": urn,
            "type": SESSION,
            "refEVChargingStation": link(station) | at_begin,
            "refEVSE": link(self._wiring.place(past.station, begun.place)) | at_begin,
            "transactionId": prop(begun.car.key) | at_begin,
            "idToken": prop(begun.car.card) | at_begin,
            "startDateTime": _moment(begun.at_s) | at_begin,
            "meterStart": prop(round(begun.register_kwh, 3), "KWH") | at_begin,
            "endDateTime": _moment(end_s) | at_end,
            "meterStop": prop(round(last.register_kwh, 3), "KWH") | at_end,
            **given,
            "stopReason": prop(last.why) | at_end,
            "status": prop("ended") | at_end,
        }
        self._ended.append((end_s, stated))


def _held_down(point: Point) -> dict[int, Profile]:
    """Return a limit for each place that holds on each evening."""
    since_s, until_s = EVENING_S
    return {
        one.number: Profile(
            id=one.number,
            place=one.number,
            purpose="TxDefaultProfile",
            level=0,
            kind="Recurring",
            begin_s=0.0,
            period_s=DAY_S,
            in_amps=True,
            steps=(
                (0.0, most_a(one.connector), 3),
                (since_s, EVENING_SHARE * most_a(one.connector), 3),
                (until_s, most_a(one.connector), 3),
            ),
        )
        for one in point.places
    }


def _ills(
    chance: Chance, assets: Assets, since_s: float, until_s: float
) -> Mapping[int, list[Incident]]:
    """Return what was broken, by station."""
    found: dict[int, list[Incident]] = {}
    pace = wear(len(assets.lamps) / 11_000)
    for one in incidents(chance, pace, befallen(assets), since_s, until_s):
        if one.trouble is Trouble.CHARGER_FAULTED:
            found.setdefault(one.target, []).append(one)
    return found


def _fell(from_kwh: float) -> Mapping[str, str]:
    """Say that a meter fell to nothing, as each language writes a number."""
    point = f"{from_kwh:.3f} kWh"
    comma = point.replace(".", ",")
    return {
        tag: words.format(point if tag == "en" else comma)
        for tag, words in FELL.items()
    }


def _moment(at_s: float) -> Entity:
    return prop({"@type": "DateTime", "@value": iso(at_s)})
