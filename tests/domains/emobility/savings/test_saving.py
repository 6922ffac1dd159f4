"""What keeping saved, against charging at once."""

from datetime import UTC, datetime

import pytest

from mesto.domains.emobility.savings.course import Charged, at_once, drawn
from mesto.domains.emobility.savings.saving import saving_of
from mesto.domains.emobility.savings.terms import Terms, read_prices
from mesto.kernel.errors import Malformed

HOUR_S = 3600.0


def session(number: int = 1, *readings: tuple[float, float], **more: float) -> Charged:
    """Return 8 kWh in four hours from midnight, by an EVSE of 8 kW."""
    return Charged(
        session=str(number),
        root="C1",
        since_s=0.0,
        until_s=more.get("until_s", 4 * HOUR_S),
        energy_kwh=8.0,
        most_kw=8.0,
        readings=readings,
    )


def by_hours(slot: int) -> float:
    """Return a price that falls from 0.30 to 0.10 after two hours."""
    return 0.30 if slot < 8 else 0.10


def test_energy_lies_where_the_meter_saw_it() -> None:
    late = session(1, (2 * HOUR_S, 0.0), (3 * HOUR_S, 6.0))
    slots = drawn(late)
    assert sum(slots.values()) == pytest.approx(8.0)
    assert [slots.get(k, 0.0) for k in (0, 8, 12)] == pytest.approx([0.0, 1.5, 0.5])
    assert sum(at_once(late, 8.0).values()) == pytest.approx(8.0)
    assert max(at_once(late, 8.0)) == 3


def test_waiting_for_the_cheaper_hour_saves_energy_cost_and_two_at_once_a_peak() -> (
    None
):
    first = session(1, (HOUR_S, 8.0))
    second = session(2, (2 * HOUR_S, 0.0), (3 * HOUR_S, 8.0))
    saving = saving_of([first, second], by_hours, demand=10.0)
    assert saving.energy_kwh == 16.0
    assert saving.peak_kw == pytest.approx(8.0)
    assert saving.at_once_peak_kw == pytest.approx((16.0, 16.0, 16.0))
    assert saving.saved_energy == pytest.approx((1.6, 1.6, 1.6))
    assert saving.saved_demand == pytest.approx((80.0, 80.0, 80.0))
    assert saving.saved == pytest.approx((81.6, 81.6, 81.6))


def test_how_fast_a_car_could_have_charged_is_the_interval() -> None:
    slow = session(
        1, (2 * HOUR_S, 4.0)
    )  # 2 kW were seen, 8 kW would have been possible
    assert slow.powers_kw == (2.0, 8.0)
    saving = saving_of([slow], by_hours, demand=1.0)
    assert saving.saved_demand == pytest.approx((3.0, 0.0, 6.0))
    assert saving.saved_energy is not None
    assert saving.saved_energy.low == pytest.approx(-0.0, abs=1e-9)


def test_without_prices_there_is_energy_and_no_money() -> None:
    saving = saving_of([session()], lambda _slot: None, demand=None)
    assert saving.saved is None
    assert saving.at_once_peak_kw.high == pytest.approx(8.0)
    assert saving_of([], by_hours, demand=1.0).saved == (0.0, 0.0, 0.0)


def test_prices_are_read_by_days_and_hours() -> None:
    terms = Terms(energy=read_prices("0.12; Mo-Fr 08:00-20:00 0,25"))
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert terms.price(monday) == 0.25
    assert terms.price(monday.replace(hour=21)) == 0.12
    assert Terms().price(monday) is None
    with pytest.raises(Malformed):
        read_prices("cheap")
