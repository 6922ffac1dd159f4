"""Vector tiles of a municipality's assets: points from near, cells from afar. Pure."""

from typing import NamedTuple

import numpy as np

from mesto.web.assets import GONE, Assets, Indices, Table
from mesto.web.mvt import EXTENT, encode_points

MVT = "application/vnd.mapbox-vector-tile"
CELLS_TO = 11  #: the last zoom that shows cells; assets begin one further
NAMES_FROM = 14  #: from this zoom an asset's name is in the tile
ZOOM_LIMIT = 22
BUFFER = 64  #: units drawn beyond the edges, so that symbols are not cut
NOWHERE = -1.0  #: in no tile
CELLS_ACROSS = 16  #: per tile; a cell is 32 pixels wide on a tile of 512

#: Statuses by their codes, and the codes' ranks from best to worst.
STATUSES = ("ok", "warning", "critical", "offline", "maintenance")
RANKS = np.array([0, 3, 4, 2, 1], np.uint8)
_BY_RANK = np.argsort(RANKS)


class Tile(NamedTuple):
    """The address of a tile."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Whether there can be such a tile."""
        across = 1 << self.z if 0 <= self.z <= ZOOM_LIMIT else 0
        return 0 <= self.x < across and 0 <= self.y < across

    @property
    def live(self) -> bool:
        """Whether it shows statuses, which change while its version stays."""
        return self.z <= CELLS_TO


def draw(assets: Assets, tile: Tile, then: Table | None = None) -> bytes:
    """Return a tile as a Mapbox Vector Tile; empty where nothing is.

    then: the assets' table as it was, for tiles that show statuses
    """
    if tile.live:
        return _cells(assets.table if then is None else then, tile)
    rows, xs, ys = _inside(assets.table, tile, BUFFER)
    return _points(assets, rows, xs, ys, named=tile.z >= NAMES_FROM)


def _inside(table: Table, tile: Tile, buffer: int) -> tuple[Indices, Indices, Indices]:
    """Return the rows within a tile and their units from its corner."""
    scale = float(EXTENT << tile.z)
    left, top = (np.nan_to_num(table[axis], nan=NOWHERE) for axis in "xy")
    xs = np.floor(left * scale).astype(np.intp) - tile.x * EXTENT
    ys = np.floor(top * scale).astype(np.intp) - tile.y * EXTENT
    low, high = -buffer, EXTENT + buffer
    inside = (xs >= low) & (xs < high) & (ys >= low) & (ys < high)
    rows = np.nonzero(inside & (table["layer"] != GONE))[0]
    return rows, xs[rows], ys[rows]


def _points(
    assets: Assets, rows: Indices, xs: Indices, ys: Indices, *, named: bool
) -> bytes:
    if not len(rows):
        return b""
    layers = {"layer": assets.table["layer"][rows].tolist()}
    names = {"name": [assets.names[row] for row in rows]} if named else {}
    return encode_points(
        "assets",
        ids=assets.table["id"][rows].tolist(),
        xs=xs.tolist(),
        ys=ys.tolist(),
        properties=layers | names,
    )


def _cells(table: Table, tile: Tile) -> bytes:
    """Count the assets of each cell by status; a cell stands where its assets are."""
    rows, xs, ys = _inside(table, tile, 0)
    if not len(rows):
        return b""
    width = EXTENT // CELLS_ACROSS
    cells, mine, count = np.unique(
        (ys // width) * CELLS_ACROSS + xs // width,
        return_inverse=True,
        return_counts=True,
    )
    statuses = table["status"][rows]
    by_status = [
        np.bincount(mine[statuses == code], minlength=len(cells)).tolist()
        for code in range(len(STATUSES))
    ]
    worst = np.zeros(len(cells), np.uint8)
    np.maximum.at(worst, mine, RANKS[statuses])
    return encode_points(
        "cells",
        ids=(cells + 1).tolist(),
        xs=(np.bincount(mine, xs) // count).astype(int).tolist(),
        ys=(np.bincount(mine, ys) // count).astype(int).tolist(),
        properties={
            "count": count.tolist(),
            "worst": _BY_RANK[worst].tolist(),
            **dict(zip(STATUSES, by_status, strict=True)),
        },
    )
