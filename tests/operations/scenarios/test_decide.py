from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.mistake import read_written
from mesto.kernel.model import Command
from mesto.operations.calendars.sun import Spot
from mesto.operations.notifications.notice import Notice
from mesto.operations.scenarios.compiled import Written, compile_scenario
from mesto.operations.scenarios.definition import Definition
from mesto.operations.scenarios.engine import Engine, Key
from mesto.operations.scenarios.happening import Happening, chain_of, source_of
from tests import stating

PRAGUE = Spot(50.08, 14.42, ZoneInfo("Europe/Prague"))
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BIN = "urn:ngsi-ld:WasteContainer:K1"
OVER = {"is": "threshold", "attribute": "fillingLevel", "above": 0.9}
TELL = {"is": "notify", "to": ["role:operator"], "subject": {"en": "{{ value }}"}}


def scenario(name="full", **parts):
    written = {
        "title": {"en": "Full"},
        "scope": {"types": ["WasteContainer"]},
        "triggers": [OVER],
        "actions": [TELL],
    }
    definition = read_written(written | parts, Definition)
    return compile_scenario(
        Written(name=name, definition=definition), calendars=[], scenarios=["other"]
    )


def engine(*scenarios):
    return Engine(scenarios, {}, PRAGUE)


def entity(**said):
    return stating.entity(BIN, NOON, said, scopes=("/centre/square",))


def heard(value, at=NOON, attribute="fillingLevel", cause="", chain=(), **said):
    return Happening(
        sort="observed",
        at=at,
        cause=cause or f"{at} {value}",
        entity=entity(**{attribute: value, "name": "K 1", **said}),
        attribute=attribute,
        value=value,
        chain=chain,
    )


def fired(working, *happenings):
    """How often something set a scenario off."""
    return sum(len(list(working.hear(one, {}))) for one in happenings)


def decided(one, happening):
    (decision,) = engine(one).hear(happening, {})
    return decision


def test_a_number_goes_beyond_its_limit_once_until_it_has_come_back():
    working = engine(scenario(triggers=[OVER | {"back": 0.8}]))
    levels = [0.5, 0.91, 0.95, 0.85, 0.92, 0.8, 0.9]
    times = [NOON + number * MINUTE for number in range(len(levels))]
    turns = [
        fired(working, heard(level, at))
        for level, at in zip(levels, times, strict=True)
    ]
    assert turns == [0, 1, 0, 0, 0, 0, 1]


def test_it_has_to_stay_beyond_for_a_while_though_nothing_is_heard_meanwhile():
    working = engine(scenario(triggers=[OVER | {"for_s": 3600}]))
    assert fired(working, heard(0.95)) == 0
    key = Key("full", 0, BIN)
    assert working.due(NOON + 59 * MINUTE) == []
    assert working.due(NOON + 60 * MINUTE) == [key]
    assert working.look(key, NOON + 60 * MINUTE) == NOON + 60 * MINUTE
    assert fired(working, heard(0.96, NOON + 61 * MINUTE)) == 0, "it was told already"


def test_what_came_back_meanwhile_is_not_due():
    working = engine(scenario(triggers=[OVER | {"for_s": 3600}]))
    assert fired(working, heard(0.95), heard(0.5, NOON + MINUTE)) == 0
    assert working.due(NOON + 60 * MINUTE) == []


def test_silence_is_noticed_and_speaking_again_ends_it():
    silent = {"is": "silence", "attribute": "fillingLevel", "for_s": 3600}
    working = engine(scenario(triggers=[silent]))
    fired(working, heard(0.1), heard(0.2, NOON + 30 * MINUTE))
    assert working.due(NOON + 80 * MINUTE) == []
    (key,) = working.due(NOON + 90 * MINUTE)
    assert working.look(key, NOON + 90 * MINUTE) is not None


def test_a_change_is_another_value_and_can_be_one_of_some():
    any_change = engine(scenario(triggers=[{"is": "change", "attribute": "status"}]))
    said = [heard(value, attribute="status") for value in ("ok", "ok", "broken")]
    assert [fired(any_change, one) for one in said] == [0, 0, 1]
    to = {"is": "change", "attribute": "status", "to": ["broken"]}
    assert [fired(engine(scenario(triggers=[to])), one) for one in said] == [0, 0, 1]


def test_who_moves_into_an_area_is_noticed_once():
    square = [[[14, 50], [15, 50], [15, 51], [14, 51], [14, 50]]]
    area = {"type": "Polygon", "coordinates": square}
    moves = {"is": "geofence", "area": area, "goes": "in"}
    working = engine(scenario(triggers=[moves]))
    way = [13.5, 14.5, 14.6, 15.5, 14.5]
    points = [{"type": "Point", "coordinates": [x, 50.5]} for x in way]
    steps = [fired(working, heard(one, attribute="location")) for one in points]
    assert steps == [0, 1, 0, 0, 1]


def test_a_schedule_is_due_by_the_clock_of_the_town_and_then_the_next_day():
    working = engine(scenario(triggers=[{"is": "schedule", "at": ["06:00"]}], scope={}))
    working.wind(datetime(2026, 3, 28, 12, tzinfo=UTC))
    (key,) = working.due(datetime(2026, 3, 29, 4, tzinfo=UTC))
    since = working.look(key, datetime(2026, 3, 29, 4, tzinfo=UTC))
    assert since == datetime(2026, 3, 29, 4, tzinfo=UTC), "summer has begun"
    assert working.due(datetime(2026, 3, 30, 3, 59, tzinfo=UTC)) == []


def test_conditions_tell_one_by_one_whether_they_hold():
    conditions = [
        {"is": "expression", "that": "local.weekday == 5"},
        {"is": "compare", "attribute": "name", "operator": "==", "value": "K 2"},
    ]
    decision = decided(scenario(conditions=conditions), heard(0.95))
    assert decision.outcome == "not_so"
    assert [check.holds for check in decision.checks] == [True, False]


def test_an_expression_that_cannot_be_reckoned_does_nothing_and_says_why():
    conditions = [{"is": "expression", "that": "entity.name > 5"}]
    decision = decided(scenario(conditions=conditions), heard(0.95))
    assert (decision.outcome, decision.effects) == ("failed", ())
    assert "entity.name > 5" in decision.why


def test_a_decision_table_says_what_the_actions_use():
    rules = [{"i": "> 0.95", "o": '"high"'}, {"i": "> 0.9", "o": '"low"'}]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "i", "name": "Level", "field": "value"}],
        "outputs": [{"id": "o", "name": "Urgency", "field": "urgency"}],
        "rules": rules,
    }
    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "a", "type": "inputNode", "name": "In", **place},
        {
            "id": "b",
            "type": "decisionTableNode",
            "name": "T",
            "content": table,
            **place,
        },
        {"id": "c", "type": "outputNode", "name": "Out", **place},
    ]
    edges = [
        {"id": "1", "sourceId": "a", "targetId": "b", "type": "edge"},
        {"id": "2", "sourceId": "b", "targetId": "c", "type": "edge"},
    ]
    one = scenario(
        conditions=[{"is": "table", "decision": {"nodes": nodes, "edges": edges}}],
        actions=[TELL | {"subject": {"en": "{{ table.urgency }}"}}],
    )
    (effect,) = decided(one, heard(0.99)).effects
    assert effect.what.subject == {"en": "high"}


def test_a_run_waits_and_goes_on_where_it_was_also_in_a_branch():
    branch = {
        "is": "branch",
        "that": "value > 0.95",
        "then": [{"is": "wait", "for_s": 60}, TELL],
        "otherwise": [{"is": "clear"}],
    }
    one = scenario(actions=[branch, {"is": "start", "scenario": "other"}])
    decision = decided(one, heard(0.99))
    assert decision.effects == []
    assert decision.pause.due == NOON + MINUTE
    low = decided(one, heard(0.91))
    assert [effect.does for effect in low.effects] == ["clear", "start"]


def test_a_command_goes_to_the_entity_or_to_what_an_expression_names():
    fed = [f"urn:ngsi-ld:Streetlight:{number}" for number in (1, 2)]
    order = {"is": "command", "command": "setLevel", "value": "{{ value * 2 }}"}
    actions = [order, order | {"target": "entity.fed"}]
    effects = decided(scenario(actions=actions), heard(1.0, fed=fed)).effects
    commands = [effect.what for effect in effects]
    assert [one.entity for one in commands] == [BIN, *fed]
    assert all(isinstance(one, Command) and one.value == 2 for one in commands)


def test_what_happens_twice_is_decided_with_the_same_ids():
    first, second = (decided(scenario(), heard(0.95)) for _ in range(2))
    assert first.run == second.run
    assert [one.id for one in first.effects] == [one.id for one in second.effects]
    (effect,) = first.effects
    assert isinstance(effect.what, Notice)
    assert effect.what.id == effect.id


def test_a_scenario_does_not_set_itself_off_by_what_it_led_to():
    assert chain_of(source_of(("a", "full"))) == ("a", "full")
    decision = decided(scenario(), heard(0.95, chain=("full", "other")))
    assert (decision.outcome, decision.why) == ("round", "full → other → full")


def test_other_types_districts_and_entities_are_left_alone():
    for scope in (
        {"types": ["Streetlight"]},
        {"districts": ["/north"]},
        {"urns": ["urn:ngsi-ld:WasteContainer:K2"]},
    ):
        assert fired(engine(scenario(scope=scope)), heard(0.95)) == 0
    assert fired(engine(scenario(scope={"districts": ["/centre"]})), heard(0.95)) == 1


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0, 0.9))
def test_between_two_firings_a_level_came_back(levels, back):
    working = engine(scenario(triggers=[OVER | {"back": back}]))
    came_back = True
    for number, level in enumerate(levels):
        fires = fired(working, heard(level, NOON + number * MINUTE))
        assert fires == (level >= 0.9 and came_back)
        came_back = level <= back or (came_back and level < 0.9)


@pytest.mark.parametrize("value", [None, "full", True, [1], {"a": 1}])
def test_what_is_no_number_goes_beyond_nothing(value):
    assert fired(engine(scenario()), heard(value)) == 0


def test_one_that_names_its_assets_hears_of_no_other():
    other = "urn:ngsi-ld:WasteContainer:K2"
    working = engine(
        scenario("mine", scope={"urns": [BIN]}),
        scenario("theirs", scope={"types": ["WasteContainer"], "urns": [other]}),
    )
    names = [one.scenario for one in working.hear(heard(0.95), {})]
    assert names == ["mine"]
    assert working.cares(("WasteContainer",), "fillingLevel")
