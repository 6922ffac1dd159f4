"""Integers for names: what the ledger writes instead of URNs and IRIs.

A name, once numbered, keeps its number for ever, so every process may remember the
pairs without asking again; only people may lose their name.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeAlias

from mesto.kernel.connections import Connection

Numbers: TypeAlias = Mapping[str, int]
Numbered: TypeAlias = tuple[Numbers, Numbers, Numbers]  #: entities, attributes, sources

MOST = 300_000  #: entities remembered by one process and municipality

PEOPLE = "console"  #: the source of what people say; `console:KEY` tells with which key
PERSON = "person"  #: who signed in with an account is `person:LOGIN`

#: People's sources have numbers below zero, so that an index can hold what they said
#: and nothing else.
_NUMBER_PEOPLE = """
    insert into source (id, name) overriding system value
    select nextval('source_of_people'), name from unnest($1::text[]) as new(name)
        on conflict do nothing
"""


class Bound(Protocol):
    """Lends connections bound to one municipality."""

    def __call__(self) -> AbstractAsyncContextManager[Connection]:
        """Lend one."""
        ...


class Names:
    """The numbers of one municipality's entities, attributes and sources."""

    def __init__(self, bound: Bound) -> None:
        """Remember nothing yet."""
        self._bound = bound
        self._entities: dict[str, int] = {}
        self._attributes: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._attribute_names: dict[int, str] = {}
        self._source_names: dict[int, str] = {}

    @property
    def known(self) -> Numbered:
        """The numbers of entities, attributes and sources, as far as we know."""
        return self._entities, self._attributes, self._sources

    async def learn(
        self, entities: set[str], attributes: set[str], sources: set[str]
    ) -> Numbered:
        """Give every name that has none a number.

        Returns the numbers of entities, attributes and sources, at least of these.
        """
        if len(self._entities) > MOST:
            self._entities = {}  # whoever uses the old one still has it
        numbered = self._entities
        if (
            numbered.keys() >= entities
            and self._attributes.keys() >= attributes
            and self._sources.keys() >= sources
        ):
            return numbered, self._attributes, self._sources
        await self._number("entity", "urn", entities, numbered)
        await self._number("attribute", "name", attributes, self._attributes)
        people = {name for name in sources if is_person(name)}
        await self._number("source", "name", people, self._sources, _NUMBER_PEOPLE)
        await self._number("source", "name", sources, self._sources)
        return numbered, self._attributes, self._sources

    async def attribute_names(self, ids: Iterable[int]) -> Mapping[int, str]:
        """Return the names of attributes; one query when one is new to us."""
        return await self._read("attribute", set(ids), self._attribute_names)

    async def source_names(self, ids: Iterable[int]) -> Mapping[int, str]:
        """Return the names of sources; one query when one is new to us."""
        return await self._read("source", set(ids), self._source_names)

    def forget_sources(self) -> None:
        """Read the names of sources anew: somebody was given a pseudonym."""
        self._sources = {}
        self._source_names = {}

    async def _number(
        self,
        table: str,
        column: str,
        names: set[str],
        known: dict[str, int],
        statement: str = "",
    ) -> None:
        new = sorted(name for name in names if name not in known)  # few of very many
        if not new:
            return
        asked = f"select id, {column} from {table} where {column} = any($1)"
        async with self._bound() as connection:
            rows = await connection.fetch(asked, new)
            if len(rows) < len(new):  # most are only new to this process
                await connection.execute(
                    statement
                    or f"insert into {table} ({column}) select unnest($1::text[]) "
                    "on conflict do nothing",
                    new,
                )
                rows = await connection.fetch(asked, new)
        known.update((row[1], row[0]) for row in rows)

    async def _read(
        self, table: str, ids: set[int], known: dict[int, str]
    ) -> Mapping[int, str]:
        if not ids <= known.keys():
            async with self._bound() as connection:
                rows = await connection.fetch(f"select id, name from {table}")
            known.update((row[0], row[1]) for row in rows)
        return known


def is_person(source: str) -> bool:
    """Tell whether a source is people, who sit before the console."""
    return source.partition(":")[0] in {PEOPLE, PERSON}
