from mesto.domains.waste.plausible import WasteJudge
from mesto.kernel.plausible import Told

BIN = "urn:ngsi-ld:WasteContainer:1"
PLACE = {"location": {"type": "Point", "coordinates": [14.1, 50.1]}}


def row(line=2, **values):
    return Told(line, BIN, "WasteContainer", values, {})


def doubts(*rows):
    judge = WasteJudge()
    for one in rows:
        judge.survey(one)
    return [(one.line, doubt.field) for one in rows for doubt in judge.doubts(one, {})]


def test_a_container_with_a_place_is_believed():
    assert doubts(row(**PLACE, binCapacity=1100, fillingLevel=0.4)) == []


def test_a_new_container_without_a_place_is_doubted():
    assert doubts(row(binCapacity=1100)) == [(2, "location")]


def test_a_container_is_doubted_the_second_time():
    assert doubts(row(**PLACE), row(3, **PLACE)) == [(3, "id")]


def test_amounts_that_cannot_be_are_doubted():
    found = doubts(row(**PLACE, binCapacity=0, fillingLevel=40))
    assert found == [(2, "fillingLevel"), (2, "binCapacity")]


def test_an_isle_that_is_nowhere_is_doubted():
    assert doubts(row(**PLACE, refWasteContainerIsle="urn:x:9")) == [
        (2, "refWasteContainerIsle")
    ]
