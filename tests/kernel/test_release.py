"""What an older release needs stays until none runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest

from mesto.kernel import release
from mesto.kernel.connections import connect
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict
from tests.waiting import until

pytestmark = pytest.mark.anyio

CLEANED = "select count(*) from mesto_town.migration where phase = 'after'"


@pytest.fixture
async def upgraded(dsn: str, municipality: str) -> AsyncIterator[Database]:
    """A database of its own, whose town has had the first half of a migration."""
    path = f"/release_{municipality}"
    database = Database(urlunsplit(urlsplit(dsn)._replace(path=path)))
    await database.prepare()
    await database.add("town")
    async with database.owner() as owner:
        await owner.execute("delete from mesto_town.migration where phase = 'after'")
        await owner.execute("update municipality set after_steps = 0")
    yield database
    await database.close()


async def cleaned(database: Database) -> bool:
    async with database.owner() as owner:
        return bool(await owner.fetchval(CLEANED))


@asynccontextmanager
async def older(database: Database) -> AsyncIterator[None]:
    """What a process of the previous release holds while it lives."""
    connection = await connect(database.dsn)
    try:
        await release.hold(connection, release.OURS - 1)
        yield
    finally:
        await connection.close()


async def test_the_last_of_an_older_release_is_waited_for(upgraded: Database) -> None:
    async with upgraded.in_use():
        async with older(upgraded):
            assert not await upgraded.finish()
            assert not await cleaned(upgraded)
        await until(upgraded.finish)
        assert await cleaned(upgraded)


async def test_others_of_our_own_release_are_not_waited_for(
    upgraded: Database,
) -> None:
    async with upgraded.in_use(), upgraded.in_use():
        assert await upgraded.finish()


async def test_an_older_release_does_not_begin_where_a_later_has_cleaned_up(
    upgraded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await upgraded.finish()
    monkeypatch.setattr(release, "OURS", release.OURS - 1)
    with pytest.raises(Conflict, match="upgrade"):
        async with upgraded.in_use():
            pass
