"""How many charging stations one process of the product can hear, and at what cost.

Stations are lean WebSocket clients of the same machine, and every answer comes after
the commit. What counts is processor time; the server and PostgreSQL stand apart.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from time import perf_counter
from typing import Final

from mesto.bench import bare
from mesto.bench.effort import MESTO, POSTGRESQL, efforts_s
from mesto.bench.figure import Figure, percentile, times
from mesto.bench.stage import Stage
from mesto.bench.stations import Station, arrive, begin, come, know, meters

TALKING: Final = 500  #: stations that say something all the time
TURNS: Final = 40  #: messages of each
CROWD: Final = 2_000
RESTED: Final = 1_000
TOWNFUL: Final = 5_000
EVERY_S: Final = 30.0  #: each of them says something
ROUNDS: Final = 2  #: messages of each
ROWS: Final = 2  #: observations of a message of a meter
A_MESSAGE: Final = "µs a message"
OF_A_CORE: Final = "% of a core"


async def messages(stage: Stage) -> Figure:
    """Read meters of 500 sessions, each reading durable before its answer.

    The value counts all that the server's process does meanwhile, its followers
    included; what PostgreSQL and the others do stands beside it, and what both come to.
    What the stations take, which are this process, is counted in neither.
    """
    await know(stage, TALKING)
    async with AsyncExitStack() as stack:
        lines = await arrive(stage, stack, 0, TALKING)
        begun = await asyncio.gather(*(begin(one) for one in lines))
        before, from_s = efforts_s(stage), perf_counter()
        talks = zip(lines, begun, strict=True)
        await asyncio.gather(*(_talk(one, number) for one, number in talks))
        spent = _since(stage, before)
        took_s = perf_counter() - from_s
    count = TALKING * TURNS
    spent[f"{MESTO} and {POSTGRESQL}"] = spent[MESTO] + spent[POSTGRESQL]
    plain = await bare.write(stage, rows=TALKING * ROWS // 2, groups=40)
    return Figure(
        value=round(count / spent[MESTO]),
        unit=f"messages/CPU-s ({count / took_s:.0f}/s)",
        ratio_to_bare=count * ROWS / took_s / plain,
        rss_mb=stage.rss_mb(),
        aim="≥ 15,000",
        parts={
            part: {A_MESSAGE: round(1e6 * one_s / count, 1)}
            for part, one_s in spent.items()
        },
    )


async def townful(stage: Stage) -> Figure:
    """Let five thousand stations tell their meters every 30 seconds, for a minute.

    Beside them one bare commit of a message's rows is timed every tenth of a second.
    """
    await know(stage, TOWNFUL)
    async with AsyncExitStack() as stack:
        lines = await arrive(stage, stack, 0, 1)
        before_mb = stage.rss_mb()
        lines += await arrive(stage, stack, 1, TOWNFUL)
        grown_mb = stage.rss_mb() - before_mb
        begun = [await begin(one) for one in lines]
        before, from_s = efforts_s(stage), perf_counter()
        done = asyncio.Event()
        plain = asyncio.create_task(bare.commits(stage, rows=ROWS, until=done))
        told = (
            _tell(one, number, transaction, from_s)
            for number, (one, transaction) in enumerate(zip(lines, begun, strict=True))
        )
        waited_s = [one_s for each in await asyncio.gather(*told) for one_s in each]
        spent, took_s = _since(stage, before), perf_counter() - from_s
        done.set()
        bare_s = await plain
    return Figure(
        value=round(100 * spent[MESTO] / took_s, 1),
        unit=f"{OF_A_CORE} ({grown_mb * 1024 / TOWNFUL:.1f} kB a station)",
        **times(waited_s),
        ratio_to_bare=percentile(bare_s, 0.99) / percentile(waited_s, 0.99),
        lost=TOWNFUL * ROUNDS - len(waited_s),
        rss_mb=stage.rss_mb(),
        aim="p99 ≤ 50 ms, ≤ 25 kB a station",
        parts={
            part: {OF_A_CORE: round(100 * one_s / took_s, 1)}
            for part, one_s in spent.items()
        },
    )


async def memory(stage: Stage) -> Figure:
    """Let a thousand stations come and be still."""
    await know(stage, RESTED)
    async with AsyncExitStack() as stack:
        await arrive(stage, stack, 0, 1)
        before_mb = stage.rss_mb()
        await arrive(stage, stack, 1, RESTED)
        grown_mb = stage.rss_mb() - before_mb
    return Figure(
        value=round(grown_mb * 1024 / RESTED, 1),
        unit="kB a station",
        rss_mb=stage.rss_mb(),
        aim="≤ 25",
    )


async def reconnect(stage: Stage) -> Figure:
    """Let two thousand stations come at once and boot."""
    await know(stage, CROWD)
    before, from_s = efforts_s(stage), perf_counter()
    came = await asyncio.gather(
        *(come(stage, number) for number in range(CROWD)), return_exceptions=True
    )
    took_s = perf_counter() - from_s
    return Figure(
        value=round(took_s, 2),
        unit=f"s ({_since(stage, before)[MESTO]:.1f} CPU-s of the server)",
        lost=sum(one != "Accepted" for one in came),
        rss_mb=stage.rss_mb(),
        aim="≤ 10 s, none lost",
    )


async def _talk(station: Station, transaction: int) -> None:
    for turn in range(TURNS):
        at = f"2026-05-01T11:{turn // 60:02}:{turn % 60:02}Z"
        await station.ask("MeterValues", meters(transaction, at, turn * 10))


async def _tell(
    station: Station, number: int, transaction: int, from_s: float
) -> list[float]:
    """Say something every 30 seconds, each station at its own time; return waits, s."""
    waited_s: list[float] = []
    for turn in range(ROUNDS):
        due_s = from_s + EVERY_S * (turn + number / TOWNFUL)
        await asyncio.sleep(max(0.0, due_s - perf_counter()))
        asked_s = perf_counter()
        at = f"2026-05-01T11:{turn:02}:00Z"
        await station.ask("MeterValues", meters(transaction, at, turn * 60))
        waited_s.append(perf_counter() - asked_s)
    return waited_s


def _since(stage: Stage, before: Mapping[str, float]) -> dict[str, float]:
    """Return how long each part has run since `before`, s of one processor."""
    return {part: end_s - before[part] for part, end_s in efforts_s(stage).items()}
