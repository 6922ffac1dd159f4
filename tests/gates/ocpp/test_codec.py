"""Frames and meters, read or refused."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.ocpp.clock import Clock
from mesto.gates.ocpp.codec import Call, Fault, Refused, Result, read_frame
from mesto.gates.ocpp.credentials import read_basic, read_certificate
from mesto.gates.ocpp.meters import readings_of
from mesto.gates.ocpp.profile import PLAIN, profile_named
from mesto.gates.ocpp.v16 import transaction_of
from mesto.kernel.access.device import digest_of, fits
from mesto.kernel.errors import Malformed

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
PARTS = st.lists(
    st.integers(0, 9) | st.text(max_size=40) | st.dictionaries(st.text(), st.text())
).map(orjson.dumps)


@given(raw=st.binary() | PARTS)
def test_any_bytes_are_a_frame_or_refused(raw: bytes) -> None:
    with suppress(Refused):
        assert isinstance(read_frame(raw), Call | Result | Fault)


@given(value=st.text(max_size=8), unit=st.sampled_from(["Wh", "kWh", "mWh", None]))
def test_any_sample_is_read_or_refused(value: str, unit: str | None) -> None:
    sample = {"value": value} if unit is None else {"value": value, "unit": unit}
    with suppress(Refused):
        list(readings_of([{"sampledValue": [sample]}], [NOW], PLAIN))


def readings(*samples: dict[str, object], profile: str = "") -> dict[str, float]:
    told = [{"sampledValue": samples}]
    found = readings_of(told, [NOW], profile_named(profile))
    return {one.attribute: one.value for one in found}


def test_power_of_phases_is_added_unless_the_sum_is_told() -> None:
    phases = [
        {"value": "1000", "measurand": "Power.Active.Import", "phase": f"L{n}"}
        for n in (1, 2, 3)
    ]
    whole = {"value": "2.9", "measurand": "Power.Active.Import", "unit": "kW"}
    assert readings(*phases) == {"powerConsumption": 3.0}
    assert readings(*phases, whole) == {"powerConsumption": 2.9}


def test_units_are_those_of_the_standard_the_message_or_the_profile() -> None:
    assert readings({"value": "1500"}) == {"energyRegister": 1.5}
    assert readings({"value": "1.5", "unit": "kWh"}) == {"energyRegister": 1.5}
    assert readings({"value": "1.5"}, profile="kilowatthours") == {
        "energyRegister": 1.5
    }
    many = {"value": 15, "unitOfMeasure": {"unit": "Wh", "multiplier": 2}}
    assert readings(many) == {"energyRegister": 1.5}


def test_a_clock_shows_its_offset_by_what_cannot_be() -> None:
    back = timedelta(days=60)
    clock = Clock()
    assert not clock.notice(NOW - timedelta(days=2), NOW, back)  # it was offline
    assert clock.notice(NOW + timedelta(hours=1), NOW, back)
    assert clock.corrected(NOW + timedelta(minutes=30), NOW) == NOW - timedelta(
        minutes=30
    )
    behind = Clock()
    assert behind.notice(NOW - timedelta(days=9000, hours=2), NOW, back)
    assert behind.notice(NOW - timedelta(days=9000), NOW, back)
    assert behind.corrected(NOW - timedelta(days=9000, hours=1), NOW) == (
        NOW - timedelta(hours=1)
    )


def test_a_clock_that_is_set_right_by_an_hour_is_believed_at_once() -> None:
    back, hour = timedelta(days=60), timedelta(hours=1)
    clock = Clock()
    for minute in range(3):
        at = NOW + timedelta(minutes=minute)
        clock.notice(at + hour, at, back)
    clock.noted = clock.offset
    at = NOW + timedelta(minutes=3)
    assert clock.notice(at - timedelta(seconds=5), at, back)  # news for the city
    assert clock.offset == timedelta()
    assert clock.corrected(at, at) == at


def test_what_was_kept_back_does_not_set_a_clock_right() -> None:
    back, hour = timedelta(days=60), timedelta(hours=1)
    clock = Clock()
    clock.notice(NOW + hour, NOW, back)
    for ago in range(180, -1, -1):  # of each minute: one is of the hour it is ahead
        told = NOW + hour - timedelta(minutes=ago)
        clock.notice(told, NOW, back)
        assert clock.corrected(told, NOW) == NOW - timedelta(minutes=ago)


def test_an_offset_is_news_until_the_city_knows_it() -> None:
    back, later = timedelta(days=60), NOW + timedelta(hours=1)
    clock = Clock()
    assert clock.notice(later, NOW, back)
    assert clock.notice(later, NOW, back)
    clock.noted = clock.offset
    assert not clock.notice(later, NOW, back)
    mended = Clock()  # by the next line
    mended.noted = timedelta(days=26_000)
    assert mended.notice(NOW, NOW, back)
    assert mended.offset == timedelta()


def test_the_same_begin_has_the_same_number() -> None:
    begin = {"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "x"}
    numbers = {transaction_of("StartTransaction", begin, turn) for turn in (0, 0, 1)}
    assert len(numbers) == 2
    assert all(0 < int(one or 0) < 2**31 for one in numbers)


@given(header=st.text(max_size=60) | st.text(max_size=60).map("Basic {}".format))
def test_any_header_is_read_as_what_a_station_brings(header: str) -> None:
    assert isinstance(read_basic(header).user, str)
    assert isinstance(read_certificate(header), bytes)


def test_a_password_fits_its_digest_alone() -> None:
    digest = digest_of("correct-horse-battery", b"salt")
    assert fits("correct-horse-battery", digest)
    for wrong, kept in (("x" * 20, digest), ("", digest), ("x", None), ("x", "no:no")):
        assert not fits(wrong, kept)
    with pytest.raises(Malformed):
        digest_of("short", b"salt")
