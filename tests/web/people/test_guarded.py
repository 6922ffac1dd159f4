"""Two people order what is dangerous; what holds for a while is seen and ended."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.model import Command
from mesto.operations.commands.give import give
from mesto.operations.commands.override import Back, Terms

pytestmark = pytest.mark.anyio
LAMP = "urn:ngsi-ld:Streetlight:7"
RULE = {"commands": ["setDimLevel"], "when": "value < 0.2", "says": {"en": "Dark."}}


async def ordered(server, person, terms, value=0.4):
    command = Command(
        entity=LAMP,
        name="setDimLevel",
        value=value,
        expires_at=datetime.now(UTC) + timedelta(minutes=5),
        source=f"person:{person.login}",
    )
    return await give(server.city, command, terms)


async def test_an_order_waits_for_a_second_person_who_sees_why(server, somebody):
    eva, jan = await somebody("eva", "operator"), await somebody("jan", "operator")
    number = await ordered(server, eva, Terms(four_eyes=True))
    (for_eva,) = await eva.read("commands/waiting")
    (for_jan,) = await jan.read(f"commands/waiting?entity={LAMP}")
    assert (for_eva["own"], for_jan["own"]) == (True, False)
    assert for_jan["asked_by"] == f"person:{eva.login}"
    assert for_jan["why"].keys() >= {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}
    path = f"commands/waiting/{number}"
    own = await eva.ask("POST", path, {"agreed": True})
    assert own.status_code == 403
    assert own.json()["says"]["cs"].startswith("Svůj vlastní")
    assert (await jan.ask("POST", path, {"agreed": False})).status_code == 400
    assert (await jan.ask("POST", path, {"agreed": True})).status_code == 204
    assert (await jan.ask("POST", path, {"agreed": True})).status_code == 409
    assert await jan.read("commands/waiting") == []


async def test_what_holds_for_a_while_is_seen_prolonged_and_ended(server, somebody):
    eva = await somebody("eva", "operator")
    viewer = await somebody("host", "viewer")
    until = datetime.now(UTC) + timedelta(hours=1)
    number = await ordered(server, eva, Terms(until=until, back=Back(None)))
    (held,) = await viewer.read("commands/held")
    assert held["by"] == f"person:{eva.login}"
    assert datetime.fromisoformat(held["until_at"]) == until
    path = f"commands/held/{number}"
    later = {"until": (until + timedelta(hours=1)).isoformat()}
    assert (await viewer.ask("POST", path, later)).status_code == 403
    assert (await eva.ask("POST", path, later)).status_code == 204
    (held,) = await eva.read(f"commands/held?entity={LAMP}")
    assert datetime.fromisoformat(held["until_at"]) == until + timedelta(hours=1)
    past = {"until": datetime(2020, 1, 1, tzinfo=UTC).isoformat()}
    assert (await eva.ask("POST", path, past)).status_code == 400
    assert (await eva.ask("POST", path, {"until": None})).status_code == 204
    assert await eva.read("commands/held") == []
    assert (await eva.ask("POST", path, {"until": None})).status_code == 404


async def test_an_interlock_is_kept_seen_and_thrown_away(somebody):
    eva = await somebody("eva", "operator")
    kept = await eva.ask("PUT", "interlocks/dark", {"definition": RULE})
    (one,) = await eva.read("interlocks")
    assert kept.json() == one
    assert (one["name"], one["definition"]) == ("dark", RULE)
    assert one["source"] == f"person:{eva.login}"
    again = await eva.ask("PUT", "interlocks/dark", {"definition": RULE})
    assert again.status_code == 409
    wrong = await eva.ask(
        "PUT", "interlocks/odd", {"definition": RULE | {"when": "value <"}}
    )
    assert wrong.status_code == 400
    assert wrong.json()["place"] == ["definition", "when"]
    assert (await eva.ask("DELETE", "interlocks/dark")).status_code == 204
    assert (await eva.ask("DELETE", "interlocks/dark")).status_code == 404
