from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.driving.odometer import Driven, planned_of
from mesto.domains.waste.emptyings.happened import Emptied
from mesto.domains.waste.inventory.contracts import (
    Collected,
    Contract,
    EmptyingPrice,
    Prices,
)
from mesto.domains.waste.ledger.billed import read_invoice
from mesto.domains.waste.ledger.driven import Done
from mesto.domains.waste.ledger.invoice import (
    Billed,
    Evidence,
    Level,
    Obstructed,
    check_invoice,
    total_of,
)
from mesto.domains.waste.ledger.measured import Measured, check_measured, measured_of
from mesto.domains.waste.nouns import Emptying
from mesto.domains.waste.rounds import Round, Stop
from mesto.kernel.errors import Malformed
from mesto.kernel.table import Refused

ONE = "urn:ngsi-ld:WasteContainer:1"
CONTRACT = "urn:ngsi-ld:WasteContract:firm"
DAY = date(2030, 5, 6)
NOON = datetime(2030, 5, 6, 10, tzinfo=UTC)
TERMS = Contract(
    title={"en": "Firm"},
    first=date(2030, 1, 1),
    last=date(2030, 12, 31),
    containers=[ONE],
    prices=Prices(emptyings=[EmptyingPrice(price=100.0)]),
)


def a_line(**given_):
    return Billed(**{"line": 2, "day": DAY, "container": ONE, "price": 100.0, **given_})


def a_deed(at=NOON, **given_):
    return Emptied(ONE, at, Emptying(**given_), ("detected",))


def checked(*lines, deeds=(), levels=(), obstacles=()):
    known = Evidence(
        containers={ONE: Collected(urn=ONE, fraction="paper", volume_l=1100)},
        emptied=deeds,
        levels={ONE: levels},
        obstacles={ONE: obstacles},
        zone=ZoneInfo("Europe/Prague"),
    )
    return check_invoice(lines, TERMS, CONTRACT, known)


def test_a_deed_stands_for_a_line():
    (one,) = checked(a_line(), deeds=[a_deed()])
    assert (one.verdict, one.disputed, one.owed) == ("agreed", 0, 100)
    assert "detected" in one.evidence[0]


def test_a_line_without_a_deed_is_not_proven():
    (one,) = checked(a_line())
    assert (one.verdict, one.disputed) == ("not_proven", 100)


def test_the_day_is_that_of_the_town():
    late = NOON.replace(hour=22, minute=30)  # half past midnight in Prague
    assert checked(a_line(), deeds=[a_deed(late)])[0].verdict == "not_proven"


def test_what_is_billed_twice_is_owed_once():
    first, second = checked(a_line(), a_line(line=3), deeds=[a_deed()])
    assert (first.verdict, second.verdict) == ("agreed", "doubled")
    (both,) = checked(a_line(count=2, price=200.0), deeds=[a_deed()])
    assert (both.verdict, both.disputed, both.owed) == ("doubled", 100, 100)


def test_a_sensor_whose_level_stayed_contradicts():
    stayed = [Level(NOON + timedelta(hours=n), 0.7 + n / 100) for n in range(-6, 9, 3)]
    (one,) = checked(a_line(), levels=stayed)
    assert one.verdict == "contradicted"
    assert "64%" in one.evidence[0]


def test_a_driver_who_could_not_contradicts():
    (one,) = checked(a_line(), obstacles=[Obstructed(NOON, "blocked")])
    assert one.verdict == "contradicted"


def test_another_price_is_disputed_by_the_difference():
    (one,) = checked(a_line(price=130.0), deeds=[a_deed()])
    assert (one.verdict, one.disputed, one.owed) == ("price", 30, 100)
    (less,) = checked(a_line(price=90.0), deeds=[a_deed()])
    assert (less.verdict, less.owed) == ("agreed", 90)


def test_more_weight_than_the_scale_showed_is_contradicted():
    (one,) = checked(a_line(weight_kg=200.0), deeds=[a_deed(weight_kg=100.0)])
    assert one.verdict == "contradicted"


@pytest.mark.parametrize(
    "line",
    [
        a_line(fraction="glass"),
        a_line(day=date(2031, 1, 1)),
    ],
)
def test_what_is_not_of_the_contract_is_contradicted(line):
    assert checked(line, deeds=[a_deed()])[0].verdict == "contradicted"


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.floats(0, 500))),
    st.lists(st.integers(0, 3), max_size=6),
)
def test_every_price_is_owed_or_disputed_and_no_deed_pays_twice(lines, deeds):
    billed = [
        a_line(line=n, day=DAY + timedelta(days=day), count=count, price=price)
        for n, (day, count, price) in enumerate(lines)
    ]
    happened = [
        a_deed(NOON + timedelta(days=day, minutes=n)) for n, day in enumerate(deeds)
    ]
    found = checked(*billed, deeds=happened)
    total = total_of(found)
    assert total.billed == pytest.approx(total.owed + total.disputed)
    assert total.owed <= 100 * len(happened) + 1e-6
    assert sum(total.lines.values()) == len(billed)


def test_an_invoice_is_read_with_commas_and_its_mistakes_are_told():
    text = "day;container;price;count\n2030-05-06;1;1 234,50;2\nyesterday;2;3\n\n"
    good, bad = read_invoice(text)
    assert (good.price, good.count, good.container) == (1234.5, 2, ONE)
    assert isinstance(bad, Refused)
    assert (bad.line, bad.field) == (3, "day")


def test_a_table_without_a_price_is_no_invoice():
    with pytest.raises(Malformed):
        list(read_invoice("day,container\n2030-05-06,1\n"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        found = list(read_invoice(text))
    except Malformed:
        return
    assert all(isinstance(one, Billed | Refused) for one in found)


def of_measures(*lines, emptied=(), rounds=(), prices=None):
    terms = msgspec.structs.replace(TERMS, prices=prices or BY_MEASURE)
    known = Evidence(
        containers={ONE: Collected(urn=ONE, fraction="paper", volume_l=1100)},
        emptied=emptied,
        levels={},
        obstacles={},
        zone=ZoneInfo("Europe/Prague"),
        rounds=rounds,
    )
    return check_measured(lines, terms, measured_of(terms, CONTRACT, known))


BY_MEASURE = Prices(tonne={"paper": 1000.0, "": 500.0}, km=20.0, round=900.0)
TRUCK = "urn:ngsi-ld:Vehicle:anna"


def a_measure(per, quantity, price, **given_):
    told = {"line": 2, "day": DAY, "per": per, "quantity": quantity, "price": price}
    return Measured(**told | given_)


def a_round(km=30.0, containers=(ONE,), driven=None, **given_):
    stop = Stop(
        what="collect",
        place=(14.0, 50.0),
        arrives=NOON,
        leaves=NOON,
        containers=containers,
    )
    told = {"day": DAY, "plan": "p", "vehicle": TRUCK, "fraction": "paper"}
    one = Round(**told | {"stops": [stop], "km": km, "phase": "done"} | given_)
    return Done(one, driven or planned_of(one))


def test_tonnes_are_held_against_what_was_weighed():
    weighed = [a_deed(weight_kg=1500.0, vehicle=TRUCK), a_deed(weight_kg=500.0)]
    (fair,) = of_measures(
        a_measure("tonne", 2.0, 2000.0, fraction="paper"), emptied=weighed
    )
    assert (fair.verdict, fair.owed) == ("agreed", 2000)
    (more,) = of_measures(
        a_measure("tonne", 3.0, 3000.0, fraction="paper"), emptied=weighed
    )
    assert (more.verdict, more.owed, more.disputed) == ("contradicted", 2000, 1000)
    (his,) = of_measures(a_measure("tonne", 1.5, 900.0, vehicle=TRUCK), emptied=weighed)
    assert (his.verdict, his.owed, his.disputed) == ("price", 750, 150)


def test_kilometres_are_those_of_the_contracts_rounds():
    other = a_round(99.0, containers=["urn:ngsi-ld:WasteContainer:strange"])
    (fair,) = of_measures(a_measure("km", 31, 620.0), rounds=[a_round(), other])
    assert fair.verdict == "agreed"
    (more,) = of_measures(a_measure("km", 60, 1200.0), rounds=[a_round(), other])
    assert (more.verdict, more.owed) == ("contradicted", 600)


def test_kilometres_that_a_vehicle_drove_outweigh_its_plan():
    driven = Driven(km=40.0, hours=4.0, km_by="track", hours_by="said", heard=1.0)
    tracked, planned = a_round(driven=driven), a_round()
    (fair,) = of_measures(a_measure("km", 40, 800.0), rounds=[tracked])
    assert (fair.verdict, len(fair.evidence)) == ("agreed", 1)
    (both,) = of_measures(a_measure("km", 70, 1400.0), rounds=[tracked, planned])
    assert both.verdict == "agreed"
    assert both.evidence[-1] == "1 of 2 rounds by their plan: no track tells"


def test_a_round_that_is_billed_twice_is_owed_once():
    twice = [a_measure("round", 1, 900.0), a_measure("round", 1, 900.0, line=3)]
    first, second = of_measures(*twice, rounds=[a_round()])
    assert (first.verdict, second.verdict, second.owed) == ("agreed", "doubled", 0)
    days = a_measure("round", 2, 1800.0, until=DAY + timedelta(days=1))
    rounds = [a_round(), a_round(day=DAY + timedelta(days=1))]
    assert of_measures(days, rounds=rounds)[0].verdict == "agreed"


def test_what_nothing_tells_of_is_not_proven_and_what_has_no_price_is_not_owed():
    (unseen,) = of_measures(a_measure("tonne", 1, 1000.0))
    assert (unseen.verdict, unseen.disputed) == ("not_proven", 1000)
    (free,) = of_measures(
        a_measure("km", 30, 600.0), rounds=[a_round()], prices=Prices(round=1.0)
    )
    assert (free.verdict, free.owed) == ("price", 0)
    late = a_measure("round", 1, 900.0, until=date(2031, 1, 1))
    assert of_measures(late, rounds=[a_round()])[0].verdict == "contradicted"


@given(
    st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9_999)), max_size=6),
    st.lists(st.floats(0, 5), max_size=4),
)
def test_no_tonne_is_owed_twice(billed, tonnes):
    weighed = [a_deed(weight_kg=1000 * one) for one in tonnes]
    lines = [
        a_measure("tonne", quantity, price, line=number, fraction="paper")
        for number, (quantity, price) in enumerate(billed)
    ]
    judged = of_measures(*lines, emptied=weighed)
    assert all(0 <= one.owed <= one.billed.price + 0.01 for one in judged)
    assert sum(one.owed for one in judged) <= 1.1 * 1000 * sum(tonnes) + 0.01 * len(
        lines
    )


def test_lines_by_measure_are_read_beside_those_by_container():
    text = (
        "day;until;per;container;vehicle;quantity;price\n"
        "2030-05-06;;;1;;;100\n"
        "2030-05-01;2030-05-31;tonne;;;12,5;12500\n"
        "2030-05-06;;km;;anna;-3;1\n"
    )
    emptying, tonnes, wrong = read_invoice(text)
    assert isinstance(emptying, Billed)
    assert (tonnes.per, tonnes.quantity) == ("tonne", 12.5)
    assert tonnes.until == date(2030, 5, 31)
    assert isinstance(wrong, Refused)
    assert wrong.field == "quantity"
