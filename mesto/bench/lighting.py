"""How fast a town's lamps are switched, and how surely; how soon light is ahead."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from time import perf_counter
from typing import Final
from uuid import uuid4, uuid5

import orjson

from mesto.bench import lamps
from mesto.bench.effort import efforts_s
from mesto.bench.figure import Figure, percentile, times
from mesto.bench.stage import TOWN, Stage
from mesto.bench.town import SPREAD
from mesto.domains.lighting.presence.definition import PRESENCE
from mesto.domains.lighting.presence.run import SOURCE
from mesto.kernel.chain.strands import OF_MUNICIPALITY
from mesto.kernel.model import LOCATION, TYPE, Kind, Message, Observation
from mesto.kernel.municipality import MUNICIPALITY, urn_of
from mesto.operations.audit.proof import seal_all
from mesto.operations.commands.give_each import give_each

SWITCHED: Final = 100_000  #: lamps
SILENT: Final = 50  #: of them never answer
DEAF: Final = 200  #: hear only what is sent a second time
STUCK: Final = 100  #: refuse
LASTS_S: Final = 75.0  #: then an order expires

STREETS: Final = 300
ALONG: Final = 100  #: lamps of a street
APART_M: Final = 30.0
LIT_M: Final = 90.0  #: ahead
EVENTS: Final = 1_000  #: a second, of who is seen
EVERY_S: Final = 2.1  #: a passer comes to the next lamp: 14 m/s
PASSERS: Final = int(EVENTS * EVERY_S)
WARM_S, RUSH_S = 60, 20  #: meanwhile streets are read, and what lies ahead is found
SENDERS: Final = 64
CPU_MS: Final = "ms of a core an event"
PATIENCE_S: Final = 3.0
M_PER_DEGREE: Final = 111_320  #: of latitude


async def switching_100k(stage: Stage) -> Figure:
    """Switch 100,000 lamps at once; some are deaf, some refuse, some never answer.

    The value is how long it took until all had confirmed that can. What is not
    confirmed, failed or expired in the end, or was told again to who had answered, is
    lost.
    """
    await lamps.found(stage, SWITCHED, lambda lamp: [_spread(lamp)])
    heard: Counter[str] = Counter()

    def obey(lamp: int, command: str) -> str | None:
        heard[command] += 1
        if lamp < SILENT or (lamp < SILENT + DEAF and heard[command] == 1):
            return None
        return "stuck" if SILENT + DEAF <= lamp < SILENT + DEAF + STUCK else "ok"

    async with lamps.hanging(stage, obey):
        await lamps.reached(stage, SWITCHED)
        cause = uuid4()
        ids = [str(uuid5(cause, str(lamp))) for lamp in range(SWITCHED)]
        begun_s = perf_counter()
        orders = [lamps.order(*one, 0.7, LASTS_S) for one in enumerate(ids)]
        refused = await give_each(stage.city, orders)
        given_s = perf_counter() - begun_s
        await lamps.settled(stage, but=SILENT)
        took_s = perf_counter() - begun_s
        await lamps.settled(stage)
    states = Counter(await lamps.ends(stage, ids))
    wanted = {"confirmed": SWITCHED - SILENT - STUCK, "failed": STUCK}
    missed = sum(count - states[state] for state, count in wanted.items())
    doubled = sum(heard[one] > 1 for one in ids[SILENT + DEAF :])
    times_s = await _times_s(stage, ids)
    return Figure(
        value=round(took_s, 1),
        unit="s",
        **times(times_s),
        lost=missed + doubled + len(refused) + abs(states["expired"] - SILENT),
        rss_mb=stage.rss_mb(),
        aim=f"≤ 60 s; given in {given_s:.1f} s",
    )


async def presence(stage: Stage) -> Figure:
    """Time from who is seen to the lamp ahead being told, at 1,000 seen a second.

    Passers go along streets, 14 m/s, one lamp of thirty metres after the other; each
    step tells one lamp to rise and one to rest. Its parts are what an event costs: on a
    busy machine they are worth more than the times.
    """
    await _streets(stage)
    await lamps.found(stage, STREETS * ALONG, _along)
    waited: dict[int, float] = {}  #: when its passer was seen, by lamp to be told
    times_s: list[float] = []
    wanted = 0

    def obey(lamp: int, _command: str) -> str:
        sent_s = waited.pop(lamp, None)
        if sent_s is not None:
            times_s.append(perf_counter() - sent_s)
        return "ok"

    async with lamps.hanging(stage, obey) as line:
        await lamps.reached(stage, STREETS * ALONG)
        await _let_follow(stage)
        begin_s = perf_counter()
        before = efforts_s(stage)

        async def walk(first: int) -> None:
            nonlocal wanted
            for number in range(first, EVENTS * (WARM_S + RUSH_S), SENDERS):
                due_s = number / EVENTS
                await asyncio.sleep(max(0.0, begin_s + due_s - perf_counter()))
                at, ahead = _step(*reversed(divmod(number, PASSERS)))
                if ahead is not None and due_s >= WARM_S:
                    waited[ahead] = perf_counter()
                    wanted += 1
                await line.send(_seen(at))

        await asyncio.gather(*(walk(first) for first in range(SENDERS)))
        walked_s = perf_counter() - begin_s
        await asyncio.sleep(PATIENCE_S)  # who is not told by then stays in the dark
        after = efforts_s(stage)
    events = EVENTS * (WARM_S + RUSH_S)
    pace = events / walked_s
    return Figure(
        value=round(percentile(times_s, 0.99), 1),
        unit="ms",
        **times(times_s),
        lost=wanted - len(times_s),
        rss_mb=stage.rss_mb(),
        aim=f"p99 ≤ 50 ms; at {pace:,.0f} events/s",
        parts={
            part: {CPU_MS: round(1000 * (end_s - before[part]) / events, 3)}
            for part, end_s in after.items()
        },
    )


def _step(passer: int, turn: int) -> tuple[int, int | None]:
    """Return which lamp a passer comes to, and which is lit ahead; None: none new."""
    street, place = passer % STREETS, passer // STREETS
    spread = ALONG * STREETS // PASSERS
    at = (place * spread + turn) % ALONG
    ahead = at + int(LIT_M // APART_M)
    known = turn >= 1 and at >= 1  # who was seen once goes either way
    lit = street * ALONG + ahead if known and ahead < ALONG else None
    return street * ALONG + at, lit


def _seen(lamp: int) -> Message:
    now = datetime.now(UTC)
    return Message(
        payload=orjson.dumps({"seen": True, "time": now.timestamp()}),
        origin=lamps.topic(lamp, "seen"),
        received_at=now,
    )


def _spread(lamp: int) -> Observation:
    west, south, east, north = SPREAD
    return lamps.placed(
        lamp,
        west + (east - west) * (lamp % 1000) / 1000,
        south + (north - south) * (lamp // 1000) / (SWITCHED // 1000),
    )


def _segment(street: int) -> str:
    return f"urn:ngsi-ld:RoadSegment:{street}"


def _line(street: int) -> list[tuple[float, float]]:
    west, south, *_ = SPREAD
    place = west + street / 1000
    return [(place, south), (place, south + ALONG * APART_M / M_PER_DEGREE)]


def _along(lamp: int) -> Iterator[Observation]:
    street, place = divmod(lamp, ALONG)
    segment, (longitude, latitude) = _segment(street), _line(street)[0]
    yield lamps.placed(lamp, longitude, latitude + place * APART_M / M_PER_DEGREE)
    yield lamps.said(lamps.urn(lamp), "refRoadSegment", segment, Kind.RELATIONSHIP)
    yield lamps.said(lamps.urn(lamp), "segmentPosition", place * APART_M)


async def _streets(stage: Stage) -> None:
    await stage.city.record([one for s in range(STREETS) for one in _street(s)])


def _street(street: int) -> Iterator[Observation]:
    line = {"type": "LineString", "coordinates": _line(street)}
    yield lamps.said(_segment(street), TYPE, ["RoadSegment"])
    yield lamps.said(_segment(street), LOCATION, line, Kind.GEO_PROPERTY)
    yield lamps.said(_segment(street), "startNode", f"s{street}")
    yield lamps.said(_segment(street), "endNode", f"e{street}")


async def _let_follow(stage: Stage) -> None:
    """Let light follow people in a town where it is midnight, until lamps rest."""
    hour = datetime.now(UTC).hour
    middle = {"type": "Point", "coordinates": [(540 - 15 * hour) % 360 - 180, 0.0]}
    town = urn_of(TOWN)
    await stage.city.record(
        [
            lamps.said(town, TYPE, [MUNICIPALITY]),
            lamps.said(town, "center", middle, Kind.GEO_PROPERTY),
        ]
    )
    follow = {
        "title": {"en": "People"},
        "ahead_m": LIT_M,
        "hold_s": 5,
        "fade_s": 0,
        "steps": 1,
    }
    entity = f"urn:ngsi-ld:{PRESENCE}:people"
    await stage.city.record(
        [
            lamps.said(entity, TYPE, [PRESENCE]),
            lamps.said(entity, "definition", follow, Kind.JSON_PROPERTY),
        ]
    )
    async with stage.city.bound() as connection:
        told = 0
        while told < STREETS * ALONG:
            await asyncio.sleep(lamps.LOOK_S)
            told = await connection.fetchval(
                "select count(*) from command where source = $1", SOURCE
            )
    await lamps.settled(stage)
    # what was founded just now keeps nobody busy
    await seal_all(stage.city.bound, OF_MUNICIPALITY)


async def _times_s(stage: Stage, ids: Sequence[str]) -> list[float]:
    """Return how long each that was confirmed took, s."""
    async with stage.city.bound() as connection:
        rows = await connection.fetch(
            "select extract(epoch from settled_at - created_at)::float8 "
            "from command where state = 'confirmed' and id = any($1::uuid[])",
            ids,
        )
    return [row[0] for row in rows]
