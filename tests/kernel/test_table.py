"""Tables of text are read row by row, whoever wrote them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.dialect import detect_delimiter, detect_encoding
from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import AttributeMapping, RecordMapping
from mesto.kernel.table import (
    Layout,
    Refused,
    Row,
    accept,
    read_table,
    understand,
)

CZECH = "číslo;Zaplnění [%];ulice\n1;12,5;Žižkova třída\n2;80;Náměstí Míru\n"
SERBIAN = "број;улица\n1;Булевар ослобођења\n"
BIN = RecordMapping(
    entity="urn:ngsi-ld:WasteContainer:{id}",
    type="WasteContainer",
    attributes=(AttributeMapping(name="fillingLevel", path="fill", read="number"),),
)


def rows(text, layout=None):
    payload = text if isinstance(text, bytes) else text.encode()
    return list(read_table(payload, BIN, layout or Layout()))


@pytest.mark.parametrize(
    ("text", "encoding", "detected"),
    [
        (CZECH, "utf-8", "utf-8"),
        (CZECH, "utf-8-sig", "utf-8-sig"),
        (CZECH, "utf-16", "utf-16"),
        (CZECH, "windows-1250", "windows-1250"),
        (CZECH, "iso-8859-2", "iso-8859-2"),
        (SERBIAN, "windows-1251", "windows-1251"),
        ("a;b\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_told_by_the_letters(text, encoding, detected):
    assert detect_encoding([text.encode(encoding)]) == detected


def test_the_encoding_is_told_by_the_whole_file_however_it_is_cut():
    parts = [b"a;b\n"] * 1000 + [bytes([byte]) for byte in "Žluťoučký kůň".encode()]
    assert detect_encoding(parts) == "utf-8"
    assert detect_encoding([*parts, "kůň".encode("windows-1250")]) == "windows-1250"


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a,b,c", "1,2,3"], ","),
        (["a;b", "1,5;2,5"], ";"),
        (["a\tb", "x, y, z\t1"], "\t"),
        (["a|b", "1|2"], "|"),
        (['"x;y",b', '"1;2",3'], ","),
        (["alone"], ","),
        ([], ","),
    ],
)
def test_the_delimiter_is_what_makes_even_rows(lines, delimiter):
    assert detect_delimiter(lines) == delimiter


def test_rows_know_their_lines_also_behind_cells_of_several():
    first, second = rows('id,fill,note\n1,5,"two\nlines"\n\n2,6,\n')
    assert (first.line, second.line) == (2, 5)
    assert first.record["note"] == "two\nlines"
    assert first.text == '1,5,"two\nlines"\n'


def test_a_bad_line_does_not_spoil_the_next_one():
    text = 'id,fill\n1,5\n2\n3,"x"y\n4,a,b\n5,6\n'
    kinds = [(type(row), row.line) for row in rows(text)]
    assert kinds == [
        (Row, 2),
        (Refused, 3),
        (Refused, 4),
        (Refused, 5),
        (Row, 6),
    ]


def test_lines_before_the_header_are_skipped():
    (row,) = rows("Export of\n2026\nid,fill\n1,5\n", Layout(skip_lines=2))
    assert (row.line, row.record) == (4, {"id": "1", "fill": "5"})


@pytest.mark.parametrize(
    "text", ["", "\n", "id\n1\n", "id,fill,fill\n1,2,3\n", '"id\n'], ids=repr
)
def test_a_table_without_the_columns_of_the_mapping_is_refused(text):
    with pytest.raises(Malformed):
        rows(text)


def test_undecodable_bytes_refuse_their_line_only():
    good, bad = understand(
        rows(b"id,fill\n1,5\n\xff,6\n", Layout(encoding="utf-8")), BIN, source="s"
    )
    assert good.observations[0].value == 5
    assert (bad.line, bad.field) == (3, "id")


def test_what_is_good_is_heard_before_the_refusal_that_names_the_rest():
    heard = accept(understand(rows("id,fill\n1,5\n2,x\n"), BIN, source="s"))
    assert next(heard).value == 5
    with pytest.raises(Malformed) as refused:
        next(heard)
    (row,) = refused.value.facts["refused"]
    says = row.pop("says")
    assert row == {"line": 3, "field": "fill", "why": "'x' is not a number"}
    assert says["cs"] == "'x' není číslo"


@given(
    st.binary(), st.sampled_from(["", "utf-8", "utf-16", "windows-1250", "nonsense"])
)
def test_any_bytes_are_read_or_refused(payload, encoding):
    with suppress(Malformed):
        list(read_table(b"id,fill\n" + payload, BIN, Layout(encoding=encoding)))
    with suppress(Malformed):
        list(read_table(payload, BIN, Layout(encoding=encoding)))


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_every_row_of_any_text_is_counted_once(cells):
    quoted = [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells
    ]
    text = "\n".join(["id,fill", *quoted]).encode(errors="replace")
    found = list(read_table(text, BIN, Layout(encoding="utf-8", delimiter=",")))
    told = [row for row in cells if any(cell for cell in row)]
    assert sum(isinstance(row, Row) for row in found) == len(told)
