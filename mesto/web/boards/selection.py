"""Some of a picture's assets: which, how they are, how they stand in a table. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mesto.kernel.model import Entity
from mesto.kernel.panel import Measure, Status
from mesto.kernel.plugin import Domain, Layer
from mesto.kernel.question.measured import Reading
from mesto.web.assets import GONE, Assets, Indices
from mesto.web.tiles import RANKS, STATUSES

Layers: TypeAlias = Sequence[tuple[Domain, Layer]]
_CODES = range(len(STATUSES))
MORE_THAT_ARE_WELL = 10
OFFLINE = STATUSES.index("offline")


def chosen(
    assets: Assets,
    layers: Layers,
    types: Sequence[str] = (),
    *,
    ids: Sequence[int] | None = None,
) -> Indices:
    """Return the rows of some types and ids; what is not given is no limit."""
    table = assets.table
    seen = table["layer"] != GONE
    if types:
        mine = [at for at, (_, layer) in enumerate(layers) if layer.type in types]
        seen &= np.isin(table["layer"], mine)
    if ids is not None:
        seen &= np.isin(table["id"], ids)
    rows: Indices = np.nonzero(seen)[0]
    return rows


def are(assets: Assets, rows: Indices, statuses: Sequence[Status]) -> NDArray[np.bool]:
    """Tell which of some rows are so; without statuses all are."""
    wanted = [STATUSES.index(one) for one in statuses or STATUSES]
    return np.isin(assets.table["status"][rows], wanted)


def states(assets: Assets, rows: Indices, statuses: Sequence[Status]) -> Reading:
    """Count how many of some rows are so; without statuses, how many there are."""
    so = int(are(assets, rows, statuses).sum())
    return Reading(len(rows), 0, so, None, None, None)


def has_column(layers: Layers, measure: Measure) -> bool:
    """Tell whether the picture knows the numbers that a measure is of."""
    mains = [layer.main for _, layer in layers if layer.type in measure.types]
    known = len(mains) == len(measure.types) and set(mains) == {measure.attribute}
    return known and not measure.where and not measure.entity


def numbers(assets: Assets, rows: Indices, measure: Measure) -> Reading:
    """Read the main values of some rows; what is offline is silent."""
    table = assets.table[rows]
    table = table[~np.isnan(table["value"])]
    values = table["value"][table["status"] != OFFLINE]
    silent = len(table) - len(values)
    if not len(values):
        return Reading(0, silent, 0.0, None, None, None)
    counted = values
    if measure.limited:
        least = -np.inf if measure.above is None else measure.above
        most = np.inf if measure.below is None else measure.below
        counted = (least <= values) & (values <= most)
    return Reading(
        len(values),
        silent,
        float(counted.sum()),
        float(values.min()),
        float(values.max()),
        None,
    )


def worst_first(
    assets: Assets, rows: Indices, statuses: Sequence[Status], limit: int
) -> list[int]:
    """Return the rows that are so: the worst first, of those the newest."""
    rows = rows[are(assets, rows, statuses)]
    table = assets.table[rows]
    badness = -RANKS[table["status"]].astype(int)
    order = np.lexsort((table["id"], -table["since"], badness))
    first: list[int] = rows[order[:limit]].tolist()
    return first


def by_type(assets: Assets, rows: Indices) -> list[dict[str, object]]:
    """Count statuses for each layer that has any of the rows."""
    table = assets.table[rows]
    return [
        {
            "layer": int(layer),
            "counts": _counts(table["status"][table["layer"] == layer]),
        }
        for layer in np.unique(table["layer"])
    ]


def by_district(assets: Assets, rows: Indices) -> list[dict[str, object]]:
    """Count statuses for each district that is known, the worst first.

    Each is ranked as if it had some more assets that are well, so that a district does
    not come first for its only one.
    """
    named = map(assets.districts.__getitem__, rows.tolist())
    counted = Counter(zip(named, assets.table["status"][rows].tolist(), strict=True))
    found: list[dict[str, object]] = [
        {"district": district, "counts": [counted[district, one] for one in _CODES]}
        for district in sorted({district for district, _ in counted} - {""})
    ]
    return sorted(found, key=_trouble, reverse=True)


def values(
    entity: Entity, attributes: Sequence[str]
) -> list[Mapping[str, object] | None]:
    """Return some values of an entity with their units; None where it has none."""
    by_name = {one.name: one for one in entity.attributes}
    return [
        {"value": by_name[name].value, "unit": by_name[name].unit}
        if name in by_name
        else None
        for name in attributes
    ]


def _counts(statuses: Indices) -> list[int]:
    counts: list[int] = np.bincount(statuses, minlength=len(STATUSES)).tolist()
    return counts


def _trouble(row: Mapping[str, object]) -> float:
    counts = row["counts"]
    assert isinstance(counts, list)
    return float(sum(counts[1:]) / (sum(counts) + MORE_THAT_ARE_WELL))
