"""Film of the picture: how every asset was, in columns that compress. Pure.

A reel begins with how everything was and goes on with what changed, each change with
its moment. A moment between is the beginning and the changes up to it.
"""

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

from mesto.kernel.question.film import Take
from mesto.web.assets import GONE

ABSENT = 255  #: status of an asset that is not there

#: How one asset was. layer counts the types named beside the rows.
SHOWN = np.dtype([("id", "<i4"), ("layer", "u1"), ("status", "u1"), ("value", "<f8")])
#: What it became, and when: ms since the take began.
CHANGE = np.dtype([("at", "<u4"), *((n, SHOWN[n]) for n in SHOWN.names or ())])
DIFFERENCED = ("at", "id")  #: columns that grow, of which differences are kept

Rows: TypeAlias = NDArray[np.void]


class Frame(NamedTuple):
    """How every asset was at a moment: rows in the order of their ids."""

    rows: Rows
    filmed_at: datetime  #: what is shown is of this moment; earlier than asked in a gap


class Developed(NamedTuple):
    """A reel, ready to be shown at any of its moments."""

    stop_ms: int
    first: Rows  #: of every asset that is on it, ABSENT where it came later
    at_ms: NDArray[np.int64]
    place: NDArray[np.intp]  #: in `first`, of what changed
    changes: Rows

    def frame(self, moment: datetime) -> Frame:
        """Return how everything was at a moment; the last there is, of later ones."""
        rows = self.first.copy()
        moment_ms = ms_of(moment)
        seen = int(np.searchsorted(self.at_ms, moment_ms, "right"))
        for column in ("layer", "status", "value"):
            rows[column][self.place[:seen]] = self.changes[column][:seen]
        here = (rows["status"] != ABSENT) & (rows["layer"] != GONE)
        return Frame(rows[here], time_of(min(moment_ms, self.stop_ms)))


def pack(rows: Rows, types: Sequence[str]) -> bytes:
    """Compress rows, a column after the other."""
    head = orjson.dumps({"rows": len(rows), "types": list(types)})
    return zlib.compress(
        head
        + b"\n"
        + b"".join(_laid(name, rows[name]) for name in rows.dtype.names or ())
    )


def unpack(film: bytes, dtype: np.dtype[np.void], types: Mapping[str, int]) -> Rows:
    """Return the rows that were packed.

    types: today's number of each layer, by its type; what is shown no more is GONE
    """
    head, _, columns = zlib.decompress(film).partition(b"\n")
    said = orjson.loads(head)
    rows = np.empty(said["rows"], dtype)
    start = 0
    for name in dtype.names or ():
        end = start + len(rows) * dtype[name].itemsize
        rows[name] = _read(name, columns[start:end], dtype[name])
        start = end
    today = np.array([types.get(name, GONE) for name in said["types"]], np.uint8)
    rows["layer"] = today[rows["layer"]] if len(rows) else rows["layer"]
    return rows


def develop(takes: Sequence[Take], types: Mapping[str, int]) -> Developed:
    """Put the takes of one reel together; the first begins with the whole."""
    whole = takes[0].whole
    assert whole is not None, "a reel begins with the whole"
    first = unpack(whole, SHOWN, types)
    changes = [np.empty(0, CHANGE)]
    times = [np.empty(0, np.int64)]
    for take in takes:
        if take.changes is not None:
            changes.append(unpack(take.changes, CHANGE, types))
            times.append(changes[-1]["at"].astype(np.int64) + ms_of(take.start))
    changed = np.concatenate(changes)
    every = np.union1d(first["id"], changed["id"])
    rows = np.zeros(len(every), SHOWN)
    rows["id"], rows["status"], rows["value"] = every, ABSENT, np.nan
    rows[np.searchsorted(every, first["id"])] = first
    place = np.searchsorted(every, changed["id"])
    stop_ms = ms_of(max(take.stop for take in takes))
    return Developed(stop_ms, rows, np.concatenate(times), place, changed)


def splice(
    parts: Sequence[tuple[int, Rows]], start: datetime, types: Sequence[str]
) -> bytes | None:
    """Pack changes of several takes as those of one that begins at `start`.

    parts: each take's beginning, ms since 1970, and what changed in it
    """
    moved = []
    for began_ms, rows in parts:
        moved.append(rows.copy())
        moved[-1]["at"] += began_ms - ms_of(start)
    return pack(np.concatenate(moved), types) if moved else None


def changed_between(one: Frame, other: Frame) -> Rows | None:
    """Return how the assets are in the other frame that differ from the first.

    None where not the same assets are in both, each on its layer: then it is better
    shown as a whole.
    """
    before, after = one.rows, other.rows
    if not all(np.array_equal(before[of], after[of]) for of in ("id", "layer")):
        return None
    same = (before["status"] == after["status"]) & same_values(
        before["value"], after["value"]
    )
    changed: Rows = after[~same]
    return changed


def same_values(
    one: NDArray[np.float64], other: NDArray[np.float64]
) -> NDArray[np.bool]:
    """Compare values, where no number is like no number."""
    same: NDArray[np.bool] = (one == other) | (np.isnan(one) & np.isnan(other))
    return same


def ms_of(moment: datetime) -> int:
    """Return milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def time_of(moment_ms: int) -> datetime:
    """Return the time so many milliseconds after 1970."""
    return datetime.fromtimestamp(moment_ms / 1000, UTC)


def _laid(name: str, column: NDArray[np.generic]) -> bytes:
    """Lay a column out: first bytes of all numbers, then second ones: so it packs."""
    if name in DIFFERENCED:
        column = np.diff(column, prepend=column.dtype.type(0))
    bytes_of_each = np.ascontiguousarray(column).view(np.uint8)
    return bytes_of_each.reshape(len(column), column.itemsize).T.tobytes()


def _read(name: str, laid: bytes, dtype: np.dtype[np.generic]) -> NDArray[np.generic]:
    """Read a column that was laid out."""
    planes = np.frombuffer(laid, np.uint8).reshape(dtype.itemsize, -1)
    column: NDArray[np.generic] = np.ascontiguousarray(planes.T).view(dtype).ravel()
    if name in DIFFERENCED:
        column = np.cumsum(column, dtype=dtype)
    return column
