from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from mesto.domains.lighting.rules import judge_cabinet, judge_feeder, judge_lamp

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
        ({"powerConsumption": 0.0}, "warning"),
        ({"powerConsumption": 20.0, "illuminanceLevel": 0.3}, "ok"),
        ({"voltage": 231.0}, "ok"),
        ({"voltage": 262.0}, "warning"),
        ({"powerFactor": 0.4}, "warning"),
        ({"powerFactor": 0.95}, "ok"),
        ({"status": "defectiveLamp", "maintenance": True}, "maintenance"),
    ],
)
def test_a_lamp_at_night_is_judged_by_what_it_reports(asset, values, status):
    lamp = asset("Streetlight", at=MIDNIGHT, **(LIT | values))
    verdict = judge_lamp(lamp, {}, MIDNIGHT)
    assert verdict.status == status
    assert bool(verdict.cause) == (status != "ok")


def test_a_lamp_that_burns_at_noon_is_named(asset, now):
    verdict = judge_lamp(asset("Streetlight", **LIT), {}, now)
    assert (verdict.status, verdict.cause["cs"]) == ("warning", "Svítí ve dne.")


def feeder_drawing(asset, kw, *, ago=timedelta(0)):
    feeder = asset(
        "StreetlightFeeder",
        ago=ago,
        totalActivePower=kw,
        phaseVoltage=[230.0],
        numStreetlight=50,
        reportingPeriod=300,
    )
    return feeder, {feeder.id: feeder}


def test_a_lamp_that_burns_by_day_alone_in_its_street_is_named(asset, now):
    feeder, related = feeder_drawing(asset, 0.06)
    lamp = asset("Streetlight", feederID=feeder.id, **LIT)
    assert judge_lamp(lamp, related, now).status == "warning"


def test_a_street_that_burns_by_day_is_not_fifty_faulty_lamps(asset, now):
    feeder, related = feeder_drawing(asset, 3.0)
    lamp = asset("Streetlight", feederID=feeder.id, **LIT)
    assert judge_lamp(lamp, related, now).status == "ok"


def test_a_lamp_just_lit_by_day_waits_for_what_its_feeder_says(asset, now):
    feeder, related = feeder_drawing(asset, 0.0, ago=timedelta(minutes=3))
    lamp = asset("Streetlight", feederID=feeder.id, **LIT)
    verdict = judge_lamp(lamp, related, now)
    assert (verdict.status, verdict.until) == (
        "ok",
        now + timedelta(minutes=6.5),
    )


def test_a_lamp_that_is_off_at_noon_is_well(asset, now):
    values = LIT | {"powerState": "off", "powerConsumption": 0.4}
    assert judge_lamp(asset("Streetlight", **values), {}, now).status == "ok"


def test_a_reading_from_before_the_switching_says_nothing(asset, now):
    early = asset("Streetlight", ago=timedelta(minutes=20), powerConsumption=60.0)
    off = asset("Streetlight", powerState="off", powerRating=60.0, location=NOVI_SAD)
    both = msgspec.structs.replace(off, attributes=off.attributes + early.attributes)
    assert judge_lamp(both, {}, now).status == "ok"


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
