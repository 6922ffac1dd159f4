"""Changes that are told to whoever holds part of an entity (5.6)."""

from typing import Any

import httpx
import pytest

from mesto.kernel.access.keys import Keys
from mesto.kernel.access.rights import Right, Role, Verb
from mesto.kernel.access.roles import Roles
from tests.conftest import Server
from tests.gates.ngsi_ld.distributed.conftest import CAR, Source, Towns, register

pytestmark = pytest.mark.anyio

PATH = f"/entities/{CAR}"
LOCAL = {"local": "true"}


def car(**attributes: Any) -> dict[str, Any]:
    return {"id": CAR, "type": "Vehicle", **attributes}


async def here(api: httpx.AsyncClient, path: str = PATH) -> dict[str, Any] | None:
    """What the city itself holds."""
    answer = await api.get(path, params={**LOCAL, "format": "simplified"})
    if answer.status_code == 404:
        return None
    said: dict[str, Any] = answer.json()
    return {name: said[name] for name in said if name not in ("id", "type")}


async def test_what_an_exclusive_source_holds_is_told_to_it_alone(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.1.4 and 4.3.6.3: matching attributes are forwarded, and not kept here."""
    await register(api, source.url, "speed", mode="exclusive", about={"id": CAR})
    source.answers["POST /entities"] = 201
    created = await api.post("/entities", json=car(speed=5, colour="red"))
    assert created.status_code == 201
    assert created.headers["Location"] == f"/ngsi-ld/v1{PATH}"
    assert source.asked[0].body == car(speed=5)
    assert await here(api) == {"colour": "red"}


async def test_what_is_redirected_is_told_to_all_it_is_redirected_to(
    api: httpx.AsyncClient, source: Source
) -> None:
    """4.3.6.3: in the case of multiple overlapping redirect registrations."""
    for _ in range(2):
        await register(api, source.url, mode="redirect")
    source.answers["POST /entities"] = 201
    assert (await api.post("/entities", json=car(speed=5))).status_code == 201
    assert [one.body for one in source.asked] == [car(speed=5)] * 2
    assert await here(api) is None


async def test_an_inclusive_source_is_told_beside_the_city(
    api: httpx.AsyncClient, source: Source
) -> None:
    """4.3.6.2, for each operation on an entity and its attributes (4.20)."""
    await register(api, source.url, "speed", "fuel")
    for method, path, body in (
        ("POST", "/entities", car(speed=5, colour="red")),
        ("POST", f"{PATH}/attrs", {"speed": 6, "colour": "blue"}),
        ("PATCH", f"{PATH}/attrs", {"speed": 7}),
        ("PATCH", f"{PATH}/attrs/speed", {"value": 8}),
        ("PUT", f"{PATH}/attrs/speed", {"value": 9}),
        ("PATCH", PATH, {"fuel": 1}),
        ("PUT", PATH, {"type": "Vehicle", "speed": 3, "fuel": 4}),
        ("DELETE", f"{PATH}/attrs/speed", None),
        ("DELETE", PATH, None),
    ):
        source.answers = {f"{method} {path}": 201 if path == "/entities" else 204}
        answer = await api.request(method, path, json=body)
        assert answer.is_success, answer.text
        assert answer.status_code != 207, answer.text
        assert source.targets[-1] == f"{method} {path}"
        sent = source.asked[-1].body
        assert sent is None or "colour" not in sent
    assert await here(api) is None


async def test_a_request_for_the_city_alone_goes_nowhere(
    api: httpx.AsyncClient, source: Source
) -> None:
    """6.3.18: local=true."""
    await register(api, source.url)
    created = await api.post("/entities", json=car(speed=5), params=LOCAL)
    assert created.status_code == 201
    assert (await api.delete(PATH, params=LOCAL)).status_code == 204
    assert source.asked == []


async def test_what_is_wrong_is_said_before_anybody_else_hears_of_it(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.5.4 comes first."""
    await register(api, source.url)
    for method, path, body in (
        ("POST", "/entities", car(id="no uri")),
        ("POST", "/entities", {"id": CAR}),
        ("PATCH", PATH, {"speed": {"type": "Odd"}}),
        ("PATCH", "/entities/no-uri", {"speed": 1}),
        ("POST", "/entityOperations/create", []),
    ):
        answer = await api.request(method, path, json=body)
        assert answer.status_code == 400, answer.text
    assert source.asked == []


async def test_what_was_done_in_part_is_said_by_part(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.2.16 to 5.2.19 and 6.3.17: 207 with the registration that failed."""
    of = await register(api, source.url, "speed")
    source.answers["POST /entities"] = 409
    answer = await api.post("/entities", json=car(speed=5, colour="red"))
    assert answer.status_code == 207
    said = answer.json()
    assert said["success"] == [CAR]
    (failure,) = said["errors"]
    assert failure["entityId"] == CAR
    assert failure["error"]["status"] == 409
    assert failure["registrationId"] == of.rpartition("/")[2]
    answer = await api.post(f"{PATH}/attrs", json={"speed": 5, "colour": "blue"})
    assert answer.status_code == 207
    said = answer.json()
    assert len(said["updated"]) == 2
    assert said["notUpdated"][0]["attributeName"].endswith("/speed")
    assert said["notUpdated"][0]["registrationId"] == of.rpartition("/")[2]


async def test_a_source_that_says_in_part_and_not_which_has_done_nothing_for_sure(
    api: httpx.AsyncClient, source: Source
) -> None:
    """6.3.17 and 5.2.18: what nobody vouches for is not told as done."""
    for _ in range(2):
        await register(api, source.url, mode="redirect")
    source.answers[f"POST {PATH}/attrs"] = 207
    answer = await api.post(f"{PATH}/attrs", json={"speed": 5})
    assert answer.status_code == 207
    told = answer.json()
    assert told["updated"] == []
    assert len(told["notUpdated"]) == 2


async def test_an_entity_that_is_here_already_is_created_in_part(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.1.4: AlreadyExists, or a partial success."""
    await api.post("/entities", json=car(speed=5))
    await register(api, source.url)
    source.answers["POST /entities"] = 201
    answer = await api.post("/entities", json=car(speed=5))
    assert answer.status_code == 207
    assert [one["error"]["status"] for one in answer.json()["errors"]] == [409]
    source.answers["POST /entities"] = 409
    answer = await api.post("/entities", json=car(speed=5))
    assert [one["error"]["status"] for one in answer.json()["errors"]] == [409, 409]
    assert answer.json()["success"] == []


async def test_what_the_only_holder_says_is_the_answer(
    api: httpx.AsyncClient, source: Source
) -> None:
    """6.3.17: a single source that holds all of it; 502 where it does not answer."""
    problem = {"type": "urn:x:odd", "title": "Odd", "status": 403, "detail": "no"}
    await register(api, source.url, mode="redirect", management={"timeout": 200})
    source.answers[f"DELETE {PATH}"] = (403, problem)
    answer = await api.delete(PATH)
    assert (answer.status_code, answer.json()) == (403, problem)
    source.answers[f"DELETE {PATH}"] = 500
    assert (await api.delete(PATH)).status_code == 502
    source.answers[f"DELETE {PATH}"] = "never"
    assert (await api.delete(PATH)).status_code == 504


async def test_what_a_holder_does_not_offer_is_a_conflict(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.1.4 and 5.6.6.4: Conflict, or a partial success."""
    said = {"mode": "exclusive", "about": {"id": CAR}, "operations": ["retrieveOps"]}
    await register(api, source.url, "speed", **said)
    answer = await api.post("/entities", json=car(speed=5))
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/Conflict")
    answer = await api.post("/entities", json=car(speed=5, colour="red"))
    assert answer.status_code == 207
    assert await here(api) == {"colour": "red"}
    answer = await api.delete(PATH)
    assert answer.status_code == 207
    assert await here(api) is None
    assert source.asked == []


async def test_what_is_only_elsewhere_is_changed_there(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.6.4: removed locally "if it exists"; not found where nobody knows it."""
    await register(api, source.url)
    source.answers[f"DELETE {PATH}"] = 204
    assert (await api.delete(PATH)).status_code == 204
    source.answers.clear()
    assert (await api.delete(PATH)).status_code == 404


async def test_batches_are_told_at_once_to_who_offers_batches(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.7.4 and 5.6.10.4."""
    await register(api, source.url, "speed", operations=["createBatch", "deleteBatch"])
    cars = [car(speed=5, colour="red"), car(speed=6) | {"id": CAR + "2"}]
    source.answers["POST /entityOperations/create"] = (201, [CAR, CAR + "2"])
    answer = await api.post("/entityOperations/create", json=cars)
    assert answer.status_code == 201
    assert answer.json() == [CAR, CAR + "2"]
    (told,) = source.asked
    assert told.body == [car(speed=5), car(speed=6) | {"id": CAR + "2"}]
    result = {
        "success": [CAR],
        "errors": [{"entityId": CAR + "2", "error": {"title": "Odd", "status": 400}}],
    }
    source.answers["POST /entityOperations/delete"] = (207, result)
    answer = await api.post("/entityOperations/delete", json=[CAR, CAR + "2"])
    assert answer.status_code == 207
    (failure,) = answer.json()["errors"]
    assert (failure["entityId"], failure["error"]["status"]) == (CAR + "2", 400)
    assert "registrationId" in failure
    assert await here(api, f"{PATH}2") is None


async def test_batches_are_told_one_by_one_to_who_offers_no_batches(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.10.4: otherwise, if the operation on one entity is supported."""
    await register(api, source.url, operations=["redirectionOps"])
    source.answers = {"POST /entities": 201, f"DELETE {PATH}": 204}
    cars = [car(speed=5), car(speed=6) | {"id": CAR + "2"}]
    answer = await api.post("/entityOperations/create", json=cars)
    assert answer.status_code == 201, answer.text
    assert source.targets == ["POST /entities"] * 2
    answer = await api.post("/entityOperations/delete", json=[CAR, CAR + "2"])
    assert answer.status_code == 207
    (failure,) = answer.json()["errors"]
    assert failure["error"]["status"] == 404


async def test_who_may_not_record_something_may_not_elsewhere(
    api: httpx.AsyncClient, server: Server, source: Source
) -> None:
    """What goes to a source is held against the rights of who asks."""
    right = Right(verbs=frozenset({Verb.SEE, Verb.RECORD}), types=("Lamp",))
    role = Role(name="lamps", title={"en": "Lamps"}, rights=(right,))
    name = server.city.name
    await Roles(name, server.city.bound, {}).keep(role)
    key = await Keys(server.installation.database).issue(name, "l", roles=("lamps",))
    headers = {"Authorization": f"Bearer {key}"}
    await register(api, source.url, mode="redirect")
    answer = await api.post("/entities", json=car(speed=5), headers=headers)
    assert answer.status_code == 403
    batch = [car(speed=5)]
    answer = await api.post("/entityOperations/create", json=batch, headers=headers)
    assert answer.status_code == 403
    assert source.asked == []


async def test_two_towns_hold_an_entity_together(towns: Towns) -> None:
    """4.3.6: what one holds alone is written there, the rest here."""
    await towns.introduce("speed", mode="exclusive", about={"id": CAR})
    created = await towns.here.post("/entities", json=car(speed=5, colour="red"))
    assert created.status_code == 201, created.text
    assert await here(towns.here) == {"colour": "red"}
    assert await here(towns.there) == {"speed": 5}
    read = await towns.here.get(PATH, params={"format": "simplified"})
    assert read.json() == car(speed=5, colour="red")
    changed = await towns.here.patch(f"{PATH}/attrs/speed", json={"value": 6})
    assert changed.status_code == 204
    assert await here(towns.there) == {"speed": 6}
    assert (await towns.here.delete(PATH)).status_code == 204
    assert await here(towns.there) is None


async def test_two_towns_that_know_each_other_do_not_run_in_circles(
    towns: Towns,
) -> None:
    """4.3.6.4 and 6.3.17: who was asked already is not asked again."""
    await towns.introduce()
    await towns.introduce_back()
    created = await towns.here.post("/entities", json=car(speed=5))
    assert created.status_code == 201, created.text
    assert await here(towns.here) == await here(towns.there) == {"speed": 5}
    read = await towns.here.get(PATH, params={"format": "simplified"})
    assert read.json() == car(speed=5)
    assert "NGSILD-Warning" not in read.headers
    assert (await towns.there.delete(PATH)).status_code == 204
    assert await here(towns.here) is None
