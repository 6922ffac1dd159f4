"""When what may become of a session is foretold."""

from datetime import UTC, datetime

import msgspec

from mesto.domains.emobility.charging.learnt import MIDDLE, Ended, Known, Past
from mesto.domains.emobility.keeping.cars import Car, outlooks_of

CAME = Known(arrived=datetime(2026, 3, 2, 9, tzinfo=UTC))
CAR = Car(urn="urn:a", evse="urn:e", transaction="1", known=CAME, got_kwh=0.0)


def test_a_driver_who_says_only_later_when_to_leave_is_foretold_anew():
    before = outlooks_of([CAR], Past([]), {})
    said = msgspec.structs.replace(CAME, stated_h=1.0)
    after = outlooks_of(
        [msgspec.structs.replace(CAR, known=said)], Past([]), before
    ).popitem()[1]
    assert after.stay_h.max() == 3.0
    assert before.popitem()[1].stay_h.max() == 12.0


def test_a_session_of_which_nothing_new_is_known_is_not_foretold_again():
    before = outlooks_of([CAR], Past([]), {})
    stayed = [Ended(known=CAME, stay_h=1.0, energy_kwh=1.0)] * 9
    again = outlooks_of([CAR], Past(stayed), before)
    assert again.popitem()[1] is before.popitem()[1]
    fresh = outlooks_of([CAR], Past(stayed), {}).popitem()[1]
    assert fresh.quantile(fresh.stay_h, MIDDLE) == 1.0
