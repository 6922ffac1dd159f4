"""Lamps on the embedded broker, which are told things and answer.

Orders and answers go by QoS 0: what is not confirmed is told again. What lamps say by
themselves, nobody asks for again, and it goes by QoS 1.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Final
from uuid import uuid4

import orjson

from mesto.bench.stage import Stage
from mesto.gates.mqtt.codec import UNANSWERED
from mesto.gates.mqtt.gate import open_link
from mesto.kernel.model import (
    LOCATION,
    TYPE,
    Command,
    Kind,
    Message,
    Observation,
    State,
    Value,
)
from mesto.kernel.plugin import Delivery, Line
from mesto.operations.commands.give_each import give_each

LINES: Final = 4  #: connections the lamps hang on
RECORDED: Final = 2_000  #: lamps by one statement
ANSWERS_AT_ONCE: Final = 256
LOOK_S: Final = 0.2
OPEN: Final = (State.PENDING, State.SENT)

#: What a lamp answers to a command of an id: a word, or None where it says nothing.
Obey = Callable[[int, str], str | None]


def urn(lamp: int) -> str:
    """Name a lamp."""
    return f"urn:ngsi-ld:Streetlight:{lamp}"


def topic(lamp: int, part: str) -> str:
    """Return where a lamp hears, or is heard."""
    return f"lamps/{lamp % LINES}/{lamp}/{part}"


def said(
    entity: str, attribute: str, value: Value, kind: Kind = Kind.PROPERTY
) -> Observation:
    """State something."""
    return Observation(
        entity=entity, attribute=attribute, value=value, kind=kind, source="bench"
    )


async def found(
    stage: Stage, lamps: int, about: Callable[[int], Iterable[Observation]]
) -> None:
    """Let there be lamps, each with its device, on a few connections.

    about: what else is said of a lamp, by its number
    """
    connections = chain.from_iterable(map(_connection, range(LINES)))
    await stage.city.record(connections, current=True)
    for start in range(0, lamps, RECORDED):
        some = range(start, min(lamps, start + RECORDED))
        seen = ((*_lamp(number), *about(number)) for number in some)
        await stage.city.record(chain.from_iterable(seen))
    async with stage.city.database.owner() as connection:
        await connection.execute("analyze")


@asynccontextmanager
async def hanging(stage: Stage, obey: Obey) -> AsyncIterator[Line]:
    """Let the lamps hang on the broker; lend the line by which they all speak."""

    async def hear(line: Line) -> None:
        async for delivery in line.deliveries():
            await _answer_all(line, obey, delivery)

    async with open_link(stage.peer("lamps/+/+/set")) as line:
        hearing = asyncio.create_task(hear(line))
        yield line
        hearing.cancel()


async def reached(stage: Stage, lamps: int) -> None:
    """Wait until the lamps of every line can be told."""
    last = range(lamps - LINES, lamps)
    confirmed = 0
    while confirmed < LINES:
        orders = [order(lamp, str(uuid4()), 1.0) for lamp in last]
        await give_each(stage.city, orders)
        await settled(stage)
        confirmed = (await ends(stage, [one.id for one in orders])).count("confirmed")


def order(lamp: int, number: str, level: float, lasts_s: float = 60) -> Command:
    """Return the order to a lamp to take a level, share of the full light."""
    return Command(
        id=number,
        entity=urn(lamp),
        name="setDimLevel",
        value=level,
        expires_at=datetime.now(UTC) + timedelta(seconds=lasts_s),
        source="bench",
        again_s=15.0,
    )


async def settled(stage: Stage, but: int = 0) -> None:
    """Wait until all commands have ended, but so many."""
    left = but + 1
    while left > but:
        await asyncio.sleep(LOOK_S)
        async with stage.city.bound() as connection:
            left = await connection.fetchval(
                "select count(*) from command where state = any($1)", OPEN
            )


async def ends(stage: Stage, ids: Iterable[str]) -> list[str]:
    """Return how commands stand."""
    async with stage.city.bound() as connection:
        rows = await connection.fetch(
            "select state from command where id = any($1::uuid[])", list(ids)
        )
    return [row["state"] for row in rows]


async def _answer_all(line: Line, obey: Obey, delivery: Delivery) -> None:
    answers = (_answer(obey, message) for message in delivery.messages)
    told = [one for one in answers if one is not None]
    for start in range(0, len(told), ANSWERS_AT_ONCE):
        some = told[start : start + ANSWERS_AT_ONCE]
        await asyncio.gather(*map(line.send, some))
    await delivery.done()


def _answer(obey: Obey, message: Message) -> Message | None:
    lamp = int(message.origin.split("/")[2])
    command = orjson.loads(message.payload)["id"]
    result = obey(lamp, command)
    if result is None:
        return None
    return Message(
        payload=orjson.dumps({"id": command, "result": result}),
        origin=topic(lamp, "answer"),
        received_at=message.received_at,
        headers=UNANSWERED,
    )


def _connection(line: int) -> Iterator[Observation]:
    entity = f"urn:ngsi-ld:Connection:lamps{line}"
    told = {"topic": f"lamps/{line}/{{serial}}/set"}
    answers = {"topic": f"lamps/{line}/+/answer", "command": "id", "state": "result"}
    seen = {
        "topic": f"lamps/{line}/{{id}}/seen",
        "entity": "urn:ngsi-ld:Streetlight:{$topic.id}",
        "type": "Streetlight",
        "time": "time",
        "clock": {"format": "epoch_s"},
        "attributes": [{"name": "presence", "path": "seen"}],
    }
    settings = {
        "topics": [f"lamps/{line}/+/answer", f"lamps/{line}/+/seen"],
        "commands": {
            "setDimLevel": {
                **told,
                "payload": {"id": "{id}", "level": "{value}"},
                "qos": 0,
            }
        },
        "answers": [answers],
        "mappings": [seen],
    }
    yield said(entity, TYPE, ["Connection"])
    yield said(entity, "gate", "mqtt")
    yield said(entity, "url", "mqtt://embedded")
    yield said(entity, "settings", settings, Kind.JSON_PROPERTY)


def _lamp(lamp: int) -> Iterator[Observation]:
    device = f"urn:ngsi-ld:Device:lamp{lamp}"
    yield said(urn(lamp), TYPE, ["Streetlight"])
    yield said(device, TYPE, ["Device"])
    yield said(device, "serialNumber", str(lamp))
    yield said(device, "controlledAsset", urn(lamp), Kind.RELATIONSHIP)
    yield said(device, "connection", f"lamps{lamp % LINES}")


def placed(lamp: int, longitude: float, latitude: float) -> Observation:
    """Say where a lamp stands, degrees."""
    place = {"type": "Point", "coordinates": [longitude, latitude]}
    return said(urn(lamp), LOCATION, place, Kind.GEO_PROPERTY)
