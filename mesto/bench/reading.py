"""How fast the memory answers."""

from datetime import timedelta
from random import Random
from time import perf_counter
from urllib.parse import urlencode

import orjson

from mesto.bench import bare
from mesto.bench.figure import Figure, percentile, times
from mesto.bench.stage import Stage
from mesto.bench.town import API, BATCH, CLIENTS, SPREAD, START, TYPE, container, urn
from mesto.kernel.connections import Connection
from mesto.kernel.model import TYPE as TYPE_NAME
from mesto.kernel.model import Observation
from mesto.kernel.presence import PRESENT
from mesto.kernel.question.citywide import CityWide
from mesto.kernel.question.history import History, Span
from mesto.web.mvt import EXTENT, encode_points

SERIES = "benchSeries"
SERIES_COUNT = 1000
MONTH = timedelta(days=31)
HOURS = 31 * 24
POINTS = 15_000
AGGREGATED = 10_000  #: points of one attribute

#: One day of every series, an observation every four and a half minutes.
FILL = """
    insert into ledger (position, entity, attribute, observed_at, digest, number, kind,
                        source, timed, deleted)
    select nextval('ledger_position'), p.entity, p.attribute,
           $3::timestamptz + make_interval(days => $4, secs => n * 268),
           n, 50 + 50 * sin(n / 40.0 + p.entity), 0, p.source, true, false
      from present p
      join attribute a on a.id = p.attribute
      join entity e on e.id = p.entity
     cross join generate_series(0, 322) as n
     where a.name = $1 and e.urn like $2
        on conflict do nothing
"""


async def get(stage: Stage) -> Figure:
    """GET one entity at a time by 64 clients."""
    turns = 300

    def request(client: int, turn: int) -> bytes:
        return stage.server.request(
            "GET", f"{API}/entities/{urn(client * 50 + turn % 50)}"
        )

    drive = await stage.server.drive(request, clients=CLIENTS, turns=turns)

    async def read(connection: Connection, group: int) -> None:
        many = [urn(group * 31 % 4000 + n) for n in range(CLIENTS // 2)]
        await connection.fetch(PRESENT, many)

    plain = await bare.pace(stage, read, groups=400) * (CLIENTS // 2)
    return Figure(
        value=round(drive.per_second),
        unit="requests/s",
        **times(drive.times_s),
        ratio_to_bare=drive.per_second / plain,
        rss_mb=stage.rss_mb(),
        aim="≥ 10,000",
    )


async def geo_query(stage: Stage) -> Figure:
    """Ask for what is near and nearly full among 20,000 entities."""
    random = Random(2)
    for first in range(4 * BATCH, 20 * BATCH, BATCH):
        many = [container(first + n, 0, random) for n in range(BATCH)]
        await stage.server.ask(
            "POST", f"{API}/entityOperations/upsert", orjson.dumps(many)
        )
    west, south, east, north = SPREAD

    def request(_client: int, _turn: int) -> bytes:
        lon, lat = random.uniform(west, east), random.uniform(south, north)
        words = {
            "type": TYPE,
            "q": "level0>0.8",
            "georel": "near;maxDistance==500",
            "geometry": "Point",
            "coordinates": f"[{lon:.5f},{lat:.5f}]",
        }
        return stage.server.request("GET", f"{API}/entities?{urlencode(words)}")

    drive = await stage.server.drive(request, clients=1, turns=400)
    return Figure(
        value=round(percentile(drive.times_s, 0.5), 2),
        unit="ms",
        **times(drive.times_s),
        rss_mb=stage.rss_mb(),
        aim="p50 ≤ 3 ms",
    )


async def series(stage: Stage) -> Figure:
    """Read one series by the hour over a month among ten million rows."""
    await _fill(stage)
    async with stage.city.bound() as connection:
        entity = await connection.fetchval(
            "select id from entity where urn = $1", urn(7)
        )
    month = History(
        span=Span(entity=entity, attribute=SERIES, start=START, end=START + MONTH),
        step=timedelta(hours=1),
    )
    times_s = []
    for _ in range(100):
        start_s = perf_counter()
        bins = await stage.city.ask(month)
        times_s.append(perf_counter() - start_s)
    assert len(bins) == HOURS, f"{len(bins)} hours"
    return _latency(times_s, aim="≤ 5 ms")


async def city_wide(stage: Stage) -> Figure:
    """Sum up a month by the hour over every entity of the city."""
    times_s = []
    for _ in range(15):
        start_s = perf_counter()
        bins = await stage.city.ask(
            CityWide(attribute=SERIES, start=START, end=START + MONTH)
        )
        times_s.append(perf_counter() - start_s)
    assert len(bins) == HOURS, f"{len(bins)} hours"
    return _latency(times_s, aim="≤ 150 ms")


async def aggregation(stage: Stage) -> Figure:
    """GET the daily averages and sums of 10,000 points of one attribute."""
    meter = urn(0, "BenchPast")
    for first in range(0, AGGREGATED, BATCH):
        await stage.city.record(
            [
                Observation(
                    entity=meter,
                    attribute=name,
                    value=value,
                    source="bench",
                    observed_at=START + timedelta(minutes=4 * number),
                )
                for number in range(first, first + BATCH)
                for name, value in ((TYPE_NAME, ["BenchPast"]), ("level", number % 97))
                if name == "level" or number == 0
            ]
        )
    words = {
        "options": "aggregatedValues",
        "aggrMethods": "avg,sum",
        "aggrPeriodDuration": "P1D",
        "attrs": "level",
    }
    path = f"{API}/temporal/entities/{meter}?{urlencode(words)}"
    asked = stage.server.request("GET", path)
    status, body = await stage.server.ask("GET", path)
    counted = len(orjson.loads(body)["level"]["avg"])
    assert (status, counted) == (200, AGGREGATED * 4 // 1440 + 1), body[:500]
    drive = await stage.server.drive(lambda *_: asked, clients=1, turns=100)
    return _latency(drive.times_s, aim="p50 ≤ 20 ms")


async def tile(_stage: Stage) -> Figure:
    """Encode a vector tile of 15,000 points."""
    random = Random(3)
    ids = range(POINTS)
    xs, ys = ([random.randrange(EXTENT) for _ in ids] for _ in "xy")
    layers = [n % 12 for n in ids]
    names = [f"VO-{n:05}" for n in ids]
    times_s = []
    for _ in range(20):
        start_s = perf_counter()
        encode_points(
            "assets", ids=ids, xs=xs, ys=ys, properties={"layer": layers, "name": names}
        )
        times_s.append(perf_counter() - start_s)
    return _latency(times_s, aim="≤ 30 ms")


async def _fill(stage: Stage) -> None:
    """Write a month of 1,000 series, 10 million rows, and keep their figures."""
    async with stage.city.bound() as connection:
        await stage.city.record(
            [
                Observation(entity=urn(n), attribute=SERIES, value=0, source="bench")
                for n in range(SERIES_COUNT)
            ]
        )
        for day in range(MONTH.days):
            await connection.execute(FILL, SERIES, urn(0)[:-1] + "%", START, day)
    while await stage.city.keep_rollups():
        pass


def _latency(times_s: list[float], *, aim: str) -> Figure:
    return Figure(
        value=round(percentile(times_s, 0.5), 2), unit="ms", **times(times_s), aim=aim
    )
