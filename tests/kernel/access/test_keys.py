"""Keys are made, counted and withdrawn; what is withdrawn opens nothing."""

import asyncio
from datetime import UTC, datetime, timedelta

import bcrypt
import pytest

from mesto.kernel.access import keys as access
from mesto.kernel.access.keys import Keys, key_of_broker
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict, Forbidden, NotFound

pytestmark = pytest.mark.anyio


@pytest.fixture
def keys(database: Database, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """The keys, believed no longer than a moment."""
    monkeypatch.setattr(access, "TRUST_S", 0)
    return Keys(database)


async def test_keys_are_listed_oldest_first_and_not_shown(
    keys: Keys, city: City
) -> None:
    made = [await keys.issue(city.name, label) for label in ("first", "waste")]
    known = await keys.known(city.name)
    assert [one.label for one in known] == ["first", "waste"]
    assert not any(secret in str(known) for secret in made)
    with pytest.raises(NotFound):
        await keys.known("nowhere")


async def test_a_withdrawn_key_opens_nothing_and_the_others_open_still(
    keys: Keys, city: City
) -> None:
    first, waste = [await keys.issue(city.name, name) for name in ("first", "waste")]
    assert await keys.municipality_of(waste) == city.name
    await keys.withdraw(city.name, "waste")
    with pytest.raises(Forbidden):
        await keys.municipality_of(waste)
    assert await keys.municipality_of(first) == city.name


async def test_keys_of_one_label_are_told_apart_by_their_number(
    keys: Keys, city: City
) -> None:
    for _ in range(2):
        await keys.issue(city.name, "")
    with pytest.raises(Conflict, match="number"):
        await keys.withdraw(city.name, "")
    older, younger = await keys.known(city.name)
    await keys.withdraw(city.name, younger.number)
    assert await keys.known(city.name) == [older]
    with pytest.raises(NotFound):
        await keys.withdraw(city.name, younger.number)


async def test_the_last_key_stays(keys: Keys, city: City) -> None:
    for name in ("one", "two"):
        await keys.issue(city.name, name)
    ends = await asyncio.gather(
        *(keys.withdraw(city.name, name) for name in ("one", "two")),
        return_exceptions=True,
    )
    assert sum(isinstance(end, Conflict) for end in ends) == 1
    assert len(await keys.known(city.name)) == 1


async def test_the_oldest_key_opens_the_broker(keys: Keys, city: City) -> None:
    for name in ("one", "two"):
        await keys.issue(city.name, name)
    before = (await keys.broker_accounts())[city.name]
    await keys.withdraw(city.name, "one")
    assert (await keys.broker_accounts())[city.name] != before


async def test_the_broker_may_be_for_some_towns_of_a_database(
    keys: Keys, city: City, database: Database
) -> None:
    other = f"{city.name}_other"
    await database.add(other)
    assert {city.name, other} <= (await keys.broker_accounts()).keys()
    assert (await keys.broker_accounts([city.name])).keys() == {city.name}


async def test_the_broker_opens_to_no_key_it_cannot_hold_to_its_limits(
    keys: Keys, city: City
) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    await keys.issue(city.name, "paced", per_minute=10)
    await keys.issue(city.name, "only looks", ["viewer"])
    await keys.issue(city.name, "ended", expires_at=past)
    nobodys = (await keys.broker_accounts())[city.name]
    assert key_of_broker(await keys.known(city.name), datetime.now(UTC)) is None
    key = await keys.issue(city.name, "devices", ["system"])
    opened = (await keys.broker_accounts())[city.name]
    assert opened != nobodys
    assert bcrypt.checkpw(key.encode(), opened.encode())
    of_broker = key_of_broker(await keys.known(city.name), datetime.now(UTC))
    assert of_broker is not None
    assert of_broker.label == "devices"
