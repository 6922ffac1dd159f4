"""What is written about waste, and what it is collected with."""

import pytest

from tests.web.conftest import standing

pytestmark = pytest.mark.anyio

TRUCK = "urn:ngsi-ld:Vehicle:1"
DEPOT = "urn:ngsi-ld:WasteDepot:yard"
DUMP = "urn:ngsi-ld:WasteDisposalSite:hill"
SHIFT = {
    "title": {"en": "Early"},
    "vehicle": TRUCK,
    "days": [0, 1, 2, 3, 4],
    "start": "06:00",
    "end": "14:00",
    "disposal_sites": [DUMP],
}


@pytest.fixture
async def town(browser, server):
    """A truck of a depot, one without capacity, a car, and where waste goes."""
    at_home = {"refWasteDepot": DEPOT}
    told = [
        *standing(DEPOT, name="Yard"),
        *standing(DUMP, storedWasteKind=["other"], unloadingTime=15),
        *standing(TRUCK, links=at_home, cargoVolume=60_000, maximumLoad=10_000),
        *standing("urn:ngsi-ld:Vehicle:2", links=at_home, name="Old"),
        *standing("urn:ngsi-ld:Vehicle:car", speed=50),
    ]
    await server.city.record(told)
    return browser


async def test_a_truck_without_capacity_is_no_truck_and_it_is_said_why(town):
    fleet = await town.read("waste/fleet")
    assert [one["urn"] for one in fleet["vehicles"]] == [TRUCK]
    assert [one["unloading_min"] for one in fleet["sites"]] == [15]
    (mistake,) = fleet["mistakes"]
    assert mistake["urn"] == "urn:ngsi-ld:Vehicle:2"
    assert mistake["why"].startswith("Old: a truck without capacity is no truck")


async def test_a_shift_is_kept_changed_dropped_and_put_back(town):
    async def ask(method, path="", body=None):
        path = f"{town.api}/waste/shifts/early{path}"
        return await town.http.request(method, path, json=body)

    refused = await ask(
        "PUT", body={"definition": {**SHIFT, "vehicle": DUMP}, "version": 0}
    )
    assert refused.json()["place"] == ["definition", "vehicle"]
    refused = await ask(
        "PUT", body={"definition": {**SHIFT, "end": "06:00"}, "version": 0}
    )
    assert refused.json()["place"] == ["definition", "end"]

    kept = (await ask("PUT", body={"definition": SHIFT, "version": 0})).json()
    assert kept["makes_sense"]
    late = {**SHIFT, "end": "15:00"}
    changed = await ask("PUT", body={"definition": late, "version": kept["version"]})
    assert changed.json()["definition"]["end"] == "15:00"
    stale = await ask("PUT", body={"definition": SHIFT, "version": kept["version"]})
    assert stale.status_code == 409
    assert len((await ask("GET", "/versions")).json()["versions"]) == 2

    assert (await ask("DELETE")).status_code == 204
    assert (await town.read("waste/shifts")) == []
    back = await ask("POST", "/restore")
    assert back.json()["definition"]["end"] == "15:00"
    written = await town.read("waste/written")
    assert [one["name"] for one in written["shifts"]] == ["early"]
    assert written["contracts"] == []


async def test_the_policy_remembers_what_it_was_chosen_from(town):
    usual = await town.read("waste/policy")
    assert usual["version"] == 0
    assert usual["definition"] == usual["usual"]

    def point(cost, km, overflows):
        return {"overflow_cost": cost, "km": km, "overflows": overflows}

    points = [point(100, 20.5, 6), point(800, 31, 1.5)]
    chosen = usual["definition"] | {
        "overflow_cost": 800,
        "frontier": {"day": "2030-05-06", "points": points},
    }
    path = f"{town.api}/waste/policies/town"
    body = {"definition": chosen, "version": 0}
    kept = (await town.http.put(path, json=body)).json()
    holds = await town.read("waste/policy")
    assert holds["version"] == kept["version"]
    assert holds["definition"]["frontier"]["points"][1]["km"] == 31
    assert holds["usual"] == usual["usual"]
    wrong = {"definition": chosen | {"km_cost": -1}, "version": kept["version"]}
    refused = await town.http.put(path, json=wrong)
    assert refused.json()["place"] == ["definition", "km_cost"]


async def write(town, sort, name, definition, version=0):
    body = {"definition": definition, "version": version}
    return await town.http.put(f"{town.api}/waste/fleet/{sort}/{name}", json=body)


TRUCK_FORM = {
    "title": {"en": "Ella"},
    "volume_l": 40_000,
    "load_kg": 9_000,
    "fractions": ["paper"],
    "depot": DEPOT,
}


async def test_a_vehicle_is_written_changed_dropped_and_put_back(town):
    kept = (await write(town, "vehicles", "ella", TRUCK_FORM)).json()
    assert kept["definition"]["load_kg"] == 9_000
    fleet = {one["name"]: one for one in (await town.read("waste/fleet"))["vehicles"]}
    assert (fleet["Ella"]["depot"], fleet["Ella"]["laid_up"]) == (DEPOT, False)

    down = {**TRUCK_FORM, "laid_up": True, "fractions": []}
    stale = await write(town, "vehicles", "ella", down)
    assert (stale.status_code, stale.json()["version"]) == (409, kept["version"])
    changed = await write(town, "vehicles", "ella", down, kept["version"])
    assert changed.status_code == 200, changed.text
    assert (changed.json()["definition"]["fractions"]) == []
    fleet = {one["name"]: one for one in (await town.read("waste/fleet"))["vehicles"]}
    assert (fleet["Ella"]["laid_up"], fleet["Ella"]["fractions"]) == (True, [])

    path = f"{town.api}/waste/fleet/vehicles/ella"
    assert (await town.http.delete(path)).status_code == 204
    assert (await town.http.get(path)).status_code == 404
    back = await town.http.post(f"{path}/restore", json={})
    assert back.status_code == 200, back.text
    assert back.json()["definition"] == changed.json()["definition"]
    assert (await town.http.post(f"{path}/restore", json={})).status_code == 409


async def test_what_cannot_be_true_of_the_fleet_is_refused_at_its_field(town):
    where = {"longitude": 14.4, "latitude": 50.1}
    for sort, wrong, field in (
        ("vehicles", {"volume_l": None}, "volume_l"),
        ("vehicles", {"volume_l": 1e9}, "volume_l"),
        ("vehicles", {"load_kg": 0}, "load_kg"),
        ("vehicles", {"depot": "urn:ngsi-ld:WasteDepot:nowhere"}, "depot"),
        ("depots", {}, "longitude"),
        ("depots", {"longitude": 0.0, "latitude": 0.0}, "longitude"),
        ("sites", {**where, "latitude": 95}, "latitude"),
        ("sites", {**where, "unloading_min": -1}, "unloading_min"),
    ):
        usual = TRUCK_FORM if sort == "vehicles" else {"title": {"en": "New"}}
        told = await write(town, sort, "new", {**usual, **wrong})
        assert told.status_code == 400, (sort, wrong, told.text)
        assert told.json()["place"] == ["definition", field]
    assert (await write(town, "sites", "new", {**usual, **where})).status_code == 200
    listed = await town.read("waste/fleet/sites")
    assert [one["name"] for one in listed] == ["hill", "new"]
    assert (await town.read("waste/fleet/vehicles"))[1]["name"] == "2", "unusable, too"
