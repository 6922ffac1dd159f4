"""One type of asset as a table: who fits a query, and how some of them are.

What the picture keeps in columns answers nearly every query; an attribute that is no
field of the layer is read from the database, as a column, and kept for some seconds.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mesto.kernel.errors import NotFound
from mesto.kernel.question.column import Column as Stored
from mesto.kernel.question.column import Values
from mesto.kernel.question.picture import Judged
from mesto.web.abnormal import Row, describe
from mesto.web.assets import Indices
from mesto.web.picture import Picture
from mesto.web.readings import Column, Numbers, Text, lay_text
from mesto.web.tables import query as columns
from mesto.web.tables.query import Query
from mesto.web.tables.select import chosen
from mesto.web.tiles import RANKS
from mesto.web.views import within

KEEP_S = 10.0  #: a column read from the database

Ids: TypeAlias = NDArray[np.int32]


class Table:
    """The assets of one layer of a picture."""

    def __init__(self, picture: Picture, type_: str) -> None:
        """Look at a type of asset.

        Raises NotFound where no layer shows it.
        """
        self._types = [layer.type for _, layer in picture.layers]
        if type_ not in self._types:
            raise NotFound(f"there is no table of {type_[:80]}")
        self.picture = picture
        self.number = self._types.index(type_)
        self.layer = picture.layers[self.number][1]

    async def find(self, query: Query) -> Ids:
        """Return who fits a query, in order."""
        rows = self._within(query)
        ids: Ids = self.picture.assets.table["id"][rows]
        names = sorted(query.columns)
        if not names:
            return ids
        found = await asyncio.gather(*(self.column(name, rows) for name in names))
        by_name = dict(zip(names, found, strict=True))
        now_s = datetime.now(UTC).timestamp()
        places = await asyncio.to_thread(
            chosen, query.where, query.order, by_name, now_s
        )
        fitting: Ids = ids[places]
        return fitting

    @property
    def size(self) -> int:
        """How many assets there are."""
        return int(np.count_nonzero(self.picture.assets.table["layer"] == self.number))

    async def column(self, name: str, rows: Indices | None = None) -> Column:
        """Return a column of some rows; without any, of all."""
        if rows is None:
            rows = self._within(Query())
        if name == columns.ALPHABET:
            places = await asyncio.to_thread(self.picture.assets.alphabet)
            return _of_numbers(places[rows].astype(np.float64))
        if name in _OWN:
            return _OWN[name](self.picture, rows)
        kept = self.picture.readings.column(self.number, name, rows)
        if kept is not None:
            return kept
        ids: Ids = self.picture.assets.table["id"][rows]
        said = await self.picture.recent.ask(Stored(attribute=name), keep_s=KEEP_S)
        return await asyncio.to_thread(_spread, said, ids)

    async def rows(self, ids: Sequence[int], names: Sequence[str]) -> list[Row]:
        """Return how some assets are, in this order; what is gone is left out.

        names: columns whose values are wanted
        """
        wanted = [name for name in names if name not in columns.OWN]
        entities = await self.picture.city.ask(Judged(attributes=wanted, ids=ids))
        shown = []
        for one in ids:
            row, entity = self.picture.assets.row(one), entities.get(one)
            if row is not None and entity is not None:
                said = {each.name: each.value for each in entity.attributes}
                shown.append(self._described(row) | {"values": said})
        return shown

    def _described(self, row: int) -> Row:
        picture = self.picture
        (seen_s,) = picture.readings.seen(np.array([row])).tolist()
        seen = None if np.isnan(seen_s) else datetime.fromtimestamp(seen_s, UTC)
        shown = describe(row, picture.assets, self._types, picture.verdicts.get(row))
        return shown | {"district": picture.assets.districts[row], "seen": seen}

    def _within(self, query: Query) -> Indices:
        """Return the rows that lie where they should and are called so."""
        assets = self.picture.assets
        rows = np.nonzero(assets.table["layer"] == self.number)[0]
        if query.bbox is not None:
            rows = rows[within(assets.table[rows], query.bbox)]
        if query.words:
            sought = assets.sought
            called = rows.tolist()
            for word in query.words:
                called = [row for row in called if word in sought[row]]
            rows = np.array(called, np.intp)
        return rows


def _spread(values: Values, ids: Ids) -> Column:
    """Lay what entities say beside the ids asked for."""
    numbers, texts = np.full(len(ids), np.nan), np.full(len(ids), None, object)
    if not len(ids):
        return Column(numbers, texts)
    order = np.argsort(ids)
    by_id = ids[order]

    def asked(entities: Ids) -> tuple[Indices, NDArray[np.bool]]:
        """Return the places of those asked for, and who of the entities they are."""
        near = np.searchsorted(by_id, entities).clip(max=len(ids) - 1)
        known = by_id[near] == entities
        return order[near[known]], known

    here, known = asked(values.numbers["entity"].astype(np.int32))
    numbers[here] = values.numbers["number"][known]
    if values.texts:
        sizes = [len(entities) for _, _, entities in values.texts]
        which = np.repeat(np.arange(len(sizes)), sizes)
        here, known = asked(np.concatenate([who for _, _, who in values.texts]))
        laid = [_laid(text, truth=truth) for text, truth, _ in values.texts]
        numbers[here] = np.array([number for number, _ in laid])[which[known]]
        texts[here] = np.array([text for _, text in laid], object)[which[known]]
    return Column(numbers, texts)


def _laid(text: str, *, truth: bool) -> tuple[float, Text]:
    return (np.nan, text == "true") if truth else lay_text(text)


def _of_numbers(numbers: Numbers) -> Column:
    return Column(numbers, np.full(len(numbers), None, object))


def _of_texts(texts: Sequence[str], rows: Indices) -> Column:
    said = np.empty(len(rows), object)
    said[:] = [texts[row] or None for row in rows.tolist()]
    return Column(np.full(len(rows), np.nan), said)


def _causes(picture: Picture, rows: Indices) -> Column:
    said = np.full(len(rows), None, object)
    for place, row in enumerate(rows.tolist()):
        verdict = picture.verdicts.get(row)
        if verdict is not None:
            said[place] = " ".join(verdict.cause.values()) or None
    return Column(np.full(len(rows), np.nan), said)


#: What every asset has, as a column.
_OWN: Mapping[str, Callable[[Picture, Indices], Column]] = {
    columns.STATE: lambda picture, rows: _of_numbers(
        RANKS[picture.assets.table["status"][rows]].astype(np.float64)
    ),
    columns.SINCE: lambda picture, rows: _of_numbers(
        picture.assets.table["since"][rows]
    ),
    columns.SEEN: lambda picture, rows: _of_numbers(picture.readings.seen(rows)),
    columns.CAUSE: _causes,
    columns.NAME: lambda picture, rows: _of_texts(picture.assets.names, rows),
    columns.STREET: lambda picture, rows: _of_texts(picture.assets.streets, rows),
    columns.DISTRICT: lambda picture, rows: _of_texts(picture.assets.districts, rows),
    columns.CODE: lambda picture, rows: _of_texts(picture.assets.urns, rows),
}
