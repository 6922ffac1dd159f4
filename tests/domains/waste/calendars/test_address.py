import pytest

from mesto.domains.waste.calendars.address import Address, calendars_at, read_address
from mesto.domains.waste.calendars.definition import Stretch, Where
from tests.domains.waste.calendars.test_days import a_calendar


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Dlouhá 12", Address("Dlouhá", 12)),
        ("Dlouhá 1234/12a", Address("Dlouhá", 12)),
        ("  28. října ", Address("28. října")),
        ("28. října 3", Address("28. října", 3)),
        ("", Address("")),
    ],
)
def test_addresses_are_read_as_people_write_them(text, address):
    assert read_address(text) == address


def names_at(address, **where):
    calendars = {"paper": a_calendar(where=Where(**where))}
    return [name for name, _ in calendars_at(address, calendars)]


def test_a_street_is_found_without_its_accents():
    assert names_at(Address("dlouha", 3), streets=[Stretch(street="Dlouhá")])
    assert names_at(Address("DJORDJA", 3), streets=[Stretch(street="Djordja")])
    assert not names_at(Address("Krátká", 3), streets=[Stretch(street="Dlouhá")])


def test_a_stretch_has_a_side_and_ends():
    odd = [Stretch(street="Dlouhá", side="odd", first=5, last=11)]
    found = [n for n in range(1, 20) if names_at(Address("Dlouhá", n), streets=odd)]
    assert found == [5, 7, 9, 11]


def test_without_a_number_every_calendar_of_the_street_is_told():
    assert names_at(Address("Dlouhá"), streets=[Stretch(street="Dlouhá", first=90)])


def test_a_district_is_all_of_its_houses():
    assert names_at(Address("Krátká", 1, "Háje"), districts=["haje"])
    assert not names_at(Address("Krátká", 1), districts=["Háje"])
