"""Forms say what there is to fill in, and point at the field that is wrong."""

import pytest

from mesto.gates import http_pull, lorawan, mqtt, ocpi, ocpp, talq
from mesto.kernel.errors import Malformed
from mesto.kernel.municipality import LANGUAGES
from mesto.rim.forms import read_settings, schema_of

AIR = {"entity": "urn:ngsi-ld:AirQualityObserved:{id}", "type": "AirQualityObserved"}
PARTNER = {
    "address": "https://mesto.example",
    "country_code": "CZ",
    "party_id": "MES",
    "country": "CZE",
}
UUID = "00000000-0000-4000-8000-00000000000a"
GATEWAY = {"gateway_address": UUID, "cms_address": UUID}


def air(**settings):
    return {"mapping": AIR} | settings


def attributes(*several):
    return air(mapping=AIR | {"attributes": list(several)})


@pytest.mark.parametrize(
    ("gate", "settings", "place"),
    [
        (http_pull, {}, ("mapping",)),
        (http_pull, air(format="xls"), ("format",)),
        (http_pull, air(every_s="often"), ("every_s",)),
        (http_pull, air(every_s=-1), ("every_s",)),
        (http_pull, air(minutes=[0, "x"]), ("minutes", 1)),
        (http_pull, air(speed=1), ("speed",)),
        (http_pull, air(headers={"A": "b", "C": 3}), ("headers", "C")),
        (
            http_pull,
            attributes({"name": "pm10", "path": "pm"}, {"name": "pm25"}),
            ("mapping", "attributes", 1),
        ),
        (
            http_pull,
            attributes({"name": "pm10", "path": "pm", "scale": "x"}),
            ("mapping", "attributes", 0, "scale"),
        ),
        (mqtt, {"mappings": [AIR]}, ("mappings", 0, "topic")),
        (mqtt, {"commands": {"on": {"topic": 1}}}, ("commands", "on", "topic")),
        (
            lorawan,
            {"depths": {"a": {"empty_m": 1}, "b": {"empty_m": -1}}},
            ("depths", "b", "full_m"),
        ),
        (
            lorawan,
            {"multicast": {"a": {"group": "g", "devices": ["x"]}}},
            ("multicast", "a", "devices"),
        ),
        (mqtt, {"mappings": [AIR | {"topic": "{a}/{a}"}]}, ("mappings", 0, "topic")),
        (
            http_pull,
            attributes({"name": "location", "longitude": "x"}),
            ("mapping", "attributes", 0, "latitude"),
        ),
        (http_pull, air(mapping=AIR | {"type": "a b"}), ("mapping", "type")),
        (
            http_pull,
            air(mapping=AIR | {"clock": {"zone": "Mars"}}),
            ("mapping", "clock", "zone"),
        ),
        (
            http_pull,
            air(mapping=AIR | {"clock": {"format": "%!"}}),
            ("mapping", "clock", "format"),
        ),
        (http_pull, air(minutes=[60]), ("minutes", 0)),
        (ocpp, {"renewal_days": 365}, ("certificate_days",)),
        (ocpp, {"security": 3}, ("security",)),
        (ocpi, PARTNER | {"country": "cz"}, ("country",)),
        (ocpi, PARTNER | {"address": "x"}, ("address",)),
        (talq, GATEWAY | {"certificate": "x"}, ()),
        (talq, GATEWAY | {"loggers": {"a": {}}}, ("loggers", "a")),
    ],
)
def test_a_mistake_is_found_where_it_is_and_said_in_every_language(
    gate, settings, place
):
    with pytest.raises(Malformed) as refused:
        read_settings(gate.gate, settings)
    assert refused.value.facts["place"] == place
    assert refused.value.facts["why"]
    assert "`$" not in refused.value.facts["why"]
    assert set(refused.value.facts["beside"]) == set(LANGUAGES)


def test_settings_without_a_mistake_are_read():
    settings = read_settings(http_pull.gate, air(every_s="60"))
    assert settings.every_s == 60


def test_a_form_names_inherited_fields_too():
    schema = schema_of(mqtt.gate)
    topic = schema["$defs"]["TopicMapping"]["properties"]
    assert topic["attributes"]["title"]["cs"] == "Co se čte"
    assert topic["serial"]["title"]["sr-Cyrl"] == "Где је серијски број уређаја"
