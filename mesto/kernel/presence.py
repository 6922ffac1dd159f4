"""Reading entities as they are now; concurrent readers share one query."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from mesto.kernel.model import KINDS, Attribute, Entity, Outline
from mesto.kernel.names import Bound, Names
from mesto.kernel.row import join


class Part(NamedTuple):
    """A row of `PRESENT`: an attribute with what its entity is; an empty one has none.

    Its fields are the columns, in order: to ask a row by name takes twice as long.
    """

    urn: str
    types: Sequence[str]
    scopes: Sequence[str]
    born: datetime
    changed: datetime
    attribute: int | None
    dataset: str
    position: int
    observed_at: datetime
    timed: bool
    created_at: datetime
    recorded_at: datetime
    kind: int
    number: float | None
    value: str | None
    unit: str | None
    meta: str | None
    source: int


_COLUMNS = """
    e.urn, e.types, e.scopes, e.created_at as born, e.modified_at as changed,
    p.attribute, p.dataset, p.position, p.observed_at, p.timed, p.created_at,
    p.recorded_at, p.kind, p.number, p.value, p.unit, p.meta, p.source
"""

PRESENT = f"""
    select {_COLUMNS}
      from entity e
      left join present p on p.entity = e.id and not p.deleted
     where e.urn = any($1::text[]) and e."exists"
"""

#: What an attribute leads to, the first where it leads to several.
_LED_TO = """
    case jsonb_typeof(p.value)
    when 'string' then p.value #>> '{}' when 'array' then p.value ->> 0 end
"""

#: Entities $1, what each of their attributes leads to, and all of types $2: what leads
#: somewhere, and attributes $3. Fewer are read sooner: a lamp says twenty things.
AROUND = f"""
    select {_COLUMNS}
      from entity e
      left join present p
        on p.entity = e.id and not p.deleted
       and (p.attribute = any(array(select id from attribute
                                     where name = any($3::text[])))
            or {_LED_TO} like 'urn:%')
     where e.id in (
           select id from entity where urn = any($1::text[])
            union
           select target.id
             from entity n
             join present p on p.entity = n.id and not p.deleted
             join entity target on target.urn = {_LED_TO}
            where n.urn = any($1::text[]) and n."exists"
            union
           select id from entity where types && $2::text[] and "exists")
       and e."exists"
"""

OUTLINE = """
    select e.urn, e.types, e.scopes,
           array_agg(p.attribute) filter (where p.attribute is not null) as attributes,
           array_agg(p.dataset) filter (where p.attribute is not null) as datasets,
           array_agg(p.kind) filter (where p.attribute is not null) as kinds
      from entity e
      left join present p on p.entity = e.id and not p.deleted
     where e.urn = any($1::text[]) and e."exists"
     group by e.id, e.urn, e.types, e.scopes
"""


TOGETHER = 200  #: entities; who asks for more does not keep the others waiting


class Presence:
    """Answers what entities are, for many askers at a time."""

    def __init__(self, bound: Bound, names: Names, *, few: Bound | None = None) -> None:
        """Ask through `bound` connections, and for few entities through others."""
        self._bound = bound
        self._few = few or bound
        self._names = names
        self._asked: dict[str, None] = {}
        self._answer: asyncio.Task[dict[str, Entity]] | None = None
        self._turn = asyncio.Lock()

    async def of(self, urns: Sequence[str]) -> dict[str, Entity]:
        """Return the entities of these URNs; absent ones are left out."""
        if len(urns) > TOGETHER:
            return await self._read(urns, self._bound)
        self._asked.update(dict.fromkeys(urns))
        if self._answer is None:
            self._answer = asyncio.create_task(self._ask())
        found = await asyncio.shield(self._answer)
        return {urn: found[urn] for urn in urns if urn in found}

    async def around(
        self, urns: Sequence[str], types: Sequence[str], reads: Sequence[str]
    ) -> dict[str, Entity]:
        """Return entities, what they lead to, and all of some types; by one query.

        reads: attributes that are wanted of them, beside what leads somewhere
        """
        bound = self._few if len(urns) <= TOGETHER else self._bound
        return await self._fetch(bound, AROUND, urns, types, reads)

    async def outlines(self, urns: Sequence[str]) -> dict[str, Outline]:
        """Return what these entities have; absent ones are left out."""
        async with self._bound() as connection:
            rows = await connection.fetch(OUTLINE, urns)
        used = {number for row in rows for number in row["attributes"] or ()}
        names = await self._names.attribute_names(used)
        return {
            row["urn"]: Outline(
                tuple(row["types"]),
                tuple(row["scopes"]),
                {
                    (names[number], dataset or None): KINDS[kind]
                    for number, dataset, kind in zip(
                        row["attributes"] or (),
                        row["datasets"] or (),
                        row["kinds"] or (),
                        strict=True,
                    )
                },
            )
            for row in rows
        }

    async def _ask(self) -> dict[str, Entity]:
        """Wait for a turn, then ask for everyone who came meanwhile."""
        async with self._turn:
            await asyncio.sleep(0)  # who comes at the same time joins
            asked, self._asked, self._answer = list(self._asked), {}, None
            return await self._read(asked, self._few)

    async def _read(self, urns: Sequence[str], bound: Bound) -> dict[str, Entity]:
        return await self._fetch(bound, PRESENT, urns)

    async def _fetch(
        self, bound: Bound, asked: str, *about: Sequence[str]
    ) -> dict[str, Entity]:
        async with bound() as connection:
            rows = list(map(Part._make, await connection.fetch(asked, *about)))
        attributes = await self._names.attribute_names(
            {row.attribute for row in rows if row.attribute is not None}
        )
        sources = await self._names.source_names(
            {row.source for row in rows if row.attribute is not None}
        )
        return _assemble(rows, attributes, sources)


def _assemble(
    rows: Sequence[Part], attributes: Mapping[int, str], sources: Mapping[int, str]
) -> dict[str, Entity]:
    """Put entities together from their attribute rows."""
    parts: dict[str, list[Part]] = {}
    for row in rows:
        parts.setdefault(row.urn, []).append(row)
    return {urn: _entity(mine, attributes, sources) for urn, mine in parts.items()}


def _entity(
    rows: Sequence[Part], attributes: Mapping[int, str], sources: Mapping[int, str]
) -> Entity:
    first = rows[0]
    found = [
        _attribute(row, attributes[row.attribute], sources[row.source])
        for row in rows
        if row.attribute is not None
    ]
    found.sort(key=lambda one: (one.name, one.dataset or ""))
    changed = (one.modified_at for one in found)
    return Entity(
        id=first.urn,
        types=tuple(first.types),
        scopes=tuple(first.scopes),
        created_at=first.born,
        modified_at=max((first.changed, *changed)),
        attributes=tuple(found),
    )


def _attribute(row: Part, name: str, source: str) -> Attribute:
    return Attribute(
        name=name,
        value=join(row.number, row.value),
        kind=KINDS[row.kind],
        position=row.position,
        observed_at=row.observed_at if row.timed else None,
        created_at=row.created_at,
        modified_at=row.recorded_at,
        source=source,
        unit=row.unit,
        dataset=row.dataset or None,
        meta=cast("dict[str, object] | None", join(None, row.meta)),
    )
