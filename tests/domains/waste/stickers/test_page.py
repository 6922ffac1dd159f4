"""Codes, pages and sheets of stickers."""

from hypothesis import given
from hypothesis import strategies as some

from mesto.domains.waste.stickers.codes import LENGTH, code_of, read_code, shown
from mesto.domains.waste.stickers.grids import GRIDS
from mesto.domains.waste.stickers.page import (
    LANGUAGES,
    Told,
    page,
)
from mesto.domains.waste.stickers.sheet import Sticker, draw_sheets

BIN = Told("K-1 <b>", ["papír"], may_tap=True, trusted=False, done=False)


@given(some.binary(min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_read_as_people_type_it(chance):
    code = code_of(chance)
    assert read_code(shown(code)) == code
    assert read_code(f" {code.lower()} ") == code


@given(some.text(max_size=20))
def test_anything_that_is_typed_is_a_code_or_none(typed):
    assert len(read_code(typed)) in {0, LENGTH}


def test_a_page_speaks_every_language_and_shows_names_as_they_are():
    for language in LANGUAGES:
        written = page(BIN, language)
        assert f'<html lang="{language}">' in written
        assert "K-1 &lt;b&gt;" in written
        assert written.count('name="level"') == 5
        assert 'name="emptied"' not in written
    assert "Koliko je puna?" in page(BIN, "sr-Latn")
    assert "Колико је пуна?" in page(BIN, "sr-Cyrl")


def test_only_who_is_trusted_says_that_it_was_emptied_and_nobody_may_at_a_closed_one():
    assert 'name="emptied"' in page(BIN._replace(trusted=True), "en")
    closed = page(BIN._replace(may_tap=False), "en")
    assert "<form" not in closed
    assert "Sign in" in closed


def test_sheets_of_every_size_are_drawn_with_as_many_pages_as_it_takes():
    sticker = Sticker("https://city.example/open/x/waste/s/AAAAA", "K-1", "AA", ["a"])
    for size, grid in GRIDS.items():
        many = grid.columns * grid.rows + 1
        paper = draw_sheets([sticker] * many, size, "x")
        assert paper.startswith(b"%PDF")
        assert paper.count(b"/Type /Page\n") == 2
