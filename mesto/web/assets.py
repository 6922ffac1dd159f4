"""Every asset of one municipality, in columns: 100,000 of them take some 40 MB.

A row, once given to an entity, stays its own; a removed entity's row is `GONE`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from math import asinh, atan, degrees, nan, pi, radians, sinh, tan
from struct import Struct
from sys import intern
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mesto.kernel.question.picture import Placed
from mesto.kernel.script import fold, natural

GONE = 255  #: layer of an asset that is no more
MOST_RANKED = 5_000  #: of what a search finds
CAUSES = 2  #: how many relationships may explain an asset

#: One asset. x and y run from 0 to 1, east and south, in Web Mercator; due and since
#: are seconds since 1970; changed and turned count the picture's steps.
ASSET = np.dtype(
    [
        ("id", "i4"),
        ("layer", "u1"),
        ("status", "u1"),
        ("x", "f8"),  # NaN where it stands nowhere
        ("y", "f8"),
        ("value", "f8"),  # of the main attribute; NaN where it is no number
        ("changed", "i8"),  # last step in which its status or value was new
        ("turned", "i8"),  # last step in which its status was new
        ("raised", "i8"),  # last step in which it got worse
        ("since", "f8"),  # from when it has its status
        ("due", "f8"),  # when to judge it again though nothing was heard
        ("causes", "i4", (CAUSES,)),  # entities that may explain it; 0: none
    ],
    align=True,
)
Table: TypeAlias = NDArray[np.void]
Indices: TypeAlias = NDArray[np.intp]

_SHAPE = Struct("<iBdd")


class Assets:
    """The assets of one municipality: where each is and what it is called."""

    def __init__(self, languages: Sequence[str] = ()) -> None:
        """Start without any; names are taken in the first of `languages` they have."""
        self.urns: list[str] = []
        self.names: list[str] = []
        self.streets: list[str] = []
        self.districts: list[str] = []  #: empty where it is not known
        self.sought: list[str] = []  #: what `fold` makes of all three
        self.fingerprint = 0  #: of every place and name, whatever their order
        self.languages = languages
        self._row_of: dict[int, int] = {}
        self._renamed = 0  #: how often anybody got another name or street
        self._alphabet: tuple[int, Indices] = (-1, np.empty(0, np.intp))
        self._table: Table = np.zeros(256, ASSET)

    @property
    def table(self) -> Table:
        """All rows, those of removed assets included."""
        return self._table[: len(self.urns)]

    def row(self, number: int) -> int | None:
        """Return the row of an entity's number; None if it has none or is gone."""
        row = self._row_of.get(number)
        return None if row is None or self._table["layer"][row] == GONE else row

    def put(self, placed: Placed, layer: int) -> bool:
        """Add an asset or move it; return whether anything about its shape is new."""
        row = self._row_of.get(placed.id)
        if row is None:
            row = self._append(placed)
        before = self._print(row)
        at = self._table[row]
        at["layer"] = layer
        at["x"], at["y"] = _position(placed)
        self._call(row, placed)
        return self._reprint(before, self._print(row))

    def drop(self, number: int) -> bool:
        """Forget an asset; return whether it was there."""
        row = self.row(number)
        if row is None:
            return False
        before = self._print(row)
        self._table["layer"][row] = GONE
        self.sought[row] = ""
        return self._reprint(before, 0)

    def place(self, row: int) -> tuple[float, float] | None:
        """Return longitude and latitude of a row, degrees; None: it stands nowhere."""
        at = self._table[row]
        if np.isnan(at["x"]):
            return None
        longitude, latitude = degrees_of(float(at["x"]), float(at["y"]))
        return round(longitude, 7), round(latitude, 7)

    def search(self, text: str, limit: int) -> list[int]:
        """Return rows whose name, street or code holds every word of `text`.

        Names that begin with it come first, shorter before longer ones. Of a text that
        thousands hold, some are ranked and the others left out.
        """
        words = fold(text).split()
        if not words:
            return []
        found = [row for row, sought in enumerate(self.sought) if words[0] in sought]
        for word in words[1:]:
            found = [row for row in found if word in self.sought[row]]
        start = " ".join(words)
        ranked = found[:MOST_RANKED]
        return nsmallest(limit, ranked, key=lambda row: self._rank(row, start))

    def alphabet(self) -> Indices:
        """Return the place of each row when all are sorted by name, street and code."""
        renamed = self._renamed
        if self._alphabet[0] != renamed:
            keys = [natural(one) for one in self.sought]
            order = sorted(range(len(keys)), key=keys.__getitem__)
            places = np.empty(len(order), np.intp)
            places[order] = np.arange(len(order))
            self._alphabet = (renamed, places)
        return self._alphabet[1]

    def _rank(self, row: int, start: str) -> tuple[bool, int, str]:
        sought = self.sought[row]
        return (not sought.startswith(start), len(sought), sought)

    def _append(self, placed: Placed) -> int:
        row = len(self.urns)
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros(row, ASSET)])
        self._table[row]["id"] = placed.id
        self._table[row]["layer"] = GONE
        self._table[row]["value"] = np.nan
        self._table[row]["due"] = np.inf
        self._row_of[placed.id] = row
        self.urns.append(placed.urn)
        for column in (self.names, self.streets, self.districts, self.sought):
            column.append("")
        return row

    def _call(self, row: int, placed: Placed) -> None:
        """Note how people call an asset and its place."""
        code = placed.urn.rpartition(":")[2]
        address = placed.address if isinstance(placed.address, Mapping) else {}
        name = self._said(placed.name) or code
        street = self._said(address.get("streetAddress"))
        self.names[row], self.streets[row] = name, intern(street)
        self.districts[row] = intern(self._said(address.get("district")))
        called = fold(name if code in name else f"{name} {code}")
        sought = f"{called} {_folded(street)}".rstrip()
        if sought != self.sought[row]:
            self.sought[row] = sought
            self._renamed += 1

    def _said(self, text: object) -> str:
        if isinstance(text, Mapping):
            known = [text[tag] for tag in self.languages if tag in text]
            text = next(iter([*known, *text.values()]), "")
        return text if isinstance(text, str) else ""

    def _print(self, row: int) -> int:
        """Digest what tiles show of a row, into 48 bits."""
        at = self._table[row]
        if at["layer"] == GONE:
            return 0
        shape = _SHAPE.pack(at["id"], at["layer"], at["x"], at["y"])
        name = self.names[row].encode()
        return int.from_bytes(blake2b(shape + name, digest_size=6).digest())

    def _reprint(self, before: int, after: int) -> bool:
        self.fingerprint ^= before ^ after
        return before != after


#: Folding costs more than the rest of an asset; a street has many.
_folded = lru_cache(4_096)(fold)


def _position(placed: Placed) -> tuple[float, float]:
    if placed.longitude is None or placed.latitude is None:
        return nan, nan
    return mercator(placed.longitude, placed.latitude)


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Project degrees to Web Mercator, x and y in [0, 1], east and south.

    Beyond 85.05 degrees north or south lies the edge.
    """
    south = 0.5 - asinh(tan(radians(latitude))) / (2 * pi)
    return longitude / 360 + 0.5, min(max(south, 0.0), 1.0)


def degrees_of(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a Web Mercator position."""
    return (x - 0.5) * 360, degrees(atan(sinh((0.5 - y) * 2 * pi)))
