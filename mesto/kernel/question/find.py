"""Which entities are like this: their ids, a page at a time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from mesto.kernel.model import Kind
from mesto.kernel.question import Question, Row
from mesto.kernel.question.clause import (
    PRESENT,
    Arguments,
    Instances,
    attribute_id,
    clause,
    has_any,
    sort_keys,
)
from mesto.kernel.question.condition import (
    EVERYTHING,
    Condition,
    Order,
    Place,
    Relation,
)
from mesto.kernel.question.geometry import box_of, far_m, fitting
from mesto.kernel.question.window import Window


@dataclass(frozen=True)
class Page:
    """Some of the entities found."""

    urns: tuple[str, ...]
    more: bool  #: whether others follow
    total: int | None = None  #: how many there are; None if nobody asked


@dataclass(frozen=True, kw_only=True)
class Find(Question[Page]):
    """Find entities.

    attributes: at least one of these must be there; empty: no matter
    past: ask what attributes were at times in this window instead of what they are
    order: keys to sort by; without any, entities come in the order they came to be
    """

    where: Condition = EVERYTHING
    attributes: tuple[str, ...] = ()
    place: Place | None = None
    past: Window | None = None
    order: tuple[Order, ...] = ()
    limit: int = 20
    offset: int = 0
    count: bool = False

    @property
    def sql(self) -> str:
        """The statement."""
        return self._written[0]

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._written[1]

    def answer(self, rows: Sequence[Row]) -> Page:
        """Read a page; where geometry decides, look at the shapes first."""
        if self.place is None and self._distance is None:
            return self._read_page(rows)
        if self.place is not None:
            rows = _in_place(rows, self.place)
        if self._distance is not None:
            rows = _by_distance(rows, self._distance)
        urns = list(dict.fromkeys(row["urn"] for row in rows))
        end = self.offset + self.limit
        total = len(urns) if self.count else None
        return Page(tuple(urns[self.offset : end]), len(urns) > end, total)

    def _read_page(self, rows: Sequence[Row]) -> Page:
        total = rows[0]["total"] if self.count else None
        urns = [row["urn"] for row in rows if row["urn"] is not None]
        return Page(tuple(urns[: self.limit]), len(urns) > self.limit, total)

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        """Write the statement once; its text depends on which filters are given."""
        arguments = Arguments()
        sql = (
            self._write_page(arguments)
            if self.place is None and self._distance is None
            else self._write_candidates(arguments)
        )
        return sql, arguments.values

    def _filter(self, arguments: Arguments) -> str:
        instances = self._instances(arguments)
        filters = [f"({clause(self.where, arguments, instances)})"]
        if self.past is None:
            filters.append('e."exists"')
        if self.attributes or self.past is not None:
            filters.append(has_any(list(self.attributes), arguments, instances))
        return " and ".join(filters)

    def _instances(self, arguments: Arguments) -> Instances:
        return PRESENT if self.past is None else self.past.instances(arguments)

    def _write_page(self, arguments: Arguments) -> str:
        where = self._filter(arguments)
        keys = sort_keys(self.order, arguments)
        limit = arguments.add(self.limit + 1, "bigint")
        offset = arguments.add(self.offset, "bigint")
        page = (
            f"select e.urn from entity e where {where}"
            f" order by {keys} limit {limit} offset {offset}"
        )
        if not self.count:
            return page
        return (
            f"select c.total, f.urn from (select count(*) as total from entity e"
            f" where {where}) c left join ({page}) f on true"
        )

    @property
    def _distance(self) -> Order | None:
        """The key to sort by that is a distance; there is one at most."""
        return next((one for one in self.order if one.away_from is not None), None)

    def _write_candidates(self, arguments: Arguments) -> str:
        """Write a statement of all that is looked at here: shapes, and distances."""
        where, order = self._filter(arguments), list(self.order)
        columns, tables = ["e.urn"], ["entity e"]
        if self.place is not None:
            shape, table, inside = self._write_places(self.place, arguments)
            columns.append(shape)
            tables.append(table)
            where = f"{where} and {inside}"
        if self._distance is not None:
            at = order.index(self._distance)
            columns.append(_RANK.format(sort_keys(order[:at], arguments, whole=False)))
            columns.append("far.*")
            attribute = order.pop(at).path.attribute
            tables.append(_FAR.format(attribute_id(attribute, arguments)))
        keys = sort_keys(order, arguments)
        source = " ".join(tables)
        return (
            f"select {', '.join(columns)} from {source} where {where} order by {keys}"
        )

    def _write_places(self, place: Place, arguments: Arguments) -> tuple[str, str, str]:
        """Return the columns of geometries, the table that has them, and which."""
        attribute = f"p.attribute = {attribute_id(place.attribute, arguments)}"
        source, box = _PAST_PLACES, ""
        if self.past is None:
            source, box = _PRESENT_PLACES, _in_box(place, arguments)
        if box:  # it finds the rows; an index of all that have the attribute is no help
            attribute = attribute.replace("=", "+ 0 =", 1)
        instances = self._instances(arguments)
        return (
            source.columns,
            f"join {instances.table} p on e.id = p.entity",
            f"{instances.where} and {source.where} and {attribute}{box}",
        )


class _Places(NamedTuple):
    """How a table holds geometries."""

    columns: str
    where: str


_PRESENT_PLACES = _Places(
    "(p.place[0])[0] as lon, (p.place[0])[1] as lat,"
    " case when p.value->>'type' <> 'Point' then p.value::text end as shape",
    "p.place is not null",
)
_PAST_PLACES = _Places(
    "0::float8 as lon, 0::float8 as lat, p.value::text as shape",
    f"p.kind = {Kind.GEO_PROPERTY.value}",
)

#: How the box of an entity lies to that of the question, if the entity shall fit.
_BOXES = {Relation.WITHIN: "<@", Relation.CONTAINS: "@>"}


def _in_box(place: Place, arguments: Arguments) -> str:
    box = box_of(place)
    if box is None:
        return ""
    west, south, east, north = (arguments.add(edge, "float8") for edge in box)
    lies = _BOXES.get(place.relation, "&&")
    return f" and p.place {lies} box(point({west}, {south}), point({east}, {north}))"


#: Where an entity is, by its first instance of an attribute; `ahead`: how many groups
#: come before its own, by the keys before the distance.
_RANK = "dense_rank() over (order by {}) as ahead"
_FAR = (
    "left join lateral (select (p.place[0])[0] as far_lon, (p.place[0])[1] as far_lat,"
    " case when p.value->>'type' <> 'Point' then p.value::text end as far_shape"
    " from present p where p.entity = e.id and not p.deleted and p.place is not null"
    " and p.attribute = {} order by p.dataset limit 1) far on true"
)


def _by_distance(rows: Sequence[Row], key: Order) -> Sequence[Row]:
    """Sort rows by distance, among those of one rank; what is nowhere comes last."""
    assert key.away_from is not None  # it is a distance
    known = [n for n, row in enumerate(rows) if row["far_lon"] is not None]
    metres = far_m(
        key.away_from,
        [rows[n]["far_lon"] for n in known],
        [rows[n]["far_lat"] for n in known],
        [rows[n]["far_shape"] for n in known],
    )
    away = dict(zip(known, (-m if key.descending else m for m in metres), strict=True))
    sorted_ = sorted(
        range(len(rows)), key=lambda n: (rows[n]["ahead"], away.get(n, math.inf))
    )
    return [rows[n] for n in sorted_]


def _in_place(rows: Sequence[Row], place: Place) -> Sequence[Row]:
    if not rows:
        return ()
    mask = fitting(
        place,
        [row["lon"] for row in rows],
        [row["lat"] for row in rows],
        [row["shape"] for row in rows],
    )
    return list(compress(rows, mask))
