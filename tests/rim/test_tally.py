"""What connections bring is counted in memory and kept in the database."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, Unavailable
from mesto.kernel.model import EVENT, Message
from mesto.kernel.municipality import LANGUAGES
from mesto.kernel.question.traffic import Pulse, Totals, Troubles
from mesto.rim.tally import Tally
from tests.waiting import until

pytestmark = pytest.mark.anyio


def message(origin: str = "bins/7", **headers: str) -> Message:
    return Message(
        payload=b"{}", origin=origin, received_at=datetime.now(UTC), headers=headers
    )


async def minutes(city: City) -> list[int]:
    since = datetime.now(UTC) - timedelta(hours=1)
    pulse = await city.ask(Pulse(since=since))
    return [minute.messages for minute in pulse.get("bins", [])]


async def test_many_messages_are_one_write(city: City) -> None:
    tally = Tally(city)
    for number in range(1000):
        tally.count("bins", [message(f"bins/{number}")], observations=2, refused=0)
    tally.count("bins", [message("bins/last")], observations=0, refused=1)
    await tally.note()
    total = (await city.ask(Totals()))["bins"]
    assert (total.messages, total.observations, total.refused) == (1001, 2000, 1)
    assert total.last_origin == "bins/last"
    assert 0 <= total.lag_s < 60
    assert sum(await minutes(city)) == 1001


async def test_every_process_adds_what_it_took_in(city: City) -> None:
    for tally in (Tally(city), Tally(city)):
        tally.count("bins", [message()], observations=1, refused=0)
        await tally.note()
        await tally.note()
    total = (await city.ask(Totals()))["bins"]
    assert total.messages == 2
    assert sum(await minutes(city)) == 2


async def test_what_a_carrier_says_itself_is_no_message_of_the_peer(city: City) -> None:
    tally = Tally(city)
    tally.count("bins", [message(**{EVENT: "missing"})], observations=9, refused=0)
    await tally.note()
    assert await city.ask(Totals()) == {}


async def test_a_trouble_keeps_the_time_it_began_and_ends(city: City) -> None:
    tally = Tally(city)
    tally.broken("bins", Unavailable("nobody answers"))
    await tally.note()
    first = (await city.ask(Troubles()))["bins"]
    assert (first.kind, first.reason) == ("unavailable", "nobody answers")
    tally.broken("bins", Forbidden("wrong password"))
    await tally.note()
    second = (await city.ask(Troubles()))["bins"]
    assert (second.kind, second.since) == ("forbidden", first.since)
    tally.mended("bins")
    await tally.note()
    assert await city.ask(Troubles()) == {}


async def test_a_trouble_is_kept_in_every_language(city: City) -> None:
    tally = Tally(city)
    said = {"en": "Nobody\0 answers.", "sr-Latn": "Niko ne odgovara."}
    tally.broken("bins", Unavailable("no answer: 7\0", says=said))
    tally.broken("lamps", None)
    await tally.note()
    troubles = await city.ask(Troubles())
    assert troubles["bins"].reason == "no answer: 7\ufffd"
    assert troubles["bins"].says == {
        "en": "Nobody\ufffd answers.",
        "sr-Latn": "Niko ne odgovara.",
        "sr-Cyrl": "Нико не одговара.",
    }
    assert set(troubles["lamps"].says) == set(LANGUAGES)


async def test_a_trouble_of_the_previous_release_is_english(city: City) -> None:
    async with city.bound() as connection:
        await connection.execute(
            "insert into connection_trouble values ('bins', 'malformed', 'odd', now())"
        )
    assert (await city.ask(Troubles()))["bins"].says == {"en": "odd"}


async def test_what_could_not_be_noted_is_noted_later(city: City) -> None:
    tally = Tally(city)
    tally.count("bins", [message()], observations=1, refused=0)
    tally.broken("lamps", None)
    owner = city.database.owner
    async with owner() as locker, owner() as killer, locker.transaction():
        await locker.execute(f'lock table "{city.schema}".connection_minute')
        noting = asyncio.create_task(tally.note())

        async def is_cut_off() -> bool:
            return bool(
                await killer.fetchval(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where wait_event = 'relation' and query like '%connection_minute%'"
                )
            )

        await until(is_cut_off)
        with pytest.raises(Unavailable):
            await noting
    tally.count("bins", [message()], observations=1, refused=0)
    await tally.note()
    assert (await city.ask(Totals()))["bins"].messages == 2
    assert (await city.ask(Troubles()))["lamps"].kind == "defect"
