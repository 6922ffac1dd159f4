from datetime import UTC, datetime

import pytest

from mesto.domains.lighting.inventory.segments import Post
from mesto.domains.lighting.presence.definition import Definition, check
from mesto.domains.lighting.presence.seen import Seen, read_seen
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Event, Observation

AT = datetime(2030, 1, 15, 17, tzinfo=UTC)
LAMP = "urn:ngsi-ld:Streetlight:1"
PLACES = {LAMP: Post("urn:ngsi-ld:RoadSegment:1", 12.0, LAMP)}


def said(value, *, entity=LAMP, attribute="presence", **more):
    told = Observation(
        entity=entity, attribute=attribute, value=value, source="test", **more
    )
    return Event(position=1, recorded_at=AT, types=("Streetlight",), observation=told)


@pytest.mark.parametrize("value", [True, 1, 3])
def test_somebody_is_seen(value):
    assert read_seen(said(value, observed_at=AT), PLACES) == Seen(LAMP, AT)


@pytest.mark.parametrize("value", [False, 0, None, "yes", {"count": 3}])
def test_nobody_is_seen(value):
    assert read_seen(said(value), PLACES) is None


def test_what_stands_on_no_street_sees_nobody():
    assert read_seen(said(1, entity="urn:ngsi-ld:Streetlight:2"), PLACES) is None


def test_what_was_deleted_or_is_something_else_is_no_presence():
    assert read_seen(said(1, deleted=True), PLACES) is None
    assert read_seen(said(1, attribute="powerState"), PLACES) is None


@pytest.mark.parametrize(
    ("told", "way"), [("start", "start"), ("end", "end"), ("north", None), (7, None)]
)
def test_a_sensor_may_tell_in_which_direction(told, way):
    meta = {"towards": {"type": "Property", "value": told}}
    found = read_seen(said(1, meta=meta), PLACES)
    assert found is not None
    assert found.towards == way


def test_the_full_level_is_above_the_base():
    with pytest.raises(Malformed) as refused:
        check(Definition(title={"en": "Dark"}, base=0.5, full=0.5))
    assert refused.value.facts["place"] == ("full",)
