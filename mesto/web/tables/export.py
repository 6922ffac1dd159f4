"""Tables and histories as files, sent while they are made: a batch in memory at a time.

A file tells beforehand how many rows it has (`x-rows`) and about how long it will be
(`x-expected-bytes`), so that whoever waits for it sees how far it is.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, Protocol, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.kernel.errors import Malformed, Unavailable
from mesto.kernel.model import LOCATION
from mesto.kernel.question.history import DAY, HOUR, Bin, History, Raw, Span
from mesto.web.abnormal import Row
from mesto.web.body import read_body
from mesto.web.history import floor
from mesto.web.picture import Picture
from mesto.web.tables import as_csv, as_geojson, as_xlsx
from mesto.web.tables.cells import Cell, Head, Layout, Words, local, number
from mesto.web.tables.query import MOST_COLUMNS, check_column, read_query
from mesto.web.tables.table import Table

T = TypeVar("T", bound=msgspec.Struct)

BATCH = 500  #: assets at a time
SAMPLE = 200  #: assets weighed to foretell the length
PAGE = 5_000  #: observations of a history at a time
MOST_AT_ONCE = 3  #: files on their way, of one municipality in one process
MOST_HISTORIES = 2_000  #: assets whose history goes into one file
MOST_ATTRIBUTES = 30  #: of each of them
LARGEST_BYTES = 8 * 2**20  #: of a request: a million numbers of assets

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

Number: TypeAlias = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]  #: of an asset
Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a table: what is in it, and how it is written.

    ids: these assets in this order; without it, those who fit the query
    """

    format: Literal["csv", "xlsx", "geojson"]
    heads: Sequence[Head]
    title: str = ""
    filter: str = ""
    q: str = ""
    bbox: str = ""
    sort: str = ""
    ids: Sequence[Number] | None = None
    words: Words = Words()
    dialect: as_csv.Dialect = as_csv.Dialect()


class WantedHistory(msgspec.Struct, frozen=True, kw_only=True):
    """A file of histories: of whom, of what, and of which time, [start, end)."""

    ids: Sequence[Number]
    heads: Sequence[Head]
    start: Moment
    end: Moment
    step: Literal["raw", "hour", "day"] = "hour"
    titles: Sequence[str]  #: of time, code, name, quantity, value, least and greatest
    words: Words = Words()
    dialect: as_csv.Dialect = as_csv.Dialect()


class File(Protocol):
    """A table that is being written; what a method returns can be sent."""

    kind: str  #: its media type

    def begin(self) -> bytes:
        """Return what comes before the rows."""
        ...

    def add(self, rows: Iterable[Row]) -> bytes:
        """Return some rows."""
        ...

    def end(self) -> bytes:
        """Return what comes behind the rows."""
        ...

    def weigh(self, rows: Iterable[Row]) -> int:
        """Return how many bytes some rows take, about."""
        ...


async def export_table(request: Request, picture: Picture) -> Response:
    """Send a table as a file, exactly those who fit and in their order."""
    wanted = await read_body(request, Wanted, most_bytes=LARGEST_BYTES)
    _check_heads(wanted.heads, MOST_COLUMNS)
    file = _file(wanted)
    await picture.ready()
    table = Table(picture, request.path_params["type"])
    ids = wanted.ids
    if ids is None:
        parameters = {name: getattr(wanted, name) for name in _QUERY}
        ids = (await table.find(read_query(parameters))).tolist()
    names = [head.column for head in wanted.heads]
    if wanted.format == "geojson":
        names.append(LOCATION)

    async def parts() -> AsyncIterator[bytes]:
        yield file.begin()
        for start in range(0, len(ids), BATCH):
            rows = await table.rows(ids[start : start + BATCH], names)
            yield await asyncio.to_thread(file.add, rows)
        yield file.end()

    sample = await table.rows(ids[:: len(ids) // SAMPLE + 1], names)
    expected = file.weigh(sample) * len(ids) // max(1, len(sample))
    return _send(picture, parts, file.kind, rows=len(ids), expected=expected)


async def export_history(request: Request, picture: Picture) -> Response:
    """Send what some assets measured over a time, as CSV, a line an observation."""
    wanted = await read_body(request, WantedHistory, most_bytes=LARGEST_BYTES)
    _check_heads(wanted.heads, MOST_ATTRIBUTES)
    if len(wanted.ids) > MOST_HISTORIES:
        raise Malformed(f"a file holds the history of {MOST_HISTORIES} assets at most")
    if not (EARLIEST <= wanted.start < wanted.end <= LATEST):
        raise Malformed("start lies before end, between 1970 and 2100")
    zone = Layout(wanted.heads, wanted.words).zone
    await picture.ready()
    table = Table(picture, request.path_params["type"])

    async def parts() -> AsyncIterator[bytes]:
        yield as_csv.head(wanted.titles, wanted.dialect)
        for start in range(0, len(wanted.ids), BATCH):
            for row in await table.rows(wanted.ids[start : start + BATCH], ()):
                for head in wanted.heads:
                    async for bins in _history(picture, row, head, wanted):
                        lines = [_line(row, head, one, zone) for one in bins]
                        yield as_csv.body(lines, wanted.dialect)

    return _send(picture, parts, as_csv.MEDIA_TYPE, rows=len(wanted.ids), expected=0)


_QUERY = ("filter", "q", "bbox", "sort")


def _send(
    picture: Picture,
    parts: Callable[[], AsyncIterator[bytes]],
    kind: str,
    *,
    rows: int,
    expected: int,
) -> Response:
    """Answer with a file; not with too many at once."""
    if picture.files >= MOST_AT_ONCE:
        raise Unavailable("others are being written", busy=True, retry_after_s=10)

    async def counted() -> AsyncIterator[bytes]:
        picture.files += 1
        try:
            async for part in parts():
                if part:
                    yield part
        finally:
            picture.files -= 1

    headers = {
        "cache-control": "no-store",
        "x-rows": str(rows),
        "x-expected-bytes": str(expected),
    }
    return StreamingResponse(counted(), 200, headers, kind)


def _file(wanted: Wanted) -> File:
    layout = Layout(wanted.heads, wanted.words)
    match wanted.format:
        case "csv":
            return as_csv.CsvFile(layout, wanted.dialect)
        case "xlsx":
            return as_xlsx.XlsxFile(layout, wanted.title)
        case "geojson":
            return as_geojson.GeoJsonFile(wanted.heads)


async def _history(
    picture: Picture, row: Row, head: Head, wanted: WantedHistory
) -> AsyncIterator[Sequence[Bin]]:
    """Yield a history, page by page: figures from the rollups, single observations."""
    entity = row["id"]
    assert isinstance(entity, int)
    span = Span(
        entity=entity, attribute=head.column, start=wanted.start, end=wanted.end
    )
    if wanted.step != "raw":
        step = HOUR if wanted.step == "hour" else DAY
        zone = ZoneInfo(wanted.words.zone)
        aligned = replace(span, start=floor(span.start, step, zone))
        yield await picture.city.ask(History(span=aligned, step=step, zone=zone.key))
        return
    while bins := await picture.city.ask(Raw(span=span, limit=PAGE)):
        yield bins
        if len(bins) < PAGE:
            return
        span = replace(span, start=bins[-1].start + timedelta(microseconds=1))


def _line(row: Row, head: Head, one: Bin, zone: ZoneInfo) -> list[Cell]:
    at = local(one.start, zone)
    values = (number(each, head.scale) for each in (one.mean, one.least, one.greatest))
    return [at, str(row["urn"]), str(row["name"]), head.title, *values]


def _check_heads(heads: Sequence[Head], most: int) -> None:
    if not 1 <= len(heads) <= most:
        raise Malformed(f"a file has 1 to {most} columns")
    for head in heads:
        check_column(head.column)
