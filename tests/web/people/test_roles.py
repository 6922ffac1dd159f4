import pytest

from tests.web.conftest import standing

pytestmark = pytest.mark.anyio

LAMP = "urn:ngsi-ld:Streetlight:L-1"
BIN = "urn:ngsi-ld:WasteContainer:K-1"
WASTE = {
    "title": {"en": "Waste"},
    "rights": [{"verbs": ["see"], "services": ["waste"]}],
}


@pytest.fixture
async def town(server, now):
    await server.city.record(
        [
            *standing(LAMP, at=now, powerState="on"),
            *standing(BIN, at=now, fillingLevel=0.5),
        ]
    )


async def layers_of(person):
    counts = (await person.read("map"))["layers"]
    return {layer["type"] for layer in counts if layer["count"]}


@pytest.mark.usefixtures("town")
async def test_a_role_of_ones_own_shows_a_part_of_the_town(admin, somebody):
    assert (await admin.ask("PUT", "roles/waste", WASTE)).status_code == 204
    person = await somebody("petr", "waste")
    assert await layers_of(person) == {"WasteContainer"}
    assert {"Streetlight", "WasteContainer"} <= await layers_of(admin)
    roles = (await admin.read("roles"))["roles"]
    waste = next(role for role in roles if role["name"] == "waste")
    assert (waste["had"], waste["built_in"]) == (1, False)
    assert (await admin.ask("DELETE", "roles/waste")).status_code == 409


async def test_a_role_is_refused_that_makes_no_sense(admin):
    for name, draft, status in (
        ("waste", {"title": {}, "rights": []}, 400),
        ("waste", {"title": {}, "rights": [{"verbs": ["rule"]}]}, 400),
        ("Waste!", WASTE, 400),
        ("viewer", WASTE, 409),
    ):
        answer = await admin.ask("PUT", f"roles/{name}", draft)
        assert answer.status_code == status, draft
    assert (await admin.ask("DELETE", "roles/nothing")).status_code == 404


@pytest.mark.usefixtures("town")
async def test_who_governs_sees_the_town_as_others_do_and_changes_nothing(admin):
    await admin.ask("PUT", "roles/waste", WASTE)
    city = admin.api.rpartition("/")[2]
    eyes = {"city": city, "roles": ["waste"]}
    await admin.http.put("/api/session/eyes", json=eyes)
    seen = await admin.read("map")
    assert (seen["eyes"], seen["may"]) == (["waste"], ["see"])
    assert await layers_of(admin) == {"WasteContainer"}
    assert (await admin.ask("GET", "people")).status_code == 403
    await admin.http.put("/api/session/eyes", json={"city": city, "roles": []})
    assert "govern" in (await admin.read("map"))["may"]


@pytest.mark.usefixtures("town")
async def test_others_keep_their_own_eyes_whatever_their_browser_says(admin, somebody):
    await admin.ask("PUT", "roles/waste", WASTE)
    person = await somebody("petr", "waste")
    city = person.api.rpartition("/")[2]
    eyes = {"city": city, "roles": ["administrator"]}
    await person.http.put("/api/session/eyes", json=eyes)
    assert await layers_of(person) == {"WasteContainer"}
    assert (await person.ask("GET", "people")).status_code == 403


@pytest.mark.usefixtures("town")
async def test_it_is_said_why_somebody_may(admin):
    await admin.ask("PUT", "roles/waste", WASTE)
    why = await admin.read(f"why?role=waste&verb=see&entity={BIN}")
    assert [(one["role"], one["right"]["verbs"]) for one in why["by"]] == [
        ("waste", ["see"])
    ]
    for query in (
        f"role=waste&verb=command&entity={BIN}",
        f"role=waste&verb=see&entity={LAMP}",
    ):
        assert await admin.read(f"why?{query}") == {"allowed": False, "by": []}
    assert (await admin.ask("GET", f"why?verb=see&entity={BIN}x")).status_code == 404


async def test_a_key_is_made_shown_once_and_withdrawn(admin):
    wanted = {"label": "bins", "roles": ["system"], "days": 30, "per_minute": 100}
    made = (await admin.ask("POST", "keys", wanted)).json()["key"]
    listed = await admin.read("keys")
    bins = next(one for one in listed if one["label"] == "bins")
    assert (bins["roles"], bins["per_minute"]) == (["system"], 100)
    assert made not in str(listed)
    with_key = {"X-API-Key": made}
    types = "/ngsi-ld/v1/types"
    assert (await admin.http.get(types, headers=with_key)).status_code == 200
    gone = await admin.ask("DELETE", f"keys/{bins['number']}")
    assert gone.status_code == 204
    assert "bins" not in [one["label"] for one in await admin.read("keys")]
