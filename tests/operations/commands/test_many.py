"""An order to many: each gets it once, guarded as every order is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.callers import Callers
from mesto.kernel.access.keys import Keys
from mesto.kernel.access.rights import Principal, Right, Role, Verb
from mesto.kernel.access.roles import Roles
from mesto.kernel.city import City
from mesto.kernel.errors import Conflict, Forbidden, Infeasible
from mesto.kernel.model import TYPE, Command, Kind, Observation, Settled, State
from mesto.kernel.visit import Visit
from mesto.operations.commands.asking import tell_of_waiting
from mesto.operations.commands.give import give
from mesto.operations.commands.many import ask, store
from mesto.operations.commands.many.bulk import Bulk, command_to
from mesto.operations.commands.many.questions import Standings, Troubles
from mesto.operations.commands.many.run import give_some
from mesto.operations.commands.many.weigh import weigh
from mesto.operations.commands.override import Back, Terms
from mesto.operations.commands.waiting import (
    keys_of_waiting,
    may_decide,
    read_waiting,
)

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)
LAMPS = [f"urn:ngsi-ld:Streetlight:{number}" for number in range(30)]
NORTH = Role(
    name="north",
    rights=(Right(verbs=frozenset({Verb.SEE, Verb.COMMAND}), districts=("/north",)),),
)


class Town:
    """A town with people who may order."""

    def __init__(self, city, database):
        self.city = city
        self.accounts = Accounts(database)
        self.roles = Roles(city.name, city.bound, {})
        self.callers = Callers(
            Keys(database), self.accounts, {city.name: city}, {city.name: self.roles}
        )

    async def person(self, name, role="operator"):
        login = f"{name}@{self.city.name}"
        await self.accounts.make(login, name.title(), {self.city.name: [role]})
        held = await self.roles.named([role])
        return Visit(self.city, Principal(name=f"person:{login}", roles=held))

    async def order(self, visit, lamps=LAMPS, *, value=0.6, terms=None):
        """Order a level of lamps, as the console does; return the id."""
        now, number, terms = datetime.now(UTC), uuid4(), terms or Terms()
        bulk = Bulk(
            id=number,
            type="Streetlight",
            order="dim",
            wish=value,
            command="setDimLevel",
            value=value,
            expires_after_s=900,
            terms=terms,
            by=visit.principal.name,
            roles=visit.principal.role_names,
            asked_at=now,
        )
        told = {lamp: {} for lamp in lamps}
        one = Command(
            entity="",
            name="setDimLevel",
            value=value,
            expires_at=now + HOUR,
            source=bulk.by,
        )
        weighed = await weigh(visit, one, told, terms, now)
        asked = msgspec.structs.replace(bulk, why=weighed.asks)
        await ask.ask_for(visit, asked, weighed)
        return number

    async def give_all(self):
        while await give_some(self.city, self.callers):
            await self.settle_all()

    async def settle_all(self):
        """Let every device confirm."""
        for command in (await self.city.due()).commands:
            await self.city.take([command.id])
            await self.city.settle([Settled(command=command.id, state=State.CONFIRMED)])

    async def counts(self, number):
        (standing,) = await self.city.ask(Standings(number=number))
        return standing.counts

    async def commands(self):
        async with self.city.bound() as connection:
            rows = await connection.fetch("select id, entity, source from command")
        return [tuple(row) for row in rows]


@pytest.fixture
async def town(city, database):
    return Town(city, database)


async def state(city, urn, **attributes):
    kinds = {"definition": Kind.JSON_PROPERTY}
    await city.record(
        [
            Observation(
                entity=urn,
                attribute=name,
                value=value,
                kind=kinds.get(name, Kind.PROPERTY),
                source="test",
            )
            for name, value in ({TYPE: [urn.split(":")[2]]} | attributes).items()
        ]
    )


async def lock_in(city, **more):
    written = {
        "commands": ["setDimLevel"],
        "when": "value < entity.minimum",
        "says": {"en": "Too dark.", "cs": "Příliš tmavé."},
    }
    for lamp in LAMPS:
        await state(city, lamp, minimum=0.8 if lamp.endswith("7") else 0.1)
    await state(city, "urn:ngsi-ld:Interlock:dark", definition=written | more)


async def test_every_one_of_many_gets_one_command_in_the_name_of_who_asked(town):
    eva = await town.person("eva")
    number = await town.order(eva)
    assert await town.counts(number) == {"waiting": 30}
    await town.give_all()
    assert await town.counts(number) == {"confirmed": 30}
    told = await town.commands()
    assert sorted(one[1] for one in told) == sorted(LAMPS)
    assert {one[2] for one in told} == {eva.principal.name}
    assert await give_some(town.city, town.callers) is False


async def test_it_is_given_a_few_at_a_time_and_two_people_take_turns(town):
    eva, jan = await town.person("eva"), await town.person("jan")
    first = await town.order(eva)
    second = await town.order(jan, LAMPS[:5])
    await give_some(town.city, town.callers)
    assert await town.counts(first) == {"sent": 15, "waiting": 15}
    assert await town.counts(second) == {"sent": 5}


async def test_what_a_process_left_behind_is_given_once_by_the_next(town, database):
    number = await town.order(await town.person("eva"))
    async with town.city.bound() as connection:
        bulk = await store.bulk_of(connection, number)
        taken = await store.claim(connection, number, 4)
    one = command_to(bulk, taken[0], datetime.now(UTC))
    await give(town.city, one)  # and there it died, before it noted anything
    town.city = City(database, town.city.name)
    await town.give_all()
    assert await town.counts(number) == {"confirmed": 30}
    assert len(await town.commands()) == 30


async def test_interlocks_hold_for_each_and_say_why(town):
    await lock_in(town.city)
    eva = await town.person("eva")
    number = await town.order(eva)
    assert await town.counts(number) == {"refused": 3, "waiting": 27}
    await town.give_all()
    assert await town.counts(number) == {"refused": 3, "confirmed": 27}
    (trouble,) = await town.city.ask(Troubles(number=number))
    assert (trouble.life, trouble.says["cs"], trouble.targets) == (
        "refused",
        "Příliš tmavé.",
        3,
    )


async def test_what_is_forbidden_meanwhile_is_not_given(town):
    number = await town.order(await town.person("eva"))
    await lock_in(town.city)
    await town.give_all()
    assert await town.counts(number) == {"refused": 3, "confirmed": 27}


async def test_more_than_one_person_may_order_alone_need_a_second_one(town):
    urn = f"urn:ngsi-ld:Municipality:{town.city.name}"
    await state(town.city, urn, aloneUpTo=20)
    eva, jan = await town.person("eva"), await town.person("jan")
    number = await town.order(eva)
    assert await give_some(town.city, town.callers) is False
    with pytest.raises(Forbidden):
        await ask.decide_on(eva, number, agreed=True, reason="")
    await ask.decide_on(jan, number, agreed=True, reason="")
    with pytest.raises(Conflict):
        await ask.decide_on(jan, number, agreed=False, reason="Late.")
    await town.give_all()
    assert await town.counts(number) == {"confirmed": 30}


async def test_a_second_person_agrees_for_all_that_interlocks_ask_about(town):
    await lock_in(town.city, asks=True)
    eva, jan = await town.person("eva"), await town.person("jan")
    number = await town.order(eva)
    await ask.decide_on(jan, number, agreed=True, reason="")
    await town.give_all()
    assert await town.counts(number) == {"confirmed": 30}
    async with town.city.bound() as connection:
        agreed = await connection.fetchval("select min(approved_by) from command")
    assert agreed == jan.principal.name


async def test_what_was_refused_by_a_second_person_is_not_given(town):
    eva, jan = await town.person("eva"), await town.person("jan")
    number = await town.order(eva, terms=Terms(four_eyes=True))
    await ask.decide_on(jan, number, agreed=False, reason="Not tonight.")
    assert await give_some(town.city, town.callers) is False
    assert await town.commands() == []


async def test_who_lost_the_right_meanwhile_orders_nothing_more(town):
    eva = await town.person("eva")
    number = await town.order(eva)
    account = await town.accounts.by_login(eva.principal.name.partition(":")[2])
    await town.accounts.join(account.number, town.city.name, ["viewer"])
    await town.give_all()
    assert await town.counts(number) == {"refused": 30}


async def test_what_is_stopped_goes_no_further(town):
    eva = await town.person("eva")
    number = await town.order(eva)
    await give_some(town.city, town.callers)
    (first, *_) = (await town.city.due()).commands
    await town.city.take([first.id])
    await ask.stop(eva, number)
    await town.give_all()
    assert await town.counts(number) == {"sent": 1, "cancelled": 29}
    assert (await town.city.due()).commands == []


async def test_what_failed_is_known_and_can_be_ordered_again(town):
    eva = await town.person("eva")
    number = await town.order(eva, LAMPS[:3])
    await give_some(town.city, town.callers)
    first, second, _ = (await town.city.due()).commands
    for one, end in ((first, State.FAILED), (second, State.CONFIRMED)):
        await town.city.settle([Settled(command=one.id, state=end, reason="jammed")])
    assert await ask.failed_of(eva, number) == [first.entity]
    (trouble,) = await town.city.ask(Troubles(number=number))
    assert trouble.says == {"en": "jammed"}, "as an older release wrote it"
    assert await town.counts(number) == {"failed": 1, "confirmed": 1, "sent": 1}
    again = await town.order(eva, [first.entity])
    await town.give_all()
    assert await town.counts(again) == {"confirmed": 1}


async def test_what_holds_for_a_while_is_ended_for_all_at_once(town):
    eva, jan = await town.person("eva"), await town.person("jan")
    terms = Terms(until=datetime.now(UTC) + HOUR, back=Back(None))
    number = await town.order(eva, terms=terms)
    await town.give_all()
    (standing,) = await town.city.ask(Standings(number=number))
    assert standing.held == 30
    after = uuid4()
    for _ in range(2):
        await ask.end_all(jan, number, after)
    await town.give_all()
    assert await town.counts(after) == {"confirmed": 30}
    (standing,) = await town.city.ask(Standings(number=number))
    assert standing.held == 0
    assert len(await town.commands()) == 60
    with pytest.raises(Infeasible):
        await ask.end_all(jan, number, uuid4())


async def test_who_may_order_of_some_is_told_of_how_many(town):
    for lamp in LAMPS[:12]:
        await state(town.city, lamp, scope=["/north"])
    visit = Visit(town.city, Principal(name="person:ida", roles=(NORTH,)))
    one = Command(
        entity="", name="setDimLevel", value=1, expires_at=datetime.now(UTC), source=""
    )
    named = {lamp: {} for lamp in LAMPS}
    weighed = await weigh(visit, one, named, Terms(), datetime.now(UTC))
    assert (len(weighed.may), weighed.forbidden) == (12, 18)
    with pytest.raises(Forbidden) as refused:
        weighed.require_all()
    assert (refused.value.facts["may"], refused.value.facts["of"]) == (12, 30)
    named = {lamp: {} for lamp in LAMPS[12:]}
    with pytest.raises(Forbidden):
        await weigh(visit, one, named, Terms(), datetime.now(UTC))


async def test_the_same_is_kept_once_and_another_under_its_id_is_refused(town):
    eva = await town.person("eva")
    number = await town.order(eva)
    bulk = await ask.kept(eva, number)
    async with town.city.bound() as connection:
        assert not await store.keep(connection, bulk, [])
    assert isinstance(bulk.id, UUID)
    assert await town.counts(number) == {"waiting": 30}


async def test_who_may_decide_is_told_once_and_who_asked_is_not(town):
    eva, jan = await town.person("eva"), await town.person("jan")
    await town.person("host", "viewer")
    await town.order(eva, terms=Terms(four_eyes=True))
    one = Command(
        entity=LAMPS[0],
        name="setDimLevel",
        value=0.5,
        expires_at=datetime.now(UTC) + HOUR,
        source="",
    )
    await give(jan, one, Terms(four_eyes=True))
    for _ in range(2):
        await tell_of_waiting(town.city, town.callers)
    async with town.city.bound() as connection:
        rows = await connection.fetch("select content from notice")
    told = [msgspec.json.decode(row["content"])["to"] for row in rows]
    assert sorted(told) == sorted([[jan.principal.name], [eva.principal.name]])


async def test_each_may_decide_on_what_they_may_order_and_not_on_their_own(town):
    for lamp in LAMPS[:12]:
        await state(town.city, lamp, scope=["/north"])
    eva, jan = await town.person("eva"), await town.person("jan")
    ida = Visit(town.city, Principal(name="person:ida", roles=(NORTH,)))
    host = await town.person("host", "viewer")
    await town.order(eva, terms=Terms(four_eyes=True))
    await town.order(jan, LAMPS[:5], terms=Terms(four_eyes=True))
    keys = await keys_of_waiting(town.city)
    waiting = await read_waiting(town.city, keys)
    counts = [
        sum([await may_decide(visit, one) for one in waiting])
        for visit in (eva, jan, ida, host)
    ]
    assert counts == [1, 1, 1, 0]
