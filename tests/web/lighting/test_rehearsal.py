"""The light of past nights as another setting would have made it."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from mesto.kernel.model import Kind
from tests.web.lighting.street import LAMPS, said, street

pytestmark = pytest.mark.anyio

FIRST, LAST = "2026-01-05", "2026-01-07"
QUIET = {"title": {"en": "Quiet"}, "base": 0.2, "ahead_m": 90, "hold_s": 45}
PRESENCE = {"is": "presence", "definition": QUIET}
ALWAYS = {"is": "always"}
HALF = {
    "is": "programme",
    "definition": {
        "title": {"en": "Half"},
        "nights": [
            {
                "steps": [
                    {"at": {"phase": "dusk"}, "level": 0.5},
                    {"at": {"phase": "dawn"}, "level": 0},
                ]
            }
        ],
    },
}
TITLED = {"title": {"en": "All"}}
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


async def rehearse(browser, **asked):
    """Return how far it was, time and again, and the result."""
    body = {"first": FIRST, "last": LAST, **asked}
    path = f"{browser.api}/lighting/rehearse"
    answer = await browser.http.post(path, json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    *progress, last = [orjson.loads(line) for line in answer.text.splitlines()]
    return [one["progress"] for one in progress], last["result"]


async def test_light_that_follows_people_is_compared_with_full_light(browser, server):
    await server.city.record(list(street()))
    progress, result = await rehearse(browser, one=PRESENCE, other=ALWAYS)
    assert progress == sorted(progress)
    assert progress[-1] == 1
    assert result["lamps"] == result["sensors"] == len(LAMPS)
    assert [one["day"] for one in result["nights"]] == [FIRST, "2026-01-06", LAST]
    for night in result["nights"]:
        full_kwh = night["dark_h"] * len(LAMPS) * 0.1
        assert night["other"]["kwh"] == pytest.approx(full_kwh, rel=1e-3)
        assert 0.2 * full_kwh <= night["one"]["kwh"] < 0.6 * full_kwh
        assert night["people"] == "drawn"
        assert night["other"]["lit"] == night["other"]["asked"] > 0
        assert night["one"]["lit"] >= 0.9 * night["one"]["asked"]


async def test_a_programme_that_is_not_kept_yet_is_rehearsed(browser, server):
    await server.city.record(list(street()))
    _, result = await rehearse(browser, one=HALF, other=ALWAYS)
    (night, *_) = result["nights"]
    assert night["one"]["kwh"] == pytest.approx(0.5 * night["other"]["kwh"], rel=1e-3)
    assert night["one"]["lit"] == 0, "at half light nobody has light ahead"


def by_dark(level, **more):
    """A night of one level from dusk to dawn."""
    at = [({"phase": "dusk"}, level), ({"phase": "dawn"}, 0)]
    return {"steps": [{"at": when, "level": share} for when, share in at], **more}


def written(kind, name, **definition):
    urn = f"urn:ngsi-ld:{kind}:{name}"
    yield said(urn, "type", [kind])
    yield said(urn, "definition", {**TITLED, **definition}, Kind.JSON_PROPERTY)


def schedules():
    """Half light, full on the day of a fair, and the first ten lamps brighter."""
    fair = {"is": "dates", "ranges": [{"first": "2026-01-06", "last": "2026-01-06"}]}
    yield from written("Calendar", "fair", rule=fair)
    nights = [by_dark(0.5), by_dark(1.0, on="fair")]
    yield from written("LightingProgramme", "half", nights=nights)
    yield from written("LightingProgramme", "bright", nights=[by_dark(0.9)])
    yield from written("StreetlightGroup", "ten", lamps=LAMPS[:10])
    yield from written("LightingSchedule", "all", programme="half")
    yield from written(
        "LightingSchedule", "ten", programme="bright", groups=["ten"], priority=90
    )


def shares(result, way="one"):
    """The energy of each night, as a share of full light."""
    return [
        pytest.approx(one[way]["kwh"] / (one["dark_h"] * len(LAMPS) * 0.1), abs=0.002)
        for one in result["nights"]
    ]


async def test_whole_schedules_are_rehearsed_with_their_special_days(browser, server):
    await server.city.record([*street(), *schedules()])
    _, result = await rehearse(browser, one={"is": "schedules"}, other=ALWAYS)
    usual, fair = (30 * 0.5 + 10 * 0.9) / 40, (30 * 1.0 + 10 * 0.9) / 40
    assert shares(result) == [usual, fair, usual]
    assert [one["special"] for one in result["nights"]] == [[], ["fair"], []]


async def test_a_draft_of_a_schedule_is_held_against_what_is_kept(browser, server):
    await server.city.record([*street(), *schedules()])
    events = [{"calendar": "fair", "level": 0.2}]
    draft = {**TITLED, "programme": "half", "events": events, "priority": 99}
    one = {"is": "schedules", "name": "all", "definition": draft}
    _, result = await rehearse(browser, one=one, other={"is": "schedules"})
    before, fair, after = shares(result)
    assert after == 0.5
    assert 0.2 < before.expected < 0.5, "an event holds from midnight to midnight"
    assert 0.5 < fair.expected < 0.8
    assert shares(result, "other")[0] == (30 * 0.5 + 10 * 0.9) / 40


async def test_lamps_of_schedules_follow_people_where_a_setting_says_so(
    browser, server
):
    quiet = {**QUIET, "groups": ["ten"]}
    await server.city.record(
        [*street(), *schedules(), *written("LightingPresence", "quiet", **quiet)]
    )
    alone = {"is": "schedules", "presence": False}
    _, result = await rehearse(browser, one={"is": "schedules"}, other=alone)
    for night in result["nights"]:
        assert night["one"]["kwh"] < night["other"]["kwh"]


async def test_the_level_of_a_lamp_is_told_minute_by_minute(browser, server):
    await server.city.record(list(street()))
    _, result = await rehearse(browser, one=HALF, lamp=LAMPS[7], night=FIRST)
    (night, *others) = result["nights"]
    levels = night["one"]["levels"]
    assert len(levels) == 1440
    assert levels[0] == 0
    assert levels[720] == 0.5
    assert all(one["one"]["levels"] == [] for one in others)


async def test_the_same_question_has_the_same_answer(browser, server):
    await server.city.record(list(street()))
    first, again = [await rehearse(browser, one=PRESENCE) for _ in range(2)]
    assert first == again


async def test_who_was_seen_in_those_nights_is_played_instead_of_drawn(browser, server):
    await server.city.record(list(street()))
    evening = NOON + timedelta(hours=8)
    walk = [
        said(lamp, "presence", 1, observed_at=evening + timedelta(seconds=21 * number))
        for number, lamp in enumerate(LAMPS)
    ]
    await server.city.record(walk)
    _, result = await rehearse(browser, one=PRESENCE, lamp=LAMPS[7], night=FIRST)
    (night, *others) = result["nights"]
    assert night["people"] == "seen"
    assert [one["people"] for one in others] == ["drawn", "drawn"]
    levels = night["one"]["levels"]
    assert max(levels[:480]) == 0.2
    assert 1.0 in levels[480:490]


async def test_as_it_was_is_what_lamps_told(browser, server):
    await server.city.record(list(street()))
    hours = [NOON + timedelta(hours=n, minutes=10) for n in range(24)]
    told = [
        said(LAMPS[0], "powerConsumption", 60.0, observed_at=at, unit="WTT")
        for at in hours
    ]
    await server.city.record(told)
    while await server.city.keep_rollups():
        pass
    _, result = await rehearse(browser, one={"is": "was"}, other=ALWAYS, last=FIRST)
    (night,) = result["nights"]
    assert night["one"]["kwh"] == pytest.approx(0.6 * night["other"]["kwh"], rel=0.1), (
        "one lamp told, and stands for all"
    )


async def test_nights_nobody_knows_of_have_no_as_it_was(browser, server):
    await server.city.record(list(street()))
    _, result = await rehearse(browser, one={"is": "was"})
    assert [one["one"] for one in result["nights"]] == [None, None, None]


@pytest.fixture(scope="module")
async def known_street(shared):
    """A street that is known where nothing else happens."""
    await shared.city.record(list(street()))


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"last": "2026-01-01"}, ["last"]),
        ({"last": "2999-01-01"}, ["last"]),
        ({"night": "2026-02-01"}, ["night"]),
        ({"lamp": "urn:ngsi-ld:Streetlight:none"}, ["lamp"]),
        ({"one": {"is": "programme", "name": "none"}}, ["one", "name"]),
        ({"one": {"is": "schedules", "name": "none"}}, ["one", "name"]),
        (
            {"one": {"is": "schedules", "definition": {**TITLED, "programme": "none"}}},
            ["one", "definition", "programme"],
        ),
        (
            {"one": {"is": "presence", "definition": QUIET | {"full": 0.1}}},
            ["one", "definition", "full"],
        ),
    ],
)
@pytest.mark.usefixtures("known_street")
async def test_what_cannot_be_rehearsed_is_told_with_its_place(reader, asked, place):
    body = {"first": FIRST, "last": LAST, "one": ALWAYS, **asked}
    refused = await reader.http.post(f"{reader.api}/lighting/rehearse", json=body)
    assert (refused.status_code, refused.json()["place"]) == (400, place)


async def test_what_a_night_costs_is_by_the_zones_of_the_ledgers_terms(browser, server):
    cheap = {"start": "15:00", "end": "09:00", "per_kwh": 0.21}
    terms = {"prices": [{"first": "2025-01-01", "per_kwh": 0.5, "zones": [cheap]}]}
    urn = "urn:ngsi-ld:LightingLedger:town"
    await server.city.record(
        [
            *street(),
            said(urn, "type", ["LightingLedger"]),
            said(urn, "definition", terms, Kind.JSON_PROPERTY),
        ]
    )
    _, result = await rehearse(browser, one=ALWAYS)
    prices = [one["price"] for one in result["nights"]]
    assert prices == [pytest.approx(0.21)] * len(prices)
