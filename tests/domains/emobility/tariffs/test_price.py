"""What a session costs: to the cent, whatever falls into it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mesto.domains.emobility.tariffs.course import Course, Metered, Stated
from mesto.domains.emobility.tariffs.price import Cost, price_of, vat_sums
from mesto.domains.emobility.tariffs.tariff import (
    Asker,
    check_tariff,
    tariff_for,
)
from mesto.kernel.errors import Malformed
from tests.domains.emobility.tariffs.courses import (
    ELEMENT,
    NOON,
    PRAGUE,
    charged,
    courses,
    per,
    tariff,
)


def told(cost: Cost) -> list[tuple[str, Decimal, Decimal]]:
    return [(one.what, one.amount, one.net) for one in cost.lines]


def test_energy_time_idling_and_a_flat_fee_are_lines_of_their_own() -> None:
    every = tariff(
        per("ENERGY", 0.29),
        per("TIME", 1),
        per("PARKING_TIME", 3),
        per("FLAT", 0.5),
    )
    cost = price_of(charged(20, 2, idle_h=0.5), every, PRAGUE)
    assert told(cost) == [
        ("FLAT", Decimal(1), Decimal("0.50")),
        ("ENERGY", Decimal(20), Decimal("5.80")),
        ("TIME", Decimal(7200), Decimal("2.00")),
        ("PARKING_TIME", Decimal(1800), Decimal("1.50")),
    ]
    assert (cost.net, cost.gross) == (Decimal("9.80"), Decimal("11.87"))
    (one,) = vat_sums(cost.lines)
    assert (one.rate, one.gross) == (Decimal("21.0"), cost.gross)


def test_each_hour_has_its_price_also_across_midnight() -> None:
    day = tariff(
        per("ENERGY", 0.2, start_time="22:00", end_time="06:00"), per("ENERGY", 0.4)
    )
    evening = NOON.replace(hour=19)  # 21:00 in Prague
    cost = price_of(charged(10, 10, begin=evening), day, PRAGUE)
    assert told(cost) == [
        ("ENERGY", Decimal(1), Decimal("0.40")),
        ("ENERGY", Decimal(8), Decimal("1.60")),
        ("ENERGY", Decimal(1), Decimal("0.40")),
    ]


@pytest.mark.parametrize(
    ("within", "net"),
    [({"start_time": "22:00"}, "6.80"), ({"end_time": "06:00"}, "4.40")],
)
def test_a_price_from_or_until_an_hour_ends_or_begins_at_midnight(
    within: dict[str, str], net: str
) -> None:
    late = tariff(per("ENERGY", 0.2, **within), per("ENERGY", 0.8))
    at = NOON.replace(hour=19)  # 21:00 in Prague
    assert price_of(charged(10, 10, begin=at), late, PRAGUE).net == Decimal(net)


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        (datetime(2030, 3, 30, 23, tzinfo=UTC), 2),
        (datetime(2030, 10, 26, 22, tzinfo=UTC), 4),
    ],
)
def test_the_nights_when_the_clock_is_put_are_as_long_as_they_are(
    night: datetime, hours: int
) -> None:
    """From midnight to three by the clock: two hours in spring, four in autumn."""
    by_clock = tariff(per("TIME", 1, start_time="00:00", end_time="03:00"))
    cost = price_of(charged(10, 10, begin=night), by_clock, PRAGUE)
    assert cost.net == Decimal(hours)


def test_a_time_the_clock_leaps_over_does_not_exist() -> None:
    leap = tariff(per("TIME", 1, start_time="02:30", end_time="02:45"), per("TIME", 5))
    night = datetime(2030, 3, 31, 0, tzinfo=UTC)  # 01:00 in Prague
    assert price_of(charged(2, 2, begin=night), leap, PRAGUE).net == Decimal(10)


def test_who_is_held_back_by_the_station_pays_no_time() -> None:
    both = tariff(per("TIME", 1), per("PARKING_TIME", 10))
    states = [
        Stated(NOON, "EVConnected"),
        Stated(NOON + timedelta(hours=1), "Charging"),
        Stated(NOON + timedelta(hours=2), "SuspendedEVSE"),
        Stated(NOON + timedelta(hours=4), "Charging"),
        Stated(NOON + timedelta(hours=5), "SuspendedEV"),
    ]
    course = charged(10, 5, idle_h=1, states=states)
    assert told(price_of(course, both, PRAGUE)) == [
        ("TIME", Decimal(7200), Decimal("2.00")),
        ("PARKING_TIME", Decimal(3600), Decimal("10.00")),
    ]


def test_what_was_given_so_far_chooses_too() -> None:
    first = tariff(
        per("ENERGY", 0.0, max_kwh=5),
        per("ENERGY", 0.5, min_kwh=5, max_duration=3600),
        per("ENERGY", 1.0),
    )
    cost = price_of(charged(20, 2), first, PRAGUE)
    assert told(cost) == [
        ("ENERGY", Decimal(5), Decimal("0.00")),
        ("ENERGY", Decimal(5), Decimal("2.50")),
        ("ENERGY", Decimal(10), Decimal("10.00")),
    ]


def test_fast_charging_has_its_price_by_power() -> None:
    by_power = tariff(per("ENERGY", 0.6, min_power=22), per("ENERGY", 0.3))
    end = NOON + timedelta(hours=2)
    meters = [
        Metered(NOON, 0),
        Metered(NOON + timedelta(hours=1), 50),
        Metered(end, 60),
    ]
    course = Course(begin=NOON, end=end, kwh=60, meters=meters)
    assert price_of(course, by_power, PRAGUE).net == Decimal("33.00")


def test_steps_are_counted_once_of_what_held_last() -> None:
    steps = tariff(
        per("ENERGY", 1, step=1000, max_kwh=5),
        per("ENERGY", 2, step=500),
        per("TIME", 6, step=900),
        per("PARKING_TIME", 6, step=600),
    )
    cost = price_of(charged(7.3, 1.01, idle_h=0.01), steps, PRAGUE)
    assert told(cost) == [
        ("ENERGY", Decimal(5), Decimal("5.00")),
        ("ENERGY", Decimal("2.5"), Decimal("5.00")),
        ("TIME", Decimal(3636), Decimal("6.06")),
        ("PARKING_TIME", Decimal(600), Decimal("1.00")),
    ]
    no_parking = price_of(charged(7.3, 1.01), steps, PRAGUE)
    assert no_parking.lines[-1].amount == Decimal(4500)


def test_a_session_keeps_to_the_least_and_the_most() -> None:
    within = tariff(
        per("ENERGY", 1),
        min_price={"excl_vat": 2.0},
        max_price={"excl_vat": 10.0},
    )
    for kwh, net in ((1, "2.00"), (5, "5.00"), (40, "10.00")):
        assert price_of(charged(kwh, 1), within, PRAGUE).net == Decimal(net)
    assert price_of(charged(0, 1), within, PRAGUE).net == 0


def test_what_was_given_nothing_and_what_is_free_costs_nothing() -> None:
    flat = tariff(per("FLAT", 5))
    assert price_of(charged(0, 1), flat, PRAGUE).lines == []
    assert price_of(charged(9, 1), tariff(), PRAGUE).gross == 0
    assert tariff().free
    assert not flat.free


# for all sessions

GIVEN_AT_ONCE = Course(
    begin=NOON,
    end=NOON + timedelta(hours=1),
    kwh=1,
    meters=[Metered(NOON, 7.5), Metered(NOON, 8.5)],
)


@settings(max_examples=60, deadline=None)
@given(courses(), st.lists(ELEMENT, max_size=5))
def test_nothing_is_negative_and_the_parts_are_the_whole(
    course: Course, elements: list[object]
) -> None:
    any_ = tariff(*elements, per("ENERGY", 0.1), per("TIME", 0.1))
    cost = price_of(course, any_, PRAGUE)
    assert all(one.net >= 0 and one.vat >= 0 and one.amount >= 0 for one in cost.lines)
    sums = vat_sums(cost.lines)
    assert sum(one.gross for one in sums) == cost.gross == cost.net + cost.vat
    energy = sum(one.amount for one in cost.lines if one.what == "ENERGY")
    assert -0.0006 <= float(energy) - course.kwh <= 0.5006  # the largest step


@settings(max_examples=60, deadline=None)
@given(courses(), st.lists(ELEMENT, max_size=5), st.integers(1, 99))
@example(GIVEN_AT_ONCE, [], 1)
def test_a_reading_more_on_the_way_changes_no_price_beyond_rounding(
    course: Course, elements: list[object], percent: int
) -> None:
    at = course.begin + (course.end - course.begin) * percent / 100
    more = [*course.meters, Metered(at, 7.5 + _given(course, at))]
    split = msgspec.structs.replace(course, meters=more)
    every = tariff(*elements, per("ENERGY", 0.3), per("TIME", 0.7))
    exact = [
        msgspec.structs.replace(p, step_size=1)
        for e in every.elements
        for p in e.price_components
    ]
    every = msgspec.structs.replace(
        every,
        elements=[
            msgspec.structs.replace(
                e,
                price_components=[p],
                restrictions=msgspec.structs.replace(e.restrictions, min_power=None),
            )
            for e, p in zip(every.elements, exact, strict=True)
        ],
    )
    whole, parts = (price_of(one, every, PRAGUE) for one in (course, split))
    slack = Decimal("0.02") * (len(whole.lines) + len(parts.lines) + 1)
    assert abs(whole.gross - parts.gross) <= slack


@settings(max_examples=40, deadline=None)
@given(courses(), st.integers(1, 99))
def test_two_halves_of_a_session_cost_what_it_costs(
    course: Course, percent: int
) -> None:
    by_hour = tariff(
        per("ENERGY", 0.2, start_time="22:00", end_time="06:00"), per("ENERGY", 0.4)
    )
    cut = course.begin + (course.end - course.begin) * percent / 100
    so_far = price_of(msgspec.structs.replace(course, states=()), by_hour, PRAGUE)
    given_ = _given(course, cut)
    first = Course(begin=course.begin, end=cut, kwh=given_, meters=course.meters)
    rest = Course(
        begin=cut,
        end=course.end,
        kwh=course.kwh - given_,
        meters=[Metered(cut, 7.5 + given_), *course.meters],
    )
    halves = [price_of(one, by_hour, PRAGUE) for one in (first, rest)]
    lines = sum(len(one.lines) for one in halves) + 1
    assert abs(so_far.net - sum(one.net for one in halves)) <= Decimal("0.01") * lines


def _given(course: Course, at: datetime) -> float:
    told = {one.at: one.kwh for one in sorted(course.meters)}
    told |= {course.end: 7.5 + course.kwh, course.begin: 7.5}
    series = [Metered(one, told[one]) for one in sorted(told)]
    for (begin, before), (end, after) in pairwise(series):
        if begin <= at <= end:
            return before - 7.5 + (after - before) * ((at - begin) / (end - begin))
    return course.kwh


# whom a tariff is for


def test_the_tariff_that_says_most_about_the_case_holds() -> None:
    station = "urn:ngsi-ld:EVChargingStation:1"
    every = {
        "all": tariff(per("ENERGY", 1)),
        "here": tariff(per("ENERGY", 2), stations=[station]),
        "host": tariff(per("ENERGY", 3), hosts=["mall"]),
        "residents": tariff(groups=["residents"]),
        "walk-in": tariff(per("ENERGY", 5), type="AD_HOC_PAYMENT"),
        "old": tariff(groups=["residents"], end_date_time=NOON.isoformat()),
    }
    assert tariff_for(Asker(station="urn:x"), NOON, every) == "all"
    assert tariff_for(Asker(station="urn:x", host="mall"), NOON, every) == "host"
    assert tariff_for(Asker(station=station, host="mall"), NOON, every) == "here"
    resident = Asker(station=station, group="residents")
    assert tariff_for(resident, NOON, every) == "residents"
    assert tariff_for(resident, NOON - timedelta(days=1), every) == "old"
    assert tariff_for(Asker(station=station, ad_hoc=True), NOON, every) == "walk-in"
    assert tariff_for(resident, NOON, {}) is None


def test_what_cannot_hold_is_refused_with_its_place() -> None:
    twice = [{"type": "ENERGY", "price": 1}, {"type": "ENERGY", "price": 2}]
    wrong = [
        (tariff({"price_components": twice}), ("elements", 0, "price_components")),
        (
            tariff(per("ENERGY", 1, min_kwh=5, max_kwh=5)),
            ("elements", 0, "restrictions", "max_kwh"),
        ),
        (
            tariff(min_price={"excl_vat": 2}, max_price={"excl_vat": 1}),
            ("max_price",),
        ),
    ]
    for one, place in wrong:
        with pytest.raises(Malformed) as refused:
            check_tariff(one)
        assert refused.value.facts["place"] == place
