"""What is known of a session, and what it has given."""

from datetime import UTC, datetime

from mesto.gates.ocpp.sessions import energy_of, session_in
from tests.stating import entity

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
URN = "urn:ngsi-ld:EVChargingSession:NS-7:1042"


def test_a_session_stays_doubted_that_was_before_doubts_had_languages():
    told = {"meterStart": 1.0, "meterDoubt": "the meter fell"}
    session = session_in(entity(URN, AT, told), URN, "1042")
    assert energy_of(session, 5.0) == (None, {"en": "the meter fell"})


def test_a_session_that_nobody_doubts_gave_what_its_meter_rose_by():
    session = session_in(entity(URN, AT, {"meterStart": 1.0}), URN, "1042")
    assert energy_of(session, 5.0) == (4.0, {})
