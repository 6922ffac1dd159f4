"""Whoever is named is told, once, by the ways they have."""

from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.plan import DIGEST, NOWHERE, Person, Town, plan
from mesto.operations.notifications.preferences import Preferences, Way

NOW = datetime(2025, 5, 1, 12, tzinfo=UTC)
PHONE = uuid4()

JANA = Person(
    login="jana", language="cs", roles=("operator",), mail="j@x.cz", browsers=[PHONE]
)
PETR = Person(login="petr", language="cs", roles=("operator",), phone="+420601")
TOWN = Town(
    people={"jana": JANA, "petr": PETR},
    groups={
        "crew:north": ["person:jana", "petr", "person:gone"],
        "duty:night": ["crew:north"],
    },
    channels={"desk": "webhook"},
    zone=ZoneInfo("Europe/Prague"),
)
NAMED = ["person:jana", "person:petr", "role:operator", "crew:north", "duty:night"]


def notice(*to, severity="high", group=""):
    return Notice(
        id=uuid4(),
        to=to,
        subject={"en": "x"},
        body={},
        severity=severity,
        group=group,
    )


def told(*to, town=TOWN, **more):
    found = plan(notice(*to, **more), town, NOW)
    return [(one.recipient, one.channel, one.address) for one in found]


def test_a_person_is_told_by_the_ways_they_have():
    assert told("person:jana") == [
        ("person:jana", "mail", ""),
        ("person:jana", "push", str(PHONE)),
    ]


def test_a_role_a_crew_and_a_duty_stand_for_their_people():
    everybody = [
        ("person:jana", "mail", ""),
        ("person:jana", "push", str(PHONE)),
        ("person:petr", "sms", ""),
    ]
    for group in ("role:operator", "crew:north", "duty:night"):
        assert told(group, severity="critical") == everybody


def test_who_is_named_twice_is_told_once():
    assert told("person:jana", "crew:north", "role:operator") == [
        *told("person:jana"),
        ("person:petr", NOWHERE, ""),
    ]


def test_who_cannot_be_reached_is_seen_not_to_be():
    assert told("person:ghost", "crew:south", "channel:gone") == [
        ("person:ghost", NOWHERE, ""),
        ("crew:south", NOWHERE, ""),
        ("channel:gone", NOWHERE, ""),
    ]
    assert told("person:petr") == [("person:petr", NOWHERE, "")]


def test_who_does_not_want_to_hear_of_it_does_not():
    assert told("person:jana", severity="informational") == []


def test_a_channel_of_the_town_is_told_as_what_it_is():
    assert told("channel:desk") == [("channel:desk", "webhook", "")]


def test_what_is_collected_is_one_group_and_what_is_critical_is_not_collected():
    wishes = Preferences(digest_at="08:00")
    jana = Person(login="jana", language="cs", mail="j@x.cz", preferences=wishes)
    town = Town(people={"jana": jana}, groups={}, channels={}, zone=TOWN.zone)
    collected = plan(notice("person:jana", group="bins"), town, NOW)
    assert [one.group for one in collected] == [DIGEST]
    at_once = plan(notice("person:jana", group="bins", severity="critical"), town, NOW)
    assert [(one.group, one.due_at) for one in at_once] == [("bins", NOW)]


@given(
    to=st.lists(st.sampled_from([*NAMED, "channel:desk", "role:nobody", "duty:day"]))
)
def test_no_delivery_is_planned_twice(to):
    found = told(*to, severity="critical")
    assert len(found) == len(set(found))
    assert {one for one in to if one.startswith("channel")} <= {one[0] for one in found}


def test_the_ways_of_a_severity_are_those_that_are_wished():
    wishes = Preferences(ways={"low": (Way.PUSH,)})
    jana = Person(login="jana", language="cs", mail="j@x.cz", preferences=wishes)
    town = Town(people={"jana": jana}, groups={}, channels={}, zone=TOWN.zone)
    assert told("person:jana", town=town, severity="low") == [
        ("person:jana", NOWHERE, "")
    ]
    assert told("person:jana", town=town, severity="high") == []
