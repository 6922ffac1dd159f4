from datetime import timedelta

import msgspec
import pytest

from mesto.domains.lighting.faults import trust

WELL = {
    "powerState": "on",
    "illuminanceLevel": 0.7,
    "powerConsumption": 42.0,
    "powerRating": 60.0,
    "voltage": 231.0,
}


def fed(asset, *, volts=230.0, **values):
    feeder = asset("StreetlightFeeder", name="7", phaseVoltage=[volts] * 3, **values)
    return {"feederID": feeder.id}, {feeder.id: feeder}


def doubt_about(lamp, related, now):
    """Doubt what is known, and see that it rests on what the guard reads alone."""
    doubt = trust.doubt_about(lamp, related, now)
    few = {urn: _read_of(one) for urn, one in related.items()}
    assert trust.doubt_about(_read_of(lamp), few, now) == doubt
    return doubt


def _read_of(entity):
    read = tuple(
        one
        for one in entity.attributes
        if one.name in trust.JUDGED_BY or str(one.value).startswith("urn:")
    )
    return msgspec.structs.replace(entity, attributes=read)


def test_what_a_lamp_said_lately_may_be_acted_upon(asset, now):
    by, related = fed(asset)
    assert doubt_about(asset("Streetlight", **WELL, **by), related, now) is None


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"maintenance": True}, "maintenance"),
        ({"illuminanceLevel": 1.4}, "illuminanceLevel 1.4"),
        ({"powerConsumption": -3.0}, "-3 W"),
        ({"powerState": "off"}, "it is off, and draws 42 W"),
    ],
)
def test_a_lamp_that_contradicts_itself_may_not(asset, now, values, told):
    doubt = doubt_about(asset("Streetlight", **(WELL | values)), {}, now)
    assert doubt is not None
    assert told in doubt["en"]
    assert doubt.keys() >= {"en", "cs", "sk", "sr-Latn"}


def test_what_is_old_may_not(asset, now):
    old = asset("Streetlight", ago=timedelta(hours=2), **WELL)
    assert "2 h old" in doubt_about(old, {}, now)["en"]


def test_what_comes_from_the_future_may_not(asset, now):
    early = asset("Streetlight", ago=-timedelta(hours=1), **WELL)
    assert "60 min ahead" in doubt_about(early, {}, now)["en"]


def test_a_lamp_never_heard_of_may_not(asset, now):
    assert "never" in doubt_about(asset("Streetlight", powerRating=60.0), {}, now)["en"]


def test_a_lamp_that_burns_on_a_dark_feeder_may_not(asset, now):
    by, related = fed(asset, volts=0.0)
    doubt = doubt_about(asset("Streetlight", **WELL, **by), related, now)
    assert "7 is dark" in doubt["en"]


def test_a_lamp_whose_feeder_people_work_on_may_not(asset, now):
    by, related = fed(asset, maintenance=True)
    doubt = doubt_about(asset("Streetlight", **WELL, **by), related, now)
    assert "working" in doubt["en"]


def test_what_was_metered_before_it_was_switched_off_is_no_contradiction(asset, now):
    metered = asset("Streetlight", ago=timedelta(minutes=9), **WELL)
    off = asset("Streetlight", powerState="off", illuminanceLevel=0.0)
    kept = tuple(one for one in metered.attributes if "powerC" in one.name)
    both = msgspec.structs.replace(off, attributes=off.attributes + kept)
    assert doubt_about(both, {}, now) is None
