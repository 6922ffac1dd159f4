"""Tables as a workbook, written while it is sent: the memory it takes is one batch's.

Source: ECMA-376 (Office Open XML), 18.3 worksheets, 18.8 styles; a zip archive whose
sizes follow what they measure (APPNOTE 4.4.4, bit 3), since nobody can go back in a
stream.
"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import IO, NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mesto.web.abnormal import Row
from mesto.web.sheet import dangerous
from mesto.web.tables.cells import Cell, Layout

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767  #: characters in a cell
MOST_ROWS = 1_048_576  #: of a sheet, the head included
NARROWEST, WIDEST = 12, 48  #: columns, in characters
LEVEL = 3  #: of compression; higher ones cost more than they save

LONGEST_NAME = 31  #: characters of a sheet's

_SHEET_END = b"</sheetData></worksheet>"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - days are counted by the wall clock
_DAY_S = 86_400
_HEAD, _MOMENT, _QUOTED = 1, 2, 3  #: places in the styles below
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>'
    '<xf xfId="0" numFmtId="22" applyNumberFormat="1"/>'  # as the reader's country
    '<xf xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles>"
    "</styleSheet>"
)


class Sheet(NamedTuple):
    """A table of a workbook that fits into memory."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write tables as a workbook, a sheet each."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, part in _parts([sheet.title for sheet in sheets]):
            archive.writestr(ZipInfo(name), _XML + part, ZIP_DEFLATED)
        for at, sheet in enumerate(sheets, 1):
            numbers = count(1)
            head = [_text(title, _HEAD) for title in sheet.heads]
            body = [
                (_XML + _sheet_head(sheet.heads)).encode(),
                _row(next(numbers), head),
                *_rows(sheet.rows, numbers),
                _SHEET_END,
            ]
            archive.writestr(ZipInfo(_sheet(at)), b"".join(body), ZIP_DEFLATED)
    return out.getvalue()


class XlsxFile:
    """A table as a workbook of one sheet; each call returns what can be sent."""

    kind = MEDIA_TYPE

    def __init__(self, layout: Layout, title: str) -> None:
        """Know what is written; `title` names the sheet."""
        self._layout = layout
        self._title = title
        self._out = _Outlet()
        self._zip = ZipFile(self._out, "w", ZIP_DEFLATED, compresslevel=LEVEL)
        self._sheet: IO[bytes] | None = None
        self._rows = count(1)

    def begin(self) -> bytes:
        """Write what is always the same, and the head, which stays in view."""
        titles = self._layout.titles
        for name, part in _parts([self._title]):
            self._zip.writestr(ZipInfo(name), _XML + part, ZIP_DEFLATED)
        info = ZipInfo(_sheet(1))
        info.compress_type = ZIP_DEFLATED
        self._sheet = self._zip.open(info, "w")
        self._sheet.write((_XML + _sheet_head(titles)).encode())
        head = [_text(title, _HEAD) for title in titles]
        self._sheet.write(_row(next(self._rows), head))
        return self._out.drained()

    def add(self, rows: Iterable[Row]) -> bytes:
        """Write rows; what lies beyond the longest sheet is left out."""
        assert self._sheet is not None
        for xml in _rows(self._layout.lines(rows), self._rows):
            self._sheet.write(xml)
        return self._out.drained()

    def end(self) -> bytes:
        """Write what ends a workbook."""
        assert self._sheet is not None
        self._sheet.write(_SHEET_END)
        self._sheet.close()
        self._zip.close()
        return self._out.drained()

    def weigh(self, rows: Iterable[Row]) -> int:
        """Return how many bytes some rows take, about."""
        xml = b"".join(_rows(self._layout.lines(rows), count(1)))
        return len(zlib.compress(xml, LEVEL))


class _Outlet(io.BytesIO):
    """A file in which nobody can go back, since its beginning may be gone already."""

    def tell(self) -> int:
        raise io.UnsupportedOperation

    def drained(self) -> bytes:
        whole = self.getvalue()
        self.seek(0)
        self.truncate()
        return whole


def _parts(titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what a workbook has beside the sheets with these titles."""
    places = range(1, len(titles) + 1)
    types = "".join(
        f'<Override PartName="/{_sheet(at)}" ContentType="{_KIND}.worksheet+xml"/>'
        for at in places
    )
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml"'
            f' ContentType="{_KIND}.sheet.main+xml"/>'
            f"{types}"
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
            "</Types>"
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    sheets = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet"'
        f' Target="{_sheet(at).removeprefix("xl/")}"/>'
        for at in places
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{sheets}'
            f'<Relationship Id="rId{len(titles) + 1}" Type="{_OFFICE}/styles"'
            ' Target="styles.xml"/></Relationships>'
        ),
    )
    yield "xl/styles.xml", _STYLES
    named = "".join(
        f'<sheet name="{_xml(name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(_names(titles), 1)
    )
    yield (
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets>'
            "</workbook>"
        ),
    )


def _sheet(at: int) -> str:
    return f"xl/worksheets/sheet{at}.xml"


def _names(titles: Sequence[str]) -> Iterator[str]:
    """Yield names a workbook can have: short, plain, and none twice."""
    taken: set[str] = set()
    for title in titles:
        plain = _NO_SHEET_NAME.sub(" ", title).strip(" '")
        tried = (plain, *(f"{plain[:27]} {n}" for n in range(2, len(titles) + 2)))
        names = (name[:LONGEST_NAME].strip(" '") or "mesto" for name in tried)
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        yield name


def _sheet_head(titles: Sequence[str]) -> str:
    widths = (min(WIDEST, max(NARROWEST, len(title) + 2)) for title in titles)
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(widths, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )


def _rows(rows: Iterable[Sequence[Cell]], numbers: Iterator[int]) -> Iterator[bytes]:
    for cells, at in zip(rows, numbers, strict=False):
        if at <= MOST_ROWS:
            yield _row(at, [_cell(cell) for cell in cells])


def _row(at: int, cells: Sequence[str]) -> bytes:
    written = (
        f'<c r="{_letters(place)}{at}"{cell}'
        for place, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{at}">{"".join(written)}</row>'.encode()


def _cell(cell: Cell) -> str:
    """Write a cell from behind its place; empty ones are not written."""
    match cell:
        case None | "":
            return ""
        case bool():
            return f' t="b"><v>{cell:d}</v></c>'
        case int() | float():
            return f"><v>{cell!r}</v></c>"
        case datetime():
            days = (cell - _EPOCH).total_seconds() / _DAY_S
            return f' s="{_MOMENT}"><v>{days!r}</v></c>'
    return _text(cell, _QUOTED if dangerous(cell) else 0)


def _text(text: str, style: int) -> str:
    return (
        f' s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{_xml(text[:LONGEST_TEXT])}</t></is></c>"
    )


def _xml(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text), {'"': "&quot;"})


def _letters(place: int) -> str:
    """Return the name of a column: A to Z, then AA, AB and so on."""
    high, low = divmod(place, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)
