from mesto.domains.lighting.faults.cabinet import (
    cabinet_shown,
    feeder_shown,
    lamps_shown,
)
from mesto.domains.lighting.faults.inventory import describe


def at(east):
    return {"type": "Point", "coordinates": [17.25 + east, 49.59]}


def street(asset):
    cabinet = asset(
        "StreetlightControlCabinet",
        location=at(0),
        voltageR=231.0,
        voltageS=4.0,
        totalActivePower=0.16,
        doorOpen=False,
    )
    feeder = asset("StreetlightFeeder", totalActivePower=0.07)
    values = {"powerRating": 60.0, "powerState": "on"}
    far = asset(
        "Streetlight", name="a", location=at(0.002), illuminanceLevel=1.0, **values
    )
    near = asset(
        "Streetlight", name="b", location=at(0.001), illuminanceLevel=0.5, **values
    )
    return cabinet, feeder, {one.id: one for one in (far, near)}


def test_what_a_cabinet_should_draw_is_what_its_lamps_should_at_their_levels(asset):
    cabinet, feeder, lamps = street(asset)
    rows = lamps_shown(lamps, {}, describe(cabinet, {}))
    assert [one["far_m"] for one in rows] == [72, 144]
    shown = feeder_shown(feeder, rows)
    assert shown["expected_w"] == 60.0 * (1 + 0.53)
    whole = cabinet_shown(cabinet, [shown])
    assert (whole["load_w"], whole["expected_w"]) == (160.0, shown["expected_w"])
    assert whole["phases_v"] == [231.0, 4.0, None]


def test_a_lamp_that_is_off_is_expected_to_rest(asset):
    off = asset("Streetlight", powerState="off", powerRating=60.0)
    rows = lamps_shown({off.id: off}, {}, None)
    shown = feeder_shown(asset("StreetlightFeeder"), rows)
    assert shown["expected_w"] == 1.0
    assert shown["load_w"] is None


def test_a_lamp_without_a_rating_promises_nothing(asset):
    lamp = asset("Streetlight", illuminanceLevel=1.0)
    rows = lamps_shown({lamp.id: lamp}, {}, None)
    shown = feeder_shown(asset("StreetlightFeeder"), rows)
    assert shown["expected_w"] is None


def test_what_was_found_is_told_with_its_evidence(asset):
    found = {
        "id": "7e1ef0d4-5b67-4a6f-9a8e-a1a53c7d3b11",
        "kind": "phaseLoss",
        "since": "2030-06-21T10:00:00Z",
        "confidence": 0.95,
        "facts": {"phase": 2, "volts": 4},
    }
    cabinet = asset("StreetlightControlCabinet", faultKind="phaseLoss", diagnosis=found)
    told = cabinet_shown(cabinet, [])["found"]
    assert told["evidence"]["en"].startswith("Phase L2 is lost: 4 V")
    assert told["evidence"]["sr-Cyrl"]
