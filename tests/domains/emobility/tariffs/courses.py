"""Tariffs and sessions that those who judge prices share."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import strategies as st

from mesto.domains.emobility.tariffs.course import Course, Metered, Stated
from mesto.domains.emobility.tariffs.tariff import Tariff

PRAGUE = ZoneInfo("Europe/Prague")
NOON = datetime(2030, 6, 21, 10, tzinfo=UTC)  # a Friday; noon in Prague
TITLE = {"en": "Day"}


def tariff(*elements: object, **more: Any) -> Tariff:
    return msgspec.convert(
        {"title": TITLE, "currency": "EUR", "elements": elements, **more}, Tariff
    )


def per(kind: str, price: float, *, step: int = 1, **within: object) -> object:
    component = {"type": kind, "price": price, "vat": 21, "step_size": step}
    return {"price_components": [component], "restrictions": within}


def charged(
    kwh: float,
    hours: float,
    *,
    idle_h: float = 0.0,
    begin: datetime = NOON,
    states: Sequence[Stated] = (),
) -> Course:
    """Charge evenly, and stand there after that."""
    full = begin + timedelta(hours=hours)
    return Course(
        begin=begin,
        end=full + timedelta(hours=idle_h),
        kwh=kwh,
        meters=[Metered(begin, 100.0), Metered(full, 100.0 + kwh)],
        states=states,
    )


MINUTES = st.integers(min_value=1, max_value=50 * 60)
WITHIN = st.fixed_dictionaries(
    {},
    optional={
        "start_time": st.sampled_from(["00:00", "02:30", "06:00", "21:59"]),
        "end_time": st.sampled_from(["03:00", "08:15", "23:00"]),
        "min_kwh": st.floats(0, 10),
        "max_kwh": st.floats(10.5, 40),
        "max_duration": st.integers(600, 90_000),
        "min_power": st.floats(0, 9),
        "day_of_week": st.lists(st.sampled_from(["SATURDAY", "SUNDAY"]), max_size=2),
    },
)
ELEMENT = st.builds(
    lambda kind, price, step, within: per(kind, price, step=step, **within),
    st.sampled_from(["ENERGY", "TIME", "PARKING_TIME", "FLAT"]),
    st.integers(0, 9_999).map(lambda one: one / 1000),
    st.sampled_from([1, 60, 500]),
    WITHIN,
)
STATE = st.sampled_from(["EVConnected", "Charging", "SuspendedEV", "SuspendedEVSE"])


@st.composite
def courses(draw: st.DrawFn) -> Course:
    begin = datetime(2030, 10, 25, 18, tzinfo=UTC) + timedelta(minutes=draw(MINUTES))
    lasts = draw(MINUTES)
    kwh, meters = 0.0, [Metered(begin, 7.5)]
    for minute in sorted(draw(st.lists(st.integers(0, lasts), max_size=6))):
        kwh = round(kwh + draw(st.floats(0, 12)), 6)
        meters.append(Metered(begin + timedelta(minutes=minute), round(7.5 + kwh, 6)))
    states = [
        Stated(begin + timedelta(minutes=draw(st.integers(0, lasts))), draw(STATE))
        for _ in range(draw(st.integers(0, 4)))
    ]
    end = begin + timedelta(minutes=lasts)
    return Course(begin=begin, end=end, kwh=kwh, meters=meters, states=states)
