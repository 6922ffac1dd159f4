"""A person is told what is kept of it, and is forgotten without untrue history."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.acts import Actor, acting
from mesto.kernel.chain.strands import ACT, OF_INSTALLATION, OF_MUNICIPALITY
from mesto.kernel.chain.verify import verify
from mesto.kernel.errors import Conflict, NotFound
from mesto.kernel.model import Command, Observation
from mesto.operations.audit.proof import seal_all
from mesto.operations.notifications.channels.push import Browser
from mesto.operations.notifications.contacts import Contact, keep_browser, keep_contact
from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.plan import Delivery
from mesto.operations.notifications.retry import Outcome
from mesto.operations.notifications.store import (
    Line,
    claim,
    keep_plan,
    pack_line,
    settle,
)
from mesto.operations.notifications.tell import tell
from mesto.operations.personal.erase import erase
from mesto.operations.personal.kept import counted, kept_of
from mesto.operations.reports.making import Order

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
    await seal_all(city.bound, OF_MUNICIPALITY)
    await seal_all(city.database.owner, OF_INSTALLATION)


async def faults(city):
    found = [(await verify(city.bound, strand)).fault for strand in OF_MUNICIPALITY]
    return [*found, (await verify(city.database.owner, ACT)).fault]


async def test_everything_kept_of_a_person_is_handed_over(city, accounts, jana):
    kept = await kept_of(accounts, [city], jana)
    assert counted(kept, [city.name]) == (True, False, 2, 4, 1, 1, 1, 0, 0)
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
    assert counted(history, [city.name])[4:] == (1, 1, 1, 0, 0), "history stays true"
    assert {act.origin for act in history.acts if act.who == pseudonym} == {""}
    with pytest.raises(NotFound):
        await accounts.by_login(jana)


@pytest.fixture
async def told(city, jana):
    """Jana gave how she is reached, was told, is to be told, and wanted a report."""
    name, now = f"person:{jana}", datetime.now(UTC)
    browser = Browser(number=uuid4(), endpoint=f"https://push/{uuid4()}", keys={})
    notices = [
        Notice(
            id=uuid4(),
            to=[name],
            subject={"en": "A leak"},
            body={},
            severity="high",
            group=group,
        )
        for group in ("sent", "waits")
    ]
    await tell(city, notices)
    async with city.bound() as connection:
        await keep_contact(connection, jana, Contact(mail=jana, phone="+420601234567"))
        await keep_browser(connection, jana, browser)
        ways = {"recipient": name, "channel": "mail", "severity": 3}
        sent, waits = [
            Delivery(notice=one.id, group=one.group, due_at=due, **ways)
            for one, due in zip(notices, (now, now + timedelta(hours=1)), strict=True)
        ]
        await keep_plan(connection, notices, [sent, waits])
        await pack_line(connection, Line(name, "mail", ""), now)
        (message,) = await claim(connection, 1, now)
        refused = Outcome(state="dead", due_at=now, why=f"550 {jana}")
        await settle(connection, message, refused, now)
    await city.ask(
        Order(
            id=uuid4(),
            report="urn:ngsi-ld:Report:1",
            first=now.date(),
            end=now.date(),
            asked_by=name,
        )
    )
    return jana


async def columns_that_hold(city, word):
    """Every column of the municipality's tables in which a word stands."""
    async with city.bound() as connection:
        columns = await connection.fetch(
            """
            select c.table_name, c.column_name
              from information_schema.columns c
              join information_schema.tables t using (table_schema, table_name)
             where c.table_schema = $1 and t.table_type = 'BASE TABLE'
               and c.table_name <> all('{secret, subscription_secret}')
               and c.data_type <> 'bytea'
            """,
            city.schema,
        )
        return {
            (table, column)
            for table, column in columns
            if await connection.fetchval(
                f'select exists (select from "{table}" '
                f'where strpos("{column}"::text, $1) > 0)',
                word,
            )
        }


async def test_who_is_forgotten_is_in_no_table_of_the_town(
    city, database, accounts, told
):
    kept = (await kept_of(accounts, [city], told)).places[city.name]
    assert {(one.mail, one.phone) for one in kept.reached if one.mail} == {
        (told, "+420601234567")
    }
    assert [one.state for one in kept.told] == ["dead", ""]
    assert [one.report for one in kept.reports] == ["urn:ngsi-ld:Report:1"]
    assert await columns_that_hold(city, told) > {
        ("message", "recipient"),
        ("message", "why"),
        ("delivery", "recipient"),
        ("notice", "content"),
        ("contact", "login"),
        ("browser", "login"),
        ("report_run", "asked_by"),
        ("ledger", "value"),
    }
    pseudonym = await erase(accounts, database, [city], told)
    assert await columns_that_hold(city, told) == set()
    login = pseudonym.removeprefix("person:")
    kept = (await kept_of(accounts, [city], login)).places[city.name]
    assert [one.state for one in kept.told] == ["dead"], "what waited is not sent"
    assert not kept.reached
    assert len(kept.reports) == 1


async def test_a_text_that_mentions_somebody_is_shown_and_left_as_it_is(
    city, database, accounts, jana
):
    text = f"call {jana.upper()} first"
    await city.record([said("note", text, "person:eva")])
    kept = await kept_of(accounts, [city], jana)
    assert counted(kept, [city.name]).mentioned == 1
    await erase(accounts, database, [city], jana)
    assert (await city.present([LAMP]))[LAMP].value("note") == text


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
