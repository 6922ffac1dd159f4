"""Measure tables of 100,000 assets: `python -m tests.bench.tables [HOW_MANY]`.

A lamp has the fields of its layer and some attributes beyond. Times are of a client on
the same machine, from asking to the last byte; the median of several, and the worst.
"""

import asyncio
import json
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import perf_counter

import httpx

from mesto.bench.stage import Stage, set_stage
from mesto.kernel.model import TYPE, Kind, Observation

MANY = 100_000
CENTER = (19.84, 45.25)
TOGETHER = 5_000
TIMES = 7
HEADS = (".state", ".name", ".street", ".seen", "illuminanceLevel", "powerState")
MORE = ("powerConsumption", "voltage", "powerFactor", "status", "lanternModel")

QUERIES = {
    "first_rows": {},
    "worst_first": {"sort": "-.state"},
    "by_a_number": {"sort": "-powerConsumption"},
    "by_name": {"sort": ".name"},
    "text": {"q": "zeleznicka 77"},
    "text_in_a_column": {"filter": ".street has zeleznicka"},
    "a_range_and_a_word": {
        "filter": "voltage from 229 to 231 and powerState is on",
        "sort": "voltage .name",
    },
    "silent": {"filter": ".seen older 2h", "sort": ".seen"},
    "by_no_field_of_the_layer": {"sort": "-lampTemperature"},
}


def lamp(number: int) -> list[Observation]:
    """Everything that is known of a lamp somewhere in town."""
    urn = f"urn:ngsi-ld:Streetlight:SL-{number:06}"
    place = [CENTER[0] + random.random() * 0.2, CENTER[1] + random.random() * 0.14]
    said = {
        TYPE: ["Streetlight"],
        "name": f"SL-{number:06}",
        "address": {"streetAddress": f"Železnička {number % 900}"},
        "powerState": random.choice(("on", "off")),
        "illuminanceLevel": round(random.random(), 3),
        "powerConsumption": round(random.random() * 90, 1),
        "voltage": round(random.gauss(230, 4), 1),
        "powerFactor": round(random.random(), 2),
        "status": random.choice(("ok", "ok", "ok", "defectiveLamp")),
        "lampTemperature": round(random.random() * 60, 1),
        "lanternModel": f"LM-{number % 40}",
    }
    where = Observation(
        entity=urn,
        attribute="location",
        value={"type": "Point", "coordinates": place},
        source="bench",
        kind=Kind.GEO_PROPERTY,
    )
    return [
        where,
        *(
            Observation(entity=urn, attribute=name, value=value, source="bench")
            for name, value in said.items()
        ),
    ]


@asynccontextmanager
async def client(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """Speak to the server."""
    async with httpx.AsyncClient(
        base_url=f"http://{stage.server.host}:{stage.server.port}/api/town/tables",
        headers={"Authorization": f"Bearer {stage.key}"},
        timeout=120,
    ) as opened:
        yield opened


async def timed(deed: Callable[[], Awaitable[object]]) -> dict[str, float]:
    """Time a deed several times."""
    took_ms = []
    for _ in range(TIMES):
        start = perf_counter()
        await deed()
        took_ms.append((perf_counter() - start) * 1000)
    return {
        "p50_ms": round(sorted(took_ms)[TIMES // 2], 1),
        "worst_ms": round(max(took_ms), 1),
    }


async def export(http: httpx.AsyncClient, kind: str) -> dict[str, float]:
    """Take all of it as a file."""
    wanted = {
        "format": kind,
        "heads": [{"column": name, "title": name} for name in (*HEADS, *MORE)],
        "sort": "-powerConsumption",
    }
    start = perf_counter()
    size, first_s = 0, 0.0
    async with http.stream("POST", "/Streetlight/export", json=wanted) as answer:
        answer.raise_for_status()
        async for part in answer.aiter_bytes():
            first_s = first_s or perf_counter() - start
            size += len(part)
        expected = int(answer.headers["x-expected-bytes"])
    return {
        "seconds": round(perf_counter() - start, 2),
        "first_byte_s": round(first_s, 2),
        "megabytes": round(size / 1e6, 2),
        "foretold": round(expected / size, 3),
    }


async def main(many: int) -> dict[str, object]:
    """Fill a town, then ask."""
    told: dict[str, object] = {"assets": many}
    async with set_stage() as stage, client(stage) as http:
        for first in range(0, many, TOGETHER):
            last = min(many, first + TOGETHER)
            await stage.city.record(
                [one for n in range(first, last) for one in lamp(n)]
            )
        start = perf_counter()
        (await http.get("/Streetlight", params={"limit": 0})).raise_for_status()
        told["picture_read_s"] = round(perf_counter() - start, 1)
        for name, query in QUERIES.items():
            asked = {"columns": " ".join((*HEADS, *MORE)), "limit": "100", **query}

            async def ask(asked: dict[str, str] = asked) -> None:
                (await http.get("/Streetlight", params=asked)).raise_for_status()

            start = perf_counter()
            await ask()
            first_ms = round((perf_counter() - start) * 1000, 1)
            told[name] = {"first_ms": first_ms, **await timed(ask)}
        ids = ",".join(map(str, range(100, 160)))
        told["sixty_rows_again"] = await timed(
            lambda: http.get(
                "/Streetlight/rows", params={"ids": ids, "columns": " ".join(MORE)}
            )
        )
        told["columns"] = await timed(lambda: http.get("/Streetlight/columns"))
        before_mb = stage.rss_mb()
        for kind in ("csv", "xlsx", "geojson"):
            told[f"export_{kind}"] = await export(http, kind)
        told["memory_mb"] = {
            "before_exports": round(before_mb),
            "after": round(stage.rss_mb()),
        }
    return told


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if sys.argv[1:] else MANY
    print(json.dumps(asyncio.run(main(wanted)), indent=2))
