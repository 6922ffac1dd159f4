from datetime import timedelta

import pytest

from mesto.domains.waste.rules import judge_container


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"fillingLevel": 0.0}, "ok"),
        ({"fillingLevel": 0.79}, "ok"),
        ({"fillingLevel": 0.8}, "warning"),
        ({"fillingLevel": 0.95}, "critical"),
        ({"fillingLevel": 0.1, "temperature": 59.9}, "ok"),
        ({"fillingLevel": 0.1, "temperature": 60.0}, "critical"),
        ({"status": "burning"}, "critical"),
        ({"status": "dropped"}, "warning"),
        ({"status": "ok"}, "ok"),
        ({"fillingLevel": "full"}, "ok"),
        ({"fillingLevel": True}, "ok"),
        ({"fillingLevel": 0.99, "maintenance": True}, "maintenance"),
    ],
)
def test_a_container_is_judged_by_what_it_reports(asset, now, values, status):
    container = asset("WasteContainer", **values)
    assert judge_container(container, {}, now).status == status


def test_the_cause_is_said_in_every_language(asset, now):
    container = asset("WasteContainer", fillingLevel=0.86)
    cause = judge_container(container, {}, now).cause
    assert cause["en"] == "86 % full."
    assert set(cause) == {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}


def test_a_sensor_that_reported_fire_and_fell_silent_still_burns(asset, now):
    container = asset("WasteContainer", ago=timedelta(days=2), temperature=180.0)
    assert judge_container(container, {}, now).status == "critical"


def test_a_full_container_that_fell_silent_is_offline(asset, now):
    container = asset("WasteContainer", ago=timedelta(days=2), fillingLevel=0.9)
    verdict = judge_container(container, {}, now)
    assert verdict.status == "offline"
    assert verdict.until is None


def test_a_container_may_say_how_often_it_reports(asset, now):
    ago = timedelta(hours=2)
    container = asset("WasteContainer", ago=ago, fillingLevel=0.1, reportingPeriod=600)
    assert judge_container(container, {}, now).status == "offline"
