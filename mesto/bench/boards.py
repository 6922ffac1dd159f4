"""How fast a board is answered in a large town."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import chain, islice
from random import Random
from typing import NamedTuple

import msgspec
import orjson

from mesto.app import DOMAINS
from mesto.bench.figure import Figure, percentile, times
from mesto.bench.stage import TOWN, Stage
from mesto.bench.town import SPREAD, urn
from mesto.kernel.model import LOCATION, TYPE, Kind, Observation, Value
from mesto.kernel.panel import AnyPanel, Chart, Kpi, Measure, Number

DAYS = 90
PANELS = 20
AT_ONCE = 5_000  #: assets recorded by one statement
TURNS = 100


class Fleet(NamedTuple):
    """Assets of one type, and how their past is."""

    type: str
    size: int
    attributes: tuple[str, ...]
    a_day: int  #: hours of a day in which the first attribute was heard


#: 100,000 assets; every tenth of them speaks every hour, lamps each evening.
FLEETS = (
    Fleet("Streetlight", 90_000, ("powerConsumption", "illuminanceLevel"), 1),
    Fleet("WasteContainer", 9_000, ("fillingLevel",), 24),
    Fleet("StreetlightControlCabinet", 1_000, ("totalActivePower",), 24),
)

_FILL_HOURS = """
    insert into rollup_hour
    select p.attribute, p.entity, hour, 2, 2 * made.level, made.level, made.level,
           made.level, hour
      from present p
      join attribute a on a.id = p.attribute
      join entity e on e.id = p.entity
     cross join generate_series(
         $3::timestamptz - make_interval(hours => $4), $3, '1 hour') as hour
     cross join lateral (select 0.5 + 0.5 * sin(p.entity)) as made (level)
     where a.name = $2 and e.types @> array[$1] and hour < $3
"""
_FILL_DAYS = """
    insert into rollup_day
    select attribute, entity, date_trunc('day', start, 'UTC'), sum(n), sum(total),
           min(least), max(greatest), max(last), max(last_at)
      from rollup_hour
     where attribute = (select id from attribute where name = $1)
       and start >= $2::timestamptz - interval '1 day' and start < $2
     group by 1, 2, 3
"""


async def board(stage: Stage) -> Figure:
    """Answer a board of 20 panels about 100,000 assets with 90 days of figures."""
    await _found(stage)
    asked = [msgspec.to_builtins(panel) for panel in panels()]
    path = f"/api/{TOWN}/panels"

    def body(turn: int) -> bytes:
        """Write panels that differ a little, so that each is answered anew."""
        return orjson.dumps({"panels": [{**one, "turn": turn} for one in asked]})

    turn = 0
    while any(one["counting"] for one in await _answers(stage, path, body(turn))):
        turn -= 1
        await asyncio.sleep(1)
    drive = await stage.server.drive(
        lambda _client, turn: stage.server.request("POST", path, body(turn + 1)),
        clients=1,
        turns=TURNS,
    )
    return Figure(
        value=round(percentile(drive.times_s, 0.5), 2),
        unit="ms",
        **times(drive.times_s),
        rss_mb=stage.rss_mb(),
        aim="p50 < 300 ms",
    )


def panels() -> list[AnyPanel]:
    """Return two boards that services offer, and what else people ask of lamps."""
    kinds = {fleet.type for fleet in FLEETS}
    offered = (
        panel
        for domain in DOMAINS
        for one in domain.boards
        if {layer.type for layer in domain.layers} & kinds
        for panel in one.panels
    )
    lamps = Measure(types=("Streetlight",), attribute="powerConsumption")
    own: list[AnyPanel] = [
        Number(measure=lamps, aggregate="sum"),
        Chart(measure=lamps, aggregate="sum", period="quarter"),
        Kpi(
            measure=msgspec.structs.replace(lamps, above=0.2),
            aggregate="share",
            period="week",
            goal="safe",
            better="more",
        ),
    ]
    found = [*offered, *own]
    assert len(found) == PANELS, f"{len(found)} panels"
    return found


async def _answers(stage: Stage, path: str, body: bytes) -> list[dict[str, object]]:
    status, said = await stage.server.ask("POST", path, body)
    assert status == HTTPStatus.OK, said
    answers: list[dict[str, object]] = orjson.loads(said)["answers"]
    assert not any("problem" in one for one in answers), answers
    return [{"counting": 0, **one} for one in answers]


async def _found(stage: Stage) -> None:
    """Found a town: its assets as they are now, and the figures of their past."""
    random = Random(7)
    now = datetime.now(UTC)
    for fleet in FLEETS:
        assets = (_asset(fleet, number, now, random) for number in range(fleet.size))
        while some := list(islice(assets, AT_ONCE)):
            await stage.city.record(chain.from_iterable(some))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with stage.city.bound() as connection:
        for fleet in FLEETS:
            first = fleet.attributes[0]
            for back in range(DAYS):
                end = midnight - timedelta(days=back)
                await connection.execute(
                    _FILL_HOURS, fleet.type, first, end, fleet.a_day
                )
                await connection.execute(_FILL_DAYS, first, end)
    async with stage.city.database.owner() as connection:
        await connection.execute("analyze")


def _asset(
    fleet: Fleet, number: int, now: datetime, random: Random
) -> Iterator[Observation]:
    west, south, east, north = SPREAD
    place = [random.uniform(west, east), random.uniform(south, north)]
    location = {"type": "Point", "coordinates": place}
    asset = urn(number, fleet.type)
    yield _seen(asset, TYPE, [fleet.type])
    yield _seen(asset, LOCATION, location, Kind.GEO_PROPERTY)
    for name in fleet.attributes:
        yield _seen(asset, name, random.random(), at=now)


def _seen(
    asset: str,
    attribute: str,
    value: Value,
    kind: Kind = Kind.PROPERTY,
    at: datetime | None = None,
) -> Observation:
    return Observation(
        entity=asset,
        attribute=attribute,
        value=value,
        kind=kind,
        observed_at=at,
        source="bench",
    )
