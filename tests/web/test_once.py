"""What is sent again because its answer was lost is done once."""

import asyncio
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from tests.waiting import until

pytestmark = pytest.mark.anyio

NIGHT = {"title": "Night shift", "definition": {"layers": [1, 2]}}
LATCH = 4711  #: what the database waits for before it notes an answer


def token():
    return f'"{uuid4()}"'


async def keep(browser, key, name="night", **draft):
    return await browser.http.put(
        f"{browser.api}/documents/views/{name}",
        json=NIGHT | draft,
        headers={"idempotency-key": key},
    )


async def test_what_is_sent_again_is_answered_as_before(browser):
    key = token()
    first = await keep(browser, key)
    again = await keep(browser, key)
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(await browser.read("documents/views")) == 1


async def test_a_long_answer_is_answered_again_whole(browser):
    key, long = token(), {"words": "long " * 2000}
    first = await keep(browser, key, definition=long)
    assert (await keep(browser, key, definition=long)).json() == first.json()


async def test_without_a_token_it_is_tried_again(browser):
    path = f"{browser.api}/documents/views/night"
    assert (await browser.http.put(path, json=NIGHT)).status_code == 200
    assert (await browser.http.put(path, json=NIGHT)).status_code == 409


async def test_a_refusal_is_not_remembered(browser):
    await keep(browser, token())
    key = token()
    assert (await keep(browser, key)).status_code == 409
    await browser.http.delete(f"{browser.api}/documents/views/night")
    assert (await keep(browser, key)).status_code == 200


async def test_a_token_is_good_for_one_request_only(browser):
    key = token()
    await keep(browser, key)
    other = await keep(browser, key, title="Day shift")
    assert other.status_code == 422
    assert other.json()["status"] == 422


@pytest.mark.parametrize("key", ["", "short", "with a space in its middle", "x" * 101])
async def test_what_is_no_token_is_refused(browser, key):
    assert (await keep(browser, key)).status_code == 400


async def test_of_many_at_once_one_is_done_and_the_others_come_back(browser):
    key = token()
    answers = await asyncio.gather(*(keep(browser, key) for _ in range(8)))
    found = {one.status_code for one in answers}
    assert found <= {200, 409}
    assert 200 in found
    assert len(await browser.read("documents/views")) == 1


async def test_a_deed_whose_answer_nobody_noted_is_not_done_twice(browser, server):
    """The database goes away after the deed was committed, before the answer was."""
    key = token()
    async with noting_held_up(server.city) as owner:
        asking = asyncio.create_task(keep(browser, key))

        async def is_held_up():
            return await owner.fetchval(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where wait_event = 'advisory' and query like '%insert into deed%'"
            )

        await until(is_held_up)
        assert (await asking).status_code == 503
    again = await keep(browser, key)
    assert again.status_code in (200, 204)
    (kept,) = await browser.read("documents/views")
    assert kept["title"] == NIGHT["title"]
    changed = await keep(browser, token(), version=kept["version"])
    assert changed.status_code == 200, "nothing came between"


@asynccontextmanager
async def noting_held_up(city):
    """Let the database wait whenever it is to note an answer."""
    async with city.database.owner() as owner:
        await owner.execute(f"set search_path to {city.schema}")
        await owner.execute(
            f"""
            create function wait() returns trigger language plpgsql as $$
            begin perform pg_advisory_xact_lock({LATCH}); return new; end $$;
            create trigger wait before update on deed
               for each row execute function wait();
            select pg_advisory_lock({LATCH});
            """
        )
        yield owner
        await owner.execute(
            f"drop trigger wait on deed; select pg_advisory_unlock({LATCH})"
        )
