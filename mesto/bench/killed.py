"""A thousand cars charge, and the server is killed in the middle of it.

Every station says again what was not answered, as the standard wants, and the database
goes on. Afterwards each session must be there once, with the energy its meter showed,
and have one receipt; and the book of receipts must have every number once.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from time import perf_counter
from typing import Final, NamedTuple

import websockets

from mesto.bench.figure import Figure
from mesto.bench.stage import Stage
from mesto.bench.stations import AT, SOURCE, Station, know, line, meters
from mesto.kernel.model import TYPE, Entity, Kind, Observation

SESSIONS: Final = 1_000  #: one at each station
READINGS: Final = 3  #: of each session's meter, between its begin and its end
MESSAGES: Final = READINGS + 2  #: of each session
BLOWS: Final = (0.5, 0.8)  #: how much was answered when the server is killed
PRICE: Final = {"type": "ENERGY", "price": 0.5, "vat": 21.0}
TARIFF: Final = {
    "title": {"en": "Day"},
    "currency": "EUR",
    "elements": [{"price_components": [PRICE]}],
}
SINCE: Final = datetime(2026, 1, 1, tzinfo=UTC)
AGAIN_S: Final = 0.5  #: before a station tries its line again
PATIENCE_S: Final = 900.0


class Told(NamedTuple):
    """What stands in the city afterwards."""

    sessions: Sequence[Entity]
    receipts: Sequence[Entity]


class Progress:
    """How much was answered, of all cars together."""

    def __init__(self) -> None:
        """Wait for nothing yet."""
        self._answered = 0
        self._goal = 0
        self._there = asyncio.Event()

    def note(self) -> None:
        """Count one answer."""
        self._answered += 1
        if self._answered >= self._goal:
            self._there.set()

    async def reach(self, goal: int) -> None:
        """Wait until so much was answered."""
        self._goal = goal
        self._there.clear()
        if self._answered < goal:
            await self._there.wait()


class Car:
    """One session, from its begin to its end, over as many lines as it takes."""

    def __init__(self, number: int, progress: Progress) -> None:
        """Charge at station `number`."""
        self.number = number
        self.answered = 0  #: messages
        self._progress = progress
        self._transaction = 0

    @property
    def watt_hours(self) -> int:
        """What it is given in all."""
        return 1_000 + self.number

    async def charge(self, stage: Stage) -> None:
        """Say everything, and what was not answered again."""
        while self.answered < MESSAGES:
            try:
                async with line(stage, self.number) as socket:
                    station = Station(socket)
                    while self.answered < MESSAGES:
                        await self._say(station)
                        self.answered += 1
                        self._progress.note()
            except (OSError, TimeoutError, websockets.WebSocketException):
                await asyncio.sleep(AGAIN_S)

    async def _say(self, station: Station) -> None:
        if self.answered == 0:
            told = {"connectorId": 1, "idTag": "BENCH", "meterStart": 0}
            answer = await station.ask("StartTransaction", {**told, "timestamp": AT})
            self._transaction = int(answer["transactionId"])
        elif self.answered <= READINGS:
            at = f"2026-05-01T10:{10 * self.answered}:00Z"
            so_far = self.watt_hours * self.answered // (READINGS + 1)
            said = meters(self._transaction, at, so_far)
            await station.ask("MeterValues", said)
        else:
            said = {"transactionId": self._transaction, "meterStop": self.watt_hours}
            said["timestamp"] = "2026-05-01T11:00:00Z"
            await station.ask("StopTransaction", said)


async def killed(stage: Stage) -> Figure:
    """Kill the server twice amid a thousand sessions; look for what is not there once.

    The value is how long it took from the first blow until all was billed; `lost` is
    what is missing, doubled or wrong of sessions, receipts and numbers.
    """
    await know(stage, SESSIONS)
    await stage.city.record(_priced())
    progress = Progress()
    cars = [Car(number, progress) for number in range(SESSIONS)]
    charging = [asyncio.create_task(one.charge(stage)) for one in cars]
    from_s = 0.0
    for blow in BLOWS:
        async with asyncio.timeout(PATIENCE_S):
            await progress.reach(int(blow * SESSIONS * MESSAGES))
        from_s = from_s or perf_counter()
        await stage.kill()
        await stage.start_again()
    await asyncio.gather(*charging)
    told = await _billed(stage)
    return Figure(
        value=round(perf_counter() - from_s, 1),
        unit="s until all was billed",
        lost=wrong(told, {one.watt_hours / 1_000 for one in cars}),
        rss_mb=stage.rss_mb(),
        aim="none lost, none billed twice",
    )


def wrong(told: Told, wanted: set[float]) -> int:
    """Count what is not there once.

    wanted: kWh of each session, all of them different
    """
    energies = Counter[object](one.value("energy") for one in told.sessions)
    billed = Counter[object](one.value("refEVChargingSession") for one in told.receipts)
    numbers = sorted(str(one.value("receiptNumber")) for one in told.receipts)
    in_order = [number.rpartition("-")[2] for number in numbers]
    return (
        _apart(energies, Counter(wanted))
        + _apart(billed, Counter(one.id for one in told.sessions))
        + _apart(Counter(in_order), Counter(_numbers(len(wanted))))
    )


def _apart(one: Counter[object], other: Counter[object]) -> int:
    return ((one - other) + (other - one)).total()


def _numbers(count: int) -> Iterator[str]:
    return (f"{number:06}" for number in range(1, count + 1))


async def _billed(stage: Stage) -> Told:
    """Wait until there is a receipt for each session, and return all there is."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            told = Told(
                list((await stage.city.entities("EVChargingSession")).values()),
                list((await stage.city.entities("EVChargingReceipt")).values()),
            )
            if len(told.receipts) >= SESSIONS:
                return told
            await asyncio.sleep(1)


def _priced() -> Iterator[Observation]:
    """State what a kWh costs, since before any of the sessions."""
    tariff = "urn:ngsi-ld:EVTariff:day"
    yield Observation(entity=tariff, attribute=TYPE, value=["EVTariff"], source=SOURCE)
    yield Observation(
        entity=tariff,
        attribute="definition",
        value=TARIFF,
        kind=Kind.JSON_PROPERTY,
        source=SOURCE,
        observed_at=SINCE,
    )
