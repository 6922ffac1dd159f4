"""The roles of one municipality: those built in and those it made."""

import re
from collections.abc import Mapping, Sequence
from time import monotonic

import msgspec

from mesto.kernel.access import reach
from mesto.kernel.access.acts import note_there
from mesto.kernel.access.rights import BUILT_IN, Role, resolved
from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.names import Bound

TRUST_S = 10.0  #: how long a role is believed to be as it was
NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
MOST = 100


class Roles:
    """Reads and keeps roles."""

    def __init__(
        self, municipality: str, bound: Bound, services: Mapping[str, Sequence[str]]
    ) -> None:
        """Keep the roles of a municipality through `bound` connections.

        services: the entity types of each domain
        """
        self._municipality = municipality
        self._bound = bound
        self._services = services
        self._known: dict[str, Role] = {}
        self._until = 0.0

    async def all(self) -> dict[str, Role]:
        """Return every role by name, its services resolved to types."""
        if monotonic() >= self._until:
            await self._read()
        return self._known

    async def named(self, names: Sequence[str]) -> tuple[Role, ...]:
        """Return the roles of these names; one that is gone is left out."""
        known = await self.all()
        return tuple(known[name] for name in names if name in known)

    async def written(self) -> list[Role]:
        """Return the municipality's own roles, as they were written."""
        async with self._bound() as connection:
            rows = await connection.fetch("select definition from role order by name")
        return [msgspec.json.decode(row["definition"], type=Role) for row in rows]

    async def keep(self, role: Role) -> None:
        """Keep a role, and reckon what it sees.

        Raises Malformed for a name that cannot be one, Conflict for a built-in one.
        """
        if not NAME.fullmatch(role.name):
            raise Malformed("a role's name is lower-case letters, digits and -")
        if role.name in BUILT_IN:
            raise Conflict(f"{role.name} is built in; choose another name")
        async with self._bound() as connection, connection.transaction():
            count = await connection.fetchval("select count(*) from role")
            if count >= MOST:
                raise Conflict(f"there are {MOST} roles already")
            await reach.keep_role(connection, role, self._resolved(role))
            rights = msgspec.to_builtins(role.rights)
            await self._note(connection, "role-kept", role.name, rights=rights)
        self._until = 0.0

    async def drop(self, name: str) -> None:
        """Forget a role; whoever had it has it no longer.

        Raises NotFound if there is none, Conflict for a built-in one.
        """
        if name in BUILT_IN:
            raise Conflict(f"{name} is built in")
        async with self._bound() as connection, connection.transaction():
            done = await connection.execute("delete from role where name = $1", name)
            if done == "DELETE 0":
                raise NotFound(f"there is no role {name}")
            await self._note(connection, "role-dropped", name)
        self._until = 0.0

    async def write_out(self) -> None:
        """Write out again what roles see: a service may have other types today."""
        for role in await self.written():
            async with self._bound() as connection, connection.transaction():
                await reach.write_out(connection, self._resolved(role))

    async def _note(
        self, connection: Connection, verb: str, role: str, **more: object
    ) -> None:
        where = [self._municipality]
        await note_there(connection, verb, where=where, about=role, detail=more)

    def _resolved(self, role: Role) -> Role:
        return resolved(role, self._services)

    async def _read(self) -> None:
        own = {role.name: self._resolved(role) for role in await self.written()}
        if (read := {**own, **BUILT_IN}) != self._known:
            self._known = read  # those who hold the old ones hold them no longer
        self._until = monotonic() + TRUST_S
