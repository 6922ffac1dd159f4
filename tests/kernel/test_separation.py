"""One municipality cannot read or write another's data, whoever forgets what."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import asyncpg
import pytest

from mesto.kernel.city import City
from mesto.kernel.connections import connect
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.model import Observation

pytestmark = pytest.mark.anyio

Seen = Callable[..., Observation]
BIN = "urn:ngsi-ld:WasteContainer:1"
MANY = 20  #: municipalities


@pytest.fixture
async def other(database: Database) -> City:
    name = f"t{uuid4().hex[:12]}"
    await database.add(name)
    return City(database, name)


async def test_what_one_records_the_other_does_not_see(
    city: City, other: City, seen: Seen
) -> None:
    await asyncio.gather(
        *(city.record([seen(n, attribute=f"a{n}")]) for n in range(20)),
        *(other.record([seen(-n, attribute=f"a{n}")]) for n in range(20)),
    )
    ours, theirs = await city.present([BIN]), await other.present([BIN])
    assert [a.value for a in ours[BIN].attributes if a.name == "a7"] == [7]
    assert [a.value for a in theirs[BIN].attributes if a.name == "a7"] == [-7]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from {other}.ledger",
        "select * from {other}.present",
        "insert into {other}.source (name) values ('intruder')",
        "delete from {other}.entity",
        "update {other}.command set state = 'sent'",
        "drop table {other}.ledger",
        "select nextval('{other}.ledger_position')",
        "select * from mesto.api_key",
        "create table mine (x int)",
        "delete from migration",
    ],
)
async def test_the_database_itself_refuses_what_is_not_ours(
    city: City, other: City, statement: str
) -> None:
    async with city.bound() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement.format(other=other.schema))


@pytest.mark.parametrize(
    "table", ["ledger", "present", "{one}.entity", "mesto.api_key"]
)
async def test_a_connection_nobody_bound_reads_nothing(
    city: City, dsn: str, table: str
) -> None:
    connection = await connect(dsn)
    with pytest.raises(
        (asyncpg.InsufficientPrivilegeError, asyncpg.UndefinedTableError)
    ):
        await connection.fetch(f"select * from {table.format(one=city.schema)}")
    await connection.close()


async def test_a_follower_hears_its_own_city_only(
    city: City, other: City, seen: Seen
) -> None:
    await other.record([seen("theirs")])
    await city.record([seen("ours")])
    async for batch in city.follow("reader"):
        values = [event.observation.value for event in batch]
        break
    assert "ours" in values
    assert "theirs" not in values


async def test_a_removed_municipality_leaves_nothing(database: Database) -> None:
    name = f"t{uuid4().hex[:12]}"
    await database.add(name)
    with pytest.raises(Conflict):
        await database.add(name)
    await database.remove(name)
    assert name not in await database.municipalities()
    with pytest.raises(NotFound):
        await database.remove(name)


@pytest.mark.parametrize("name", ["", "Town", "a-b", "1a", 'a"; drop', "x" * 41, "ž"])
async def test_a_name_that_could_be_sql_is_refused(
    database: Database, name: str
) -> None:
    with pytest.raises(Malformed):
        await database.add(name)


async def test_many_municipalities_are_migrated_with_progress(
    database: Database,
) -> None:
    await database.prepare()  # whatever other tests left
    names = [f"m{uuid4().hex[:10]}" for _ in range(MANY)]
    for name in names:
        await database.add(name)
    async with database.owner() as owner:
        await owner.execute(  # as an earlier release leaves them
            "update municipality set before_steps = 0 where name = any($1)", names
        )
    told: list[tuple[int, int]] = []
    await database.prepare(lambda done, of: told.append((done, of)))
    assert told[-1] == (MANY, MANY)
    await database.prepare(lambda done, of: told.append((done, of)))
    assert told[-1] == (MANY, MANY)
    assert len(told) == MANY
    await asyncio.gather(*(database.remove(name) for name in names[:5]))
