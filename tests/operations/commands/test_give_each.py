"""Very much is ordered at once, and people's wishes and interlocks still hold."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import msgspec
import pytest

from mesto.kernel.access.rights import Principal, Right, Role, Verb
from mesto.kernel.errors import Conflict
from mesto.kernel.model import TYPE, Command, Kind, Observation, Settled, State
from mesto.kernel.ordering import SETTLE
from mesto.kernel.visit import Visit
from mesto.operations.commands import store
from mesto.operations.commands.give import give
from mesto.operations.commands.give_each import TOGETHER, give_each
from mesto.operations.commands.override import Back, Terms
from tests.waiting import until

pytestmark = pytest.mark.anyio
DUSK = UUID("5d7f6a4e-0000-4000-8000-000000000001")  # of one switching
ORDERS = Role(name="orders", rights=(Right(verbs=(Verb.SEE, Verb.COMMAND)),))


def lamp(number: int) -> str:
    return f"urn:ngsi-ld:Streetlight:{number}"


def switching(count: int, cause: UUID = DUSK, value: float = 0.8) -> list[Command]:
    return [
        Command(
            id=str(uuid5(cause, lamp(number))),
            entity=lamp(number),
            name="setDimLevel",
            value=value,
            expires_at=datetime.now(UTC) + timedelta(minutes=5),
            source="lighting",
            again_s=20,
        )
        for number in range(count)
    ]


async def state(city, urn, **attributes):
    told = {TYPE: [urn.split(":")[2]], **attributes}
    await city.record(
        [
            Observation(
                entity=urn,
                attribute=name,
                value=value,
                kind=Kind.JSON_PROPERTY if name == "definition" else Kind.PROPERTY,
                source="test",
            )
            for name, value in told.items()
        ]
    )


async def ordered(city):
    """What was ordered, by entity."""
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select entity, value, source from command order by position"
        )
    return {row[0]: (msgspec.json.decode(row[1]), row[2]) for row in rows}


async def test_what_is_given_again_after_a_crash_is_given_once(city):
    many = switching(TOGETHER + 10)
    assert await give_each(city, many[: TOGETHER - 5]) == {}
    assert await give_each(city, many) == {}
    async with city.bound() as connection:
        count = await connection.fetchval("select count(*) from command")
    assert count == len(many)


async def test_commands_are_written_in_their_order(city):
    many = switching(TOGETHER)
    await give_each(city, many)
    assert list(await ordered(city)) == [one.entity for one in many]


class Carrying:
    """Has some on their way once they are written, and notes what it is handed."""

    def __init__(self, *going):
        self.at_once = set(going)
        self.handed = []

    def going(self, commands):
        return self.at_once & {one.id for one in commands}

    def carry(self, commands, going):
        self.handed += [(one.id, one.id in going) for one in commands]


async def test_who_carries_commands_is_handed_what_was_written_and_nothing_else(city):
    many, carrying = switching(3), Carrying()
    await give_each(city, many[:1])
    with city.orders.carried_by(carrying):
        await give_each(city, many)
        with pytest.raises(Conflict):
            await give_each(city, switching(4, value=0.5)[2:])
    handed = [*many[1:], switching(4)[3]]
    assert carrying.handed == [(one.id, False) for one in handed]
    async with city.bound() as connection:
        written = "select id::text from command order by position offset 1"
        assert [row[0] for row in await connection.fetch(written)] == [
            one.id for one in handed
        ]


async def test_what_goes_at_once_needs_not_be_taken_and_is_sent_again_when_due(city):
    first, second = switching(2)
    carrying = Carrying(first.id)
    with city.orders.carried_by(carrying):
        await give_each(city, [first, second])
    assert carrying.handed == [(first.id, True), (second.id, False)]
    assert await city.command_state(first.id) is State.SENT
    assert await city.command_state(second.id) is State.PENDING
    assert await city.take([first.id, second.id]) == {second.id}
    async with city.bound() as connection:  # nobody confirms it
        await connection.execute("update command set due_at = now()")
    assert await city.take([first.id]) == {first.id}


async def test_what_people_hold_stays_as_they_wish(city):
    eva = Visit(city, Principal(name="person:eva", roles=(ORDERS,)))
    mine = msgspec.structs.replace(switching(1)[0], id=str(uuid4()), value=0.1)
    end = datetime.now(UTC) + timedelta(hours=1)
    await give(eva, mine, Terms(until=end, back=Back(1.0)))
    many = switching(3)
    (number,), (says,) = zip(*(await give_each(city, many)).items(), strict=True)
    assert number == many[0].id
    assert "eva" in says["en"]
    found = await ordered(city)
    assert found[lamp(0)] == (0.1, "person:eva")
    assert found[lamp(1)] == found[lamp(2)] == (0.8, "lighting")


async def test_who_orders_of_all_waits_for_who_takes_over_and_sees_it(city):
    eva = Visit(city, Principal(name="person:eva", roles=(ORDERS,)))
    mine = msgspec.structs.replace(switching(1)[0], id=str(uuid4()), value=0.1)
    now = datetime.now(UTC)
    terms = Terms(until=now + timedelta(hours=1), back=Back(1.0))
    many = switching(2)
    async with eva.ordering() as connection:
        await store.lock(connection, mine.entity, mine.name)
        [mine] = await eva.signed_each([mine])
        giving = asyncio.create_task(give_each(city, many))
        async with city.bound() as other:
            await until(lambda: _waits_for_a_turn(other))
        await store.carry_out(connection, mine, terms, now)
    assert list(await giving) == [many[0].id]
    assert (await ordered(city))[lamp(0)] == (0.1, "person:eva")


async def _waits_for_a_turn(connection):
    return await connection.fetchval(
        "select exists (select from pg_locks where locktype = 'advisory' "
        "and not granted and ((classid::bigint << 32) | objid::bigint) "
        "= hashtextextended(current_schema() || ' setDimLevel', 14))"
    )


async def test_what_was_given_counts_though_people_took_over_meanwhile(city):
    many = switching(2)
    await give_each(city, many)
    eva = Visit(city, Principal(name="person:eva", roles=(ORDERS,)))
    mine = msgspec.structs.replace(many[0], id=str(uuid4()), value=0.1)
    end = datetime.now(UTC) + timedelta(hours=1)
    await give(eva, mine, Terms(until=end, back=Back(1.0)))
    assert await give_each(city, many) == {}


async def test_an_interlock_keeps_some_from_being_told(city):
    for number, minimum in enumerate([0.9, 0.3]):
        await state(city, lamp(number), minimum=minimum)
    written = {
        "commands": ["setDimLevel"],
        "when": "value < entity.minimum",
        "says": {"en": "Too dark."},
    }
    await state(city, "urn:ngsi-ld:Interlock:dark", definition=written)
    many = switching(2)
    assert await give_each(city, many) == {many[0].id: {"en": "Too dark."}}
    assert list(await ordered(city)) == [lamp(1)]


async def test_who_may_order_some_orders_those(city):
    may = Right(verbs=(Verb.COMMAND,), records=lamp(1))
    shop = Role(name="shop", rights=(may,))
    own = Visit(city, Principal(name="key:shop", roles=(shop,)))
    many = switching(2)
    assert list(await give_each(own, many)) == [many[0].id]
    assert await ordered(city) == {lamp(1): (0.8, "key:shop")}


async def test_another_command_of_the_same_id_is_told_apart(city):
    await give_each(city, switching(1))
    with pytest.raises(Conflict):
        await give_each(city, switching(1, value=0.5))


async def test_what_is_older_is_not_repeated_over_what_is_newer(city):
    dusk, later = switching(1), switching(1, uuid4(), value=0.2)
    for many in (dusk, later):
        many[0] = msgspec.structs.replace(many[0], again_s=0.0)
        await give_each(city, many)
        assert await city.take([many[0].id]) == {many[0].id}
    assert [one.id for one in (await city.due()).commands] == [later[0].id]
    assert await city.take([dusk[0].id]) == set()


async def test_answers_of_very_many_are_noted_together_and_once(city):
    many = switching(4)
    await give_each(city, many)
    await city.take([one.id for one in many])
    said = [Settled(command=one.id, state=State.CONFIRMED) for one in many[:3]]
    said.append(Settled(command=many[0].id, state=State.FAILED, reason="twice"))
    said.append(Settled(command="somebody else's", state=State.CONFIRMED))
    assert await city.settle(said) == 3
    assert await city.settle(said) == 0
    assert await city.command_state(many[0].id) is State.CONFIRMED
    assert await city.command_state(many[3].id) is State.SENT


async def test_who_notes_answers_at_the_same_time_is_told_what_was_still_open(city):
    many = switching(3)
    await give_each(city, many)
    await city.take([one.id for one in many])
    done = [Settled(command=one.id, state=State.CONFIRMED) for one in many]
    late = Settled(command=many[0].id, state=State.FAILED, reason="late")
    noting = (city.settle(some) for some in (done[:2], [late], [late, done[2]], []))
    assert await asyncio.gather(*noting) == [2, 0, 1, 0]
    for one in many:
        assert await city.command_state(one.id) is State.CONFIRMED


async def test_what_ended_is_found_by_its_id_and_not_among_what_is_open(city):
    """While a plan is made for good the table may be small, and soon it is not."""
    said = ("{}", "{}", "{}", "{}")
    async with city.planned() as connection:
        plan = await connection.fetch(f"explain {SETTLE}", *said)
    scans = [line for (line,) in plan if "Scan" in line and " on command" in line]
    assert len(scans) == 2
    assert all("command_pkey" in line for line in scans)
