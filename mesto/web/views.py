"""What a viewer wants to see of a picture, and the frames that show it. Pure."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import orjson
from numpy.typing import NDArray

from mesto.kernel.degrees import is_box
from mesto.kernel.errors import Malformed
from mesto.web.assets import GONE, Assets, Indices, Table, mercator
from mesto.web.tiles import RANKS, STATUSES

SCHEMA = 1  #: of the frames
Bounds = tuple[float, float, float, float]  #: west, south, east, north, degrees


class View(msgspec.Struct, frozen=True):
    """A part of the picture; the default is all of it."""

    layers: frozenset[int] | None = None
    bbox: Bounds | None = None
    min_status: int = 0  #: code of the mildest status wanted, from ok on


class Wish(msgspec.Struct, frozen=True, tag_field="t", tag="view"):
    """A viewer says that it looks elsewhere now."""

    layers: Sequence[int] | None = None
    bbox: Bounds | None = None
    min_status: int = 0


class Resume(msgspec.Struct, frozen=True, tag_field="t", tag="resume"):
    """A viewer says which state it has read anew."""

    epoch: str
    seq: int


_read = msgspec.json.Decoder(Wish | Resume).decode


def read_frame(text: str) -> View | Resume:
    """Read what a viewer says.

    Raises Malformed for anything else than a view or a resumption.
    """
    try:
        said = _read(text)
    except msgspec.DecodeError as error:
        raise Malformed(f"no frame of ours: {error}") from error
    return said if isinstance(said, Resume) else view_of(said)


def read_view(parameters: Mapping[str, str]) -> View:
    """Read a view from a query: layers=0,2 and bbox=w,s,e,n and min_status=1.

    Raises Malformed where one is written otherwise.
    """
    layers, bbox = parameters.get("layers"), parameters.get("bbox")
    try:
        wish = msgspec.convert(
            {
                "t": "view",
                "layers": layers.split(",") if layers else None,
                "bbox": bbox.split(",") if bbox else None,
                "min_status": parameters.get("min_status", "0"),
            },
            Wish,
            strict=False,
        )
    except msgspec.ValidationError as error:
        raise Malformed(f"no view: {error}") from error
    return view_of(wish)


def view_of(wish: Wish) -> View:
    """Return the view a viewer wishes.

    Raises Malformed for a status there is not and a box that is none.
    """
    if not 0 <= wish.min_status < len(STATUSES):
        raise Malformed("there is no such status", min_status=wish.min_status)
    if wish.bbox is not None and not is_box(*wish.bbox):
        raise Malformed("bbox is west, south, east, north in degrees")
    layers = None if wish.layers is None else frozenset(wish.layers)
    return View(layers, wish.bbox, wish.min_status)


def seen_through(view: View, assets: Assets, rows: Indices, since: int) -> Indices:
    """Return those of the rows that a view shows, or showed before step `since`.

    An asset that got better than the view cares for is told of once, so that it goes.
    """
    table = assets.table[rows]
    seen = table["layer"] != GONE
    if view.layers is not None:
        seen &= np.isin(table["layer"], list(view.layers))
    if view.bbox is not None:
        seen &= within(table, view.bbox)
    if view.min_status:
        bad = RANKS[table["status"]] >= RANKS[view.min_status]
        seen &= bad | (table["turned"] > since)
    shown: Indices = rows[seen]
    return shown


def within(table: Table, bbox: Bounds) -> NDArray[np.bool]:
    """Tell which rows of a table lie in a box."""
    west, south, east, north = bbox
    left, top = mercator(west, north)
    right, bottom = mercator(east, south)
    x, y = table["x"], table["y"]
    inside: NDArray[np.bool] = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    return inside


def state(assets: Assets, *, seq: int, epoch: str) -> dict[str, object]:
    """Return how every asset is, in columns."""
    table = assets.table
    table = table[table["layer"] != GONE]
    shown = {name: _column(table, name) for name in ("layer", "status", "value")}
    return {"seq": seq, "epoch": epoch, "ids": _column(table, "id"), **shown}


def patch(assets: Assets, rows: Indices, *, seq: int, at_s: float) -> bytes:
    """Write the present of some rows as a frame."""
    table = assets.table[rows]
    frame = {
        "t": "patch",
        "seq": seq,
        "ids": _column(table, "id"),
        "status": _column(table, "status"),
        "value": _column(table, "value"),
        "at": at_s,
    }
    return orjson.dumps(frame, option=orjson.OPT_SERIALIZE_NUMPY)


def hello(*, seq: int, epoch: str, version: int) -> bytes:
    """Write the first frame.

    version: of the tiles and the layers; who read another one reads them anew
    """
    said = {"epoch": epoch, "seq": seq, "version": version, "schema": SCHEMA}
    return orjson.dumps({"t": "hello", **said})


def beat(*, seq: int, rate: float, at_s: float) -> bytes:
    """Write the frame that says we are alive, and how much is heard a second."""
    return orjson.dumps({"t": "beat", "seq": seq, "rate": rate, "at": at_s})


def event(alarms: Sequence[Mapping[str, object]], *, seq: int, more: int) -> bytes:
    """Write what has just become abnormal or got worse.

    more: how many others did
    """
    return orjson.dumps({"t": "event", "seq": seq, "alarms": alarms, "more": more})


def invalidate(version: int) -> bytes:
    """Write the frame that says tiles are drawn anew."""
    return orjson.dumps({"t": "invalidate", "version": version})


def waits(count: int) -> bytes:
    """Write on how many orders that wait the viewer may decide."""
    return orjson.dumps({"t": "waits", "count": count})


RESYNC = orjson.dumps({"t": "resync"})
HANDLED = orjson.dumps({"t": "handled"})  #: people did something about alarms


def _column(table: Table, name: str) -> object:
    return np.ascontiguousarray(table[name])
