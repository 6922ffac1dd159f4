from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.alerts.rules import judge_alert
from mesto.operations.alarms.alert import Alert, alert_urn, clear_alert, raise_alert
from tests import stating

pytestmark = pytest.mark.anyio

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
PLACE = {"type": "Point", "coordinates": [19.84, 45.25]}
GAUGE = "urn:ngsi-ld:WaterObserved:danube"
HIGH = {"en": "The river is high."}


def entity(urn, *, scopes=(), **values):
    return stating.entity(urn, NOON, values, scopes=scopes)


def raised(about, *, at=NOON, **more):
    flood = Alert(
        rule="scenario:flood", severity="high", description=HIGH, category="weather"
    )
    return list(raise_alert(flood, about, at=at, source="flood", **more))


def test_what_a_rule_raises_stands_where_its_cause_does():
    gauge = entity(GAUGE, scopes=("/quay",), name="Danube", location=PLACE)
    said = {one.attribute: one.value for one in raised(gauge)}
    assert said["alertSource"] == GAUGE
    assert (said["name"], said["location"]) == ("Danube", PLACE)
    assert (said["scope"], said["category"]) == (["/quay"], "weather")


def test_what_stands_nowhere_is_put_where_it_is_told():
    connection = entity("urn:ngsi-ld:Connection:bins")
    said = {one.attribute: one.value for one in raised(connection, location=PLACE)}
    assert said["location"] == PLACE
    assert "location" not in {one.attribute for one in raised(connection)}


def test_one_rule_has_one_alert_about_one_entity():
    urn = alert_urn("scenario:flood", GAUGE)
    assert {one.entity for one in raised(entity(GAUGE))} == {urn}
    assert urn != alert_urn("scenario:frost", GAUGE)
    assert urn != alert_urn("scenario:flood", GAUGE + "-2")


async def test_an_alert_is_an_alarm_until_it_is_cleared_and_again_when_raised(city):
    gauge = entity(GAUGE, location=PLACE)
    urn = alert_urn("scenario:flood", GAUGE)

    async def status():
        alert = (await city.present([urn]))[urn]
        return judge_alert(alert, {}, NOON + timedelta(days=1)).status

    for _ in range(2):
        await city.record(raised(gauge))
    assert await status() == "critical"
    later = NOON + timedelta(hours=1)
    over = clear_alert(GAUGE, rule="scenario:flood", at=later, source="flood")
    await city.record(over)
    assert await status() == "ok"
    await city.record(raised(gauge, at=NOON + timedelta(hours=2)))
    assert await status() == "critical"
