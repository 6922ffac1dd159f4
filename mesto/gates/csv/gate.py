"""Files on disk: read in batches, recorded, and what was refused written beside them.

A file of any length passes through bounded memory: one batch of rows, and one number
for each entity met.
"""

import asyncio
import codecs
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import ijson

from mesto.gates.csv.codec import is_geojson, number_features
from mesto.gates.csv.guess import guess_mapping, type_from
from mesto.gates.csv.notes import CsvNotes, GeoJsonNotes, Notes
from mesto.gates.csv.report import EXAMPLES, Counting, Report
from mesto.kernel.city import City
from mesto.kernel.dialect import detect_encoding
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mapping import RecordMapping
from mesto.kernel.plausible import Plausibility
from mesto.kernel.table import (
    Layout,
    Outcome,
    Refused,
    Row,
    Seen,
    Table,
    refused,
    text_lines,
    understand,
)
from mesto.kernel.text import said_by
from mesto.operations.doubts import Doubts

BATCH = 1000
FOUND_OUT = Layout()
SAMPLE_ROWS = 200  #: enough to guess a mapping
SOURCE = "csv"  #: what observations of imported files name as their source

#: Told how many bytes of how many are done.
Progress = Callable[[int, int], None]


async def import_file(  # noqa: PLR0913 - what a person asks for on one line
    city: City,
    path: Path,
    mapping: RecordMapping,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    layout: Layout = FOUND_OUT,
    plausible: Sequence[Plausibility] = (),
    most_examples: int = EXAMPLES,
    language: str = "en",
) -> Report:
    """Record what a CSV or GeoJSON file says.

    dry_run: only find out what would happen
    progress: told after each batch
    layout: how a CSV file is written, where it cannot be found out
    plausible: what the services say about rows that cannot be true
    most_examples: refused rows that the report names
    language: of the reasons in the file of refused rows

    Refused rows do not stop the others; they are written beside the file, with the
    reason, so that they can be mended and imported again. Importing twice is importing
    once.

    Raises NotFound if there is no such file, Malformed if it cannot be read at all,
    Unavailable if the database does not answer.
    """
    doubts = await Doubts.about(city, mapping, plausible)
    if doubts.judges:
        with _opened(path, mapping, layout, language) as source:
            await asyncio.to_thread(doubts.survey, _understood(source, path, mapping))
    opened = _opened(path, mapping, layout, language)
    with opened as source, source.notes as notes:
        outcomes = _understood(source, path, mapping)
        work = _Import(
            city, notes, Counting(dry_run=dry_run, most_examples=most_examples)
        )
        while batch := await asyncio.to_thread(_take, outcomes):
            await work.do(await doubts.sift(batch))
            if progress is not None:
                progress(source.done(), source.size)
        return work.finish()


def _understood(
    source: "_Source", path: Path, mapping: RecordMapping
) -> Iterator[Outcome]:
    return understand(
        source.rows, mapping, source=SOURCE, envelope={"origin": path.name}
    )


def guess_file(path: Path, *, type_name: str = "", zone: str = "UTC") -> RecordMapping:
    """Guess a mapping for a file, as a starting point for people.

    Raises NotFound if there is no such file, Malformed if it cannot be read.
    """
    name = type_name or type_from(path.name)
    nothing = RecordMapping(entity="urn:ngsi-ld:X:0", type="X")
    with _opened(path, nothing, FOUND_OUT, "en") as source:
        found = list(islice(source.rows, SAMPLE_ROWS))
    rows = [row for row in found if isinstance(row, Row)]
    fields = dict.fromkeys(field for row in rows for field in _fields(row))
    return guess_mapping(list(fields), rows, type_name=name, zone=zone)


def _fields(row: Row) -> Iterator[str]:
    """Yield the paths into a row that may hold values."""
    if row.record.get("type") != "Feature":
        yield from (name for name in row.record if name)
        return
    if row.record.get("id") is not None:
        yield "id"
    properties = row.record.get("properties")
    if isinstance(properties, dict):
        yield from (f"properties.{name}" for name in properties)
    yield "geometry"


class _Import:
    """One file on its way into a city."""

    def __init__(self, city: City, notes: Notes, counting: Counting) -> None:
        self._city = city
        self._notes = notes
        self._counting = counting

    async def do(self, batch: Sequence[Outcome]) -> None:
        """Count a batch and record it, unless this is a dry run."""
        good = []
        for outcome in batch:
            if isinstance(outcome, Refused):
                self._refuse(outcome)
            else:
                good.append(outcome)
        urns = {one.entity for seen in good for one in seen.observations}
        news = self._counting.tell_news(good, await self._city.present(list(urns)))
        if news and not self._counting.report.dry_run:
            await self._record(news)

    async def _record(self, news: Sequence[Seen]) -> None:
        """Record rows together, or one by one where together they are refused."""
        try:
            together = [one for seen in news for one in seen.observations]
            receipt = await self._city.record(together)
        except Malformed as error:
            if len(news) > 1:
                for seen in news:
                    await self._record([seen])
                return
            self._counting.report.rows -= 1
            row = news[0].row
            self._refuse(refused(row.line, row.text, "row", said_by(error)))
        else:
            self._counting.report.recorded += receipt.recorded

    def _refuse(self, refused: Refused) -> None:
        self._counting.refuse(refused)
        self._notes.write(refused)

    def finish(self) -> Report:
        """Return what was done."""
        self._counting.report.refused_file = self._notes.written()
        return self._counting.report


@dataclass(frozen=True, kw_only=True)
class _Source:
    """An open file."""

    rows: Iterator[Row | Refused]
    notes: Notes
    size: int  #: bytes
    done: Callable[[], int]  #: bytes


@contextmanager
def _opened(
    path: Path, mapping: RecordMapping, layout: Layout, language: str
) -> Iterator[_Source]:
    if path.exists() and not path.is_file():  # a pipe or a device may never end
        raise NotFound(f"{path} cannot be opened: it is no file")
    try:
        file = path.open("rb")
    except OSError as error:
        raise NotFound(f"{path} cannot be opened: {error.strerror}") from error
    with file:
        if is_geojson(file.peek(1000)):
            opening = _opened_features(file, path, language)
        else:
            opening = _opened_table(file, path, mapping, layout, language)
        try:
            with opening as source:
                yield source
        except (LookupError, UnicodeError) as error:
            raise Malformed(f"{path.name} cannot be decoded: {error}") from error
        except ijson.JSONError as error:
            raise Malformed(f"{path.name} is not JSON: {error}") from error


@contextmanager
def _opened_features(file: BinaryIO, path: Path, language: str) -> Iterator[_Source]:
    """Read the features of a collection, one in memory at a time."""
    file.seek(3 if file.read(3) == codecs.BOM_UTF8 else 0)
    features = ijson.items(file, "features.item", use_float=True)
    yield _Source(
        rows=number_features(features),
        notes=GeoJsonNotes(path.with_suffix(".refused.geojson"), language),
        size=path.stat().st_size,
        done=file.tell,
    )


@contextmanager
def _opened_table(
    file: BinaryIO, path: Path, mapping: RecordMapping, layout: Layout, language: str
) -> Iterator[_Source]:
    encoding = layout.encoding or detect_encoding(iter(partial(file.read, 2**20), b""))
    file.seek(0)
    with io.TextIOWrapper(file, encoding, "surrogateescape", newline="") as text:
        table = Table(text_lines(text), mapping, layout)
        yield _Source(
            rows=table.rows(),
            notes=CsvNotes(
                path.with_suffix(".refused.csv"),
                language,
                encoding=encoding,
                delimiter=table.delimiter,
                header=table.header_text,
            ),
            size=path.stat().st_size,
            done=file.tell,
        )


def _take(outcomes: Iterator[Outcome]) -> list[Outcome]:
    return list(islice(outcomes, BATCH))
