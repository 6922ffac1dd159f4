"""What tags mean."""

import pytest

from mesto.simulator.kinds import AreaKind, BuildingKind
from mesto.simulator.osm.tags import (
    area_kind,
    building_kind,
    floors,
    languages_of,
    name,
    population,
)


@pytest.mark.parametrize(
    ("names", "languages"),
    [
        (["Žižkova", "Dvořákova", "Na Stráni"], ("cs",)),
        (["Štúrova", "Ľudovíta Štúra", "Hôrna"], ("sk",)),
        (["Vuka Karadžića", "Đure Jakšića"], ("sr-Latn", "sr-Cyrl")),
        (["Вука Караџића"], ("sr-Latn", "sr-Cyrl")),
    ],
)
def test_a_language_shows_in_its_letters(
    names: list[str], languages: tuple[str, ...]
) -> None:
    assert languages_of(names) == languages


def test_a_serbian_name_has_both_scripts_whatever_key_it_came_by() -> None:
    both = {"sr-Latn": "Futoška", "sr-Cyrl": "Футошка"}
    languages = ("sr-Latn", "sr-Cyrl")
    for tags in (
        {"name": "Футошка"},
        {"name": "Futoška"},
        {"name:sr": "Футошка"},
        {"name": "Futoška", "name:sr-Latn": "Futoška"},
    ):
        assert name(tags, languages) == both
    assert list(name({"name": "Футошка", "name:hu": "Futaki"}, languages)) == [
        "sr-Latn",
        "sr-Cyrl",
        "hu",
    ]


def test_other_languages_are_kept_and_other_keys_are_not() -> None:
    tags = {"name": "Wien", "name:cs": "Vídeň", "name:etymology": "x", "ref": "7"}
    assert name(tags, ("de",)) == {"de": "Wien", "cs": "Vídeň"}
    assert name({"ref": "7"}, ("de",)) == {}


def test_a_building_is_what_its_tags_or_its_size_say() -> None:
    assert building_kind({"building": "church"}, 10) is BuildingKind.CHURCH
    school = {"building": "yes", "amenity": "school"}
    assert building_kind(school, 900) is BuildingKind.SCHOOL
    assert building_kind({"building": "yes"}, 12) is BuildingKind.GARAGE
    assert building_kind({"building": "yes"}, 120) is BuildingKind.HOUSE
    assert building_kind({"building": "yes"}, 700) is BuildingKind.APARTMENTS


@pytest.mark.parametrize(
    ("tags", "count"),
    [
        ({"building:levels": "4"}, 4),
        ({"building:levels": "2.5"}, 2),
        ({"height": "12 m"}, 4),
        ({"building:levels": "many"}, 2),
        ({"building:levels": "0"}, 1),
    ],
)
def test_floors_are_counted_or_guessed(tags: dict[str, str], count: int) -> None:
    assert floors(tags, BuildingKind.HOUSE) == count


@pytest.mark.parametrize(
    ("written", "number"), [("260438", 260438), ("9 100", 9100), ("?", 0), ("", 0)]
)
def test_a_population_is_a_number_or_unknown(written: str, number: int) -> None:
    assert population({"population": written}) == number


def test_land_the_map_does_not_show_is_none() -> None:
    assert area_kind({"landuse": "forest"}) is AreaKind.FOREST
    assert area_kind({"landuse": "moon"}) is None
