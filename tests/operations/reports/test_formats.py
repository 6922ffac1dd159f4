from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.reports.formats import amount, change, moment, number, span
from mesto.operations.reports.period import Days

LANGUAGES = ["en", "cs", "sk", "sr-Latn", "sr-Cyrl"]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "−1,234,567.80 kWh"),
        ("cs", "−1 234 567,80 kWh"),
        ("sk", "−1 234 567,80 kWh"),
        ("sr-Latn", "−1.234.567,80 kWh"),
        ("sr-Cyrl", "−1.234.567,80 kWh"),
    ],
)
def test_a_number_is_written_as_its_readers_do(language, written):
    assert amount(-1234567.8, 2, "kWh", language).replace("\u00a0", " ") == written


@given(st.floats(-1e12, 1e12), st.integers(0, 6), st.sampled_from(LANGUAGES))
def test_a_number_can_be_read_back(value, digits, language):
    decimal = "." if language == "en" else ","
    text = number(value, digits, language).replace("−", "-")
    plain = "".join(one for one in text if one.isdigit() or one in f"-{decimal}")
    assert float(plain.replace(",", ".")) == float(f"{value:.{digits}f}")


def test_what_rounds_to_nothing_has_no_sign():
    assert number(-0.001, 2, "en") == "0.00"


def test_a_change_is_in_percent_where_there_was_something():
    assert change(110, 100, "en") == "+10.0\u00a0%"
    assert change(-1, -2, "cs") == "+50,0\u00a0%"
    assert change(1, 0, "en") == change(None, 1, "en") == "–"


def test_a_month_is_called_by_its_name():
    october = Days(date(2026, 10, 1), date(2026, 11, 1))
    assert span(october, "en") == "October 2026"
    assert span(october, "cs") == "říjen 2026"
    assert span(october, "sr-Cyrl") == "октобар 2026."
    week = Days(date(2026, 10, 5), date(2026, 10, 12))
    assert span(week, "en") == "5 Oct 2026 – 11 Oct 2026"
    at = datetime(2026, 10, 5, 6, 7)  # noqa: DTZ001 - the wall clock
    assert moment(at, "sr-Latn").replace("\u00a0", " ") == "5. 10. 2026. 06:07"
