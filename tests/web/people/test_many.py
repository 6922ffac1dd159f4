"""Ordering of many over HTTP: weighed, given, followed and stopped."""

from uuid import uuid4

import pytest

from mesto.kernel.model import TYPE, Kind
from tests.waiting import until
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio
LAMPS = [f"urn:ngsi-ld:Streetlight:L-{number}" for number in range(6)]
WIRED = 5  #: so many of them can be told anything
DIM = {"type": "Streetlight", "order": "dim", "value": 0.6}
RULE = {
    "commands": ["setDimLevel"],
    "when": "entity.name == 'L-1'",
    "says": {"en": "Never this one.", "cs": "Tohle nikdy."},
}


def wiring():
    """Hang lamps on a network that is never up: what is ordered stays pending."""
    where = "urn:ngsi-ld:Connection:lamps"
    yield seen(where, TYPE, ["Connection"])
    yield seen(where, "gate", "mqtt")
    yield seen(where, "url", "mqtt://127.0.0.1:9")
    settings = {
        "topics": ["lamps/#"],
        "commands": {"setDimLevel": {"topic": "{serial}", "payload": "{value}"}},
    }
    yield seen(where, "settings", settings, kind=Kind.JSON_PROPERTY)
    for number, lamp in enumerate(LAMPS[:WIRED]):
        device = f"urn:ngsi-ld:Device:L-{number}"
        yield seen(device, TYPE, ["Device"])
        yield seen(device, "serialNumber", f"L-{number}")
        yield seen(device, "connection", "lamps")
        yield seen(device, "controlledAsset", lamp, kind=Kind.RELATIONSHIP)


@pytest.fixture
async def eva(server, somebody):
    """An operator before a town of lamps, once what is wired can be told things."""
    for number, lamp in enumerate(LAMPS):
        scope = seen(lamp, "scope", ["/north" if number < 2 else "/south"])
        await server.city.record([*standing(lamp, name=f"L-{number}"), scope])
    await server.city.record(list(wiring()))
    person = await somebody("eva", "operator")

    async def ready():
        answer = await person.ask("POST", "bulks/preview", DIM)
        return answer.is_success and answer.json()["get"] == WIRED

    await until(ready)
    return person


async def ids_of(person):
    return (await person.read("tables/Streetlight"))["ids"]


async def give(person, number=None, **more):
    return await person.ask("PUT", f"bulks/{number or uuid4()}", DIM | more)


async def test_it_is_said_beforehand_who_gets_it_and_who_does_not_and_why(eva):
    assert (await eva.ask("PUT", "interlocks/one", {"definition": RULE})).is_success
    said = (await eva.ask("POST", "bulks/preview", DIM)).json()
    assert (said["get"], said["may"], said["of"], said["asks"]) == (4, 6, 6, {})
    reasons = {one["says"]["en"]: one["count"] for one in said["against"]}
    assert reasons.pop("Never this one.") == 1
    assert list(reasons.values()) == [1]
    assert "sr-Cyrl" in said["against"][1]["says"]


async def test_many_are_ordered_once_and_followed(server, eva):
    number = uuid4()
    first = await give(eva, number)
    again = await give(eva, number)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (await give(eva, number, value=0.1)).status_code == 409

    async def given():
        return (await eva.read(f"bulks/{number}"))["counts"] == {
            "sent": WIRED,
            "refused": 1,
        }

    await until(given)
    pending = (await server.city.due()).commands
    assert {one.source for one in pending} == {f"person:{eva.login}"}
    shown = await eva.read(f"bulks/{number}")
    (trouble,) = shown["troubles"]
    assert (trouble["life"], trouble["some"][0]["name"]) == ("refused", "L-5")
    (listed,) = await eva.read("bulks")
    assert (listed["id"], listed["wish"], listed["own"]) == (str(number), 0.6, True)
    assert (await eva.ask("POST", f"bulks/{number}/stop")).status_code == 204
    shown = await eva.read(f"bulks/{number}")
    assert shown["counts"] == {"cancelled": WIRED, "refused": 1}
    failed = (await eva.read(f"bulks/{number}/failed"))["ids"]
    assert len(failed) == 1


async def test_a_filter_chooses_as_a_table_does(eva):
    said = await eva.ask("POST", "bulks/preview", DIM | {"filter": ".name is L-2"})
    assert (said.json()["get"], said.json()["of"]) == (1, 1)
    some = (await ids_of(eva))[:2]
    said = await eva.ask("POST", "bulks/preview", DIM | {"ids": some})
    assert said.json()["of"] == 2


async def test_who_may_order_of_some_is_told_of_how_many(eva, somebody):
    role = {
        "title": {"en": "North"},
        "rights": [
            {"verbs": ["see"]},
            {"verbs": ["command"], "districts": ["/north"]},
        ],
    }
    jana = await somebody("jana", "administrator")
    assert (await jana.ask("PUT", "roles/north", role)).is_success
    ida = await somebody("ida", "north")
    said = (await ida.ask("POST", "bulks/preview", DIM)).json()
    assert (said["get"], said["may"], said["of"]) == (2, 2, 6)
    refused = await give(ida)
    assert refused.status_code == 403
    assert refused.json()["says"]["cs"] == "Smíte to nařídit 2 z 6."
    number = uuid4()
    assert (await give(ida, number, partly=True)).status_code == 201
    shown = await eva.read(f"bulks/{number}")
    assert sum(shown["counts"].values()) == 2
    other = uuid4()
    assert (await give(eva, other)).status_code == 201
    assert (await ida.ask("POST", f"bulks/{other}/stop")).status_code == 403


async def test_who_sees_a_part_sees_that_part_of_it(eva, somebody):
    role = {
        "title": {"en": "North"},
        "rights": [{"verbs": ["see"], "districts": ["/north"]}],
    }
    jana = await somebody("jana", "administrator")
    assert (await jana.ask("PUT", "roles/north", role)).is_success
    ida = await somebody("ida", "north")
    number = uuid4()
    some = (await eva.ask("POST", "bulks/preview", DIM)).json()
    assert some["of"] == 6
    assert (await give(eva, number)).status_code == 201
    assert sum((await ida.read(f"bulks/{number}"))["counts"].values()) == 2
    south = uuid4()
    assert (await give(eva, south, filter=".name is L-3")).status_code == 201
    assert (await ida.ask("GET", f"bulks/{south}")).status_code == 404
    assert [one["id"] for one in await ida.read("bulks")] == [str(number)]


async def test_a_second_person_decides_when_they_are_many(eva, somebody):
    jana = await somebody("jana", "administrator")
    changed = await jana.ask("PUT", "municipality/alone", {"value": 3})
    assert changed.json()["alone"] == 3
    number = uuid4()
    assert (await give(eva, number, note="A concert.")).json()["state"] == "waiting"
    path = f"bulks/{number}"
    assert (await eva.ask("POST", path, {"agreed": True})).status_code == 403
    assert (await jana.ask("POST", path, {"agreed": False})).status_code == 400
    assert (await jana.ask("POST", path, {"agreed": True})).status_code == 204
    shown = await jana.read(path)
    assert (shown["note"], shown["decided_by"]) == (
        "A concert.",
        f"person:{jana.login}",
    )

    async def given():
        return (await eva.read(path))["counts"].get("sent") == WIRED

    await until(given)


async def test_what_makes_no_sense_is_refused(eva):
    for wrong, status in (
        ({"type": "Nothing"}, 404),
        ({"order": "explode"}, 404),
        ({"value": 2}, 400),
        ({"until": "2020-01-01T00:00:00Z"}, 400),
        ({"filter": ".name is L-5"}, 422),
    ):
        assert (await give(eva, **wrong)).status_code == status, wrong
    assert await eva.read("bulks") == []
