"""A file of emptyings, as a city publishes what its container sensors saw."""

import csv
import gzip
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mesto.kernel.errors import Malformed

#: The clock by which the file tells times, by the end of the column's name.
ZONES = {"london": ZoneInfo("Europe/London")}
TIME = "emptied_at_"


class Emptied(NamedTuple):
    """A container was emptied, and how full it was."""

    site: str
    address: str
    at: datetime
    level: float  #: before, share of the volume
    volume_l: float | None  #: of what was in it


def read_emptyings(path: Path) -> list[Emptied]:
    """Read a file of emptyings, in the order of time.

    Raises Malformed where it is none.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        found = list(_emptied(rows, rows.fieldnames or ()))
    return sorted(found, key=lambda one: (one.at, one.site))


def _emptied(
    rows: Iterator[dict[str, str]], columns: Sequence[str]
) -> Iterator[Emptied]:
    time = next((one for one in columns if one.startswith(TIME)), None)
    zone = ZONES.get((time or "").removeprefix(TIME))
    if time is None or zone is None:
        raise Malformed(f"no column {TIME}… by a clock that is known", columns=columns)
    for row in rows:
        yield Emptied(
            site=row["site"],
            address=row["address"].strip(),
            at=datetime.fromisoformat(row[time]).replace(tzinfo=zone),
            level=float(row["fill_before_pct"]) / 100,
            volume_l=float(row["volume_l"]) if row["volume_l"] else None,
        )
