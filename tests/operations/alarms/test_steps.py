from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.errors import Malformed
from mesto.operations.alarms.steps import Deed, check, done

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def says(deed):
    check(deed, NOON)
    return {
        one.attribute: one.value for one in done("urn:x:y", deed, NOON, source="me")
    }


def test_who_assigns_an_alarm_has_seen_it():
    said = says(Deed(assets=[1], what="assign", to="crew:north", comment=" Go. "))
    assert said == {
        "assignedTo": "crew:north",
        "ackState": "acknowledged",
        "comment": "Go.",
    }
    assert says(Deed(assets=[1], what="assign")) == {"assignedTo": ""}


def test_what_is_shelved_is_told_anew_when_it_comes_back():
    shelf = Deed(assets=[1], what="shelve", until=NOON + HOUR, comment="Works.")
    assert says(shelf) == {
        "shelvedUntil": "2030-06-21T13:00:00+00:00",
        "ackState": "unacknowledged",
        "comment": "Works.",
    }


def test_taking_from_the_shelf_says_that_nothing_is_said_of_it():
    deed = Deed(assets=[1], what="unshelve")
    (said,) = done("urn:x:y", deed, NOON, source="me")
    assert (said.attribute, said.deleted) == ("shelvedUntil", True)


@pytest.mark.parametrize(
    ("place", "deed"),
    [
        ("to", Deed(assets=[1], what="assign", to="jana")),
        ("to", Deed(assets=[1], what="assign", to="person:")),
        ("comment", Deed(assets=[1], what="shelve", until=NOON + HOUR)),
        ("comment", Deed(assets=[1], what="comment", comment="  ")),
        ("comment", Deed(assets=[1], comment="x" * 2_001)),
        ("until", Deed(assets=[1], what="shelve", comment="x")),
        (
            "until",
            Deed(assets=[1], what="shelve", comment="x", until=NOON + 100 * 24 * HOUR),
        ),
    ],
)
def test_what_cannot_be_done_says_where(place, deed):
    with pytest.raises(Malformed) as refused:
        check(deed, NOON)
    assert refused.value.facts["place"] == (place,)
