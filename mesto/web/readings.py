"""What assets last said, in columns: the fields of every layer, one value an asset.

It is what tables are sorted and filtered by without asking the database: some 130 bytes
an asset. The picture keeps it up as it judges.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from sys import intern
from typing import NamedTuple, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

from mesto.kernel.model import Entity, Value
from mesto.kernel.plugin import Layer
from mesto.kernel.verdict import last_seen
from mesto.web.assets import Indices

LONGEST_TEXT = 200  #: characters kept of a text

#: A value that is no number; None where there is none.
Text: TypeAlias = str | bool | None
Numbers: TypeAlias = NDArray[np.float64]
Texts: TypeAlias = NDArray[np.object_]


class Column(NamedTuple):
    """One value a row: a number, NaN where it is none, or else a text."""

    numbers: Numbers
    texts: Texts

    def at(self, rows: Indices) -> "Column":
        """Return these rows of the column."""
        return Column(self.numbers[rows], self.texts[rows])


class Readings:
    """The fields of assets by row, and when each asset was last heard."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        """Know what each layer's assets say."""
        self._fields = [[one.attribute for one in layer.fields] for layer in layers]
        self._heard = [heard_of(layer) for layer in layers]
        self._width = max(map(len, self._fields), default=0)
        self._numbers: Numbers = np.empty((0, self._width))
        self._texts: Texts = np.empty((0, self._width), object)
        self._seen: Numbers = np.empty(0)

    def put(self, row: int, layer: int, entity: Entity) -> None:
        """Note what an asset says now."""
        while row >= len(self._seen):
            self._grow()
        said = {one.name: one.value for one in entity.attributes}
        for place, name in enumerate(self._fields[layer]):
            number, text = lay(said.get(name))
            self._numbers[row, place] = number
            self._texts[row, place] = text
        seen_at = last_seen(entity, self._heard[layer])
        self._seen[row] = np.nan if seen_at is None else seen_at.timestamp()

    def column(self, layer: int, attribute: str, rows: Indices) -> Column | None:
        """Return a field of some rows of a layer; None where it is no field of it."""
        if attribute not in self._fields[layer]:
            return None
        place = self._fields[layer].index(attribute)
        self._reach(rows)
        return Column(self._numbers[rows, place], self._texts[rows, place])

    def seen(self, rows: Indices) -> Numbers:
        """Return when rows were last heard, seconds since 1970; NaN for never."""
        self._reach(rows)
        return self._seen[rows]

    def _reach(self, rows: Indices) -> None:
        """Have a place for rows of assets that are not judged yet."""
        while len(rows) and rows.max() >= len(self._seen):
            self._grow()

    def _grow(self) -> None:
        more = max(256, len(self._seen))
        wide = (more, self._width)
        self._numbers = np.concatenate([self._numbers, np.full(wide, np.nan)])
        self._texts = np.concatenate([self._texts, np.full(wide, None, object)])
        self._seen = np.concatenate([self._seen, np.full(more, np.nan)])


def heard_of(layer: Layer) -> list[str]:
    """Return the attributes by which an asset shows that it lives."""
    return [field.attribute for field in layer.fields if field.heard]


def lay(value: Value) -> tuple[float, Text]:
    """Part a value into a number, NaN where it is none, and the text of the rest.

    A moment is a number, too: seconds since 1970.
    """
    match value:
        case bool():
            return np.nan, value
        case int() | float():
            return float(value), None
        case None:
            return np.nan, None
        case str():
            return lay_text(value)
        case {"@value": str(typed)}:
            return lay_text(typed)
    return np.nan, orjson.dumps(value).decode()[:LONGEST_TEXT]


def lay_text(text: str) -> tuple[float, Text]:
    """Part a text: one that is a moment is a number."""
    moment = read_moment(text)
    if moment is not None:
        return moment.timestamp(), None
    return np.nan, intern(text[:LONGEST_TEXT])


def read_moment(text: str) -> datetime | None:
    """Read a text that is a moment with its time of day; None for any other.

    Years before 1900 and after 2199 are no moments of ours.
    """
    if text[10:11] != "T" or text[:2] not in ("19", "20", "21"):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
