import json
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.ledger.costs import costs_between
from mesto.domains.waste.ledger.page import outcome_of, sentence
from mesto.domains.waste.ledger.recompute import recompute
from mesto.domains.waste.ledger.saving import saving_of
from mesto.domains.waste.ledger.terms import Cost, Terms, check_terms
from mesto.kernel.errors import Malformed
from tests.domains.waste.ledger.examples import a_month, facts, months

BEFORE = months(2029, 3_000, 3_100, 2_900, 3_050, 2_950, 3_000)
LESS = months(2030, 2_400, 2_350, 2_450)


def test_fewer_kilometres_are_saved_money():
    saving = saving_of(facts(BEFORE, LESS))
    assert saving.km.saved.value == pytest.approx(9_000 - 7_200)
    assert saving.km.percent.value == pytest.approx(20)
    money = 1_800 * 25 + 1_800 / 20 * 600
    assert saving.money.value == pytest.approx(money)
    assert saving.litres.saved.value == pytest.approx(900)
    assert saving.co2_kg.value == pytest.approx(2_250)
    assert outcome_of(saving) == "saved"


def test_sensors_can_cost_more_than_they_save_and_the_sentence_says_so():
    given_ = facts(BEFORE, LESS, costs=400_000.0)
    saving = saving_of(given_)
    assert outcome_of(saving) == "lost"
    told = sentence(given_, saving, "spring", "en")
    assert "saved nothing" in told
    assert "CZK" in told


def test_what_is_not_sure_is_not_called_saved():
    unsure = months(2029, 2_000, 4_000, 3_000)
    saving = saving_of(facts(unsure, LESS))
    assert saving.net.low < 0 < saving.net.high
    assert outcome_of(saving) == "open"


def test_more_containers_would_have_made_longer_rounds():
    more = months(2030, 2_400, 2_350, 2_450, containers=360.0)
    fewer, same = (saving_of(facts(BEFORE, one)) for one in (more, LESS))
    assert fewer.adjusted == pytest.approx(0.7 * 1.2**0.5 + 0.3 * 1.2)
    assert fewer.km.saved.value > same.km.saved.value
    assert fewer.km.saved.u > same.km.saved.u


def test_more_waste_is_more_ways_to_unload():
    light = [msgspec.structs.replace(one, tonnes=100.0) for one in BEFORE]
    heavy = [msgspec.structs.replace(one, tonnes=120.0) for one in LESS]
    assert saving_of(facts(light, heavy)).adjusted == pytest.approx(0.7 + 0.3 * 1.2)


def test_overflows_are_counted_by_a_thousand_container_days():
    saving = saving_of(
        facts([a_month("2029-01", overflows=90)], [a_month("2030-01", overflows=9)])
    )
    assert saving.overflows == (10, 1, 9)
    assert saving.complaints == (None, None, None)


def test_nothing_is_compared_with_nothing():
    assert saving_of(facts([], LESS)) is None
    assert saving_of(facts(BEFORE, [])) is None


@pytest.mark.parametrize("before", [BEFORE, BEFORE[:1], BEFORE[:2]])
def test_who_recomputes_from_the_file_comes_to_the_same(before):
    now = [msgspec.structs.replace(one, containers=330.0, tonnes=110.0) for one in LESS]
    before = [msgspec.structs.replace(one, tonnes=100.0) for one in before]
    given_ = facts(before, now, costs=12_345.0)
    again = recompute(json.loads(msgspec.json.encode(given_)))
    saving = saving_of(given_)
    for name, one in (("km", saving.km.saved), ("hours", saving.hours.saved)):
        assert again[name]["value"] == pytest.approx(one.value)
        assert again[name]["low"] == pytest.approx(one.low, rel=1e-6)
    assert again["net"]["value"] == pytest.approx(saving.net.value)
    assert again["net"]["high"] == pytest.approx(saving.net.high, rel=1e-6)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    chance = random.Random(7)
    held = 0
    for _ in range(1_000):
        before, now = (
            [chance.gauss(daily, 0.05 * daily) * 30 for _ in range(count)]
            for daily, count in ((100, 6), (80, 6))
        )
        saving = saving_of(
            facts(months(2029, *before), months(2030, *now), km_tolerance=0.0)
        )
        held += saving.km.saved.low <= 20 * 180 <= saving.km.saved.high
    assert 930 <= held <= 985


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_costs_are_taken_off_to_the_penny(one, other):
    less, more = (saving_of(facts(BEFORE, LESS, costs=cost)) for cost in (one, other))
    assert less.net.value - more.net.value == pytest.approx(other - one, abs=1e-3)


def test_costs_fall_into_the_days_they_are_paid_for():
    once = Cost(
        title="sensors",
        amount=1_000,
        once=True,
        first="2030-01-01",
        last="2030-01-10",
    )
    once = msgspec.convert(msgspec.to_builtins(once), Cost)
    begin, end = once.first, once.last
    assert costs_between([once], begin, end) == pytest.approx(900)
    assert costs_between([once], end.replace(month=3), end.replace(month=4)) == 0
    monthly = Cost(title="software", amount=100, first=begin)
    year = costs_between([monthly], begin, begin.replace(year=2031))
    assert year == pytest.approx(1_200, rel=0.01)


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        ({"baseline": [a_month("2029-01")] * 2}, ("baseline", 1, "month")),
        (
            {"baseline": [a_month("2029-01")], "now": [a_month("2029-01")]},
            ("now",),
        ),
    ],
)
def test_terms_that_cannot_hold_are_refused(terms, place):
    with pytest.raises(Malformed) as refused:
        check_terms(Terms(**terms))
    assert refused.value.facts["place"] == place
