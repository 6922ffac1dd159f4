"""Gateways are told of sensors that they do not hear, each once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mesto.domains.lighting.inventory.segments import Post
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.outside import Outside, calls_of
from mesto.domains.lighting.presence.places import Followers
from mesto.kernel.model import Event, Observation
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.definition import Definition as Written
from mesto.operations.calendars.definition import Hours
from mesto.operations.calendars.sun import Spot

AT = datetime(2026, 1, 10, 22, tzinfo=UTC)
NIGHT = Hours(start="18:00", end="06:00")
SPOT = Spot(0.0, 0.0, ZoneInfo("UTC"))
CALENDAR = Calendar(Written({"en": "Night"}, NIGHT), SPOT, {})
#: Two lamps of one gateway, one of another, one that nothing reaches.
BEHIND = {"a1": "a", "a2": "a", "b1": "b", "sees-a": "a", "bridge": "c"}
SEEN_BY = {
    "a1": ["sees-a", "bridge"],
    "a2": ["bridge", "nobody-s"],
    "b1": ["sees-a"],
    "lost": ["bridge"],
}
LEVELS = {"a1": 0.7, "a2": 0.9, "b1": 0.8, "lost": 1.0}
FOLLOWERS = Followers("x", Definition({}), CALENDAR, frozenset(SEEN_BY))
POSTS = {one: Post("street", 0.0, one) for one in ("sees-a", "bridge", "nobody-s")}


def calls():
    alone = {
        lamp: {
            "passing": {
                "sensors": sensors,
                "level": LEVELS[lamp],
                "hold_s": 60,
                "fade_s": 20,
            }
        }
        for lamp, sensors in SEEN_BY.items()
    }
    return calls_of([FOLLOWERS], alone, BEHIND)


def somebody(sensor, at=AT):
    told = Observation(
        entity=sensor, attribute="presence", value=True, source="t", observed_at=at
    )
    return Event(position=1, recorded_at=at, types=("Device",), observation=told)


def test_each_gateway_is_called_once_for_a_sensor_it_does_not_hear():
    found = {
        sensor: [(one.lamp, one.level) for one in made]
        for sensor, made in calls().items()
    }
    assert found == {
        "bridge": [("a2", 0.9)],
        "nobody-s": [("a2", 0.9)],
        "sees-a": [("b1", 0.8)],
    }


def test_a_call_is_made_again_half_a_hold_later_and_not_once_it_is_over():
    outside = Outside(calls(), POSTS)

    def heard(after_s, now_s=None):
        seen_at = AT + timedelta(seconds=after_s)
        now = seen_at if now_s is None else AT + timedelta(seconds=now_s)
        return [
            one.call.lamp for one in outside.hear([somebody("bridge", seen_at)], now)
        ]

    assert heard(0) == ["a2"]
    assert heard(29) == []
    assert heard(30) == ["a2"]
    assert heard(100, now_s=160) == []
    assert heard(12 * 3600) == [], "by day nobody needs light"
