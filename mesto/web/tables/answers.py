"""What the console asks of tables, and the answers."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.count import is_count
from mesto.kernel.errors import Malformed
from mesto.kernel.model import LOCATION, SCOPE, TYPE
from mesto.kernel.question.column import Habit, Habits
from mesto.kernel.question.picture import ADDRESS, NAME
from mesto.web.answers import answer_json
from mesto.web.picture import Picture
from mesto.web.readings import Column
from mesto.web.tables.query import check_column, read_columns, read_query
from mesto.web.tables.table import Ids, Table

HABITS_S = 120.0  #: how old the list of attributes may be
MOST_ROWS = 200  #: in one answer
MOST_VALUES = 40  #: different ones listed

#: Attributes that every table shows in columns of their own.
SHOWN = frozenset((TYPE, SCOPE, LOCATION, NAME, ADDRESS))


async def show_table(request: Request, picture: Picture) -> Response:
    """Say who fits a query, in order, and how the first of them are.

    Only the order travels whole, some three bytes an asset; to a caller who knows it by
    its digest, not even that.
    """
    await picture.ready()
    table = Table(picture, request.path_params["type"])
    query = read_query(request.query_params)
    names = read_columns(request.query_params)
    limit = _limit(request)
    ids = await table.find(query)
    order = _digest(ids)
    document = {
        "count": len(ids),
        "total": table.size,
        "order": order,
        "at": datetime.now(UTC),
    }
    if request.query_params.get("known") != order:
        document["ids"] = ids
        document["rows"] = await table.rows(ids[:limit].tolist(), names)
    return answer_json(request, document)


async def show_rows(request: Request, picture: Picture) -> Response:
    """Say how some assets are now."""
    await picture.ready()
    table = Table(picture, request.path_params["type"])
    ids = _ids(request.query_params.get("ids", ""))
    names = read_columns(request.query_params)
    return answer_json(request, await table.rows(ids, names))


async def show_columns(request: Request, picture: Picture) -> Response:
    """List the attributes that assets of a type have, with their units."""
    table = Table(picture, request.path_params["type"])
    habits = await picture.recent.ask(Habits(type=table.layer.type), keep_s=HABITS_S)
    used = groupby(habits, attrgetter("attribute"))
    return answer_json(
        request, [_habit(list(mine)) for name, mine in used if name not in SHOWN]
    )


async def show_values(request: Request, picture: Picture) -> Response:
    """Say what a column holds: its most frequent texts, its least and greatest."""
    await picture.ready()
    table = Table(picture, request.path_params["type"])
    name = request.query_params.get("column", "")
    check_column(name)
    return answer_json(request, _summary(await table.column(name)))


def _digest(ids: Ids) -> str:
    return blake2b(ids.tobytes(), digest_size=9).hexdigest()


def _habit(habits: Sequence[Habit]) -> dict[str, object]:
    """Describe an attribute by its most frequent use."""
    return {
        "attribute": habits[0].attribute,
        "kind": habits[0].kind,
        "units": list(dict.fromkeys(one.unit for one in habits if one.unit)),
        "entities": sum(one.entities for one in habits),
    }


def _summary(column: Column) -> dict[str, object]:
    texts = Counter(text for text in column.texts.tolist() if text is not None)
    numbers = column.numbers[~np.isnan(column.numbers)]
    return {
        "least": float(numbers.min()) if len(numbers) else None,
        "greatest": float(numbers.max()) if len(numbers) else None,
        "missing": len(column.numbers) - len(numbers) - texts.total(),
        "different": len(texts),
        "values": [
            {"value": text, "count": count}
            for text, count in texts.most_common(MOST_VALUES)
        ],
    }


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", "100")
    if not is_count(text) or int(text) > MOST_ROWS:
        raise Malformed(f"limit is a number up to {MOST_ROWS}", given=text[:20])
    return int(text)


def _ids(text: str) -> list[int]:
    """Read numbers of assets, parted by commas.

    Raises Malformed for anything else, and for too many.
    """
    words = text.split(",")
    if len(words) > MOST_ROWS or not all(map(is_count, words)):
        raise Malformed(f"ids are up to {MOST_ROWS} numbers, parted by commas")
    return [int(word) for word in words]
