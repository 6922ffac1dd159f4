"""A town with one setting: what its lamps are told, and that they are told it once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mesto.domains.lighting.inventory.segments import Post, Segment
from mesto.domains.lighting.inventory.streets import Streets
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.following import Followed, Following
from mesto.domains.lighting.presence.reach import Reach
from mesto.domains.lighting.presence.seen import Heard
from mesto.domains.lighting.presence.tunnel import Tunnel
from mesto.kernel.model import Event, Observation
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.definition import Definition as Written
from mesto.operations.calendars.definition import Hours
from mesto.operations.calendars.sun import Spot

EVENING = datetime(2030, 1, 15, 20, tzinfo=UTC)
SETTING = Definition(title={"en": "Quiet"}, hold_s=60, fade_s=0)
STREETS = Streets.of(
    [Segment(urn="ab", start="A", end="B", line=((14, 50), (14, 51)), length_m=150)],
    [Post("ab", along, f"lamp{along}") for along in range(0, 150, 30)],
)
LAMPS = frozenset(STREETS.places)
NIGHT = Calendar(
    Written(title={"en": "Night"}, rule=Hours(start="19:00", end="05:00")),
    Spot(50, 14, ZoneInfo("UTC")),
    {},
)


def town(told=None):
    reach = Reach(STREETS, STREETS.places, SETTING, LAMPS)
    one = Followed(
        name="quiet",
        definition=SETTING,
        calendar=NIGHT,
        lamps=LAMPS,
        tunnel=Tunnel(SETTING, reach),
    )
    return Following([one], STREETS.places, told or {})


def somebody(at, lamp="lamp0", towards="end"):
    told = Observation(
        entity=lamp,
        attribute="presence",
        value=1,
        source="test",
        observed_at=at,
        meta={"towards": {"value": towards}},
    )
    return Event(position=1, recorded_at=at, types=("Streetlight",), observation=told)


def later(seconds):
    return EVENING + timedelta(seconds=seconds)


def levels(wishes):
    return {one.lamp: one.level for one in wishes}


def begun(at=EVENING, told=None, events=()):
    following = town(told)
    following.recall(events, at)
    return following, following.put_right(at)


def test_lamps_are_told_to_rest_when_it_begins_and_let_go_when_it_ends():
    following, wishes = begun(EVENING - timedelta(hours=2))
    assert wishes == []
    assert levels(following.look(EVENING)) == dict.fromkeys(LAMPS, 0.2)
    assert following.look(later(60)) == []
    assert levels(following.look(EVENING + timedelta(hours=10))) == dict.fromkeys(LAMPS)


def test_who_was_overheard_is_not_seen_again_by_the_ledger():
    following, _ = begun()
    first, second = somebody(EVENING, "lamp0", None), somebody(later(3), "lamp90", None)
    for one in (first, second):
        assert following.hear([Heard(one.observation, one.recorded_at)], later(3))
    assert following.hear([first, second], later(4)) == []


def test_lamps_ahead_are_told_once_however_many_pass():
    following, _ = begun()
    lit = following.hear([somebody(EVENING)], later(1))
    assert levels(lit) == dict.fromkeys(["lamp0", "lamp30", "lamp60", "lamp90"], 1.0)
    assert following.hear([somebody(later(2)), somebody(later(3))], later(3)) == []
    assert levels(following.look(later(63))) == dict.fromkeys(levels(lit), 0.2)
    assert following.due_at is None


def test_who_was_seen_long_ago_sets_nothing_alight():
    following, _ = begun()
    assert following.hear([somebody(EVENING)], later(61)) == []


def test_by_day_nobody_is_followed():
    day = EVENING - timedelta(hours=8)
    following, _ = begun(day)
    assert following.hear([somebody(day)], day) == []


def test_after_a_crash_only_what_is_not_so_is_told():
    told = {**dict.fromkeys(LAMPS, 0.2), "lamp0": 1.0, "lamp30": 1.0}
    seen = [somebody(EVENING, "lamp30")]
    _, wishes = begun(later(30), told, seen)
    assert levels(wishes) == {"lamp0": 0.2} | dict.fromkeys(
        ["lamp60", "lamp90", "lamp120"], 1.0
    )


def test_a_lamp_that_follows_no_more_is_let_go():
    _, wishes = begun(told={**dict.fromkeys(LAMPS, 0.2), "elsewhere": 0.2})
    assert levels(wishes) == {"elsewhere": None}


def test_what_was_refused_is_told_when_all_is_put_right():
    following, wishes = begun()
    assert not following.is_refused
    following.refuse(["lamp60"])
    assert following.is_refused
    assert levels(following.put_right(later(60))) == {"lamp60": 0.2}
    assert len(wishes) == len(LAMPS)


def test_a_wish_tells_whether_it_is_for_somebody_who_is_there():
    lamps = town(told=dict.fromkeys(LAMPS, 0.2))
    lamps.look(EVENING)
    rises = lamps.hear([somebody(EVENING)], EVENING)
    assert rises
    assert all(wish.rises for wish in rises)
    falls = lamps.look(later(61))
    assert falls
    assert not any(wish.rises for wish in falls)
