"""A mapping is guessed from what a file looks like."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.csv.gate import guess_file
from mesto.gates.csv.guess import guess_mapping, type_from
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mapping import RecordMapping
from mesto.kernel.table import Row


def test_a_czech_inventory_is_understood(tmp_path):
    file = tmp_path / "waste-container.csv"
    file.write_bytes(
        "Kód;Název;Zaplnění [%];Lon;Lat;Datum\n"
        "A1;U školy;62,5;14,10;50,14;1.7.2026 12:00\n"
        "A2;Náměstí;8;14,11;50,15;2.7.2026 12:00\n".encode("windows-1250")
    )
    guessed = guess_file(file, zone="Europe/Prague")
    assert guessed.entity == "urn:ngsi-ld:WasteContainer:{Kód}"
    assert (guessed.time, guessed.clock.format) == ("Datum", "%d.%m.%Y %H:%M")
    assert guessed.clock.zone == "Europe/Prague"
    place, name, fill = guessed.attributes
    assert (place.longitude, place.latitude, place.decimal) == ("Lon", "Lat", ",")
    assert name.name == "name"
    assert (fill.name, fill.decimal, fill.scale) == ("fillingLevel", ",", 0.01)


def test_a_column_that_is_called_as_an_attribute_is_that_attribute(tmp_path):
    file = tmp_path / "evse.csv"
    file.write_text("id,refEVChargingStation\n1,urn:ngsi-ld:EVChargingStation:1\n")
    (station,) = guess_file(file).attributes
    assert station.name == "refEVChargingStation"


def test_every_local_time_is_read_in_the_zone_given(tmp_path):
    file = tmp_path / "bins.csv"
    file.write_text(
        "id,time,emptied,installed,seen\n"
        "1,2026-07-01T12:00:00,1.7.2026 10:00,2026-03-29T02:30:00,1782900000\n"
    )
    guessed = guess_file(file, zone="Europe/Belgrade")
    emptied, installed, seen = guessed.attributes
    clocks = [guessed.clock, emptied.clock, installed.clock]
    assert [clock.zone for clock in clocks] == ["Europe/Belgrade"] * 3
    assert emptied.clock.format == "%d.%m.%Y %H:%M"
    assert seen.clock is None, "a number of seconds has no zone"
    with pytest.raises(Malformed, match="no time zone"):
        guess_file(file, zone="Europe/Nowhere")


def test_features_are_understood(tmp_path):
    file = tmp_path / "lampe.geojson"
    file.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","id":7,'
        '"properties":{"naziv":"L1","power":70},'
        '"geometry":{"type":"Point","coordinates":[19.8,45.2]}}]}'
    )
    guessed = guess_file(file)
    assert guessed.entity == "urn:ngsi-ld:Lampe:{id}"
    assert [one.name for one in guessed.attributes] == ["location", "name", "power"]


def test_a_guess_can_be_printed_mended_and_read_again(tmp_path):
    file = tmp_path / "bins.csv"
    file.write_text("id,type,fill\n1,glass,5\n")
    guessed = guess_file(file, type_name="WasteContainer")
    text = msgspec.json.encode(guessed)
    assert msgspec.json.decode(text, type=RecordMapping) == guessed
    assert [one.name for one in guessed.attributes] == ["category", "fillingLevel"]


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(NotFound):
        guess_file(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("file", "type_"),
    [
        ("street lights.csv", "StreetLights"),
        ("OffStreetParking.json", "OffStreetParking"),
        ("паркинг.csv", "Thing"),
    ],
)
def test_a_type_is_named_after_its_file(file, type_):
    assert type_from(file) == type_


@given(st.lists(st.text(min_size=1), unique=True), st.lists(st.lists(st.text())))
def test_any_header_gives_a_mapping(fields, cells):
    rows = [
        Row(line, "", dict(zip(fields, row, strict=False)))
        for line, row in enumerate(cells, start=2)
    ]
    assert guess_mapping(fields, rows, type_name="Thing").type == "Thing"
