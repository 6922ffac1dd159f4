"""What a source is asked to tell: what was asked here, within what it registered."""

from datetime import UTC, datetime
from typing import Any

import pytest

from mesto.gates.ngsi_ld.context import CORE
from mesto.gates.ngsi_ld.registrations.matching import Match
from mesto.gates.ngsi_ld.registrations.read import read_registration
from mesto.gates.ngsi_ld.subscriptions.elsewhere.asking import asked_of
from mesto.gates.ngsi_ld.subscriptions.model import Known, Record
from mesto.gates.ngsi_ld.subscriptions.read import read_wish

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNTIL = datetime(2026, 3, 3, 12, tzinfo=UTC)
CAR = "urn:ngsi-ld:Vehicle:1"
TOLD_AT = "https://here.example/told"
CARS = {"type": "Vehicle"}


def asked(
    said: dict[str, Any], about: dict[str, Any] | None = None, *names: str, **more: Any
) -> dict[str, Any]:
    """Return the subscription that is made at a source of these entities."""
    information: dict[str, Any] = {"entities": [about or CARS]}
    if names:
        information["propertyNames"] = [*names]
    one = read_registration(
        {
            "id": "urn:ngsi-ld:ContextSourceRegistration:1",
            "type": "ContextSourceRegistration",
            "information": [information],
            "endpoint": "http://127.0.0.1:9",
            **more,
        },
        CORE,
    )
    endpoint = {"uri": "http://127.0.0.1:8/"}
    notification = {"endpoint": endpoint, **said.pop("notification", {})}
    document = {"type": "Subscription", "notification": notification, **said}
    record = Record(
        id="urn:ngsi-ld:Subscription:1",
        document=document,
        context=[],
        owner="jana",
        roles=(),
        created_at=NOON,
        modified_at=NOON,
        change=1,
    )
    known = Known(record, read_wish(document, CORE, CORE), "")
    match = Match(registration=one, information=one.information)
    return asked_of(known, match, uri=TOLD_AT, until=UNTIL)


#: What is asked here, what the source registered, and what it is asked for.
SELECTED = [
    ({"type": "Vehicle"}, {}, [CARS]),
    ({"type": "Vehicle,Lamp"}, {}, [CARS]),
    ({"type": "Lamp"}, {}, None),
    ({"type": "Vehicle", "id": CAR}, {}, [{**CARS, "id": CAR}]),
    ({"type": "Vehicle"}, {"id": CAR}, [{**CARS, "id": CAR}]),
    ({"type": "Vehicle", "id": f"{CAR}2"}, {"id": CAR}, None),
    ({"type": "Vehicle", "id": CAR}, {"idPattern": "9$"}, None),
    ({"type": "Vehicle"}, {"idPattern": "9$"}, [{**CARS, "idPattern": "9$"}]),
    (
        {"type": "Vehicle", "idPattern": "^urn"},
        {"idPattern": "9$"},
        [{**CARS, "idPattern": "^urn"}],
    ),
    (
        {"type": "Vehicle"},
        {"type": ["Vehicle", "Bus"]},
        [{"type": "(Vehicle;Bus)"}],
    ),
]


@pytest.mark.parametrize(("wanted", "about", "selectors"), SELECTED)
def test_a_source_is_asked_for_entities_that_both_mean(
    wanted: dict[str, Any], about: dict[str, Any], selectors: list[Any] | None
) -> None:
    """5.8.6, 5.12 and 4.3.6.1."""
    said = asked({"entities": [wanted]}, {**CARS, **about})
    assert said.get("entities") == selectors


def test_a_source_that_knows_whole_entities_chooses_them() -> None:
    """5.8.6: what is asked of values is, if it knows them all."""
    wish = {"entities": [CARS], "q": "speed>3", "scopeQ": "/a", "throttling": 5}
    whole = asked({**wish, "watchedAttributes": ["speed", "fuel"]})
    assert (whole["q"], whole["scopeQ"], whole["throttling"]) == ("speed>3", "/a", 5)
    assert whole["watchedAttributes"] == ["fuel", "speed"]
    assert "attributes" not in whole["notification"]
    part = asked(
        {**wish, "watchedAttributes": ["speed", "fuel"]}, CARS, "fuel", "doors"
    )
    assert part.keys().isdisjoint({"q", "scopeQ"})
    assert part["throttling"] == 5
    assert part["watchedAttributes"] == ["fuel"]
    assert part["notification"]["attributes"] == ["doors", "fuel"]


def test_a_source_tells_here_as_long_as_is_wanted_and_how() -> None:
    """5.2.12 and 5.2.14: until when, how often, with which times."""
    said = asked({"entities": [CARS], "notification": {"sysAttrs": True}})
    assert said["expiresAt"] == "2026-03-03T12:00:00Z"
    how = said["notification"]
    assert (how["endpoint"]["uri"], how["sysAttrs"]) == (TOLD_AT, True)
    often = {"entities": [CARS], "timeInterval": 5, "expiresAt": "2026-03-02T12:00:00Z"}
    said = asked(often, CARS, "fuel")
    assert said["expiresAt"] == "2026-03-02T12:00:00Z"
    assert said["timeInterval"] == 5
    assert "watchedAttributes" not in said


def test_a_source_that_is_told_its_own_context_is_asked_in_full_names() -> None:
    """5.2.9 (contextSourceInfo, jsonldContext)."""
    conveyed = [{"key": "jsonldContext", "value": "https://town.example/c.jsonld"}]
    said = asked({"entities": [CARS], "q": "speed>3"}, contextSourceInfo=conveyed)
    full = "https://uri.etsi.org/ngsi-ld/default-context/Vehicle"
    assert said["entities"] == [{"type": full}]
    assert said.keys().isdisjoint({"q", "@context"})
