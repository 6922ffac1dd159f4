"""Registrations of context sources, kept and found (5.9, 5.10)."""

from typing import Any

import httpx
import pytest

from mesto.gates.ngsi_ld.context import CORE
from mesto.gates.ngsi_ld.problem import BadRequestData
from mesto.gates.ngsi_ld.registrations import store
from mesto.gates.ngsi_ld.registrations.read import read_document, read_registration
from mesto.kernel.access.keys import Keys
from mesto.kernel.errors import Malformed
from tests.conftest import Server

pytestmark = pytest.mark.anyio

URN = "urn:ngsi-ld:ContextSourceRegistration:1"
PATH = f"/csourceRegistrations/{URN}"
CAR = "urn:ngsi-ld:Vehicle:1"
TERMS = {"speed": "https://town.example/terms#speed"}
LD = {"Content-Type": "application/ld+json"}


def source(**more: Any) -> dict[str, Any]:
    return {
        "id": URN,
        "type": "ContextSourceRegistration",
        "information": [{"entities": [{"type": "Vehicle"}]}],
        "endpoint": "http://127.0.0.1:9",
        **more,
    }


def only(*attributes: str, **about: Any) -> dict[str, Any]:
    """A source that knows attributes of some vehicles."""
    entity = {"type": "Vehicle", **about}
    return {"information": [{"entities": [entity], "propertyNames": [*attributes]}]}


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


async def found(api: httpx.AsyncClient, **asked: str) -> list[str]:
    answer = await api.get("/csourceRegistrations", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["id"].rpartition(":")[2] for one in answer.json()]


async def test_a_source_is_registered_once_read_changed_and_deleted(
    api: httpx.AsyncClient,
) -> None:
    """5.9.2, 5.9.3, 5.9.4 and 5.10.1; 6.8 and 6.9."""
    created = await api.post("/csourceRegistrations", json=source(description="A"))
    assert created.status_code == 201
    assert created.headers["Location"] == f"/ngsi-ld/v1{PATH}"
    assert error(await api.post("/csourceRegistrations", json=source())) == (
        409,
        "AlreadyExists",
    )
    assert (await api.get(PATH)).json() == source(
        description="A", mode="inclusive", operations=["federationOps"]
    )
    assert (await api.patch(PATH, json={"description": None})).status_code == 204
    read = (await api.get(PATH, params={"options": "sysAttrs"})).json()
    assert "description" not in read
    assert read["modifiedAt"] > read["createdAt"]
    terms = {"velocity": "https://uri.etsi.org/ngsi-ld/default-context/speed"}
    named = {**only("velocity"), "@context": terms}
    assert (await api.patch(PATH, json=named, headers=LD)).status_code == 204
    known = (await api.get(PATH)).json()["information"]
    assert known[0]["propertyNames"] == ["speed"]
    assert (await api.delete(PATH)).status_code == 204
    for asked in (api.get(PATH), api.delete(PATH), api.patch(PATH, json={})):
        assert error(await asked) == (404, "ResourceNotFound")
    assert (await api.delete("/csourceRegistrations/")).status_code == 405
    assert error(await api.get("/csourceRegistrations/no-uri")) == (
        400,
        "BadRequestData",
    )


async def test_a_source_without_an_id_is_given_one(api: httpx.AsyncClient) -> None:
    """5.2.9: generated at creation time, if it is not provided."""
    said = source()
    del said["id"]
    created = await api.post("/csourceRegistrations", json=said)
    path = created.headers["Location"].removeprefix("/ngsi-ld/v1")
    assert (await api.get(path)).json()["endpoint"] == said["endpoint"]


async def test_names_are_given_back_as_the_reader_spells_them(
    api: httpx.AsyncClient,
) -> None:
    """5.5.7: expansion and compaction, also of properties of its own."""
    said = source(**only("speed"), speed=5, **{"@context": TERMS})
    await api.post("/csourceRegistrations", json=said, headers=LD)
    read = (await api.get(PATH)).json()
    assert read["information"][0]["propertyNames"] == [TERMS["speed"]]
    assert read[TERMS["speed"]] == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "Subscription"},
        {"information": None},
        {"information": []},
        {"information": [{}]},
        {"information": [{"entities": []}]},
        {"information": [{"entities": [{"id": CAR}]}]},
        {"information": [{"entities": [{"type": "Vehicle", "id": "no uri"}]}]},
        {"information": [{"entities": [{"type": "Vehicle", "idPattern": "("}]}]},
        {"information": [{"propertyNames": "speed"}]},
        {"endpoint": None},
        {"endpoint": "mqtt://broker.example/topic"},
        {"endpoint": "http://source.example/?key=1"},
        {"mode": "sometimes"},
        {"operations": ["fly"]},
        {"mode": "auxiliary", "operations": ["createEntity"]},
        {"expiresAt": "tomorrow"},
        {"location": {"type": "Point"}},
        {"scope": "a b"},
        {"contextSourceAlias": "two words"},
        {"contextSourceInfo": [{"key": "accept", "value": "text/plain"}]},
        {"contextSourceInfo": [{"key": "X-Key", "value": "a\r\nb"}]},
        {"management": {"timeout": 0}},
        {"management": {"patience": 1}},
        {"refreshRate": "often"},
        {"observationInterval": {"endAt": "2020-01-01T00:00:00Z"}},
        {"tenant": ""},
    ],
)
def test_what_is_no_registration_is_refused(wrong: dict[str, Any]) -> None:
    """5.9.2.4: data types and restrictions of 5.2.9 to 5.2.11 and 5.2.34."""
    with pytest.raises((Malformed, BadRequestData)):
        read_registration(read_document(source(**wrong)), CORE)


async def test_every_member_of_a_registration_is_kept(api: httpx.AsyncClient) -> None:
    """5.2.9: what the city writes itself is not taken from others."""
    said = source(
        registrationName="Cars",
        contextSourceAlias="cars:80",
        contextSourceInfo=[{"key": "Authorization", "value": "Bearer x"}],
        datasetId=["urn:x:d", "@none"],
        expiresAt="2999-01-01T00:00:00Z",
        location={"type": "Point", "coordinates": [14, 50]},
        observationSpace={"type": "Point", "coordinates": [14, 50]},
        operationSpace={"type": "Point", "coordinates": [14, 50]},
        management={
            "timeout": 10,
            "cooldown": 10,
            "localOnly": True,
            "cacheDuration": "PT1S",
        },
        mode="redirect",
        operations=["redirectionOps", "createBatch"],
        refreshRate="PT5M",
        scope=["/a", "/b"],
        tenant="other",
    )
    lies = {"status": "ok", "timesSent": 5, "lastSuccess": "2020-01-01T00:00:00Z"}
    answer = await api.post("/csourceRegistrations", json=said | lies)
    assert answer.status_code == 201, answer.text
    assert (await api.get(PATH)).json() == said


async def test_what_one_source_holds_alone_no_other_can_hold_alone(
    api: httpx.AsyncClient,
) -> None:
    """4.3.6.3 and 5.9.2.4, also of an update (5.9.3.4)."""
    exclusive = {"mode": "exclusive", **only("speed", id=CAR)}
    for first, second in (
        (exclusive, {"mode": "exclusive", **only("speed", "fuel", id=CAR)}),
        (exclusive, {"mode": "redirect", **source()}),
        ({"mode": "redirect", **only("speed", idPattern=":1$")}, exclusive),
    ):
        await api.post("/csourceRegistrations", json=source(**first))
        other = {**source(), **second, "id": URN + "1"}
        answer = await api.post("/csourceRegistrations", json=other)
        assert error(answer) == (409, "Conflict"), other
        await api.post("/csourceRegistrations", json=other | {"mode": "inclusive"})
        change = {name: other[name] for name in ("mode", "information")}
        answer = await api.patch(PATH + "1", json=change)
        assert error(answer) == (409, "Conflict"), change
        for path in (PATH, PATH + "1"):
            assert (await api.delete(path)).status_code == 204


async def test_several_may_be_redirected_to_and_may_supplement(
    api: httpx.AsyncClient,
) -> None:
    """4.3.6.2 and 4.3.6.3: what does not contradict is accepted."""
    for number, mode in enumerate(["redirect", "redirect", "inclusive", "auxiliary"]):
        said = source(id=f"{URN}{number}", mode=mode)
        created = await api.post("/csourceRegistrations", json=said)
        assert created.status_code == 201, created.text


async def test_what_the_city_holds_itself_nobody_else_holds_alone(
    api: httpx.AsyncClient,
) -> None:
    """5.9.2.4: exclusive by attribute, redirect by entity."""
    await api.post("/entities", json={"id": CAR, "type": "Vehicle", "speed": 5})
    for said, status in (
        ({"mode": "exclusive", **only("speed", id=CAR)}, 409),
        ({"mode": "redirect"}, 409),
        ({"mode": "redirect", **only("fuel")}, 201),
        ({"mode": "exclusive", **only("colour", id=CAR), "id": URN + "2"}, 201),
    ):
        answer = await api.post("/csourceRegistrations", json=source(**said))
        assert answer.status_code == status, (said, answer.text)


@pytest.mark.parametrize(
    "information",
    [
        [{"entities": [{"type": "Vehicle", "id": CAR}]}],
        [{"propertyNames": ["speed"]}],
        only("speed")["information"],
    ],
)
def test_an_exclusive_source_names_entities_and_attributes(
    information: list[Any],
) -> None:
    """4.3.6.3: entities and attributes; a pattern of ids is taken for ids."""
    said = source(mode="exclusive", information=information)
    with pytest.raises(Malformed):
        read_registration(said, CORE)
    by_pattern = {"mode": "exclusive", **only("speed", idPattern=":1$")}
    assert read_registration(source(**by_pattern), CORE).mode.is_proxied


async def test_sources_are_discovered_by_what_they_may_know(
    api: httpx.AsyncClient,
) -> None:
    """5.10.2 and 5.12."""
    known: dict[str, dict[str, Any]] = {
        "one": only("speed", id=CAR),
        "odd": only("speed", idPattern=":[13]$"),
        "all": {},
        "fuel": {"information": [{"propertyNames": ["fuel"]}]},
        "bus": {"information": [{"entities": [{"type": ["Vehicle", "Bus"]}]}]},
    }
    for name, said in known.items():
        created = await api.post(
            "/csourceRegistrations", json=source(**said, id=f"urn:x:{name}")
        )
        assert created.status_code == 201, created.text
    for asked, names in (
        ({"type": "Vehicle"}, ["all", "bus", "fuel", "odd", "one"]),
        ({"type": "Bus"}, ["bus", "fuel"]),
        ({"type": "Bus;Vehicle"}, ["bus", "fuel"]),
        ({"type": "Lamp"}, ["fuel"]),
        ({"attrs": "speed"}, ["all", "bus", "odd", "one"]),
        ({"q": "fuel>3"}, ["all", "bus", "fuel"]),
        ({"type": "Vehicle", "id": CAR + "7"}, ["all", "bus", "fuel"]),
        ({"type": "Vehicle", "id": "urn:x:3", "attrs": "speed"}, ["all", "bus", "odd"]),
        ({"type": "Vehicle", "idPattern": "7"}, ["all", "bus", "fuel", "odd"]),
    ):
        assert await found(api, **asked) == names, asked
    assert error(await api.get("/csourceRegistrations")) == (400, "BadRequestData")
    assert error(await api.get("/csourceRegistrations?id=urn:x:1")) == (
        400,
        "BadRequestData",
    )


async def test_discovery_shows_what_matches_of_a_registration(
    api: httpx.AsyncClient,
) -> None:
    """5.10.2.5: only matching RegistrationInfo elements."""
    lamps, cars = (
        {"entities": [{"type": "Lamp"}]},
        {"entities": [{"type": "Vehicle"}]},
    )
    await api.post("/csourceRegistrations", json=source(information=[lamps, cars]))
    answer = await api.get("/csourceRegistrations", params={"type": "Lamp"})
    assert answer.json()[0]["information"] == [lamps]


async def test_sources_are_discovered_by_place_time_scope_and_what_they_say(
    api: httpx.AsyncClient,
) -> None:
    """5.10.2.4: geoquery, temporal query, scopeQ, csf."""
    square = [[[14, 50], [15, 50], [15, 51], [14, 51], [14, 50]]]
    year = {"startAt": "2020-01-01T00:00:00Z", "endAt": "2021-01-01T00:00:00Z"}
    for name, said in {
        "here": {"location": {"type": "Polygon", "coordinates": square}},
        "past": {"observationInterval": year},
        "kept": {"managementInterval": year},
        "east": {"scope": "/east/one", "colour": "red"},
    }.items():
        await api.post("/csourceRegistrations", json=source(**said, id=f"urn:x:{name}"))
    near = {"georel": "near;maxDistance==1000", "geometry": "Point"}
    for asked, names in (
        ({"type": "Vehicle"}, ["east", "here"]),
        ({**near, "coordinates": "[14.5,50.5]"}, ["east", "here"]),
        ({**near, "coordinates": "[17,50.5]"}, ["east"]),
        ({"type": "Vehicle", "scopeQ": "/east/#"}, ["east", "here"]),
        ({"type": "Vehicle", "scopeQ": "/west"}, ["here"]),
        ({"type": "Vehicle", "csf": 'colour=="red"'}, ["east"]),
        ({"type": "Vehicle", "csf": 'endpoint~="127"'}, ["east", "here"]),
        (
            {"type": "Vehicle", "timerel": "after", "timeAt": "2020-06-01T00:00:00Z"},
            ["past"],
        ),
        (
            {"type": "Vehicle", "timerel": "after", "timeAt": "2022-06-01T00:00:00Z"},
            [],
        ),
        (
            {
                "type": "Vehicle",
                "timerel": "between",
                "timeAt": "2019-01-01T00:00:00Z",
                "endTimeAt": "2020-02-01T00:00:00Z",
                "timeproperty": "modifiedAt",
            },
            ["kept"],
        ),
    ):
        assert await found(api, **asked) == names, asked
    wrong = {"type": "Vehicle", "timerel": "before"}
    answer = await api.get("/csourceRegistrations", params=wrong)
    assert error(answer) == (400, "BadRequestData")


async def test_what_expired_is_kept_and_not_found(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.2.9 and 5.9.2.4: when expiresAt has passed the registration is invalid."""
    over = source(expiresAt="2020-01-01T00:00:00Z")
    answer = await api.post("/csourceRegistrations", json=over)
    assert error(answer) == (400, "BadRequestData")
    said = source(expiresAt="2199-01-01T00:00:00Z")
    assert (await api.post("/csourceRegistrations", json=said)).status_code == 201
    assert await found(api, type="Vehicle") == [URN.rpartition(":")[2]]
    await store.replace(server.city, URN, over, [])  # as if its time had passed
    assert await found(api, type="Vehicle") == []
    assert (await api.get(PATH)).status_code == 200


async def test_sources_are_listed_in_pages_and_counted(api: httpx.AsyncClient) -> None:
    """5.5.9 and 6.3.13."""
    for number in range(3):
        await api.post("/csourceRegistrations", json=source(id=f"{URN}{number}"))
    asked = {"type": "Vehicle", "limit": "2", "count": "true"}
    page = await api.get("/csourceRegistrations", params=asked)
    assert len(page.json()) == 2
    assert page.headers["NGSILD-Results-Count"] == "3"
    assert 'rel="next"' in page.headers["Link"]


async def test_who_only_looks_registers_nobody_and_sees_no_keys(
    api: httpx.AsyncClient, server: Server
) -> None:
    """Whoever may connect systems registers; keys of sources are for them only."""
    opens = [{"key": "Authorization", "value": "Bearer secret"}]
    await api.post("/csourceRegistrations", json=source(contextSourceInfo=opens))
    keys = Keys(server.installation.database)
    viewer = await keys.issue(server.city.name, "viewer", roles=("viewer",))
    sees = {"Authorization": f"Bearer {viewer}"}
    path = "/csourceRegistrations"
    assert (await api.post(path, json=source(), headers=sees)).status_code == 403
    assert (await api.patch(PATH, json={}, headers=sees)).status_code == 403
    assert (await api.delete(PATH, headers=sees)).status_code == 403
    for asked in (PATH, f"{path}?type=Vehicle"):
        seen = await api.get(asked, headers=sees)
        assert seen.status_code == 200
        assert "secret" not in seen.text
    assert "secret" in (await api.get(PATH)).text
