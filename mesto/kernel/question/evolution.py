"""How attributes of entities came to be what they are: instances from the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import msgspec
import orjson

from mesto.kernel.model import SCOPE, TYPE, Attribute, Kind
from mesto.kernel.question import Question, Row
from mesto.kernel.question.clause import Arguments
from mesto.kernel.question.pair import pairs
from mesto.kernel.question.window import Window
from mesto.kernel.row import join


class Instance(msgspec.Struct, frozen=True):
    """What an attribute was said to be at one time."""

    attribute: Attribute
    deleted: bool  #: it was said to be no more
    at: datetime  #: when, by the clock of the window
    named: str | None = None  #: by another system that told it; None: by its position


class Evolution(msgspec.Struct, frozen=True):
    """An entity and some of its past."""

    id: str
    types: tuple[str, ...]
    scopes: tuple[str, ...]
    created_at: datetime | None  #: None: it is no more
    modified_at: datetime | None
    deleted_at: datetime | None
    instances: tuple[Instance, ...]  #: by attribute; in it, by time as was asked


@dataclass(frozen=True, kw_only=True)
class Evolutions(Question[dict[str, Evolution]]):
    """Read the past of some entities; those without any are left out.

    attributes: only these; None is all
    datasets: only instances with these datasetIds, "" for those without; None is all
    newest: take the newest `limit` of each attribute instead of the oldest
    """

    urns: tuple[str, ...]
    window: Window = field(default_factory=Window)
    attributes: tuple[str, ...] | None = None
    datasets: tuple[str, ...] | None = None
    newest: bool = False
    limit: int = 1_000

    @property
    def sql(self) -> str:
        """The statement."""
        return self._written[0]

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._written[1]

    def answer(self, rows: Sequence[Row]) -> dict[str, Evolution]:
        """Put the rows together by entity."""
        parts: dict[str, list[Row]] = {}
        for row in rows:
            parts.setdefault(row["urn"], []).append(row)
        return {urn: _evolution(urn, mine) for urn, mine in parts.items()}

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        arguments = Arguments()
        named = None if self.attributes is None else [TYPE, *self.attributes]
        sql = _EVOLUTIONS.format(
            urns=arguments.add(list(self.urns), "text[]"),
            pairs=pairs(named, arguments),
            window=self.window.where(arguments, _GONE),
            datasets=self._datasets(arguments),
            column=self.window.column,
            gone=_GONE,
            way="desc" if self.newest else "asc",
            limit=arguments.add(self.limit, "bigint"),
        )
        return sql, arguments.values

    def _datasets(self, arguments: Arguments) -> str:
        if self.datasets is None:
            return ""
        wanted = arguments.add(list(self.datasets), "text[]")
        return f"and coalesce(p.dataset, '') = any({wanted})"


#: An entity that leaves all its scopes is noted to have none.
_GONE = "(p.deleted or a.name = 'scope' and p.value = '[]')"

_EVOLUTIONS = """
    with recursive wanted as materialized (
        select * from entity where urn = any({urns})
    ),
    pair as ({pairs})
    select w.urn, w."exists", w.types, w.scopes, w.created_at as born,
           w.modified_at as changed, w.deleted_at as died, a.name, i.*, s.name as source
      from wanted w
      join pair q on q.entity = w.id
      join attribute a on a.id = q.attribute
     cross join lateral (
           select p.position, p.observed_at, p.recorded_at, {column} as at, p.timed,
                  p.kind, {gone} as deleted, p.number, p.value, p.unit, p.dataset,
                  p.meta, p.source as source_id
             from ledger p
            where p.entity = q.entity and p.attribute = q.attribute
              and (a.name = 'type' or {window} {datasets})
            order by {column} {way}, p.position {way}
            limit {limit}
           ) i
      join source s on s.id = i.source_id
     order by w.id, q.attribute, i.at {way}, i.position {way}
"""


def _evolution(urn: str, rows: Sequence[Row]) -> Evolution:
    first = rows[0]
    types = first["types"] or _types_once(rows)
    lives = first["exists"]
    return Evolution(
        id=urn,
        types=tuple(types),
        scopes=tuple(first["scopes"]),
        created_at=first["born"] if lives else None,
        modified_at=first["changed"] if lives else None,
        deleted_at=None if lives else first["died"],
        instances=tuple(_instance(row) for row in rows if row["name"] != TYPE),
    )


def _types_once(rows: Iterable[Row]) -> Sequence[str]:
    """Return the types of an entity that is no more."""
    said = [row for row in rows if row["name"] == TYPE and row["value"] is not None]
    newest = max(said, key=lambda row: row["position"], default=None)
    return [] if newest is None else list(orjson.loads(newest["value"]))


def _instance(row: Row) -> Instance:
    name, meta = row["name"], row["meta"]
    value = join(row["number"], row["value"])
    return Instance(
        attribute=Attribute(
            name=name,
            value=[] if name == SCOPE and value is None else value,
            kind=Kind(row["kind"]),
            position=row["position"],
            observed_at=row["observed_at"] if row["timed"] else None,
            created_at=row["recorded_at"],
            modified_at=row["recorded_at"],
            source=row["source"],
            unit=row["unit"],
            dataset=row["dataset"],
            meta=None if meta is None else orjson.loads(meta),
        ),
        deleted=row["deleted"],
        at=row["at"],
    )
