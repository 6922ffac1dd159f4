"""Checklists over HTTP, and in the orders that take them."""

from uuid import uuid4

import pytest

from mesto.kernel.model import Observation
from tests.waiting import until
from tests.web.work.saying import LAMP, now, of, one_of_many, opened, say

pytestmark = pytest.mark.anyio

OWN = {
    "title": {"en": "Bulbs"},
    "steps": [{"text": {"en": "Volts"}, "wants": "number", "unit": "V"}],
    "work": ["repair"],
    "types": ["Streetlight"],
}


async def keep(person, name="bulbs", definition=OWN, version=0):
    body = {"definition": definition, "version": version}
    return await person.ask("PUT", f"checklists/{name}", body)


async def known(person, query=""):
    told = await person.read(f"checklists{query}")
    return {one["name"]: one for one in told["checklists"]}, told["fitting"]


@pytest.mark.usefixtures("lamp")
async def test_what_fits_is_what_a_domain_brings_until_a_town_writes_its_own(worker):
    query = f"?work=repair&about={LAMP}"
    lists, fitting = await known(worker, query)
    assert fitting == "lamp-replacement"
    assert lists[fitting]["version"] == 0
    assert (await keep(worker)).status_code == 200
    lists, fitting = await known(worker, query)
    assert fitting == "bulbs"
    assert lists["bulbs"]["version"] > 0
    assert (await worker.ask("DELETE", "checklists/bulbs")).status_code == 204
    assert (await known(worker, query))[1] == "lamp-replacement"


@pytest.mark.usefixtures("lamp")
async def test_what_is_found_wrong_with_an_asset_chooses_its_checklist(server, worker):
    found = Observation(
        entity=LAMP, attribute="faultKind", value="driverFailure", source="lighting"
    )
    await server.city.record([found])
    lists, fitting = await known(worker, f"?work=repair&about={LAMP}")
    assert fitting == "lamp-driver-failure"
    steps = lists[fitting]["definition"]["steps"]
    assert steps[0]["text"]["en"] == "Bring: driver."


async def test_one_of_a_domains_name_stands_in_its_place_until_it_is_dropped(worker):
    assert (await keep(worker, "lamp-replacement")).status_code == 200
    lists, _ = await known(worker)
    assert lists["lamp-replacement"]["definition"]["title"] == {"en": "Bulbs"}
    await worker.ask("DELETE", "checklists/lamp-replacement")
    lists, _ = await known(worker)
    assert lists["lamp-replacement"]["definition"]["title"]["cs"] == "Výměna svítidla"


async def test_what_somebody_else_changed_is_not_overwritten(worker):
    assert (await keep(worker)).status_code == 200
    assert (await keep(worker)).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"steps": []}, ["definition", "steps"]),
        ({"steps": [{"text": {}}]}, ["definition", "steps", 0, "text"]),
        ({"work": ["dancing"]}, ["definition", "work", 0]),
    ],
)
async def test_what_is_no_checklist_is_refused_and_said_where(worker, wrong, place):
    refused = await keep(worker, definition=OWN | wrong)
    assert refused.status_code == 400
    assert refused.json()["place"] == place


async def test_a_number_and_a_tick_are_told_together(worker):
    item = one_of_many("item", text="Volts", wants="number", unit="V")
    await opened(worker, checklist=[item])
    tick = {"kind": "tick", "at": now(), "id": item["id"], "done": True, "number": 231}
    assert (await say(worker, tick)).status_code == 200
    (told,) = (await of(worker))["checklistItem"]
    assert (told["says"], told["done"], told["number"]) == ("Volts", True, 231)
    assert told["wants"] == {"what": "number", "unit": "V"}


@pytest.mark.parametrize("named", ["", "container-cleaning", "gone"])
@pytest.mark.usefixtures("lamp")
async def test_an_order_of_a_scenario_takes_what_it_names_or_what_fits(
    worker, admin, named
):
    definition = {
        "title": {"en": "Bulbs"},
        "scope": {"types": ["Streetlight"]},
        "triggers": [{"is": "hand"}],
        "actions": [{"is": "work", "title": "Change it", "checklist": named}],
    }
    kept = await admin.ask("PUT", "scenarios/bulbs", {"definition": definition})
    assert kept.status_code == 200, kept.text
    stage = {"stage": "active", "version": kept.json()["version"]}
    assert (await admin.ask("PUT", "scenarios/bulbs/stage", stage)).status_code < 300
    call = {"token": str(uuid4()), "entity": LAMP}
    started = await admin.ask("POST", "scenarios/bulbs/start", call)
    assert started.status_code < 300, started.text

    async def listed():
        return (await worker.read("work-orders"))["orders"]

    await until(listed)
    (order,) = await listed()
    told = await of(worker, order["id"])
    first = "Empty the container" if named == "container-cleaning" else "Switch the"
    assert told["checklistItem"][0]["says"].startswith(first)
    assert (told["type"], told["origin"]) == ("repair", "plan")
