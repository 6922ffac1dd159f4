"""A town as its ledger has it, laid out in columns."""

from datetime import UTC, datetime, timedelta
from math import isnan

import pytest

from mesto.domains.waste.emptyings.happened import Emptied
from mesto.domains.waste.forecast.laid_out import (
    DENSITIES,
    containers_of,
    lay_out_marks,
)
from mesto.domains.waste.forecast.marks import SEEN_SLACK, WEIGHED_SLACK
from mesto.domains.waste.nouns import Emptying

AT = datetime(2030, 6, 21, tzinfo=UTC)
ISLE = "urn:ngsi-ld:WasteContainerIsle:1"
STATED = {
    "a": {
        "storedWasteKind": "glass",
        "binCapacity": 1000,
        "refWasteContainerIsle": ISLE,
    },
    "b": {"storedWasteKind": ["glass"], "refWasteContainerIsle": ISLE},
    "c": {"address": {"streetAddress": "Long Street 12"}},
    "d": {"address": {"streetAddress": "Long Street 7a"}},
    "e": {"location": {"type": "Point", "coordinates": [19.8401, 45.2501]}},
    "f": {"location": {"type": "Point", "coordinates": [19.84011, 45.25011]}},
    "g": {"binCapacity": -5},
}
CONTAINERS, FRACTIONS = containers_of(STATED, dict.fromkeys(STATED, AT))


def emptied(urn, *ways, days=1, **more):
    ways = ways or ("reported",)
    return Emptied(urn, AT + timedelta(days=days), Emptying(**more), ways)


def marks(read=(), seen=(), happened=()):
    return lay_out_marks(CONTAINERS, FRACTIONS, read, seen, happened)


def test_neighbours_are_of_one_isle_one_street_or_one_block():
    a, b, c, d, e, f, g = CONTAINERS.places
    assert (a, c, e) == (b, d, f)
    assert len({a, c, e}) == 3
    assert g == -1


def test_of_what_is_not_written_nothing_is_known():
    assert FRACTIONS == ["", "glass"]
    assert CONTAINERS.capacity_l[0] == 1000
    assert isnan(CONTAINERS.capacity_l[1])
    assert isnan(CONTAINERS.capacity_l[6])


def test_a_level_that_cannot_be_has_said_nothing():
    told = marks(read=[("a", [0.0, 3600.0, 7200.0], [0.5, 2.55, -0.1])])
    assert told.level.tolist() == [0.5]


def test_what_was_tapped_is_known_less_exactly_than_what_was_read():
    told = marks(read=[("a", [0.0], [0.5])], seen=[("a", [9.0], [0.5])])
    assert told.slack.tolist() == [0.0, SEEN_SLACK]


def test_a_weight_tells_a_level_where_the_volume_is_known():
    weighed = [emptied("a", weight_kg=150.0), emptied("b", weight_kg=150.0)]
    told = marks(happened=weighed)
    assert told.level[0] == pytest.approx(150 / DENSITIES["glass"] / 1000)
    assert told.slack[0] == WEIGHED_SLACK
    assert isnan(told.level[1])


def test_how_heavy_a_litre_is_is_learnt_from_what_was_weighed_and_measured():
    both = [
        emptied("a", "detected", days=day, before=0.52, weight_kg=104.0)
        for day in range(1, 30)
    ]
    told = marks(happened=[*both, emptied("a", days=40, weight_kg=100.0)])
    assert told.level[-1] == pytest.approx(0.5, abs=0.01)


def test_a_report_at_a_quarter_is_a_tap_and_a_sensor_is_exact():
    told = marks(
        happened=[
            emptied("a", days=1, before=0.75),
            emptied("a", "detected", days=2, before=0.75),
            emptied("unknown", days=3, before=0.75),
        ]
    )
    assert told.slack.tolist() == [SEEN_SLACK, 0.0]
    assert told.emptied.all()
