"""How fast what happens gets into the memory, and on to those who follow."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from random import Random
from time import perf_counter

import orjson

from mesto.bench import bare
from mesto.bench.figure import Figure, percentile, times
from mesto.bench.stage import TOWN, Stage
from mesto.bench.town import API, ATTRIBUTES, BATCH, CLIENTS, START, container, urn
from mesto.gates.mqtt.gate import open_link
from mesto.kernel.model import Message
from mesto.kernel.plugin import Line
from mesto.rim.upkeep import hear_other_processes

LOOK_S = 0.02
MOST_STILL = 500  #: looks without news: ten seconds


async def batch_upsert(stage: Stage) -> Figure:
    """Upsert batches of 1,000 entities with eight attributes each, four at a time."""
    random = Random(1)
    turns, clients = 6, 4
    bodies = [
        [
            orjson.dumps([container(c * BATCH + n, t, random) for n in range(BATCH)])
            for t in range(turns + 1)
        ]
        for c in range(clients)
    ]

    def request(client: int, turn: int) -> bytes:
        path = f"{API}/entityOperations/upsert"
        return stage.server.request("POST", path, bodies[client][turn])

    await stage.server.drive(request, clients=clients, turns=1)  # they come to exist
    drive = await stage.server.drive(
        lambda client, turn: request(client, turn + 1), clients=clients, turns=turns
    )
    per_second = drive.per_second * BATCH * ATTRIBUTES
    plain = await bare.write(stage, rows=BATCH * ATTRIBUTES, groups=12)
    found = await _count_since(stage, START + timedelta(seconds=1))
    expected = clients * turns * BATCH * (ATTRIBUTES - 1)
    return Figure(
        value=round(per_second),
        unit="attributes/s",
        **times(drive.times_s),
        ratio_to_bare=per_second / plain,
        lost=expected - found,
        rss_mb=stage.rss_mb(),
        aim="≥ 75,000, ≥ 0.5 of bare",
    )


async def patch(stage: Stage) -> Figure:
    """PATCH one attribute at a time by 64 clients."""
    turns = 300

    def request(client: int, turn: int) -> bytes:
        body = orjson.dumps({"type": "Property", "value": client * turns + turn})
        path = f"{API}/entities/{urn(client)}/attrs/level0"
        return stage.server.request("PATCH", path, body)

    drive = await stage.server.drive(request, clients=CLIENTS, turns=turns)
    plain = await bare.write(stage, rows=CLIENTS // 2, groups=400)
    return Figure(
        value=round(drive.per_second),
        unit="requests/s",
        **times(drive.times_s),
        ratio_to_bare=drive.per_second / plain,
        lost=CLIENTS * turns - drive.statuses[204],
        rss_mb=stage.rss_mb(),
        aim="≥ 8,000",
    )


async def mqtt_ingest(stage: Stage) -> Figure:
    """Publish at QoS 1 to the embedded broker until all is in the ledger.

    The times are those of messages sent one after the other: with many on their way a
    message waits for those before it, which is the other side of the pace.
    """
    alone, together, at_once = 1_000, 40_000, 256
    numbers = count()
    async with open_link(stage.peer("nothing/here")) as line:
        await _connect_mqtt(stage, line)
        times_s = await _publish(line, islice(numbers, alone))
        start_s = perf_counter()
        rest = islice(numbers, together)
        await asyncio.gather(*(_publish(line, rest) for _ in range(at_once)))
        sent = 1 + alone + together
        found = await _settled(lambda: _count_attribute(stage, "benchLevel"), sent)
        elapsed_s = perf_counter() - start_s
    per_second = together / elapsed_s
    plain = await bare.write(stage, rows=1000, groups=30)
    return Figure(
        value=round(per_second),
        unit="messages/s",
        **times(times_s),
        ratio_to_bare=per_second / plain,
        lost=sent - found,
        rss_mb=stage.rss_mb(),
        aim="≥ 20,000",
    )


async def _publish(line: Line, numbers: Iterable[int]) -> list[float]:
    """Send a message for each number; return how long the broker took to answer, s."""
    times_s = []
    for n in numbers:
        payload = orjson.dumps({"level": n, "time": START.timestamp() + n})
        message = Message(
            payload=payload, origin=f"bench/{n % 500}", received_at=datetime.now(UTC)
        )
        sent_s = perf_counter()
        await line.send(message)
        times_s.append(perf_counter() - sent_s)
    return times_s


async def follow_latency(stage: Stage) -> Figure:
    """Time from the answer to a follower having it, at half the speed of `patch`."""
    times_s: list[float] = []
    rate, count = 4000, 8000
    sent: dict[object, float] = {}

    async def follow() -> None:
        async for batch in await stage.city.follow_now():
            seen_s = perf_counter()
            for event in batch:
                start_s = sent.pop(event.observation.value, None)
                if start_s is not None:
                    times_s.append(seen_s - start_s)
            if len(times_s) >= count:
                return

    waking = asyncio.create_task(
        hear_other_processes(stage.city.database, {TOWN: stage.city})
    )
    following = asyncio.create_task(follow())
    callers = [await stage.server.caller() for _ in range(CLIENTS)]
    begin_s = perf_counter()

    async def write(client: int) -> None:
        for turn in range(count // CLIENTS):
            number = client * count + turn + 0.5
            due_s = begin_s + (turn * CLIENTS + client) / rate
            await asyncio.sleep(max(0.0, due_s - perf_counter()))
            body = orjson.dumps({"type": "Property", "value": number})
            path = f"{API}/entities/{urn(client)}/attrs/level1"
            sent[number] = perf_counter()
            await callers[client].ask(stage.server.request("PATCH", path, body))

    await asyncio.gather(*(write(client) for client in range(CLIENTS)))
    with suppress(TimeoutError):  # what is not seen by then is counted as lost
        await asyncio.wait_for(following, 10)
    waking.cancel()
    for caller in callers:
        caller.close()
    return Figure(
        value=round(percentile(times_s, 0.99), 2),
        unit="ms",
        p50_ms=percentile(times_s, 0.5),
        p99_ms=percentile(times_s, 0.99),
        lost=count // CLIENTS * CLIENTS - len(times_s),
        rss_mb=stage.rss_mb(),
        aim="p99 ≤ 50 ms",
    )


async def _connect_mqtt(stage: Stage, line: Line) -> None:
    """Configure a connection to the embedded broker, and wait until it listens.

    Said until it is heard, one message leaves one observation.
    """
    mapping = {
        "topic": "bench/{id}",
        "entity": "urn:ngsi-ld:Bench:{$topic.id}",
        "type": "Bench",
        "time": "time",
        "clock": {"format": "epoch_s"},
        "attributes": [{"name": "benchLevel", "path": "level"}],
    }
    connection = {
        "id": "urn:ngsi-ld:Connection:bench",
        "type": "Connection",
        "gate": {"type": "Property", "value": "mqtt"},
        "url": {"type": "Property", "value": "mqtt://embedded"},
        "settings": {
            "type": "JsonProperty",
            "json": {"topics": ["bench/#"], "mappings": [mapping]},
        },
    }
    body = orjson.dumps([connection])
    await stage.server.ask("POST", f"{API}/entityOperations/upsert", body)
    while not await _count_attribute(stage, "benchLevel"):
        await _publish(line, [-1])
        await asyncio.sleep(0.1)


async def _count_since(stage: Stage, start: datetime) -> int:
    """Count what the batches left in the ledger."""
    async with stage.city.bound() as connection:
        found = await connection.fetchval(
            "select count(*) from ledger where observed_at >= $1 and observed_at < $2",
            start,
            start + timedelta(hours=1),
        )
    return int(found)


async def _count_attribute(stage: Stage, attribute: str) -> int:
    """Count the observations of an attribute."""
    async with stage.city.bound() as connection:
        found = await connection.fetchval(
            "select count(*) from ledger l join attribute a on a.id = l.attribute "
            "where a.name = $1",
            attribute,
        )
    return int(found)


async def _settled(look: Callable[[], Awaitable[int]], wanted: int) -> int:
    """Look until `wanted` is there, or nothing more comes; return what is there."""
    last, still = -1, 0
    while last < wanted and still < MOST_STILL:
        found = await look()
        still = still + 1 if found == last else 0
        last = found
        await asyncio.sleep(LOOK_S)
    return last
