from datetime import UTC, datetime

from mesto.kernel.model import Event, Observation
from mesto.operations.scenarios.heard import parted

NOW = datetime(2030, 1, 15, 20, tzinfo=UTC)
ANEW = ("urn:ngsi-ld:Scenario:", "urn:ngsi-ld:Calendar:")
FULL, SCENARIO, CALENDAR = (
    f"urn:ngsi-ld:{name}:1" for name in ("WasteContainer", "Scenario", "Calendar")
)


def heard(*entities):
    return [
        Event(
            position=number,
            recorded_at=NOW,
            types=(),
            observation=Observation(
                entity=entity, attribute="a", value=1, source="test"
            ),
        )
        for number, entity in enumerate(entities)
    ]


def positions(*parts):
    return [[one.position for one in part] for part in parts]


def test_what_was_before_a_scenario_was_set_to_work_is_heard_without_it():
    events = heard(FULL, SCENARIO, FULL, CALENDAR, FULL)
    assert positions(*parted(events, ANEW)) == [[0, 1, 2], [3, 4]]


def test_where_no_scenario_changes_all_is_heard_by_those_there_are():
    assert positions(*parted(heard(FULL, FULL), ANEW)) == [[0, 1], []]
