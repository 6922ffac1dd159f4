"""Everything a municipality knows, as one zip in open formats.

`entities.jsonld` holds the present as NGSI-LD, a line an entity; `history.csv` every
observation; `README.txt` says how to read them.
"""

import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from mesto.gates.ngsi_ld.codec.encode import View, encode
from mesto.gates.ngsi_ld.context import CORE
from mesto.kernel.city import City
from mesto.kernel.database import Progress

AT_ONCE = 1000
README = """{city}, exported {at:%Y-%m-%d %H:%M} UTC

entities.jsonld  the present: one NGSI-LD entity a line (ETSI GS CIM 009), with the
                 core @context; load with POST /ngsi-ld/v1/entityOperations/upsert
history.csv      every observation, oldest first: entity, attribute, observed_at,
                 value (JSON), unit (UN/CEFACT), dataset, source, deleted
"""

HISTORY = """
    select e.urn, a.name, l.observed_at, l.number, l.value, l.unit, l.dataset,
           s.name as source, l.deleted
      from ledger l
      join entity e on e.id = l.entity
      join attribute a on a.id = l.attribute
      join source s on s.id = l.source
     order by l.observed_at, l.position
"""
COLUMNS = (
    *("entity", "attribute", "observed_at", "value"),
    *("unit", "dataset", "source", "deleted"),
)


async def write_export(
    city: City, path: Path, now: datetime, progress: Progress
) -> tuple[int, int]:
    """Write the export; return how many entities and observations it holds."""
    async with city.bound() as connection:
        urns = [
            row["urn"]
            for row in await connection.fetch(
                'select urn from entity where "exists" order by urn'
            )
        ]
        total = await connection.fetchval("select count(*) from ledger")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(city=city.name, at=now))
        with archive.open("entities.jsonld", "w", force_zip64=True) as file:
            for start in range(0, len(urns), AT_ONCE):
                file.write(await _entities(city, urns[start : start + AT_ONCE]))
        with archive.open("history.csv", "w", force_zip64=True) as file:
            written = 0
            async for lines, count in _history(city):
                file.write(lines)
                written += count
                progress(written, total)
    return len(urns), written


async def _entities(city: City, urns: list[str]) -> bytes:
    found = await city.present(urns)
    view = View(sys_attrs=True)
    lines = (orjson.dumps(encode(one, view, CORE)) + b"\n" for one in found.values())
    return b"".join(lines)


async def _history(city: City) -> AsyncIterator[tuple[bytes, int]]:
    """Yield lines of CSV and how many observations they hold, in bounded memory."""
    yield (",".join(COLUMNS) + "\n").encode(), 0
    async with city.bound() as connection, connection.transaction(readonly=True):
        cursor = await connection.cursor(HISTORY)
        while rows := await cursor.fetch(AT_ONCE):
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(
                (
                    row["urn"],
                    row["name"],
                    row["observed_at"].isoformat(),
                    repr(row["number"]) if row["value"] is None else row["value"],
                    row["unit"],
                    row["dataset"],
                    row["source"],
                    "true" if row["deleted"] else "",
                )
                for row in rows
            )
            yield text.getvalue().encode(), len(rows)
