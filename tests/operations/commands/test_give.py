"""One way to order: guarded, by two, for a while."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from mesto.kernel.access.rights import Principal, Right, Role, Verb
from mesto.kernel.errors import Conflict, Forbidden, Infeasible, NotFound
from mesto.kernel.model import TYPE, Command, Kind, Observation, Settled, State
from mesto.kernel.visit import Visit
from mesto.operations.commands.decide import approve, end_now, prolong, turn_down
from mesto.operations.commands.give import give
from mesto.operations.commands.override import Back, Terms
from mesto.operations.commands.run import end_due

pytestmark = pytest.mark.anyio
LAMP = "urn:ngsi-ld:Streetlight:7"
HOUR = timedelta(hours=1)
ORDERS = Role(name="orders", rights=(Right(verbs=(Verb.SEE, Verb.COMMAND)),))


def now():
    return datetime.now(UTC)


def dim(value=0.4, source="scenario:dusk", **more):
    return Command(
        entity=LAMP,
        name="setDimLevel",
        value=value,
        expires_at=now() + timedelta(minutes=5),
        source=source,
        **more,
    )


def visited(city, name, *roles):
    return Visit(city, Principal(name=name, roles=roles or (ORDERS,)))


@pytest.fixture
def eva(city):
    return visited(city, "person:eva")


@pytest.fixture
def jan(city):
    return visited(city, "person:jan")


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


async def lock_in(city, **more):
    written = {
        "commands": ["setDimLevel"],
        "when": "value < entity.minimum",
        "says": {"en": "Too dark.", "cs": "Příliš tmavé."},
    }
    await state(city, "urn:ngsi-ld:Interlock:dark", definition=written | more)


async def orders_of(city):
    """What was ordered of the lamp: value, who, who agreed; oldest first."""
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select value, source, approved_by from command order by created_at"
        )
    return [(msgspec.json.decode(row[0]), row[1], row[2]) for row in rows]


async def test_an_interlock_refuses_people_and_systems_with_its_sentence(city, eva):
    await state(city, LAMP, minimum=0.3)
    await lock_in(city)
    for caller in (city, eva):
        with pytest.raises(Infeasible) as refused:
            await give(caller, dim(0.1))
        assert refused.value.facts["says"]["cs"] == "Příliš tmavé."
    assert await orders_of(city) == []
    await give(eva, dim(0.3))
    assert await orders_of(city) == [(0.3, "person:eva", "")]


async def test_an_order_is_given_once_though_it_was_forbidden_meanwhile(city, eva):
    wanted = dim(0.1, id=str(uuid4()))
    assert await give(eva, wanted) == wanted.id
    await state(city, LAMP, minimum=0.3)
    await lock_in(city)
    assert await give(eva, wanted) == wanted.id
    assert len(await orders_of(city)) == 1
    with pytest.raises(Conflict):
        await give(eva, msgspec.structs.replace(wanted, value=0.9))


async def test_who_may_not_order_gives_none(city):
    looks = Role(name="looks", rights=(Right(verbs=(Verb.SEE,)),))
    with pytest.raises(Forbidden):
        await give(visited(city, "person:host", looks), dim())


async def test_two_people_order_what_is_dangerous(city, eva, jan):
    number = UUID(await give(eva, dim(0.1), Terms(four_eyes=True)))
    assert await orders_of(city) == []
    with pytest.raises(Forbidden, match="Nobody approves"):
        await approve(eva, number)
    await approve(jan, number)
    assert await orders_of(city) == [(0.1, "person:eva", "person:jan")]
    assert await city.command_state(str(number)) is State.PENDING
    with pytest.raises(Conflict):
        await approve(jan, number)
    assert len(await orders_of(city)) == 1


async def test_what_was_refused_is_not_ordered(city, eva, jan):
    number = UUID(await give(eva, dim(), Terms(four_eyes=True)))
    await turn_down(jan, number, "Not tonight.")
    with pytest.raises(Conflict):
        await approve(jan, number)
    assert await orders_of(city) == []


async def test_who_may_not_order_does_not_agree_either(city, eva):
    number = UUID(await give(eva, dim(), Terms(four_eyes=True)))
    looks = Role(name="looks", rights=(Right(verbs=(Verb.SEE,)),))
    with pytest.raises(Forbidden):
        await approve(visited(city, "person:host", looks), number)


async def test_what_nobody_decided_in_time_is_over(city, eva, jan):
    number = UUID(await give(eva, dim(), Terms(four_eyes=True)))
    await end_due(city, now() + HOUR)
    with pytest.raises(Conflict):
        await approve(jan, number)


async def test_an_interlock_that_asks_is_allowed_by_a_second_person(city, eva, jan):
    await state(city, LAMP, minimum=0.3)
    await lock_in(city, asks=True)
    number = UUID(await give(eva, dim(0.1)))
    assert await orders_of(city) == []
    await approve(jan, number)
    assert await orders_of(city) == [(0.1, "person:eva", "person:jan")]


async def test_what_holds_for_a_while_goes_back_once(city, eva):
    terms = Terms(until=now() + HOUR, back=Back(None))
    await give(eva, dim(1.0), terms)
    await end_due(city, now())
    assert len(await orders_of(city)) == 1
    for _ in range(2):
        await end_due(city, now() + 2 * HOUR)
    assert await orders_of(city) == [
        (1.0, "person:eva", ""),
        (None, "person:eva", ""),
    ]


async def test_what_was_confirmed_before_is_what_it_goes_back_to(city, eva):
    before = await give(city, dim(0.6))
    assert await city.settle([Settled(command=before, state=State.CONFIRMED)])
    await give(eva, dim(1.0), Terms(until=now() + HOUR))
    await give(eva, dim(0.8), Terms(until=now() + 2 * HOUR))
    await end_due(city, now() + HOUR)
    assert len(await orders_of(city)) == 3
    await end_due(city, now() + 3 * HOUR)
    assert (await orders_of(city))[-1] == (0.6, "person:eva", "")


async def test_scenarios_wait_while_people_have_taken_over(city, eva):
    await give(eva, dim(1.0), Terms(until=now() + HOUR, back=Back(None)))
    with pytest.raises(Infeasible, match=r"manual control until .* by eva"):
        await give(city, dim(0.2))
    await give(eva, dim(0.5))
    await give(city, dim(0.2))
    assert [one[0] for one in await orders_of(city)] == [1.0, 0.5, 0.2]


async def test_it_is_prolonged_and_ended_by_whoever_may_order(city, eva, jan):
    number = UUID(await give(eva, dim(1.0), Terms(until=now() + HOUR, back=Back(None))))
    await prolong(jan, number, now() + 3 * HOUR)
    await end_due(city, now() + 2 * HOUR)
    assert len(await orders_of(city)) == 1
    await end_now(jan, number)
    assert (await orders_of(city))[-1] == (None, "person:jan", "")
    with pytest.raises(NotFound):
        await end_now(jan, number)


async def test_what_an_interlock_forbids_to_go_back_to_is_tried_again(city, eva):
    await state(city, LAMP, minimum=0.3)
    await give(eva, dim(1.0), Terms(until=now() + HOUR, back=Back(0.1)))
    await lock_in(city)
    await end_due(city, now() + 2 * HOUR)
    assert len(await orders_of(city)) == 1
    await state(city, LAMP, minimum=0.0)
    await end_due(city, now() + 2 * HOUR)
    assert (await orders_of(city))[-1][0] == 0.1
