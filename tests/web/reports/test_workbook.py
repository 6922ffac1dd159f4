import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from mesto.operations.reports.page import document_in
from mesto.web.reports.as_workbook import write_xlsx
from tests.operations.reports.month import month_of_lighting


@pytest.fixture
def filled():
    return month_of_lighting()


def read(filled, language):
    return load_workbook(io.BytesIO(write_xlsx(document_in(language, filled))))


def test_a_workbook_has_a_cover_and_a_sheet_a_panel(filled):
    book = read(filled, "en")
    assert book.sheetnames[:3] == ["Lighting", "About", "Energy"]
    assert len(book.sheetnames) == 1 + len(filled.panels)
    cover = {row[0].value: row[1].value for row in book["Lighting"].iter_rows()}
    assert cover["Period"] == "October 2026"
    assert cover["Time zone"] == "Europe/Prague"
    assert cover["Hours with data (%)"] == 92.4


def test_numbers_are_numbers_with_their_unit_in_the_head(filled):
    sheet = read(filled, "cs")["Energy"]
    assert sheet["B1"].value == "Hodnota (kWh)"
    assert sheet["B2"].value == 1.2345
    assert sheet["C2"].value == 1.0005


def test_days_are_days_and_a_gap_is_an_empty_cell(filled):
    sheet = read(filled, "en")["By the day"]
    assert sheet["A2"].value == datetime(2026, 10, 1)  # noqa: DTZ001 - the wall clock
    assert sheet["A32"].value == datetime(2026, 10, 31)  # noqa: DTZ001 - the wall clock
    assert sheet["B11"].value == 9
    assert sheet["B12"].value is None


def test_a_name_that_looks_like_a_formula_stays_a_name(filled):
    cell = read(filled, "en")["To be mended"]["A2"]
    assert (cell.value, cell.data_type) == ("=SL-0", "s")
