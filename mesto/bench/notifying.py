"""How soon who subscribed by NGSI-LD is told, and what that takes.

One of ten subscriptions hears of what happens, all on one web server here. Each is
about an entity of its own, as an application's are about its own assets.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter, process_time
from typing import Final

import orjson
from aiohttp import web

from mesto.bench.effort import MESTO, POSTGRESQL, efforts_s
from mesto.bench.figure import Figure, percentile, times
from mesto.bench.stage import Stage
from mesto.bench.town import API, START, urn
from mesto.gates.ngsi_ld.context import CORE
from mesto.gates.ngsi_ld.subscriptions.happened import Change, Happening
from mesto.gates.ngsi_ld.subscriptions.matching import Index
from mesto.gates.ngsi_ld.subscriptions.model import Trigger
from mesto.gates.ngsi_ld.subscriptions.read import read_wish
from mesto.kernel.model import Attribute, Entity, Kind

KIND: Final = "BenchMeter"
SUBSCRIPTIONS: Final = 1_000
MATCHING: Final = 100
PER_S: Final = 5_000  #: updates
TOGETHER: Final = 100  #: of one request
LAST_S: Final = 10
CALLERS: Final = 10  #: each with entities of its own, so that their values grow
PATIENCE_S: Final = 120.0  #: for the last notification
CROWDS: Final = (10, 100, 1_000, 10_000, 100_000)  #: subscriptions
ASKED: Final = 2_000  #: happenings held against each crowd
PARTS: Final = (MESTO, POSTGRESQL)


@dataclass
class Heard:
    """What was told, and how long after the request that made it so."""

    sent_s: dict[int, float] = field(default_factory=dict)  #: by value
    took_s: list[float] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)  #: value told of each entity
    wanted: dict[str, int] = field(default_factory=dict)  #: value sent of it
    disordered: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self, request: web.Request) -> web.Response:
        """Take one notification."""
        came_s = perf_counter()
        for entity in orjson.loads(await request.read())["data"]:
            of, value = entity["id"], entity["level"]["value"]
            self.disordered += value < self.last.get(of, value)
            self.last[of] = value
            self.took_s.append(came_s - self.sent_s[value])
        self.news.set()
        return web.Response()

    async def settled(self) -> None:
        """Wait until the last value of each was told; what is not by then is lost."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while self.lost:
                    self.news.clear()
                    await self.news.wait()

    @property
    def lost(self) -> int:
        """How many entities have a last value that was not told."""
        return sum(self.last.get(of) != value for of, value in self.wanted.items())


@dataclass(frozen=True, kw_only=True)
class Phase:
    """How updates went for a while."""

    elapsed_s: float
    times_s: list[float]  #: until each request was answered
    busy_s: Mapping[str, float]  #: of a processor, by part

    @property
    def per_s(self) -> float:
        """Updates a second."""
        return len(self.times_s) * TOGETHER / self.elapsed_s

    def row(self) -> dict[str, float]:
        """Return it as a row of a table."""
        return {
            "updates/s": round(self.per_s),
            "answer p50 ms": round(percentile(self.times_s, 0.5), 1),
            "answer p99 ms": round(percentile(self.times_s, 0.99), 1),
            **{
                f"{part}, cores": round(self.busy_s.get(part, 0.0) / self.elapsed_s, 3)
                for part in PARTS
            },
        }


async def notifications(stage: Stage) -> Figure:
    """Update 5,000 a second with 1,000 subscriptions, one in ten of which hears of it.

    The same updates are made before anybody subscribed. What a notification takes of a
    processor is told beside the times, which depend on what else the machine does.
    """
    heard, numbers = Heard(), itertools.count(1)
    await _update(stage, heard, numbers, seconds=1)  # they come to exist
    alone = await _phase(stage, heard, numbers)
    async with _listening(heard) as url:
        for number in range(SUBSCRIPTIONS):
            await _subscribe(stage, url, number)
        await _update(stage, heard, numbers, seconds=1)
        await heard.settled()
        heard.took_s.clear()
        told = await _phase(stage, heard, numbers, heard)
    count = len(heard.took_s)
    assert not heard.disordered, f"{heard.disordered} were told out of order"
    each = {
        part: 1000 * (told.busy_s.get(part, 0.0) - alone.busy_s.get(part, 0.0)) / count
        for part in PARTS
    }
    return Figure(
        value=round(percentile(heard.took_s, 0.99)),
        unit="ms p99",
        **times(heard.took_s),
        ratio_to_bare=told.per_s / alone.per_s,
        lost=heard.lost,
        rss_mb=stage.rss_mb(),
        aim="p99 ≤ 200 ms, ≥ 0.85 of the updates alone; CPU of one: "
        + ", ".join(f"{part} {ms:.2f} ms" for part, ms in each.items()),
        parts={
            "nobody subscribed": {**alone.row(), "told/s": 0.0},
            "1,000 did": {**told.row(), "told/s": round(count / told.elapsed_s)},
        },
    )


async def matching(_stage: Stage) -> Figure:
    """Hold what happens against ever more subscriptions; CPU time of one happening."""
    parts = {}
    for crowd in CROWDS:
        index = Index()
        for number in range(crowd):
            index.put(f"{number}", read_wish(_wish("http://x/", number), CORE, CORE))
        happenings = [_happening(number * 7 % crowd) for number in range(ASKED)]
        begin_s = process_time()
        found = sum(len(list(index.wanting(one, START))) for one in happenings)
        elapsed_s = process_time() - begin_s
        assert found == ASKED, f"{found} of {ASKED}"
        parts[f"{crowd:,} subscriptions"] = {"µs": round(1e6 * elapsed_s / ASKED, 1)}
    first, *_, last = (part["µs"] for part in parts.values())
    return Figure(
        value=round(last / first, 2),
        unit=f"× from {CROWDS[0]} to {CROWDS[-1]:,}",
        aim="far below 10,000",
        parts=parts,
    )


async def _phase(
    stage: Stage, heard: Heard, numbers: Iterator[int], until: Heard | None = None
) -> Phase:
    """Update for a while, and return how it went.

    until: what was told belongs to it
    """
    before_s = efforts_s(stage)
    begin_s = perf_counter()
    times_s = await _update(stage, heard, numbers, seconds=LAST_S)
    elapsed_s = perf_counter() - begin_s
    if until is not None:
        await until.settled()
    after_s = efforts_s(stage)
    busy_s = {part: after_s[part] - before_s[part] for part in after_s}
    return Phase(elapsed_s=elapsed_s, times_s=times_s, busy_s=busy_s)


async def _update(
    stage: Stage, heard: Heard, numbers: Iterator[int], *, seconds: int
) -> list[float]:
    """Update at the pace; return how long each request took to be answered, s."""
    callers = [await stage.server.caller() for _ in range(CALLERS)]
    times_s: list[float] = []
    begin_s = perf_counter()

    async def send(first: int) -> None:
        for turn in range(first, PER_S * seconds // TOGETHER, CALLERS):
            due_s = begin_s + turn * TOGETHER / PER_S
            await asyncio.sleep(max(0.0, due_s - perf_counter()))
            sent_s = perf_counter()
            body = orjson.dumps(list(_updates(heard, numbers, turn, sent_s)))
            path = f"{API}/entityOperations/upsert"
            status, said = await callers[first].ask(
                stage.server.request("POST", path, body)
            )
            assert status in (201, 204), said
            times_s.append(perf_counter() - sent_s)

    await asyncio.gather(*(send(first) for first in range(CALLERS)))
    for caller in callers:
        caller.close()
    return times_s


def _updates(
    heard: Heard, numbers: Iterator[int], turn: int, sent_s: float
) -> Iterator[dict[str, object]]:
    """Yield one request's: those that somebody wants to hear of are above zero."""
    for place in range(TOGETHER):
        which = (turn * TOGETHER + place) % SUBSCRIPTIONS
        value = next(numbers)
        if which % (SUBSCRIPTIONS // MATCHING) == 0:
            heard.sent_s[value] = sent_s
            heard.wanted[urn(which, KIND)] = value
        else:
            value = -value
        yield {"id": urn(which, KIND), "type": KIND, "level": {"value": value}}


@asynccontextmanager
async def _listening(heard: Heard) -> AsyncIterator[str]:
    """Serve who is told, and say where."""
    app = web.Application()
    app.router.add_post("/{which}", heard.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def _subscribe(stage: Stage, url: str, number: int) -> None:
    body = orjson.dumps(_wish(url, number))
    status, said = await stage.server.ask("POST", f"{API}/subscriptions", body)
    assert status == 201, said  # created


def _wish(url: str, number: int) -> dict[str, object]:
    return {
        "type": "Subscription",
        "entities": [{"type": KIND, "id": urn(number, KIND)}],
        "watchedAttributes": ["level"],
        "q": "level>0",
        "notification": {"endpoint": {"uri": f"{url}{number}"}},
    }


def _happening(number: int) -> Happening:
    at = START + timedelta(seconds=1)
    level = Attribute(
        name="level",
        value=1,
        kind=Kind.PROPERTY,
        position=1,
        observed_at=None,
        created_at=START,
        modified_at=at,
        source="bench",
    )
    entity = Entity(
        id=urn(number, KIND),
        types=(KIND,),
        scopes=(),
        created_at=START,
        modified_at=at,
        attributes=(level,),
    )
    change = Change(Trigger.ATTRIBUTE_UPDATED, "level", None, level)
    return Happening(entity=entity, at=at, changes=(change,))
