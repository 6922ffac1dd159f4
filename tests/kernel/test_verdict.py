"""What holds for every sensor: its battery, and values that cannot be."""

from datetime import UTC, datetime

import pytest

import mesto.domains
from mesto.kernel.plugin import Domain, found_in
from mesto.kernel.verdict import judge
from tests.stating import entity

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
LAYERS = {
    layer.type: layer
    for domain in found_in(mesto.domains, Domain)
    for layer in domain.layers
}
SENSED = sorted(LAYERS.keys() - {"Alert"})
LIMITED = [
    pytest.param(layer, field, id=f"{layer.type}-{field.attribute}")
    for layer in LAYERS.values()
    for field in layer.fields
    if field.limits
]


def judged(kind, **values):
    asset = entity(f"urn:ngsi-ld:{kind}:1", NOON, values)
    return judge(LAYERS[kind], asset, {}, NOON)


@pytest.mark.parametrize("kind", SENSED)
def test_a_nearly_empty_battery_is_told_whatever_it_feeds(kind):
    assert judged(kind, batteryLevel=0.1).cause["en"] == "Battery at 10 %."
    assert judged(kind, batteryLevel=0.9).status == "ok"
    assert judged(kind, batteryLevel=-1).status == "ok"
    assert judged(kind, batteryLevel=0.1, maintenance=True).status == "maintenance"


@pytest.mark.parametrize(("layer", "field"), LIMITED)
def test_a_value_that_cannot_be_is_an_alarm_of_its_sensor(layer, field):
    least, most = field.limits
    for value in (least - 1, most + 1):
        verdict = judged(layer.type, **{field.attribute: value})
        assert verdict.status == "warning"
        assert verdict.cause["en"].startswith("Cannot be true")
        assert field.title["sk"] in verdict.cause["sk"]


def test_by_what_cannot_be_nothing_is_judged():
    verdict = judged("WasteContainer", fillingLevel=1.2)
    assert verdict.cause["en"].endswith("Filling level 120 %")
    fire = judged("WasteContainer", fillingLevel=1.2, temperature=80)
    assert fire.status == "critical", "it burns, whatever its level"


def test_most_layers_look_for_jammed_sensors():
    looked_at = {kind for kind in SENSED if LAYERS[kind].stuck_after}
    assert looked_at >= {
        "AirQualityObserved",
        "TrafficFlowObserved",
        "WasteContainer",
        "WeatherObserved",
    }
