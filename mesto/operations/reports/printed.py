"""A report on paper: A4, vectors, bookmarks, the language and title it has.

Fonts are embedded: Noto Sans, SIL Open Font License 1.1, see `fonts/OFL.txt`.
"""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    KeepInFrame,
    KeepTogether,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from mesto.operations.reports import words
from mesto.operations.reports.document import (
    Chart,
    Document,
    Grid,
    Number,
    Paragraphs,
    Section,
)
from mesto.operations.reports.drawing import Drawing
from mesto.operations.reports.sayings import (
    cell_text,
    compared,
    facts_of,
    in_unit,
    note_of,
    numeric_columns,
    sentence,
)
from mesto.operations.reports.words import say

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = "NotoSans-Regular", "NotoSans-SemiBold"
MARGIN, HEAD = 18 * mm, 24 * mm
SIGNED = 14 * mm  #: room for a hand
PADDING = 6  #: of reportlab's frames, points
WIDTH = A4[0] - 2 * MARGIN
INK, FAINT, LINE = HexColor("#15202b"), HexColor("#566573"), HexColor("#d5dbe1")
SHADE = HexColor("#f3f5f7")
#: Signs our font lacks, and what is written for them.
LACKING = {
    "₀": "0",
    "₂": "2",
    "₃": "3",
    "≤": "<=",
    "≥": ">=",
    "→": "–",
    "\u202f": "\u00a0",
}

TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=9.5, leading=13, textColor=INK)
NOTE = ParagraphStyle("note", TEXT, fontSize=8, leading=11, textColor=FAINT)
TITLE = ParagraphStyle("title", TEXT, fontName=BOLD, fontSize=20, leading=25)
HEADING = ParagraphStyle("heading", TEXT, fontName=BOLD, fontSize=12, leading=16)
FIGURE = ParagraphStyle("figure", TEXT, fontName=BOLD, fontSize=18, leading=23)
CELL = ParagraphStyle("cell", TEXT, fontSize=8, leading=10.5)
RIGHT = ParagraphStyle("right", CELL, alignment=2)


def printed(document: Document) -> bytes:
    """Return a report as a PDF."""
    register_fonts()
    out = io.BytesIO()
    template = _Template(
        out,
        pagesize=A4,
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=HEAD,
        bottomMargin=HEAD,
        title=f"{document.title}, {document.period}",
        author=document.town,
        subject=document.period,
        creator="mesto",
        lang=document.language,
        displayDocTitle=True,
    )
    story = list(_story(document))
    if document.signatures:  # what is signed is one sheet
        story = [KeepInFrame(0, 0, story, mode="shrink")]
    template.build(story, canvasmaker=_framed(document))
    return out.getvalue()


class _Template(SimpleDocTemplate):
    """Puts each heading among the bookmarks."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's
        level = {"title": 0, "heading": 1}.get(_style_of(flowable))
        if level is None or not isinstance(flowable, Paragraph):
            return
        key = f"part-{id(flowable)}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.getPlainText(), key, level, 0)


def _style_of(flowable: Flowable) -> str:
    return str(getattr(getattr(flowable, "style", None), "name", ""))


def _framed(document: Document) -> type[Canvas]:
    """Return a canvas that knows, when it is saved, how many pages there are."""

    class Framed(Canvas):
        def __init__(self, *args: Any, **more: Any) -> None:  # as reportlab calls it
            super().__init__(*args, **more)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's
            self._pages.append(dict(self.__dict__))
            self._startPage()  # type: ignore[attr-defined]  # not in the stubs

        def save(self) -> None:
            for at, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                _frame(self, document, at, len(self._pages))
                super().showPage()
            super().save()

    return Framed


def _frame(canvas: Canvas, document: Document, at: int, of: int) -> None:
    """Write what every page has: town and period above, its number below."""
    width, height = A4
    canvas.setFont(PLAIN, 8)
    canvas.setFillColor(FAINT)
    top, foot = height - 14 * mm, 12 * mm
    canvas.drawString(MARGIN, top, _plain(f"{document.town} · {document.title}"))
    canvas.drawRightString(width - MARGIN, top, _plain(document.period))
    canvas.drawString(MARGIN, foot, _plain(f"{document.made} ({document.zone})"))
    pages = say(words.PAGE, document.language, n=str(at), m=str(of))
    canvas.drawRightString(width - MARGIN, foot, pages)
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, top - 3 * mm, width - MARGIN, top - 3 * mm)
    canvas.line(MARGIN, foot + 4.5 * mm, width - MARGIN, foot + 4.5 * mm)


def _story(document: Document) -> Iterator[Flowable]:
    sheet = bool(document.signatures)
    yield _text(document.title, TITLE)
    yield Spacer(0, 2 * mm)
    for name, value in facts_of(document):
        yield _text(f"{name}: {value}", TEXT)
    for section in document.sections:
        yield Spacer(0, 3 * mm if sheet else 7 * mm)
        yield from _part(section, document.language, sheet=sheet)
    if sheet:
        yield _signatures(document.signatures)


def _part(section: Section, language: str, *, sheet: bool) -> Iterator[Flowable]:
    """Yield a section; but on a single sheet its head stays with what follows."""
    head: list[Flowable] = []
    if section.title:
        head.append(_text(section.title, HEADING))
    note = note_of(section, language)
    if note:
        head.append(_text(note, NOTE))
    first, *rest = list(_body(section, language)) or [Spacer(0, 0)]
    head.append(Spacer(0, 1.5 * mm))
    if sheet:
        yield from [*head, first]
    elif isinstance(first, LongTable):  # may be longer than a page
        yield from [KeepTogether(head), first]
    else:
        yield KeepTogether([*head, first])
    yield from rest


def _body(section: Section, language: str) -> Iterator[Flowable]:
    match section.body:
        case Number() as shown:
            yield from _number(shown, language)
        case Chart() as shown:
            yield _text(sentence(shown.number, language), TEXT)
            if any(one is not None for one in shown.values):
                yield Drawing(shown, WIDTH, language, plain=PLAIN)
            else:
                yield _text(say(words.NO_DATA, language), NOTE)
        case Grid() as grid:
            if grid.rows:
                yield _table(grid, language)
            else:
                yield _text(say(words.EMPTY, language), NOTE)
        case Paragraphs() as said:
            for text in said.texts:
                yield _text(text, TEXT)
                yield Spacer(0, 2 * mm)


def _number(shown: Number, language: str) -> Iterator[Flowable]:
    if shown.value is None:
        yield _text(say(words.NO_DATA, language), NOTE)
        return
    yield _text(in_unit(shown.value, shown, language), FIGURE)
    yield _text(compared(shown, language), NOTE)


def _table(grid: Grid, language: str) -> LongTable:
    numeric = numeric_columns(grid)
    styles = [RIGHT if one else CELL for one in numeric]
    head = [
        _text(title, ParagraphStyle("head", style, fontName=BOLD))
        for title, style in zip(grid.heads, styles, strict=True)
    ]
    rows = [
        [
            _text(cell_text(cell, digits, language), style)
            for cell, digits, style in zip(row, grid.digits, styles, strict=True)
        ]
        for row in grid.rows
    ]
    shares = grid.shares or [1.0 if one else 1.8 for one in numeric]
    table = LongTable([head, *rows], colWidths=_widths(shares), repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), SHADE),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _signatures(signers: Sequence[str]) -> Table:
    """Leave room above a line for each who signs."""
    cells: list[Paragraph | str] = []
    for one in signers:
        cells += [_text(one, NOTE), ""]
    widths = _widths([1.0 if cell else 0.1 for cell in cells])
    names = Table([cells], colWidths=widths, spaceBefore=SIGNED)
    lines = [
        ("LINEABOVE", (at, 0), (at, 0), 0.6, INK) for at in range(0, len(cells), 2)
    ]
    names.setStyle(TableStyle(lines))
    return names


def _widths(shares: Sequence[float]) -> list[float]:
    return [WIDTH * share / sum(shares) for share in shares]


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(_plain(text)).replace("\n", "<br/>"), style)


def _plain(text: str) -> str:
    return "".join(
        LACKING.get(one, one) for one in text if one.isprintable() or one.isspace()
    )


@cache
def register_fonts() -> None:
    """Let reportlab know our fonts."""
    for name in (PLAIN, BOLD):
        registerFont(TTFont(name, FONTS / f"{name}.ttf"))
