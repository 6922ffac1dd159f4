"""Groups, sensors, kept programmes and rollouts: each decides by itself."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.control import floor, groups, schedule
from mesto.domains.lighting.control.cohorts import Written
from mesto.domains.lighting.control.floor import Least
from mesto.domains.lighting.control.foretold import say_of_draft
from mesto.domains.lighting.control.groups import Query, members
from mesto.domains.lighting.control.kept import kept, special_days
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.lux import dark_spans
from mesto.domains.lighting.control.programme import Definition, Dusk, Night, Step
from mesto.domains.lighting.control.rollout import (
    Limits,
    Rollout,
    Seen,
    judge,
    read_rollout,
    tries,
)
from mesto.domains.lighting.control.wentback import back_lately, notice_of
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.operations.calendars.calendar import Span, compile_calendars
from mesto.operations.calendars.definition import Dates, Days
from mesto.operations.calendars.definition import Definition as Calendar
from tests.domains.lighting.control.town import DAWN, DUSK, NOVI_SAD, TITLE

NOON = datetime(2026, 12, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SINGLE = date(2028, 2, 29)


def group(*lamps, groups_=(), **query):
    asked = Query(**query) if query else None
    return groups.Definition(TITLE, lamps, groups_, asked)


HEAVY, LIGHT = b'{"powerRating": 150}', b'{"powerRating": 40}'
LAMPS = [
    Lamp(1, "urn:1", ("/centre/north",), lighting_class="M4", street="Main"),
    Lamp(2, "urn:2", ("/centre",), lighting_class="P3", packed=HEAVY),
    Lamp(3, "urn:3", ("/centreville",), lighting_class="M4", packed=LIGHT),
]


def numbers(definition, **others):
    return [one.number for one in members(definition, others, LAMPS)]


def test_a_group_is_what_it_names_asks_for_and_is_made_of():
    assert numbers(group("urn:3", "urn:gone")) == [3]
    assert numbers(group(classes=["M4"])) == [1, 3]
    assert numbers(group(districts=["/centre"])) == [1, 2]
    assert numbers(group(classes=["M4"], districts=["/centre"])) == [1]
    assert numbers(group(where="powerRating > 100")) == [2]
    assert numbers(group("urn:2", groups_=["m"]), m=group(classes=["M4"])) == [1, 2, 3]
    assert numbers(groups.Definition(TITLE, query=Query())) == [1, 2, 3]
    assert numbers(groups.Definition(TITLE)) == []


def test_a_draft_of_a_group_says_which_lamps_it_names_are_not_there():
    written = Written({}, {}, {}, {}, {}, NOVI_SAD)
    told = say_of_draft(group("urn:3", "urn:gone"), written, LAMPS, SINGLE)
    assert (told["count"], told["absent"]) == (1, ["gone"])


def test_groups_that_go_round_in_a_circle_are_refused_with_the_place():
    written = {"a": group(groups_=["b"]), "b": group(groups_=["a"])}
    with pytest.raises(Malformed, match="a → b → a") as refused:
        groups.check("a", written["a"], written)
    assert refused.value.facts["place"] == ("definition", "groups", 0)
    assert members(written["a"], written, LAMPS) == [], "what was written by the API"


def test_an_expression_that_makes_no_sense_is_refused_with_the_place():
    with pytest.raises(Malformed) as refused:
        groups.check("a", group(where="powerRating >"), {})
    assert refused.value.facts["place"] == ("definition", "query", "where")


def test_a_cloud_or_a_car_does_not_make_lamps_blink():
    dusk = Dusk("urn:sky", dark_lx=20, light_lx=40, hold_s=120)
    seen = [10, 50, 10, 10, 10, 30, 30, 50, 30, 50, 50, 50]
    readings = [(NOON + number * MINUTE, lux) for number, lux in enumerate(seen)]
    (span,) = dark_spans(dusk, readings, NOON + 20 * MINUTE)
    assert span == Span(NOON + 4 * MINUTE, NOON + 11 * MINUTE)


def test_a_sensor_that_fell_silent_says_nothing_any_more():
    dusk = Dusk("urn:sky", dark_lx=20, light_lx=40, hold_s=60)
    readings = [(NOON, 5.0), (NOON + MINUTE, 5.0)]
    (span,) = dark_spans(dusk, readings, NOON + 300 * MINUTE)
    assert span == Span(NOON + MINUTE, NOON + 61 * MINUTE)


@given(
    luxes=st.lists(st.floats(0, 200), max_size=50),
    hold_s=st.integers(0, 600),
)
def test_dark_spans_follow_each_other_and_do_not_touch(luxes, hold_s):
    dusk = Dusk("urn:sky", dark_lx=20, light_lx=40, hold_s=hold_s)
    readings = [(NOON + number * MINUTE, lux) for number, lux in enumerate(luxes)]
    spans = dark_spans(dusk, readings, NOON + 60 * MINUTE)
    assert all(one.start < one.end for one in spans)
    assert all(a.end < b.start for a, b in pairwise(spans))


def test_a_kept_programme_undercuts_nothing_and_goes_out_at_dawn():
    written = Definition(
        TITLE, (Night((Step(DUSK, 1.0), Step("01:00", 0.0), Step(DAWN, 0.0))),)
    )
    least = {"m": floor.Definition(TITLE, [Least(0.4, ("M4",))])}
    read = read_written(kept(written, least, "M4", {}), Definition)
    assert [one.level for one in read.nights[0].steps] == [1.0, 0.4, 0.0]
    read = read_written(kept(written, least, "P3", {}), Definition)
    assert [one.level for one in read.nights[0].steps] == [1.0, 0.0, 0.0]
    by_clock = Definition(TITLE, (Night((Step(DUSK, 1.0), Step("05:00", 0.0))),))
    read = read_written(kept(by_clock, least, "M4", {}), Definition)
    assert read.nights[0].steps[-1] == Step(DAWN, 0.0)


def test_a_kept_programme_knows_its_special_days_until_the_summer_after_next():
    fair = Calendar(
        TITLE, Dates([Days(date(2026, 12, 24), date(2027, 1, 1)), Days(SINGLE, SINGLE)])
    )
    written = Definition(TITLE, [Night([Step(DUSK, 1.0)], on="fair")])
    calendars = compile_calendars({"fair": fair, "other": fair}, NOVI_SAD)
    special = special_days([written], calendars, date(2027, 6, 30))
    rows = [["2026-12-24", "2027-01-01"], ["2028-02-29", "2028-02-29"]]
    assert special == {"fair": list(map(tuple, rows))}
    assert kept(written, {}, "M4", special)["days"] == {"fair": rows}
    assert special_days([written], calendars, date(2027, 7, 1)) == {
        "fair": [tuple(rows[1])]
    }


def rolling(**more):
    return Rollout(before={}, began_at=NOON, stage_at=NOON, **more)


def test_a_change_goes_on_to_more_lamps_each_time_and_then_is_done():
    well, day = Seen(100, 0, 100, 0), timedelta(days=1)
    rollout = judge(rolling(), well, NOON + day - MINUTE)
    assert (rollout.stage, rollout.state) == (0, "going")
    rollout = judge(rollout, well, NOON + day)
    assert (rollout.stage, rollout.stage_at) == (1, NOON + day)
    rollout = judge(judge(rollout, well, NOON + 2 * day), well, NOON + 3 * day)
    assert (rollout.stage, rollout.state) == (2, "done")
    assert read_rollout(msgspec.to_builtins(rollout)) == rollout


@pytest.mark.parametrize("seen", [Seen(100, 6, 0, 0), Seen(100, 0, 100, 11)])
def test_a_change_goes_back_where_alarms_rise_or_nothing_is_confirmed(seen):
    rollout = judge(rolling(), seen, NOON + MINUTE)
    assert (rollout.state, rollout.ended_at) == ("back", NOON + MINUTE)
    assert rollout.tried == seen.lamps
    assert {"en", "cs", "sk", "sr-Latn"} == set(rollout.why)
    assert judge(rollout, Seen(100, 0, 0, 0), NOON + 2 * MINUTE) == rollout


def gone_back(**more):
    back = judge(rolling(), Seen(100, 6, 0, 0), NOON)
    rollout = msgspec.structs.replace(back, **more)
    schedules = {"all": schedule.Definition(TITLE)}
    return Written({}, {}, schedules, {}, {}, NOVI_SAD, back={"all": rollout})


def test_who_reads_that_a_change_went_back_learns_which_why_when_and_on_how_many():
    notice = notice_of("all", gone_back(), ["person:eva"])
    assert set(notice.subject) == {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}
    assert notice.subject["en"] == f"{TITLE['en']}: back to the version before"
    assert notice.body["en"].startswith("6 new alarms on 100 lamps.\n")
    assert "on 21 Dec 2026 13:00" in notice.body["en"], "by the clock of the town"
    assert notice.body["sr-Cyrl"].startswith("Нови аларми: 6,")
    later = gone_back(ended_at=NOON + MINUTE)
    assert notice_of("all", later, []).id != notice.id
    assert notice_of("all", gone_back(), ["person:jan"]).id == notice.id


def test_nothing_is_told_of_what_people_sent_back_or_what_was_long_ago():
    assert back_lately(gone_back(), NOON + MINUTE) == ["all"]
    assert back_lately(gone_back(), NOON + timedelta(days=8)) == []
    assert back_lately(gone_back(why={}), NOON + MINUTE) == []
    assert back_lately(gone_back(ended_at=None), NOON + MINUTE) == []


def test_a_few_alarms_or_commands_tell_nothing():
    assert judge(rolling(), Seen(10, 2, 10, 9), NOON).state == "going"
    strict = rolling(limits=Limits(alarms=0.5))
    assert judge(strict, Seen(100, 50, 0, 0), NOON).state == "going"


@given(st.lists(st.uuids().map(str), min_size=1))
def test_who_tries_it_at_one_stage_tries_it_at_the_next(lamps):
    stages = [rolling(stage=stage) for stage in range(3)]
    for lamp in lamps:
        tried = [tries(one, lamp) for one in stages]
        assert tried == sorted(tried)
        assert tried[-1]
