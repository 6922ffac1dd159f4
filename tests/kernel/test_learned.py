"""What an array holds is asked of PostgreSQL once, on whichever connection."""

from uuid import UUID

import pytest

from mesto.kernel import learned
from mesto.kernel.connections import connect_as_owner

pytestmark = pytest.mark.anyio

ASKED = "select $1::int8[] as numbers, array[$2::uuid] as names"
GIVEN = ([1, None, 2**40], UUID(int=7))


@pytest.fixture(autouse=True)
def nothing_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "LEARNED", {})


async def answered(dsn: str) -> tuple[object, object]:
    """What a new connection reads, and how often it had to ask about types."""
    connection = await connect_as_owner(dsn)
    heard: list[str] = []
    try:
        with connection.query_logger(lambda told: heard.append(told.query)):
            row = await connection.fetchrow(ASKED, *GIVEN)
            again = await connection.fetchrow(ASKED, *GIVEN)
        assert row == again
        assert row is not None
        return tuple(row), sum("typeinfo_tree" in query for query in heard)
    finally:
        await connection.close()


async def test_only_the_first_connection_asks_what_arrays_hold(dsn: str) -> None:
    read = (GIVEN[0], [GIVEN[1]])
    assert await answered(dsn) == (read, 2)
    assert await answered(dsn) == (read, 0)


async def test_a_type_somebody_made_is_asked_for_on_every_connection(
    dsn: str, municipality: str
) -> None:
    mood = f"mood_{municipality}"
    owner = await connect_as_owner(dsn)
    try:
        await owner.execute(f"create type {mood} as enum ('calm', 'cross')")
        for asked in (f"select array['calm'::{mood}]", "select '{cross}'::text[]"):
            assert (await owner.fetchval(asked))[0] in ("calm", "cross")
        assert all(oid < learned.FIRST_OF_A_DATABASE for oid in learned.LEARNED)
        await owner.execute(f"drop type {mood}")
    finally:
        await owner.close()
