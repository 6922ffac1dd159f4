"""A person is told what is kept of it, and is forgotten without untrue history."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.acts import Actor, acting
from mesto.kernel.chain.seal import seal
from mesto.kernel.chain.strands import ACT, OF_MUNICIPALITY
from mesto.kernel.chain.verify import verify
from mesto.kernel.errors import Conflict, NotFound
from mesto.kernel.model import Command, Observation
from mesto.operations.personal.erase import erase
from mesto.operations.personal.kept import counted, kept_of

pytestmark = pytest.mark.anyio

LAMP = "urn:ngsi-ld:Streetlight:1"
PHRASE = "correct horse battery"


def said(attribute, value, source):
    return Observation(entity=LAMP, attribute=attribute, value=value, source=source)


@pytest.fixture
def accounts(database):
    return Accounts(database)


@pytest.fixture
async def jana(city, accounts):
    """A person who came in, said something, ordered, and is named by others."""
    login = f"jana@{city.name}"
    name = f"person:{login}"
    made = await accounts.make(login, "Jana", {city.name: ["operator"]})
    with acting(Actor("anonymous", "192.0.2.7 Phone")):
        await accounts.accept(await accounts.invite(made.number), PHRASE)
        await accounts.sign_in(login, PHRASE)
    await city.record([said("powerState", "off", name)])
    await city.record([said("assigned", name, "person:eva")])
    until = datetime.now(UTC) + timedelta(hours=1)
    await city.order(
        Command(entity=LAMP, name="dim", value=1, source=name, expires_at=until)
    )
    await all_sealed(city)
    return login


async def all_sealed(city):
    async with city.bound() as connection:
        for strand in OF_MUNICIPALITY:
            await seal(connection, strand)
    async with city.database.owner() as connection:
        while await seal(connection, ACT):
            pass


async def faults(city):
    async with city.bound() as connection:
        found = [(await verify(connection, strand)).fault for strand in OF_MUNICIPALITY]
    async with city.database.owner() as connection:
        return [*found, (await verify(connection, ACT)).fault]


async def test_everything_kept_of_a_person_is_handed_over(city, accounts, jana):
    kept = await kept_of(accounts, [city], jana)
    assert counted(kept, [city.name]) == (True, False, 2, 4, 1, 1, 1)
    assert {act.verb for act in kept.acts} >= {"person-added", "link-used", "signed-in"}
    (there,) = kept.places.values()
    assert there.stated[0].about == LAMP
    assert there.named[0].attribute == "assigned"
    with pytest.raises(NotFound):
        await kept_of(accounts, [city], f"nobody@{city.name}")


async def test_who_is_forgotten_is_named_nowhere_and_all_is_proven(
    city, database, accounts, jana
):
    pseudonym = await erase(accounts, database, [city], jana)
    assert await faults(city) == [None, None, None]
    await all_sealed(city)
    assert await faults(city) == [None, None, None]
    with pytest.raises(NotFound):
        await kept_of(accounts, [city], jana)
    entity = (await city.present([LAMP]))[LAMP]
    assert entity.value("assigned") == pseudonym
    assert {one.source for one in entity.attributes} >= {pseudonym, "person:eva"}
    login = pseudonym.removeprefix("person:")
    history = await kept_of(accounts, [city], login)
    assert counted(history, [city.name])[4:] == (1, 1, 1), "history stays true"
    assert {act.origin for act in history.acts if act.who == pseudonym} == {""}
    with pytest.raises(NotFound):
        await accounts.by_login(jana)


async def test_who_comes_again_with_the_same_login_is_somebody_else(
    city, database, accounts, jana
):
    pseudonym = await erase(accounts, database, [city], jana)
    await city.record([said("note", "mine", f"person:{jana}")])
    sources = {
        one.name: one.source for one in (await city.present([LAMP]))[LAMP].attributes
    }
    assert sources["note"] == f"person:{jana}"
    assert sources["powerState"] == pseudonym


async def test_a_name_cannot_be_given_to_others_under_its_seal(city, jana):
    async with city.bound() as connection:
        await connection.execute(
            "update source set name = 'person:x' where name = $1", f"person:{jana}"
        )
    assert (await faults(city))[0].what == "name"


async def test_who_belongs_elsewhere_too_is_not_forgotten_from_here(
    city, database, accounts, jana
):
    other = f"{city.name}b"
    await database.add(other)
    await accounts.join((await accounts.by_login(jana)).number, other, ["viewer"])
    with pytest.raises(Conflict):
        await erase(accounts, database, [city], jana)
    assert counted(await kept_of(accounts, [city], jana), [city.name]).elsewhere
