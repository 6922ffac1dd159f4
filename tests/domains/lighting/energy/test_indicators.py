import pytest

from mesto.domains.lighting.energy.indicators import Segment, indicators_of


def segment(**more):
    usual = {
        "urn": "urn:ngsi-ld:RoadSegment:1",
        "name": "Main street",
        "lighting_class": "P4",
        "area_m2": 1_000.0,
        "lamps": 5,
        "power_w": 150.0,
        "year_kwh": 500.0,
    }
    return Segment(**(usual | more))


def test_power_is_told_by_light_and_area_and_energy_by_area():
    found = indicators_of(segment())
    assert found.power_density == pytest.approx(150 / (5 * 1_000))
    assert found.energy_a_year == pytest.approx(0.5)


def test_a_class_of_luminance_counts_as_the_light_it_takes_on_asphalt():
    assert indicators_of(segment(lighting_class="M4")).power_density == pytest.approx(
        150 / (0.75 / 0.07 * 1_000)
    )


def test_a_class_that_asks_for_no_light_has_no_power_density():
    assert indicators_of(segment(lighting_class="P7")).power_density is None
