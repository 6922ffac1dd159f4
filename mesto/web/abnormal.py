"""What is not well, worst and newest first, and what one cause explains. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast

import numpy as np

from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.question.handled import Handled
from mesto.kernel.script import with_both_scripts
from mesto.web.assets import Assets
from mesto.web.tiles import RANKS

Row = dict[str, object]


def abnormal(assets: Assets, verdicts: Mapping[int, Verdict]) -> list[int]:
    """Return the rows that are not well: the worst first, of those the newest."""
    rows = np.fromiter(verdicts, np.intp, len(verdicts))
    table = assets.table[rows]
    order = np.lexsort(
        (table["id"], -table["since"], -RANKS[table["status"]].astype(int))
    )
    found: list[int] = rows[order].tolist()
    return found


def group(
    rows: Iterable[int], assets: Assets, verdicts: Mapping[int, Verdict]
) -> dict[int, list[int]]:
    """Gather rows under the row that explains them, each where its group begins.

    What explains others leads its group, though it may come later itself, or be well.
    """
    row_of = {assets.urns[row]: row for row in verdicts}
    groups: dict[int, list[int]] = {}
    for row in rows:
        by = row_of.get(verdicts[row].by, row)
        members = groups.setdefault(by, [])
        if by != row:
            members.append(row)
    return groups


def describe(
    row: int, assets: Assets, types: list[str], verdict: Verdict | None
) -> Row:
    """Return one asset as lists show it.

    types: the entity type of each layer
    """
    at = assets.table[row]
    layer = int(at["layer"])
    value = float(at["value"])
    shown: Row = {
        "id": int(at["id"]),
        "urn": assets.urns[row],
        "type": types[layer],
        "layer": layer,
        "name": assets.names[row],
        "street": assets.streets[row],
        "location": assets.place(row),
        "status": int(at["status"]),
        "value": None if np.isnan(value) else value,
        "since": datetime.fromtimestamp(float(at["since"]), UTC),
    }
    if verdict is not None:
        shown["cause"] = in_both_scripts(tuple(verdict.cause.items()))
    return shown


@lru_cache(10_000)
def in_both_scripts(cause: tuple[tuple[str, str], ...]) -> Text:
    """Derive Cyrillic once, since many assets fail in the same words."""
    return with_both_scripts(dict(cause))


def because(
    rows: Iterable[int], assets: Assets, verdicts: Mapping[int, Verdict]
) -> dict[int, Row]:
    """Say, for each row, which other asset explains it."""
    row_of = {assets.urns[row]: row for row in verdicts}
    explained: dict[int, Row] = {}
    for row in rows:
        by = row_of.get(verdicts[row].by)
        explained[row] = {"because": None if by is None else _name(by, assets)}
    return explained


def handling(one: Row, handled: Mapping[int, Handled]) -> Row:
    """Say what people did about an asset, or else about what explains it."""
    explained = [one["because"]] if isinstance(one["because"], dict) else []
    numbers = [cast("int", each["id"]) for each in (one, *explained)]
    found = next((handled[number] for number in numbers if number in handled), None)
    return {"handled": found and found._asdict()}


def _name(row: int, assets: Assets) -> Row:
    number = int(assets.table["id"][row])
    return {"id": number, "urn": assets.urns[row], "name": assets.names[row]}
