"""How fast a town acts by itself, and how it stands a storm of alarms."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from time import perf_counter

import orjson

from mesto.bench.figure import Figure, percentile, times
from mesto.bench.stage import TOWN, Stage
from mesto.bench.town import API, SPREAD
from mesto.gates.mqtt.gate import open_link
from mesto.kernel.model import (
    LOCATION,
    TYPE,
    Entity,
    Kind,
    Message,
    Observation,
    Value,
)
from mesto.kernel.plugin import Line
from mesto.operations.alarms.alert import Alert, raise_alert

SCENARIOS = 500
KINDS = 10  #: of assets; each message may set off the scenarios about its kind
RATE = 2_000  #: messages a second
SENDERS = 64
ALONE = 40  #: scenarios that act while nothing else happens; the others act in the rush
RUSH_S = 20
PATIENCE_S = 30.0
STORM = 50_000  #: alarms
STORM_S = 60
ALARM_LISTS = 100  #: asked of the quiet town
CALM, FULL = 0.1, 0.9


async def reaction_alone(stage: Stage) -> Figure:
    """Time from a message to the receiver being told, in a quiet town of scenarios."""
    await _found(stage)
    async with open_link(stage.peer("nothing/here")) as line, _told(stage) as told:
        await _connect(stage, line)
        for number in range(ALONE):
            await _fill(line, number, told)
            await told.arrived(number + 1)
    return _figure(stage, told, ALONE)


async def reaction(stage: Stage) -> Figure:
    """Time from a message to the receiver being told, at 2,000 messages a second."""
    wanted = SCENARIOS - ALONE
    every = RATE * RUSH_S // wanted
    begin_s = perf_counter()
    async with open_link(stage.peer("nothing/here")) as line, _told(stage) as told:

        async def send(first: int) -> None:
            for number in range(first, RATE * RUSH_S, SENDERS):
                due_s = begin_s + number / RATE
                await asyncio.sleep(max(0.0, due_s - perf_counter()))
                turn, rest = divmod(number, every)
                if rest == 0 and turn < wanted:
                    await _fill(line, ALONE + turn, told)
                else:
                    await line.send(_message(number % ALONE, CALM))

        await asyncio.gather(*(send(first) for first in range(SENDERS)))
        sent_s = perf_counter() - begin_s
        with suppress(TimeoutError):  # what is not told by then is counted as lost
            await told.arrived(wanted)
    pace = f"at {RATE * RUSH_S / sent_s:,.0f} messages/s"
    return _figure(stage, told, wanted, f"p99 ≤ 300 ms; {pace}")


async def alarm_list(stage: Stage) -> Figure:
    """Ask for the list of alarms in a quiet town."""
    drive = await stage.server.drive(
        lambda _client, _turn: _asking(stage), clients=1, turns=ALARM_LISTS
    )
    return Figure(
        value=round(percentile(drive.times_s, 0.5), 2),
        unit="ms",
        **times(drive.times_s),
        rss_mb=stage.rss_mb(),
    )


async def alarm_storm(stage: Stage) -> Figure:
    """Ask for the list of alarms while 50,000 are raised in a minute; who is told."""
    await _tell_of_alarms(stage)
    times_s: list[float] = []
    caller = await stage.server.caller()
    async with _told(stage) as told:
        storm = asyncio.create_task(_storm(stage))
        while not storm.done():
            asked_s = perf_counter()
            await caller.ask(_asking(stage))
            times_s.append(perf_counter() - asked_s)
        took_s = await storm
        with suppress(TimeoutError):
            await asyncio.wait_for(told.news.wait(), PATIENCE_S)
    caller.close()
    return Figure(
        value=told.messages,
        unit="messages",
        **times(times_s),
        rss_mb=stage.rss_mb(),
        aim=f"some, of {STORM:,} alarms in {took_s:.0f} s",
    )


class Told:
    """What a receiver was told, and how long after it was set off, s."""

    def __init__(self) -> None:
        """Nothing was told."""
        self.sent_s: dict[str, float] = {}  #: by scenario
        self.times_s: list[float] = []
        self.messages = 0
        self.news = asyncio.Event()

    def hear(self, message: Message) -> None:
        """Note that a message came; a notice has the name of its scenario as topic."""
        self.messages += 1
        sent_s = self.sent_s.pop(message.origin.rpartition("/")[2], None)
        if sent_s is not None:
            self.times_s.append(perf_counter() - sent_s)
        self.news.set()

    async def arrived(self, number: int) -> None:
        """Wait for so many; raises TimeoutError where no more come for long."""
        while len(self.times_s) < number:
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), PATIENCE_S)


@asynccontextmanager
async def _told(stage: Stage) -> AsyncIterator[Told]:
    """Lend a receiver of what is told by the town's own broker."""
    told = Told()

    async def hear(line: Line) -> None:
        async for delivery in line.deliveries():
            for message in delivery.messages:
                told.hear(message)
            await delivery.done()

    async with open_link(stage.peer("told/#")) as line:
        hearing = asyncio.create_task(hear(line))
        yield told
        hearing.cancel()


def _figure(stage: Stage, told: Told, wanted: int, aim: str = "") -> Figure:
    return Figure(
        value=round(percentile(told.times_s, 0.99), 1),
        unit="ms",
        **times(told.times_s),
        lost=wanted - len(told.times_s),
        rss_mb=stage.rss_mb(),
        aim=aim,
    )


def _asking(stage: Stage) -> bytes:
    return stage.server.request("GET", f"/api/{TOWN}/alarms")


def _message(number: int, level: float) -> Message:
    now = datetime.now(UTC)
    return Message(
        payload=orjson.dumps({"level": level, "time": now.timestamp()}),
        origin=f"kinds/{number % KINDS}/{number}",
        received_at=now,
    )


async def _fill(line: Line, number: int, told: Told) -> None:
    """Let an asset be full, which its own scenario tells of."""
    told.sent_s[str(number)] = perf_counter()
    await line.send(_message(number, FULL))


async def _found(stage: Stage) -> None:
    """Let there be assets, and for each a scenario and a channel of its own."""
    for numbers in _hundreds(SCENARIOS):
        await stage.city.record([one for number in numbers for one in _asset(number)])
    for numbers in _hundreds(SCENARIOS):
        await stage.city.record([one for n in numbers for one in _scenario(n)])


def _hundreds(most: int) -> Iterator[range]:
    return (range(first, min(most, first + 100)) for first in range(0, most, 100))


def _asset(number: int) -> Iterator[Observation]:
    urn, kind = _urn(number), f"Kind{number % KINDS}"
    west, south, *_ = SPREAD
    place = [west + number / 10_000, south]
    yield _said(urn, TYPE, [kind])
    yield _said(urn, LOCATION, {"type": "Point", "coordinates": place})
    yield _said(urn, "benchLevel", CALM)


def _scenario(number: int) -> Iterator[Observation]:
    channel = f"urn:ngsi-ld:NotificationChannel:b{number}"
    yield _said(channel, TYPE, ["NotificationChannel"])
    yield _said(channel, "kind", "mqtt")
    yield _said(channel, "settings", {"topic": f"told/{number}"})
    scenario = f"urn:ngsi-ld:Scenario:b{number}"
    yield _said(scenario, TYPE, ["Scenario"])
    yield _said(scenario, "stage", "active")
    yield _said(scenario, "definition", _definition(number))


def _definition(number: int) -> dict[str, Value]:
    return {
        "title": {"en": f"Full {number}"},
        "scope": {"types": [f"Kind{number % KINDS}"], "urns": [_urn(number)]},
        "triggers": [{"is": "threshold", "attribute": "benchLevel", "above": 0.5}],
        "conditions": [{"is": "expression", "that": "entity.benchLevel > 0.5"}],
        "actions": [
            {
                "is": "notify",
                "to": [f"channel:b{number}"],
                "subject": {"en": "{{ value }}"},
            }
        ],
    }


def _urn(number: int) -> str:
    return f"urn:ngsi-ld:Kind{number % KINDS}:{number}"


def _said(urn: str, attribute: str, value: Value) -> Observation:
    kind = Kind.GEO_PROPERTY if attribute == LOCATION else Kind.PROPERTY
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source="bench"
    )


async def _connect(stage: Stage, line: Line) -> None:
    """Configure what reads the messages of each kind, and wait until it listens."""
    mappings = [
        {
            "topic": f"kinds/{kind}/{{id}}",
            "entity": f"urn:ngsi-ld:Kind{kind}:{{$topic.id}}",
            "type": f"Kind{kind}",
            "time": "time",
            "clock": {"format": "epoch_s"},
            "attributes": [{"name": "benchLevel", "path": "level"}],
        }
        for kind in range(KINDS)
    ]
    connection = {
        "id": "urn:ngsi-ld:Connection:kinds",
        "type": "Connection",
        "gate": {"type": "Property", "value": "mqtt"},
        "url": {"type": "Property", "value": "mqtt://embedded"},
        "settings": {
            "type": "JsonProperty",
            "json": {"topics": ["kinds/#"], "mappings": mappings},
        },
    }
    body = orjson.dumps([connection])
    await stage.server.ask("POST", f"{API}/entityOperations/upsert", body)
    first = _urn(0)
    while (await stage.city.present([first]))[first].value("benchLevel") == CALM:
        await line.send(_message(0, CALM / 2))
        await asyncio.sleep(0.1)


async def _tell_of_alarms(stage: Stage) -> None:
    """Let one receiver be told of every severe alarm at once."""
    policy = {
        "title": "All",
        "severities": ["high", "critical"],
        "steps": [{"after_min": 0, "tell": ["channel:b0"]}],
    }
    body = orjson.dumps({"definition": policy, "version": 0})
    path = f"/api/{TOWN}/escalation/policies/all"
    status, said = await stage.server.ask("PUT", path, body)
    assert status == HTTPStatus.OK, said


async def _storm(stage: Stage) -> float:
    """Raise the alarms of a storm evenly over its time; return how long it took, s."""
    urns = [_urn(number) for number in range(SCENARIOS)]
    known = list((await stage.city.present(urns)).values())
    begin_s = perf_counter()
    for numbers in _hundreds(STORM):
        due_s = begin_s + numbers[0] * STORM_S / STORM
        await asyncio.sleep(max(0.0, due_s - perf_counter()))
        await stage.city.record(list(_alarms(numbers, known)))
    return perf_counter() - begin_s


def _alarms(numbers: Sequence[int], known: Sequence[Entity]) -> Iterator[Observation]:
    now = datetime.now(UTC)
    for number in numbers:
        alert = Alert(
            rule=f"storm:{number}", severity="high", description={"en": "Dark"}
        )
        about = known[number % len(known)]
        yield from raise_alert(alert, about, at=now, source="bench")
