"""What an interlock says against an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.operations.commands.interlock import (
    Definition,
    check,
    concerned,
    objections,
)

SAYS = {"en": "Not under the minimum of its class at night."}
DARK = Definition(
    commands=["setDimLevel"],
    types=["Streetlight"],
    when="calendar.night and value < entity.minimum",
    says=SAYS,
)


def context(value=0.1, *, night=True, **entity):
    return {"value": value, "calendar": {"night": night}, "entity": entity}


def said(definition, about):
    ours = concerned({"dark": definition}, "setDimLevel", ["Streetlight"])
    return list(objections(ours, about))


def test_a_lamp_is_not_dimmed_under_its_minimum_at_night():
    (objection,) = said(DARK, context(0.1, minimum=0.3))
    assert (objection.interlock, objection.says, objection.asks) == (
        "dark",
        SAYS,
        False,
    )


def test_it_is_dimmed_by_day_and_at_night_as_far_as_that_goes():
    assert said(DARK, context(0.1, night=False, minimum=0.3)) == []
    assert said(DARK, context(0.3, minimum=0.3)) == []


def test_what_cannot_be_judged_is_forbidden():
    (objection,) = said(DARK, context(0.1))
    assert "dark" in objection.says["en"]
    assert not objection.asks


@given(st.text(min_size=1, max_size=40))
def test_whatever_is_written_allows_only_what_it_says_it_does_not_forbid(text):
    written = Definition(commands=["setDimLevel"], when=text, says=SAYS, asks=True)
    for one in said(written, context(0.1, minimum=0.3)):
        assert one.says == SAYS or not one.asks


def test_other_commands_and_other_things_are_none_of_its_business():
    assert concerned({"dark": DARK}, "reboot", ["Streetlight"]) == []
    assert concerned({"dark": DARK}, "setDimLevel", ["Gate"]) == []


def test_an_expression_that_makes_none_is_refused_with_its_place():
    written = Definition(commands=["open"], when="value >", says=SAYS)
    with pytest.raises(Malformed) as refused:
        check(written)
    assert refused.value.facts["place"] == ("definition", "when")
