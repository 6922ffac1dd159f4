"""What peers have written down here: documents, each with its @context.

Each change of a kind is counted, and who changes one meanwhile waits for it; so whoever
reads what changed since a number misses none. Of kind `x` the documents are in table
`x` and the number in `x_change`. All is written with the municipality's own role;
whether somebody may, is looked at before.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
import orjson

from mesto.gates.ngsi_ld.context import ContextJson
from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.herald import NOTICED, tell

_REPLACE: Final = """
    with counted as (update {kind}_change set n = n + 1 returning n)
    update {kind}
       set document = $2, context = $3, modified_at = now(), change = n
      from counted
     where id = $1
"""
_REMOVE: Final = """
    with counted as (update {kind}_change set n = n + 1 returning n)
    delete from {kind} using counted where id = $1 returning id
"""


@asynccontextmanager
async def changing(city: City) -> AsyncIterator[Connection]:
    """Lend a connection to change documents on, and tell everybody after it."""
    async with city.bound() as connection, connection.transaction():
        yield connection
        await tell(connection, city.schema, NOTICED)
    city.notices.ring()


async def replace(
    connection: Connection,
    kind: str,
    of: str,
    document: Mapping[str, Any],
    context: ContextJson,
) -> None:
    """Put another document in the place of one."""
    await connection.execute(
        _REPLACE.format(kind=kind), of, *written(document, context)
    )


async def remove(connection: Connection, kind: str, of: str) -> bool:
    """Forget a document; False: there is none."""
    return await connection.fetchval(_REMOVE.format(kind=kind), of) is not None


def written(document: Mapping[str, Any], context: ContextJson) -> tuple[str, str]:
    """Return a document and its @context as the database takes them."""
    return orjson.dumps(document).decode(), orjson.dumps(context).decode()


def read(row: asyncpg.Record) -> dict[str, Any]:
    """Return the columns of a document, read."""
    said = dict(row)
    return said | {name: orjson.loads(said[name]) for name in ("document", "context")}
