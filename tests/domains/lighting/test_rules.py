from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.lighting.rules import (
    judge_cabinet,
    judge_feeder,
    judge_lamp,
    not_kept,
)

NOVI_SAD = {"type": "Point", "coordinates": [19.84, 45.25]}
MIDNIGHT = datetime(2030, 6, 21, 23, tzinfo=UTC)
LIT = {
    "powerState": "on",
    "illuminanceLevel": 1.0,
    "powerConsumption": 60.0,
    "powerRating": 60.0,
    "location": NOVI_SAD,
}


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, "ok"),
        ({"status": "ok"}, "ok"),
        ({"status": "defectiveLamp"}, "warning"),
        ({"status": "columnIssue"}, "critical"),
        ({"powerConsumption": 0.0}, "ok"),
        ({"voltage": 231.0}, "ok"),
        ({"voltage": 262.0}, "warning"),
        ({"status": "defectiveLamp", "maintenance": True}, "maintenance"),
    ],
)
def test_a_lamp_at_night_is_judged_by_what_it_reports(asset, values, status):
    lamp = asset("Streetlight", at=MIDNIGHT, **(LIT | values))
    verdict = judge_lamp(lamp, {}, MIDNIGHT)
    assert verdict.status == status
    assert bool(verdict.cause) == (status != "ok")


def test_a_lamp_never_heard_of_is_not_offline(asset, now):
    lamp = asset("Streetlight", ago=timedelta(days=900), powerRating=60.0)
    assert judge_lamp(lamp, {}, now).status == "ok"


def test_a_silent_lamp_is_offline_since_it_was_last_heard(asset, now):
    ago = timedelta(hours=3)
    verdict = judge_lamp(asset("Streetlight", ago=ago, **LIT), {}, now)
    assert verdict.status == "offline"
    assert verdict.since == now - ago
    assert "3 h" in verdict.cause["en"]


def test_a_lamp_is_judged_again_when_its_silence_matures(asset):
    lamp = asset("Streetlight", at=MIDNIGHT, **LIT)
    verdict = judge_lamp(lamp, {}, MIDNIGHT)
    assert verdict.status == "ok"
    assert verdict.until == MIDNIGHT + timedelta(minutes=44)
    assert judge_lamp(lamp, {}, verdict.until).status == "offline"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, "offline"),
        ({"status": "columnIssue"}, "critical"),
        ({"maintenance": True}, "maintenance"),
    ],
)
def test_a_lamp_that_its_gateway_has_no_more_says_so_before_it_is_silent(
    asset, values, status
):
    lamp = asset("Streetlight", at=MIDNIGHT, **LIT, **values, deviceGone="park")
    verdict = judge_lamp(lamp, {}, MIDNIGHT)
    assert verdict.status == status
    assert ("park" in verdict.cause["en"]) is (status == "offline")
    cabinet = asset("StreetlightControlCabinet", deviceGone="park")
    assert judge_cabinet(cabinet, {}, MIDNIGHT).status == "offline"


def dark_chain(asset, *, feeder_v, cabinet_v):
    cabinet = asset(
        "StreetlightControlCabinet",
        name="RO-12",
        voltageR=cabinet_v,
        voltageS=cabinet_v,
        voltageT=cabinet_v,
    )
    feeder = asset(
        "StreetlightFeeder",
        name="RO-12-3",
        phaseVoltage=[feeder_v] * 3,
        refStreetlightControlCabinet=cabinet.id,
    )
    return {cabinet.id: cabinet, feeder.id: feeder}, cabinet, feeder


def test_silent_lamps_on_a_dark_feeder_are_explained_by_the_feeder(asset, now):
    related, _, feeder = dark_chain(asset, feeder_v=0.0, cabinet_v=230.0)
    lamp = asset("Streetlight", ago=timedelta(hours=1), feederID=feeder.id, **LIT)
    verdict = judge_lamp(lamp, related, now)
    assert (verdict.status, verdict.by) == ("offline", feeder.id)
    assert "RO-12-3" in verdict.cause["sr-Latn"]


def test_a_dark_cabinet_explains_its_feeders_and_their_lamps(asset, now):
    related, cabinet, feeder = dark_chain(asset, feeder_v=0.0, cabinet_v=0.0)
    lamp = asset("Streetlight", voltage=0.0, feederID=feeder.id, **LIT)
    assert judge_cabinet(cabinet, {}, now).status == "critical"
    assert judge_feeder(feeder, related, now).by == cabinet.id
    verdict = judge_lamp(lamp, related, now)
    assert verdict.by == cabinet.id
    assert verdict.cause["en"] == "No power: RO-12 is dark."


def test_a_silent_cabinet_explains_silent_lamps(asset, now):
    hour = timedelta(hours=1)
    cabinet = asset("StreetlightControlCabinet", ago=hour, voltageR=230.0)
    lamp = asset(
        "Streetlight", ago=hour, refStreetlightControlCabinet=cabinet.id, **LIT
    )
    verdict = judge_lamp(lamp, {cabinet.id: cabinet}, now)
    assert (verdict.status, verdict.by) == ("offline", cabinet.id)


def test_a_lamp_that_still_shines_is_not_blamed_on_its_feeder(asset):
    related, _, feeder = dark_chain(asset, feeder_v=0.0, cabinet_v=230.0)
    lamp = asset("Streetlight", at=MIDNIGHT, feederID=feeder.id, **LIT)
    assert judge_lamp(lamp, related, MIDNIGHT).status == "ok"


def test_a_feeder_that_claims_to_feed_itself_ends(asset, now):
    feeder = asset(
        "StreetlightFeeder",
        phaseVoltage=[0.0],
        refStreetlightControlCabinet="urn:ngsi-ld:StreetlightFeeder:1",
    )
    assert judge_feeder(feeder, {feeder.id: feeder}, now).status == "critical"


def test_an_open_door_of_a_cabinet_is_a_warning(asset, now):
    cabinet = asset("StreetlightControlCabinet", voltageR=230.0, doorOpen=True)
    assert judge_cabinet(cabinet, {}, now).status == "warning"


def diagnosis(kind, **more):
    return {
        "faultKind": kind,
        "diagnosis": {
            "id": "7e1ef0d4-5b67-4a6f-9a8e-a1a53c7d3b11",
            "kind": kind,
            "since": "2030-06-21T10:00:00Z",
            "confidence": 0.97,
        }
        | more,
    }


FAILED = diagnosis(
    "lampFailure",
    facts={"seen": 1.0, "expected": 68.0, "times": 5},
    part="lightSource",
    model="Ampera",
    rated_w=68.0,
)
CUT_OFF = diagnosis(
    "cableCut", facts={"lamps": 8, "power": 544.0}, by="urn:ngsi-ld:StreetlightFeeder:1"
)


def test_what_history_tells_is_said_with_its_numbers_and_the_part(asset, now):
    verdict = judge_lamp(asset("Streetlight", **LIT, **FAILED), {}, now)
    assert verdict.status == "warning"
    assert "1 W of 68 W, 5 times" in verdict.cause["en"]
    assert verdict.cause["cs"].endswith("Vzít s sebou: světelný zdroj, 68 W, Ampera.")
    assert verdict.cause["sr-Cyrl"].endswith(", 68 W, Ampera.")


def test_a_fault_that_is_over_is_not_said_any_more(asset, now):
    over = FAILED | {"faultKind": "none"}
    assert judge_lamp(asset("Streetlight", **LIT, **over), {}, now).status == "ok"


def test_nonsense_in_a_diagnosis_is_no_fault(asset, now):
    for wrong in ({"kind": "bored"}, diagnosis("lampFailure")["diagnosis"], 7):
        lamp = asset("Streetlight", **LIT, faultKind="lampFailure", diagnosis=wrong)
        assert judge_lamp(lamp, {}, now).status == "ok"


def test_a_lamp_behind_a_cut_cable_is_explained_by_its_feeder(asset, now):
    ago = timedelta(hours=1)
    verdict = judge_lamp(asset("Streetlight", ago=ago, **LIT, **CUT_OFF), {}, now)
    assert (verdict.status, verdict.by) == (
        "offline",
        "urn:ngsi-ld:StreetlightFeeder:1",
    )


def test_a_feeder_whose_cable_is_cut_does_not_explain_every_silent_lamp(asset, now):
    cut = diagnosis("cableCut", facts={"lamps": 8, "power": 544.0})
    feeder = asset("StreetlightFeeder", phaseVoltage=[230.0] * 3, **cut)
    lamp = asset("Streetlight", ago=timedelta(hours=1), feederID=feeder.id, **LIT)
    assert judge_feeder(feeder, {}, now).status == "critical"
    assert judge_lamp(lamp, {feeder.id: feeder}, now).by == ""


def test_a_faulty_lamp_on_a_dark_feeder_is_dark_because_of_the_feeder(asset, now):
    related, _, feeder = dark_chain(asset, feeder_v=0.0, cabinet_v=230.0)
    ago = timedelta(hours=1)
    lamp = asset("Streetlight", ago=ago, feederID=feeder.id, **LIT, **FAILED)
    assert judge_lamp(lamp, related, now).by == feeder.id


def test_why_a_lamp_does_not_take_its_programme_is_said_as_far_as_it_is_known():
    said = not_kept({"en": "The gateway says: full", "cs": "Brána hlásí: full"})
    assert said["cs"] == "Nepřijímá program, který má držet: Brána hlásí: full"
    assert said["sr-Cyrl"].endswith(": The gateway says: full")
    assert not_kept("full")["sk"].endswith(": full"), "as an older release wrote it"


def test_what_a_gateway_says_of_a_programme_may_have_braces(asset, now):
    lamp = asset("Streetlight", programmeRefused='{"error": "full {}"}')
    verdict = judge_lamp(lamp, {}, now)
    assert verdict.status == "warning"
    assert verdict.cause["en"].endswith(': {"error": "full {}"}')
