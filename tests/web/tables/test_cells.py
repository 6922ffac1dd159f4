import csv
import io
from datetime import UTC, datetime
from zipfile import ZipFile

import openpyxl
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.web.tables.as_csv import CsvFile, Dialect
from mesto.web.tables.as_geojson import GeoJsonFile
from mesto.web.tables.as_xlsx import XlsxFile
from mesto.web.tables.cells import Head, Layout, Words

NOON = datetime(2026, 7, 1, 10, tzinfo=UTC)
DANGEROUS = "=+-@\t\r＝＋－＠"
WORDS = Words(
    states=("V pořádku", "Varování", "Kritické", "Bez spojení", "Údržba"),
    language="cs",
    zone="Europe/Prague",
)


def row(**values):
    return {
        "id": 1,
        "urn": "urn:ngsi-ld:WasteContainer:KO-1",
        "name": "KO-1",
        "street": "Žižkova",
        "district": "",
        "location": (19.84, 45.25),
        "status": 2,
        "since": NOON,
        "seen": None,
        "cause": {"en": "97 % full.", "cs": "Zaplněno na 97 %."},
        "values": values,
    }


def heads(*columns, scale=1.0):
    return [Head(column, column, scale) for column in columns]


def whole(file, *rows):
    return b"".join([file.begin(), file.add(rows), file.add([]), file.end()])


def as_csv(columns, *rows, scale=1.0, **dialect):
    layout = Layout(heads(*columns, scale=scale), WORDS)
    text = whole(CsvFile(layout, Dialect(**dialect)), *rows).decode("utf-8-sig")
    return text.removeprefix("\ufeff")


def read(text, separator=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def as_xlsx(columns, *rows, scale=1.0):
    file = XlsxFile(Layout(heads(*columns, scale=scale), WORDS), "Kontejnery: [1]")
    book = openpyxl.load_workbook(io.BytesIO(whole(file, *rows)))
    return book.worksheets[0]


def test_a_row_reads_as_its_reader_speaks():
    columns = (".state", ".cause", ".name", ".street", ".since", ".seen")
    lines = as_csv(columns, row(), separator=";").split("\r\n")
    assert lines[0] == ";".join(columns)
    assert lines[1] == "Kritické;Zaplněno na 97 %.;KO-1;Žižkova;2026-07-01 12:00:00;"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.29, "29"),
        (0.123456, "12,3456"),
        (True, "ano"),
        (None, '""'),
        ([231, 0.5], "231, 0.5"),
        ({"a": 1}, '"{""a"":1}"'),
        ("2026-01-01T00:00:00Z", "2026-01-01 01:00:00"),
        (
            {"@type": "DateTime", "@value": "2026-01-01T00:00:00Z"},
            "2026-01-01 01:00:00",
        ),
    ],
)
def test_a_value_is_written_as_its_reader_s_spreadsheet_reads_it(value, written):
    text = as_csv(["a"], row(a=value), scale=100, separator=";", decimal=",", yes="ano")
    assert text == f"a\r\n{written}\r\n"


@pytest.mark.parametrize("first", DANGEROUS)
def test_what_begins_like_a_formula_is_a_text(first):
    formula = first + 'HYPERLINK("http://evil.example")'
    (line,) = list(csv.reader(io.StringIO(as_csv(["a"], row(a=formula)), newline="")))[
        1:
    ]
    assert line == ["'" + formula]
    (head,) = csv.reader([as_csv([formula]).strip("\r\n")])
    assert head == ["'" + formula]
    cell = as_xlsx(["a"], row(a=formula))["A2"]
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.quotePrefix


def test_a_negative_number_is_no_formula():
    assert as_csv(["a"], row(a=-5.5)).split("\r\n")[1] == "-5.5"
    assert as_xlsx(["a"], row(a=-5.5))["A2"].value == -5.5


def test_a_workbook_has_real_numbers_dates_and_truth():
    columns = (".name", "level", "open", ".since", "nothing")
    sheet = as_xlsx(columns, row(level=0.97, open=True), scale=100)
    assert [cell.value for cell in sheet[1]] == list(columns)
    assert [cell.value for cell in sheet[2]] == [
        "KO-1",
        97,
        True,
        datetime(2026, 7, 1, 12),  # noqa: DTZ001 - a workbook knows no zones
        None,
    ]
    assert sheet.title == "Kontejnery   1"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_a_workbook_may_have_many_columns():
    columns = [f"a{number}" for number in range(60)]
    sheet = as_xlsx(columns, row(a0="first", a26="AA", a59="last"))
    assert (sheet["A2"].value, sheet["AA2"].value) == ("first", "AA")
    assert sheet["BH2"].value == "last"


def test_a_workbook_is_an_archive_whose_parts_are_whole():
    file = XlsxFile(Layout(heads(".name"), WORDS), "")
    with ZipFile(io.BytesIO(whole(file, row()))) as archive:
        assert archive.testzip() is None


def test_geojson_keeps_values_as_they_were_recorded():
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    file = GeoJsonFile(heads(".state", ".name", "level", scale=100))
    there = row(level=0.97, location=shape)
    collection = orjson.loads(whole(file, row(level=0.5), there))
    first, second = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [19.84, 45.25]}
    assert first["properties"] == {"state": "critical", "name": "KO-1", "level": 0.5}
    assert second["geometry"] == shape


def test_a_collection_without_features_is_one_too():
    assert orjson.loads(whole(GeoJsonFile(heads("a"))))["features"] == []


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe"])
def test_an_unknown_time_zone_is_refused(zone):
    with pytest.raises(Malformed, match="time zone"):
        Layout(heads("a"), Words(zone=zone))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(2**63), 2**64 - 1)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
).filter(lambda value: "\\ud" not in ascii(value))


@given(VALUES, st.sampled_from([";", ",", "\t"]), st.sampled_from([".", ","]))
def test_any_value_is_one_cell_of_a_csv_file_and_never_a_formula(
    value, separator, decimal
):
    text = as_csv(["a", "b"], row(a=value), separator=separator, decimal=decimal)
    _, (cell, empty) = read(text, separator)
    assert empty == ""
    if isinstance(value, str):
        assert not cell.startswith(tuple(DANGEROUS))


@given(VALUES)
def test_any_value_is_one_cell_of_a_workbook_and_never_a_formula(value):
    sheet = as_xlsx(["a", "b"], row(a=value, b="end"))
    assert sheet["A2"].data_type != "f"
    assert sheet["B2"].value == "end"
