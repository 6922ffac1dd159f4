"""What was written is proven: what is changed behind our back shows, and only that."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.archive import back_up, restore
from mesto.kernel.chain.seal import heads, seal
from mesto.kernel.chain.strands import COMMAND, LEDGER, OF_MUNICIPALITY
from mesto.kernel.chain.verify import kept_head_holds, last_verdicts, verify
from mesto.kernel.city import City
from mesto.kernel.model import Command, Observation

pytestmark = pytest.mark.anyio

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
BIN = "urn:ngsi-ld:WasteContainer:1"


def level(value, *, minute=0, attribute="fillingLevel", source="person:jana"):
    return Observation(
        entity=BIN,
        attribute=attribute,
        value=value,
        source=source,
        observed_at=NOON + timedelta(minutes=minute),
    )


async def sealed(city, strand=LEDGER, rows=4):
    """Seal all there is, in small blocks."""
    async with city.bound() as connection:
        while await seal(connection, strand, rows=rows):
            pass


async def looked_at(city, strand=LEDGER):
    return await verify(city.bound, strand)


async def behind_our_back(city, statement, *values):
    async with city.bound() as connection:
        assert await connection.execute(statement, *values) != "UPDATE 0"


@pytest.fixture
async def town(city):
    """Twelve levels and as many temperatures, sealed."""
    await city.record(
        level(n / 20, minute=n, attribute=name)
        for n in range(12)
        for name in ("fillingLevel", "temperature")
    )
    await sealed(city)
    return city


async def test_what_nobody_touched_holds(town):
    verdict = await looked_at(town)
    assert (verdict.fault, verdict.rows) == (None, 25)
    assert verdict.blocks == 7
    async with town.bound() as connection:
        assert await last_verdicts(connection) == [verdict]


async def test_what_is_written_next_is_sealed_next(town):
    async with town.bound() as connection:
        (before,) = await heads(connection, [LEDGER])
    await town.record([level(0.9, minute=30)])
    await sealed(town)
    async with town.bound() as connection:
        (after,) = await heads(connection, [LEDGER])
        assert after.number == before.number + 1
        assert await kept_head_holds(connection, "ledger", before.number, before.hash)
        assert not await kept_head_holds(connection, "ledger", 1, before.hash)
    assert (await looked_at(town)).fault is None


MORE = """
    insert into ledger
    select l.position + 1000, entity, attribute, observed_at, digest + 1, recorded_at,
           written_by, number, kind, source, timed, deleted, value, unit, dataset, meta
      from ledger l where position = $1
"""
OTHER = "update source set name = 'person:petr' where name = 'person:jana' and $1 > 0"


@pytest.mark.parametrize(
    ("deed", "what"),
    [
        ("update ledger set number = 0.99 where position = $1", "rows"),
        ("update ledger set recorded_at = now() where position = $1", "rows"),
        ("delete from ledger where position = $1", "rows"),
        (MORE, "rows"),
        ("update chain_block set hash = '' where number = 3 and $1 > 0", "block"),
        ("delete from chain_block where number = 3 and $1 > 0", "block"),
        ("update chain_part set holds = '' where block = 3 and $1 > 0", "change"),
        (OTHER, "name"),
    ],
)
async def test_what_is_changed_behind_our_back_is_found(town, deed, what):
    async with town.bound() as connection:
        place = await connection.fetchval(
            "select position from ledger where number = 0.3 order by 1 limit 1"
        )
    await behind_our_back(town, deed, place)
    fault = (await looked_at(town)).fault
    assert fault is not None
    assert fault.what == what


async def test_it_is_said_where_and_when_it_does_not_hold(town):
    await behind_our_back(town, "update ledger set number = 1 where number = 0.05")
    fault = (await looked_at(town)).fault
    assert fault.part in {"fillingLevel", "temperature"}
    assert fault.block == 1 or fault.after < fault.until


async def test_a_correction_is_told_and_all_holds(town):
    await town.correct([level(0.77, minute=3)])
    assert (await looked_at(town)).fault is None
    await sealed(town)
    async with town.bound() as connection:
        (head,) = await heads(connection, [LEDGER])
        assert await connection.fetchval("select why from chain_change") == "corrected"
    assert head.change == 1
    await behind_our_back(town, "update ledger set number = 0.15 where number = 0.77")
    assert (await looked_at(town)).fault.what == "rows"


async def test_what_is_corrected_while_somebody_looks_is_no_fault(town):
    lent = 0

    @asynccontextmanager
    async def bound():
        nonlocal lent
        lent += 1
        if lent == 2:  # all changes were told, and no block was looked at
            await town.correct([level(0.77, minute=3)])
        async with town.bound() as connection:
            yield connection

    verdict = await verify(bound, LEDGER, share=0.9)
    assert (verdict.fault, verdict.blocks) == (None, 7)
    assert lent == 1 + 7 + 1, "between blocks nothing is held"


async def test_what_is_erased_is_told_and_the_rest_still_holds(town):
    await town.erase(BIN, attribute="temperature")
    assert (await looked_at(town)).fault is None
    await behind_our_back(town, "update ledger set number = 1 where number = 0.3")
    assert (await looked_at(town)).fault.part == "fillingLevel"


async def test_what_was_kept_long_enough_is_forgotten_and_all_holds(town):
    await town.keep("temperature", 1)
    assert await town.forget_old(datetime.now(UTC)) == 12
    await town.record([level(0.5, minute=40)])
    await sealed(town)
    assert (await looked_at(town)).fault is None


async def test_what_is_said_again_moves_and_all_holds(town):
    """It stands at the ledger's end then, and not where it stood before."""
    await town.record([level(0.1, minute=2)], current=True)
    await town.record([level(0.6, minute=50)], current=True)
    await town.record([level(0.1, minute=2)], current=True)
    await sealed(town)
    assert (await looked_at(town)).fault is None


async def test_a_change_before_its_block_is_sealed_needs_no_word(city):
    await city.record([level(0.1), level(0.2, minute=1)])
    await city.correct([level(0.3)])
    await sealed(city)
    async with city.bound() as connection:
        assert await connection.fetchval("select count(*) from chain_change") == 0
        assert await connection.fetchval("select count(*) from chain_left") == 0
    assert (await looked_at(city)).fault is None


async def test_a_word_that_is_changed_is_found(town):
    await town.erase(BIN, attribute="temperature")
    await sealed(town)
    await behind_our_back(town, "update chain_change set why = 'for no reason'")
    assert (await looked_at(town)).fault.what == "change"


async def test_orders_are_proven_too(city):
    until = datetime.now(UTC) + timedelta(hours=1)
    for n in range(3):
        await city.order(
            Command(
                entity=BIN, name="open", value=n, source="person:eva", expires_at=until
            )
        )
    await sealed(city, COMMAND)
    verdict = await looked_at(city, COMMAND)
    assert (verdict.fault, verdict.rows) == (None, 3)
    await behind_our_back(city, "update command set value = '7' where value = '1'")
    assert (await looked_at(city, COMMAND)).fault.what == "rows"


async def test_a_restored_municipality_is_proven_as_before(town, database, tmp_path):
    until = datetime.now(UTC) + timedelta(hours=1)
    await town.order(
        Command(entity=BIN, name="open", value=1, source="person:eva", expires_at=until)
    )
    await sealed(town, COMMAND)
    await town.correct([level(0.77, minute=3)])
    await back_up(database, tmp_path / "backup", town.name)
    await database.remove(town.name)
    await restore(database, tmp_path / "backup")
    back = City(database, town.name)
    await back.record([level(0.9, minute=30)])
    for strand in OF_MUNICIPALITY:
        await sealed(back, strand)
        assert (await looked_at(back, strand)).fault is None
    await behind_our_back(back, "update ledger set number = 1 where number = 0.77")
    assert (await looked_at(back)).fault.what == "rows"
