"""How fast a town's lamps are switched, and how surely."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain
from time import perf_counter
from typing import Final
from uuid import UUID, uuid4, uuid5

import orjson

from mesto.bench.figure import Figure, percentile
from mesto.bench.stage import Stage
from mesto.bench.town import SPREAD
from mesto.gates.mqtt.gate import open_link
from mesto.kernel.model import LOCATION, TYPE, Command, Kind, Message, Observation
from mesto.kernel.plugin import Delivery, Line
from mesto.operations.commands.give_each import give_each

LAMPS: Final = 100_000
LINES: Final = 4  #: connections the lamps hang on
RECORDED: Final = 2_000  #: lamps by one statement
SILENT: Final = 50  #: lamps that never answer
DEAF: Final = 200  #: lamps that hear only what is sent a second time
STUCK: Final = 100  #: lamps that refuse
AGAIN_S: Final = 15.0
EXPIRES_AFTER_S: Final = 75.0
LOOK_S: Final = 0.2
ANSWERS_AT_ONCE: Final = 256


async def switching_100k(stage: Stage) -> Figure:
    """Switch 100,000 lamps at once; some are deaf, some refuse, some never answer.

    The value is how long it took until all had confirmed that can. What is not
    confirmed, failed or expired in the end, or was heard twice after it was
    confirmed, is lost.
    """
    await _found(stage)
    async with _lamps(stage) as lamps:
        await _reached(stage)
        lamps.heard.clear()
        cause = uuid4()
        orders = list(_switching(cause, range(LAMPS)))
        begun_s = perf_counter()
        refused = await give_each(stage.city, orders)
        given_s = perf_counter() - begun_s
        await _open_up_to(stage, SILENT)
        took_s = perf_counter() - begun_s
        await _open_up_to(stage, 0)
    ids = [one.id for one in orders]
    states, times_s = await _states(stage, ids), await _times_s(stage, ids)
    wanted = {"confirmed": LAMPS - SILENT - STUCK, "failed": STUCK, "expired": SILENT}
    missed = sum(abs(states[state] - count) for state, count in wanted.items())
    return Figure(
        value=round(took_s, 1),
        unit="s",
        p50_ms=percentile(times_s, 0.5),
        p99_ms=percentile(times_s, 0.99),
        lost=missed + len(refused) + lamps.doubled(cause),
        rss_mb=stage.rss_mb(),
        aim=f"≤ 60 s; given in {given_s:.1f} s",
    )


class Lamps:
    """Lamps on a broker: most of them obey."""

    def __init__(self) -> None:
        """Have heard nothing."""
        self.heard: Counter[str] = Counter()  #: by id of the command

    def answer(self, message: Message) -> Message | None:
        """Hear a command; return the answer, if there is one."""
        number = int(message.origin.split("/")[2])
        command = orjson.loads(message.payload)["id"]
        self.heard[command] += 1
        if number < SILENT or (number < SILENT + DEAF and self.heard[command] == 1):
            return None
        stuck = SILENT + DEAF <= number < SILENT + DEAF + STUCK
        said = {"id": command, "result": "stuck" if stuck else "ok"}
        return Message(
            payload=orjson.dumps(said),
            origin=message.origin.replace("/set", "/answer"),
            received_at=message.received_at,
        )

    def doubled(self, cause: UUID) -> int:
        """Return how many lamps were told again though they had answered."""
        return sum(self.heard[_id(cause, lamp)] > 1 for lamp in _answering())


def _answering() -> range:
    return range(SILENT + DEAF, LAMPS)


@asynccontextmanager
async def _lamps(stage: Stage) -> AsyncIterator[Lamps]:
    """Let the lamps hang on the embedded broker."""
    lamps = Lamps()

    async def hear(line: Line) -> None:
        async for delivery in line.deliveries():
            await _answer_all(lamps, line, delivery)

    async with open_link(stage.peer("lamps/+/+/set")) as line:
        hearing = asyncio.create_task(hear(line))
        yield lamps
        hearing.cancel()


async def _answer_all(lamps: Lamps, line: Line, delivery: Delivery) -> None:
    answers = (lamps.answer(message) for message in delivery.messages)
    said = [one for one in answers if one is not None]
    for start in range(0, len(said), ANSWERS_AT_ONCE):
        some = said[start : start + ANSWERS_AT_ONCE]
        await asyncio.gather(*map(line.send, some))
    await delivery.done()


def _switching(cause: UUID, lamps: Sequence[int]) -> Iterator[Command]:
    expires_at = datetime.now(UTC) + timedelta(seconds=EXPIRES_AFTER_S)
    for lamp in lamps:
        yield Command(
            id=_id(cause, lamp),
            entity=_urn(lamp),
            name="setDimLevel",
            value=0.7,
            expires_at=expires_at,
            source="bench",
            again_s=AGAIN_S,
        )


def _id(cause: UUID, lamp: int) -> str:
    return str(uuid5(cause, str(lamp)))


def _urn(lamp: int) -> str:
    return f"urn:ngsi-ld:Streetlight:{lamp}"


async def _found(stage: Stage) -> None:
    """Let there be lamps, each with its device, on a few connections."""
    connections = chain.from_iterable(map(_connection, range(LINES)))
    await stage.city.record(connections, current=True)
    for start in range(0, LAMPS, RECORDED):
        numbers = range(start, start + RECORDED)
        await stage.city.record(chain.from_iterable(map(_lamp, numbers)))


def _connection(line: int) -> Iterator[Observation]:
    urn = f"urn:ngsi-ld:Connection:lamps{line}"
    settings = {
        "topics": [f"lamps/{line}/+/answer"],
        "commands": {
            "setDimLevel": {
                "topic": f"lamps/{line}/{{serial}}/set",
                "payload": {"id": "{id}", "level": "{value}"},
            }
        },
        "answers": [
            {
                "topic": f"lamps/{line}/+/answer",
                "command": "id",
                "state": "result",
                "confirmed": ["ok"],
            }
        ],
    }
    yield _said(urn, TYPE, ["Connection"])
    yield _said(urn, "gate", "mqtt")
    yield _said(urn, "url", "mqtt://embedded")
    yield _said(urn, "settings", settings, Kind.JSON_PROPERTY)


def _lamp(number: int) -> Iterator[Observation]:
    west, south, east, north = SPREAD
    place = [
        west + (east - west) * (number % 1000) / 1000,
        south + (north - south) * (number // 1000) / (LAMPS // 1000),
    ]
    lamp, device = _urn(number), f"urn:ngsi-ld:Device:lamp{number}"
    yield _said(lamp, TYPE, ["Streetlight"])
    yield _said(
        lamp, LOCATION, {"type": "Point", "coordinates": place}, Kind.GEO_PROPERTY
    )
    yield _said(device, TYPE, ["Device"])
    yield _said(device, "serialNumber", str(number))
    yield _said(device, "controlledAsset", lamp, Kind.RELATIONSHIP)
    yield _said(device, "connection", f"lamps{number % LINES}")


def _said(
    urn: str, attribute: str, value: object, kind: Kind = Kind.PROPERTY
) -> Observation:
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source="bench"
    )


async def _reached(stage: Stage) -> None:
    """Wait until the lamps of every line can be told."""
    last = range(LAMPS - LINES, LAMPS)
    confirmed = 0
    while confirmed < LINES:
        probe = list(_switching(uuid4(), last))
        await give_each(stage.city, probe)
        await _open_up_to(stage, 0)
        confirmed = (await _states(stage, [one.id for one in probe]))["confirmed"]


async def _open_up_to(stage: Stage, number: int) -> None:
    """Wait until so many are neither confirmed nor failed nor expired."""
    left = await _open(stage)
    while left > number:
        await asyncio.sleep(LOOK_S)
        left = await _open(stage)


async def _open(stage: Stage) -> int:
    async with stage.city.bound() as connection:
        found = await connection.fetchval(
            "select count(*) from command where state in ('pending', 'sent')"
        )
    return int(found)


async def _states(stage: Stage, ids: Sequence[str]) -> Counter[str]:
    async with stage.city.bound() as connection:
        rows = await connection.fetch(
            "select state, count(*) from command where id = any($1::uuid[]) "
            "group by state",
            ids,
        )
    return Counter({row["state"]: row["count"] for row in rows})


async def _times_s(stage: Stage, ids: Sequence[str]) -> list[float]:
    """Return how long each that was confirmed took, s."""
    async with stage.city.bound() as connection:
        rows = await connection.fetch(
            "select extract(epoch from settled_at - created_at)::float8 "
            "from command where state = 'confirmed' and id = any($1::uuid[])",
            ids,
        )
    return [row[0] for row in rows]
