from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.energy.contract import Contract, check_contract
from mesto.domains.lighting.energy.guarantee import verdict_of, with_numbers
from mesto.domains.lighting.energy.ledger import ledger_of
from mesto.kernel.errors import Malformed
from tests.domains.lighting.energy.examples import inputs, site


def contract(guaranteed=60.0, unit="%", **more):
    return Contract(
        title={"en": "Old town"},
        client="Town",
        provider="Lights Ltd",
        first=date(2025, 1, 1),
        last=date(2034, 12, 31),
        guaranteed=guaranteed,
        unit=unit,
        **more,
    )


def verdict(of, given_=None):
    given_ = given_ or inputs()
    return verdict_of(of, ledger_of(given_), given_)


def test_a_guarantee_is_kept_missed_or_cannot_be_told():
    assert verdict(contract(60)).outcome == "kept"
    assert verdict(contract(90)).outcome == "missed"
    assert verdict(contract(72)).outcome == "open"


def test_what_was_only_computed_keeps_no_guarantee_and_misses_none():
    for percent in (5, 95):
        found = verdict(contract(percent), inputs(sites=[site()]))
        assert found.outcome == "unmeasured"


@given(st.floats(1, 99), st.floats(0, 6))
def test_a_verdict_is_never_surer_than_the_data(guaranteed, kw):
    found = verdict(contract(guaranteed), inputs(sites=[site(kwh=kw)]))
    straddles = found.achieved.low < found.enough <= found.achieved.high
    assert (found.outcome == "open") == straddles


def test_energy_is_guaranteed_for_a_year_and_due_by_its_nights():
    found = verdict(contract(41_000, "kWh"))
    dark_h = ledger_of(inputs()).dark_h
    assert found.due == pytest.approx(10 * dark_h)
    assert found.achieved.value == pytest.approx(7.2 * dark_h)
    assert found.outcome == "missed"


def test_a_tolerance_forgives_so_much():
    assert verdict(contract(80, tolerance=0.5)).outcome == "kept"


def test_who_misses_owes_by_the_formula_and_who_exceeds_is_owed():
    missed = verdict(contract(90, penalty="shortfall * 100", bonus="excess * 10"))
    assert missed.penalty.likely == pytest.approx(1_800)
    assert missed.penalty.least < 1_800 < missed.penalty.most
    assert missed.bonus is None
    kept = verdict(contract(60, penalty="shortfall * 100", bonus="excess * 10"))
    assert (kept.penalty, kept.bonus.likely) == (None, pytest.approx(120))


def test_a_clause_is_worked_with_its_numbers_put_in():
    known = {"baseline_kwh": 10.5, "actual_kwh": 2.0}
    worked = with_numbers("max([baseline_kwh - actual_kwh, 0])", known)
    assert worked == "max([10.5 - 2, 0])"


def test_a_clause_of_ones_own_is_as_unsure_as_what_it_speaks_of():
    usual = verdict(contract(1, "kWh"))
    own = verdict(contract(1, "kWh", clause="(baseline_kwh - actual_kwh) * 2"))
    assert own.achieved.u == pytest.approx(2 * usual.achieved.u)


def test_without_a_baseline_there_is_no_verdict():
    assert verdict(contract(), inputs(baseline=None)) is None


@pytest.mark.parametrize(
    ("part", "text"),
    [("clause", "saving_kwh +"), ("penalty", "nothing_known"), ("bonus", "lamps > 1")],
)
def test_a_formula_that_makes_no_number_is_refused_with_its_place(part, text):
    with pytest.raises(Malformed) as refused:
        check_contract(contract(**{part: text}))
    assert refused.value.facts["place"] == (part,)


def test_a_contract_that_ends_before_it_begins_is_refused():
    with pytest.raises(Malformed):
        check_contract(
            Contract(
                title={"en": "x"},
                client="",
                provider="",
                first=date(2026, 1, 1),
                last=date(2025, 1, 1),
                guaranteed=1,
                unit="%",
            )
        )
