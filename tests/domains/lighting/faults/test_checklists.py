"""Every fault that is told has its checklist, which says first what to bring."""

import pytest

from mesto.domains.lighting import domain
from mesto.domains.lighting.faults.kinds import Kind
from mesto.operations.work.checklists import Checklists

LISTS = Checklists(built_in=domain.checklists)
LAMPS = [
    Kind.LAMP_FAILURE,
    Kind.DRIVER_FAILURE,
    Kind.CYCLING,
    Kind.DAY_BURNING,
    Kind.LOW_POWER_FACTOR,
    Kind.PARTLY_DARK,
    Kind.UNLIKE_MODEL,
    Kind.FUSE_BLOWN,
    Kind.COMMUNICATION_LOST,
]
SUPPLIES = [
    Kind.DAY_BURNING,
    Kind.PHASE_LOSS,
    Kind.CABLE_CUT,
    Kind.SUPPLY_LOST,
    Kind.DOOR_OPEN,
]
TOLD = [("Streetlight", kind, "lamp-") for kind in LAMPS] + [
    (type_, kind, "supply-")
    for type_ in ("StreetlightFeeder", "StreetlightControlCabinet")
    for kind in SUPPLIES
]


@pytest.mark.parametrize(("type_", "kind", "prefix"), TOLD)
def test_each_fault_has_a_checklist_of_its_own(asset, type_, kind, prefix):
    name = LISTS.fitting("repair", [asset(type_, faultKind=kind.value)])
    assert name.startswith(prefix)
    one = LISTS.all[name]
    assert one.where == {"faultKind": (kind.value,)}
    assert all(step.text.keys() >= {"en", "cs", "sk", "sr-Latn"} for step in one.steps)
    assert (one.steps[0].text["en"][:6] == "Bring:") == (kind is not Kind.UNLIKE_MODEL)


def test_no_two_checklists_are_called_alike():
    titles = [one.title["cs"] for one in LISTS.all.values()]
    assert len(set(titles)) == len(titles)


def test_where_a_street_burns_by_day_it_is_not_for_the_photocell_of_a_lamp(asset):
    cabinet = asset("StreetlightControlCabinet", faultKind="dayBurning")
    one = LISTS.all[LISTS.fitting("repair", [cabinet])]
    assert one.steps[0].text["en"] == "Bring: astronomical clock, contactor."


def test_a_sound_lamp_keeps_the_checklist_of_its_type(asset):
    sound = asset("Streetlight", faultKind="none")
    assert LISTS.fitting("repair", [sound]) == "lamp-replacement"
