"""How the past of a large city is found again: python -m tests.bench.past [days]

A real `mesto serve` with 100,000 assets. Their past is made up: lamps that are lit,
dimmed and put out, bins, car parks and chargers that report what changed, and ten
thousand alarms a day, of which a tenth fall into one bad hour. It is written as the
recorder writes it. Every answer is timed as a client waits for it.
"""

import asyncio
import json
import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from time import perf_counter
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import numpy as np

from mesto.bench.figure import percentile
from mesto.bench.stage import TOWN, Stage, set_stage
from mesto.kernel.follower import TAKE
from mesto.kernel.model import TYPE, Kind, Observation
from mesto.kernel.question.film import (
    LEASE,
    Alarm,
    Keep,
    Said,
    Sentence,
    Take,
)
from mesto.web.film import CHANGE, SHOWN, Rows, pack

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOUR_MS = 3_600_000
CENTER = (19.84, 45.25)
#: Assets of each type, and how often a day the value shown of one changes.
FLEET = {
    "Streetlight": (90_000, 4),
    "WasteContainer": (6_000, 4),
    "OffStreetParking": (400, 200),
    "ParkingSpot": (2_600, 40),
    "EVChargingStation": (700, 90),
    "TrafficFlowObserved": (250, 288),
    "AirQualityObserved": (50, 144),
}
TYPES = list(FLEET)
TOTAL = sum(count for count, _ in FLEET.values())
ALARMS_A_DAY = 10_000
SENTENCES = 2_000
QUESTIONS = 150
ROWS_TOGETHER = 4_000


def assets() -> Iterator[list[Observation]]:
    """Everything the city hears of each asset."""
    for kind, (count, _) in FLEET.items():
        for number in range(count):
            urn = f"urn:ngsi-ld:{kind}:{number:06}"
            place = [
                CENTER[0] + random.gauss(0, 0.05),
                CENTER[1] + random.gauss(0, 0.03),
            ]
            point = {"type": "Point", "coordinates": place}
            said = {
                TYPE: ([kind], Kind.PROPERTY),
                "name": (f"{kind[:2].upper()}-{number:06}", Kind.PROPERTY),
                "location": (point, Kind.GEO_PROPERTY),
            }
            yield [
                Observation(
                    entity=urn, attribute=name, value=value, kind=sort, source="bench"
                )
                for name, (value, sort) in said.items()
            ]


async def fill(stage: Stage) -> None:
    """Let the assets come to be."""
    batch: list[Observation] = []
    for said in assets():
        batch += said
        if len(batch) >= ROWS_TOGETHER:
            await stage.city.record(batch)
            batch = []
    await stage.city.record(batch)


class Life:
    """What the assets show, hour by hour."""

    def __init__(self, ids: Rows, layers: Rows) -> None:
        self._dice = np.random.default_rng(7)
        self.rows = np.zeros(len(ids), SHOWN)
        self.rows["id"], self.rows["layer"] = ids, layers
        self._lamps = np.nonzero(layers == 0)[0]
        rates = np.array([rate for _, rate in FLEET.values()])[layers]
        self._others = np.nonzero(layers > 0)[0]
        self._hourly = rates[self._others] / 24

    def hour(self, start: datetime, turned: Rows) -> Rows:
        """Return what changes in an hour; `turned` are changes of status."""
        told = [self._numbers(), turned]
        level = {16: 1.0, 22: 0.4, 3: 0.7, 5: 0.0}.get(start.hour)
        if level is not None:  # lamps switch by streets, within a quarter of an hour
            told.append(self._lit(level))
        changes = np.concatenate(told)
        changes = changes[np.argsort(changes["at"], kind="stable")]
        place = np.searchsorted(self.rows["id"], changes["id"])
        for column in ("status", "value"):
            self.rows[column][place] = changes[column]
        return changes

    def _numbers(self) -> Rows:
        times = self._dice.poisson(self._hourly)
        who = np.repeat(self._others, times)
        told = self._changes(who, self._dice.integers(0, HOUR_MS, len(who)))
        told["value"] = np.round(self._dice.random(len(who)), 2)
        return told

    def _lit(self, level: float) -> Rows:
        told = self._changes(self._lamps, self._lamps % 900 * 1000)
        told["value"] = level
        return told

    def _changes(self, who: Rows, at_ms: Rows) -> Rows:
        told = np.zeros(len(who), CHANGE)
        told["at"] = at_ms
        for column in ("id", "layer", "status"):
            told[column] = self.rows[column][who]
        return told


class Troubles:
    """Alarms of an hour, and what they turn."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._ends: list[tuple[datetime, int]] = []

    def hour(self, start: datetime) -> tuple[list[Alarm], list[Said], Rows]:
        """Open an hour's alarms, and end those whose time has come."""
        bad = start.hour == 2 and start.day % 7 == 0
        count = ALARMS_A_DAY // 10 * 7 if bad else round(ALARMS_A_DAY * 0.9 / 24)
        alarms = [self._alarm(start, number) for number in range(count)]
        said = [
            Said(
                one.entity, one.opened_at + timedelta(minutes=turn * 7), one.cause, None
            )
            for one in alarms
            for turn in range(1 + (one.entity % 3))
        ]
        turned = [(one.opened_at, one.entity, one.status) for one in alarms]
        over = [end for end in self._ends if end[0] < start + HOUR]
        self._ends = [end for end in self._ends if end[0] >= start + HOUR]
        self._ends += [(one.ended_at, one.entity) for one in alarms if one.ended_at]
        turned += [(max(at, start), entity, 0) for at, entity in over]
        rows = np.zeros(len(turned), CHANGE)
        for row, (at, entity, status) in zip(rows, turned, strict=True):
            row["at"] = (at - start).total_seconds() * 1000
            row["id"], row["status"] = entity, status
        place = np.searchsorted(self._life.rows["id"], rows["id"])
        rows["layer"] = self._life.rows["layer"][place]
        rows["value"] = self._life.rows["value"][place]
        return alarms, said, rows

    def _alarm(self, start: datetime, number: int) -> Alarm:
        row = self._life.rows[random.randrange(TOTAL)]
        opened_at = start + timedelta(milliseconds=random.randrange(HOUR_MS))
        lasts = timedelta(minutes=random.expovariate(1 / 120) + 1)
        name = f"{TYPES[row['layer']][:2].upper()}-{row['id']:06}"
        return Alarm(
            entity=int(row["id"]),
            opened_at=opened_at,
            ended_at=opened_at + lasts,
            since=opened_at - timedelta(minutes=5),
            status=random.choices((1, 2, 3), (5, 2, 3))[0],
            type=TYPES[row["layer"]],
            name=name,
            street="Bulevar oslobođenja",
            district="Centar",
            sought=f"{name.lower()} bulevar oslobodenja",
            longitude=19.8,
            latitude=45.2,
            cause=number % SENTENCES,
            by=None,
        )


def sentences() -> list[Sentence]:
    """What can be said."""
    words = "Something is wrong here, and this is what it is: {} %."
    said = dict.fromkeys(("en", "cs", "sk", "sr-Latn"), words)
    return [
        Sentence(n, json.dumps(said).replace("{}", str(n)), f"something is wrong {n}")
        for n in range(SENTENCES)
    ]


async def live_through(stage: Stage, days: int) -> datetime:
    """Write the film of so many days up to this hour; return when it begins."""
    async with stage.city.bound() as connection:
        await connection.execute(TAKE, LEASE, holder := uuid4(), 7_200)
        found = await connection.fetch(
            "select id, types[1] as type from entity"
            " where types[1] = any($1) order by id",
            TYPES,
        )
    ids = np.array([row["id"] for row in found], np.int32)
    layers = np.array([TYPES.index(row["type"]) for row in found], np.uint8)
    life = Life(ids, layers)
    troubles = Troubles(life)
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    first = start = end - days * DAY
    while start < end:
        alarms, said, turned = troubles.hour(start)
        whole = pack(life.rows, TYPES)
        changes = pack(life.hour(start, turned), TYPES)
        take = Take(start, start + HOUR - timedelta(milliseconds=1), whole, changes)
        words = sentences() if start == first else []
        await stage.city.ask(
            Keep(holder=holder, take=take, alarms=alarms, said=said, sentences=words)
        )
        start += HOUR
    async with stage.city.bound() as connection:
        await connection.execute("analyze film; analyze alarm; analyze said")
    return first


async def sizes_mb(stage: Stage, days: int) -> dict[str, float]:
    """What a day takes, indexes included, MB."""
    async with stage.city.bound() as connection:
        return {
            table: round(
                await connection.fetchval("select pg_total_relation_size($1)", table)
                / days
                / 2**20,
                2,
            )
            for table in ("film", "alarm", "said")
        }


class Client:
    """Someone who asks and waits."""

    def __init__(self, stage: Stage) -> None:
        url = f"http://{stage.server.host}:{stage.server.port}/api/{TOWN}/"
        self._http = httpx.AsyncClient(
            base_url=url, headers={"X-API-Key": stage.key}, timeout=120
        )

    async def ask(self, path: str, **query: object) -> tuple[float, int]:
        """Return how long an answer took, s, and its size as it travels."""
        start_s = perf_counter()
        async with self._http.stream("GET", f"{path}?{urlencode(query)}") as answer:
            answer.raise_for_status()
            size = sum([len(part) async for part in answer.aiter_raw()])
        return perf_counter() - start_s, size

    async def measure(self, questions: list[tuple[str, dict[str, object]]]) -> object:
        """Ask one after the other."""
        told = [await self.ask(path, **query) for path, query in questions]
        times_s, sizes = zip(*told, strict=True)
        return {
            "p50_ms": round(percentile(times_s, 0.5), 1),
            "p99_ms": round(percentile(times_s, 0.99), 1),
            "kB": round(median(sizes) / 1000, 1),
        }


def played(start: datetime, step: timedelta) -> list[tuple[str, dict[str, object]]]:
    """The frames of a film that is played."""
    moments = [start + n * step for n in range(QUESTIONS)]
    return [
        ("past/changes", {"from": one.isoformat(), "to": other.isoformat()})
        for one, other in pairwise(moments)
    ]


async def main(days: int) -> dict[str, object]:
    """Make a past, and ask for it."""
    os.environ["MESTO_FILM"] = "0"  # the past is ours
    told: dict[str, object] = {"assets": TOTAL, "days": days}
    async with set_stage() as stage:
        await fill(stage)
        start_s = perf_counter()
        first = await live_through(stage, days)
        told["written_in_s"] = round(perf_counter() - start_s)
        told["a_day_MB"] = await sizes_mb(stage, days)
        client = Client(stage)
        await client.ask("state")
        span = timedelta(days=days - 0.1)
        moments = [first + random.random() * span for _ in range(QUESTIONS)]
        at = [{"at": moment.isoformat()} for moment in moments]
        told["state_at_a_random_moment"] = await client.measure(
            [("past/state", one) for one in at]
        )
        for name, minutes in (("1_min", 1), ("10_min", 10), ("1_h", 60)):
            told[f"play_frame_of_{name}"] = await client.measure(
                played(first + span / 2, timedelta(minutes=minutes))
            )
        told["attention_list_then"] = await client.measure(
            [("past/abnormal", {**one, "limit": 2_000}) for one in at[:50]]
        )
        now = datetime.now(UTC)
        told["asset_then"] = await client.measure(
            [
                (f"past/assets/{random.randrange(1, TOTAL)}", {"at": now.isoformat()})
                for _ in at
            ]
        )
        for name, long, step in (("24_h", 1, 900), ("90_d", days, 86_400)):
            told[f"histogram_{name}"] = await client.measure(
                [
                    (
                        "alarms/counts",
                        {"from": (now - long * DAY).isoformat(), "step_s": step},
                    )
                ]
                * 30
            )
        for name, query in {
            "newest": {},
            "of_one_layer": {"layer": 0, "sort": "duration"},
            "with_a_word": {"q": "bulevar 77"},
            "of_a_week": {"after": (now - 7 * DAY).isoformat()},
            "of_a_week_by_cause": {
                "after": (now - 7 * DAY).isoformat(),
                "group": "true",
            },
            "by_cause": {"group": "true"},
        }.items():
            told[f"past_alarms_{name}"] = await client.measure(
                [("alarms", {"state": "past", **query})] * 10
            )
        told["table_of_a_day"] = await client.measure(
            [("alarms.csv", {"state": "all", "after": (now - 2 * DAY).isoformat()})] * 3
        )
        told["server_rss_mb"] = round(stage.rss_mb())
    return told


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 90
    print(json.dumps(asyncio.run(main(wanted)), indent=2))
