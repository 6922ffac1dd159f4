import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mesto.domains.lighting.energy.inputs import Inputs
from mesto.domains.lighting.energy.ledger import by_month, ledger_of
from mesto.domains.lighting.energy.terms import Bill, Bills, Period, Tolerances
from tests.domains.lighting.energy.examples import (
    WINTER_H,
    inputs,
    months,
    old_months,
    powers,
    site,
)

OFTEN = st.floats(0, 20_000)


def outages(lamp_h, **more):
    return inputs(months=months(outage_lamp_h=lamp_h), **more)


def test_a_saving_is_what_the_old_lamps_would_have_drawn_less_what_was_drawn():
    found = ledger_of(inputs())
    dark_h = sum(WINTER_H.values())
    assert found.baseline.whole.value == pytest.approx(10 * dark_h)
    assert found.actual.whole.value == pytest.approx(2.8 * dark_h)
    assert found.saving.value == pytest.approx(7.2 * dark_h)
    assert found.saving.low < found.saving.value < found.saving.high
    assert found.saving_percent.value == pytest.approx(72)
    assert found.money.value == pytest.approx(0.2 * 7.2 * dark_h)
    assert found.co2_kg.value == pytest.approx(0.41386 * 7.2 * dark_h)


def test_without_a_baseline_energy_is_told_and_no_saving():
    found = ledger_of(inputs(baseline=None))
    assert found.actual.whole.value > 0
    assert (found.saving, found.money, found.net, found.co2_kg) == (None,) * 4


def test_sensing_may_cost_more_than_it_saves_and_the_ledger_says_so():
    found = ledger_of(inputs(months=months(costs=5_000.0)))
    assert found.money.value > 0 > found.net.high


@given(OFTEN, OFTEN, st.sampled_from([20.0, 100.0, 400.0]))
def test_more_outages_never_raise_the_saving(one, two, new_w):
    """Lamps that are dead draw nothing now, and would have drawn something before."""
    few, many = sorted([one, two])

    def with_dead(lamp_h):
        meter = site(watts=new_w, kwh=100 * new_w / 1000)
        lost_kwh = lamp_h * new_w / 1000
        told = [
            msgspec.structs.replace(m, metered_kwh=m.metered_kwh - lost_kwh)
            for m in meter.months
        ]
        assume(all(m.metered_kwh >= 0 for m in told))
        dead = msgspec.structs.replace(meter, months=told)
        return ledger_of(outages(lamp_h, sites=[dead])).saving

    assert with_dead(many).value <= with_dead(few).value + 1e-6


@given(OFTEN, OFTEN)
def test_for_the_same_meter_more_outages_lower_even_the_best_case(one, two):
    few, many = sorted([one, two])
    assert (
        ledger_of(outages(many)).saving.high
        <= ledger_of(outages(few)).saving.high + 1e-6
    )


@given(st.integers(2, 12), st.data())
def test_less_metering_widens_the_interval(count, data):
    metered = data.draw(st.integers(1, count))

    def town(meters):
        """What the lamps draw is the same; only some are not metered."""
        sites = [
            site(number, lamps=10, kwh=0.28 if number < meters else None)
            for number in range(count)
        ]
        return ledger_of(inputs(sites=sites, standby_w=0.0))

    more, less = town(metered), town(metered - 1)
    assert less.saving.u > more.saving.u
    assert less.saving.value == pytest.approx(more.saving.value)
    assert less.actual.metered_share < more.actual.metered_share


@given(st.floats(0.1, 1000))
def test_where_nothing_changed_nothing_is_saved(kw):
    same = powers(lamps=100, watts=10 * kw)
    found = ledger_of(inputs(baseline=same, sites=[site(watts=10 * kw, kwh=kw)]))
    assert found.saving.low <= 0 <= found.saving.high
    assert found.saving_percent.low <= 0 <= found.saving_percent.high


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_what_is_known_worse_is_told_less_surely(one, two):
    fine, coarse = sorted([one, two])

    def u(tolerance):
        tolerances = Tolerances(rated_power=tolerance)
        return ledger_of(inputs(sites=[site()], tolerances=tolerances)).saving.u

    assert u(fine) <= u(coarse)


def test_lamps_nobody_wrote_down_widen_the_interval():
    told = ledger_of(inputs())
    more = ledger_of(inputs(sites=[site(lamps=120, kwh=2.8)]))
    written = inputs(sites=[site(lamps=120, kwh=2.8)], changed_lamps=20)
    assert more.saving.u > told.saving.u
    assert ledger_of(written).saving.u == pytest.approx(told.saving.u)


@given(st.lists(st.floats(0, 3), min_size=1, max_size=4))
def test_months_add_up_to_the_whole(kilowatts):
    sites = [site(number, kwh=kw) for number, kw in enumerate(kilowatts)]
    given_ = inputs(sites=sites, months=months(outage_lamp_h=7.0, changed_kwh=3.0))
    whole, single = ledger_of(given_), by_month(given_)
    for part in ("saving", "money"):
        added = sum(getattr(one, part).value for one in single)
        assert added == pytest.approx(getattr(whole, part).value)
    assert all(one.saving.u < whole.saving.u for one in single)


def test_bills_of_earlier_years_foretell_what_nights_would_have_taken():
    bills = Bills(months=[Bill("2024-01", 1.0)] * 3, lamps=100)
    found = ledger_of(inputs(baseline=bills, old_months=old_months()))
    assert found.option == "C"
    assert found.baseline.whole.value == pytest.approx(10 * sum(WINTER_H.values()))
    few = ledger_of(inputs(baseline=bills, old_months=old_months(count=4)))
    assert few.baseline.whole.value == pytest.approx(found.baseline.whole.value)
    none = ledger_of(inputs(baseline=bills, old_months=old_months(count=2)))
    assert none.baseline is None


def test_the_option_is_that_of_the_weakest_part():
    earlier = Period(first="2024-01-01", last="2024-12-31", lamps=100)
    both = inputs(baseline=earlier, old_months=old_months())
    assert ledger_of(both).option == "B"
    partly = msgspec.structs.replace(both, sites=[site(kwh=2.8), site(2)])
    assert ledger_of(partly).option == "A"
    assert ledger_of(inputs()).option == "A"
    computed = inputs(sites=[site()])
    assert ledger_of(computed).option == "none", "each wants something measured"


def test_inputs_survive_being_written_down():
    written = msgspec.json.encode(inputs())
    assert ledger_of(msgspec.json.decode(written, type=Inputs)) == ledger_of(inputs())
