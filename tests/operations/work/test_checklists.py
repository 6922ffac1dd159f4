"""Which checklist fits some work, and what it says."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from mesto.kernel.checklist import Checklist, Step
from mesto.operations.work.checklists import Checklists
from mesto.operations.work.said import Item, say
from tests.stating import entity

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SEED = UUID(int=7)
SERVICES = {"lighting": ["Streetlight", "StreetlightControlCabinet"]}
STEPS = (
    Step(text={"en": "Voltage", "cs": "Napětí"}, wants="number", unit="V"),
    Step(text={"sk": "Fotka"}, wants="photo"),
    Step(text={"en": "Close", "cs": "Zavřít"}),
)


def a_list(**what):
    return Checklist(title={"en": "A list"}, steps=STEPS, **what)


LAMP = a_list(types=("Streetlight",), work=("repair",))
LIGHTING = a_list(services=("lighting",))
REPAIR = a_list(work=("repair",))


DRIVER = a_list(where={"faultKind": ("driverFailure", "lampFailure")})


def asset(type_, **values):
    return entity(f"urn:ngsi-ld:{type_}:1", NOON, values)


def fitting(work, *about, written=(), **built_in):
    about = [asset(one) if isinstance(one, str) else one for one in about]
    return Checklists(dict(written), built_in, SERVICES).fitting(work, about)


def test_the_more_a_list_says_what_it_is_for_the_better_it_fits():
    lists = {"any": a_list(), "repair": REPAIR, "lighting": LIGHTING, "lamp": LAMP}
    assert fitting("repair", "Streetlight", **lists) == "lamp"
    assert fitting("cleaning", "Streetlight", **lists) == "lighting"
    assert fitting("repair", "WasteContainer", **lists) == "repair"
    assert fitting("cleaning", "WasteContainer", **lists) == "any"
    assert fitting("cleaning", **lists) == "any"


def test_nothing_fits_where_nothing_is_for_it():
    assert not fitting("cleaning", "Streetlight", lamp=LAMP)
    assert not fitting("repair", lamp=LAMP, lighting=LIGHTING)


def test_what_an_asset_says_of_itself_is_more_than_its_type():
    broken = asset("Streetlight", faultKind="driverFailure")
    lists = {"lamp": LAMP, "driver": DRIVER}
    assert fitting("repair", broken, **lists) == "driver"
    for other in ("Streetlight", asset("Streetlight", faultKind="dayBurning")):
        assert fitting("repair", other, **lists) == "lamp"
    assert not fitting("repair", driver=DRIVER)


def test_of_several_assets_what_fits_all_is_taken():
    broken = asset("Streetlight", faultKind="driverFailure")
    lists = {"lamp": LAMP, "driver": DRIVER, "container": a_list(types=("Bin",))}
    assert fitting("repair", broken, broken, **lists) == "driver"
    assert fitting("repair", broken, "Streetlight", **lists) == "lamp"
    assert not fitting("repair", "Streetlight", "Bin", **lists)


def test_of_two_alike_the_towns_own_comes_first_and_one_of_its_name_replaces():
    assert fitting("repair", "Streetlight", written={"z": LAMP}, a=LAMP) == "z"
    assert Checklists({"a": LIGHTING}, {"a": LAMP}, SERVICES).all == {"a": LIGHTING}


def test_items_are_in_the_towns_language_and_the_same_however_often_they_are_made():
    lists = Checklists({"lamp": LAMP}, language="cs")
    items = list(lists.items("lamp", NOON, SEED))
    assert [one.text for one in items] == ["Napětí", "Fotka", "Zavřít"]
    assert [one.wants for one in items] == ["number", "photo", ""]
    assert items == list(lists.items("lamp", NOON, SEED))
    assert len({one.id for one in items}) == len(items)


@pytest.mark.parametrize("wants", ["", "photo", "number"])
def test_an_item_says_what_it_wants_only_where_it_wants_something(wants):
    item = Item(at=NOON, id=SEED, text="x", wants=wants)
    said = {one.attribute: one.value for one in say("1", item, source="person:jana")}
    assert said["checklistItem"] == "x"
    assert ("checklistWants" in said) == bool(wants)
