"""Who is found for what happened, and that nobody else is looked at (5.8.6)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from mesto.gates.ngsi_ld.context import CORE
from mesto.gates.ngsi_ld.subscriptions.happened import Change, Happening
from mesto.gates.ngsi_ld.subscriptions.matching import Index
from mesto.gates.ngsi_ld.subscriptions.model import Trigger, Wish
from mesto.gates.ngsi_ld.subscriptions.read import read_wish
from mesto.kernel.model import TYPE, Event, Observation
from tests.stating import entity

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def wish(**said: Any) -> Wish:
    endpoint = {"endpoint": {"uri": "http://127.0.0.1/"}}
    return read_wish(
        {"type": "Subscription", "notification": endpoint, **said}, CORE, CORE
    )


def happening(urn: str, *types: str, **attributes: Any) -> Happening:
    found = entity(
        urn, NOON, attributes, types=types, scopes=("/a/b",), observed_at=None
    )
    changes = tuple(
        Change(Trigger.ATTRIBUTE_UPDATED, one.name, None, one)
        for one in found.attributes
    )
    return Happening(entity=found, at=NOON, changes=changes)


def event(urn: str, *types: str, attribute: str, deleted: bool = False) -> Event:
    seen = Observation(
        entity=urn,
        attribute=attribute,
        value=None if deleted else 1,
        source="test",
        observed_at=NOON,
        deleted=deleted,
    )
    return Event(position=1, recorded_at=NOON, types=types, observation=seen)


#: Who wants what of urn:x:1, a Lamp whose level changed, and is found by what.
FOUND = [
    ({"entities": [{"type": "Lamp"}]}, {"Lamp"}),
    ({"entities": [{"type": "Lamp", "id": "urn:x:1"}]}, {"urn:x:1"}),
    ({"entities": [{"type": "Lamp", "id": "urn:x:2"}, {"type": "Lamp"}]}, {"Lamp"}),
    ({"entities": [{"type": "Lamp,Bin"}], "q": "level>0"}, {"Lamp", "Bin"}),
    ({"entities": [{"type": "Lamp", "idPattern": ":1$"}]}, {"Lamp"}),
    ({"watchedAttributes": ["level"], "q": "level>0|level<-5"}, set()),
    ({"entities": [{"type": "Lamp"}], "q": "level%3E0"}, {"Lamp"}),
    ({"entities": [{"type": "Lamp"}], "scopeQ": "/a/#"}, {"Lamp"}),
    ({"entities": [{"type": "Lamp"}], "expiresAt": "2026-03-01T12:00:01Z"}, {"Lamp"}),
]


@pytest.mark.parametrize(("said", "anchors"), FOUND)
def test_a_subscription_is_found_by_the_narrowest_it_names(
    said: dict[str, Any], anchors: set[str]
) -> None:
    """5.8.6: entities, watchedAttributes, q, scopeQ."""
    assert wish(**said).anchors >= anchors
    index = Index()
    index.put("wanting", wish(**said))
    what = happening("urn:x:1", "Lamp", level=1)
    assert [of for of, _ in index.wanting(what, NOON)] == ["wanting"]


@pytest.mark.parametrize(
    "said",
    [
        {"entities": [{"type": "Bin"}]},
        {"entities": [{"type": "Lamp", "id": "urn:x:2"}]},
        {"entities": [{"type": "Lamp"}], "watchedAttributes": ["speed"]},
        {"entities": [{"type": "Lamp"}], "q": "level>1"},
        {"entities": [{"type": "Lamp", "idPattern": ":2$"}]},
        {"entities": [{"type": "Lamp"}], "scopeQ": "/b"},
        {"entities": [{"type": "Lamp"}], "isActive": False},
        {"entities": [{"type": "Lamp"}], "expiresAt": "2026-03-01T12:00:00Z"},
    ],
)
def test_who_wants_something_else_is_not_told(said: dict[str, Any]) -> None:
    """5.8.6: nor who is paused, or whose time is over."""
    index = Index()
    index.put("other", wish(**said))
    assert not list(index.wanting(happening("urn:x:1", "Lamp", level=1), NOON))


def test_what_nobody_wants_to_hear_of_is_not_read_further() -> None:
    index = Index()
    index.put(
        "a",
        wish(entities=[{"type": "Lamp", "id": "urn:x:1"}], watchedAttributes=["level"]),
    )
    wanted = event("urn:x:1", "Lamp", attribute="level")
    beside = event("urn:x:1", "Lamp", attribute="speed")
    ended = event("urn:x:3", attribute=TYPE, deleted=True)
    other = event("urn:x:2", "Lamp", attribute="level")
    assert list(index.about([wanted, beside, other, ended])) == [wanted, beside, ended]
    assert not list(index.about([beside, other]))


def test_whoever_was_forgotten_is_not_found() -> None:
    index = Index()
    index.put("a", wish(entities=[{"type": "Lamp"}]))
    index.drop("a")
    index.drop("a")
    assert not list(index.wanting(happening("urn:x:1", "Lamp", level=1), NOON))
