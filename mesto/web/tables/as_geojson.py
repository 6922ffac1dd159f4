"""Tables as GeoJSON, for whoever draws maps: values as they were recorded. Pure.

Source: RFC 7946.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import orjson

from mesto.kernel.model import LOCATION
from mesto.web.abnormal import Row
from mesto.web.tables import query as columns
from mesto.web.tables.cells import Head
from mesto.web.tiles import STATUSES

MEDIA_TYPE = "application/geo+json"


class GeoJsonFile:
    """A table as a collection of features."""

    kind = MEDIA_TYPE

    def __init__(self, heads: Sequence[Head]) -> None:
        """Know what is written."""
        self._heads = heads
        self._parted = b""  #: what stands before the next feature

    def begin(self) -> bytes:
        """Return what comes before the features."""
        return b'{"type":"FeatureCollection","features":[\n'

    def add(self, rows: Iterable[Row]) -> bytes:
        """Return a feature a row."""
        written = b",\n".join(self._features(rows))
        before = self._parted if written else b""
        self._parted = b",\n" if written else self._parted
        return before + written

    def end(self) -> bytes:
        """Return what comes behind the features."""
        return b"\n]}\n"

    def weigh(self, rows: Iterable[Row]) -> int:
        """Return how many bytes some rows take."""
        return sum(len(feature) + 2 for feature in self._features(rows))

    def _features(self, rows: Iterable[Row]) -> Iterator[bytes]:
        return (orjson.dumps(_feature(row, self._heads)) for row in rows)


def _feature(row: Row, heads: Sequence[Head]) -> dict[str, object]:
    values = row["values"]
    assert isinstance(values, Mapping)
    point = {"type": "Point", "coordinates": row["location"]}
    return {
        "type": "Feature",
        "id": row["urn"],
        "geometry": values.get(LOCATION, point),
        "properties": {
            head.column.removeprefix("."): _property(row, values, head.column)
            for head in heads
        },
    }


def _property(row: Row, values: Mapping[str, object], column: str) -> object:
    if column not in columns.OWN:
        return values.get(column)
    if column == columns.STATE:
        status = row["status"]
        assert isinstance(status, int)
        return STATUSES[status]
    return row["urn"] if column == columns.CODE else row.get(column[1:])
