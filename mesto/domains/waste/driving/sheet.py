"""A round on paper: what to do where in which order, boxes to tick, a sketch. Pure.

The sheet is what is left when a phone is not: it says all the driver needs, and its
code opens the round on whatever phone there is.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any
from xml.sax.saxutils import escape

import msgspec
import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from mesto.domains.waste.driving import words
from mesto.domains.waste.driving.track import metres
from mesto.domains.waste.inventory.words import KINDS_OF_WASTE
from mesto.domains.waste.rounds import Place, Round, Stop
from mesto.kernel.plugin import Text
from mesto.operations.reports.formats import day, number
from mesto.operations.reports.printed import (
    BOLD,
    CELL,
    FAINT,
    INK,
    LINE,
    MARGIN,
    NOTE,
    PLAIN,
    SHADE,
    TEXT,
    TITLE,
    register_fonts,
)
from mesto.operations.reports.report import said_in
from mesto.operations.reports.words import say

WIDTH = A4[0] - 2 * MARGIN
COLUMNS = (9 * mm, 13 * mm, 78 * mm, 26 * mm, WIDTH - 126 * mm)
SKETCH = 62 * mm  #: high
CODE = 26 * mm
BOX = 4.5 * mm


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is on it.

    names: of the vehicle, containers and places, by URN; sides: of the street on which
    containers stand, by URN; link: to the round in the console
    """

    round: Round
    names: Mapping[str, str]
    sides: Mapping[str, str]
    town: Text
    zone: tzinfo
    link: str

    def called(self, urn: str) -> str:
        """Return what something is called."""
        return self.names.get(urn) or urn.rpartition(":")[2]


def write_sheet(sheet: Sheet, language: str) -> bytes:
    """Write a round as a PDF of A4 pages."""
    register_fonts()
    out = io.BytesIO()
    title = say(words.SHEET, language, vehicle=sheet.called(sheet.round.vehicle))
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN - 6,
        rightMargin=MARGIN - 6,
        topMargin=14 * mm,
        bottomMargin=14 * mm,
        title=f"{title}, {day(sheet.round.day, language)}",
        author=said_in(sheet.town, language),
        creator="mesto",
        lang=language,
        displayDocTitle=True,
    )
    template.build(list(_story(sheet, title, language)))
    return out.getvalue()


def _story(sheet: Sheet, title: str, language: str) -> Iterator[Flowable]:
    round_ = sheet.round
    kind = KINDS_OF_WASTE.get(round_.fraction, {})
    facts = (
        (words.DRIVER, round_.driver or "…………………………"),
        (words.WASTE, said_in(kind, language) if kind else round_.fraction),
        (words.STOPS, _amounts(round_, language)),
    )
    head: list[Flowable] = [_text(title, TITLE)]
    head.append(_text(day(round_.day, language), TEXT))
    head += [_text(f"{say(name, language)}: {value}", TEXT) for name, value in facts]
    yield Table([[head, _Code(sheet.link)]], colWidths=[WIDTH - CODE, CODE])
    yield Spacer(0, 2 * mm)
    yield _text(say(words.ON_PAPER, language), NOTE)
    yield Spacer(0, 3 * mm)
    if len(round_.path) > 1:
        yield _Sketch(round_)
        yield Spacer(0, 3 * mm)
    yield _table(sheet, language)


def _amounts(round_: Round, language: str) -> str:
    stops = sum(bool(one.containers) for one in round_.stops)
    return f"{stops} · {number(round_.km, 1, language)} km"


def _table(sheet: Sheet, language: str) -> LongTable:
    titles = (words.NUMBER, words.TIME, words.PLACE, words.DONE, words.FULL)
    head = [_text(say(one, language), CELL, bold=True) for one in titles]
    rows = [
        _row(sheet, turn, stop, language)
        for turn, stop in enumerate(sheet.round.stops, 1)
    ]
    table = LongTable([head, *rows], colWidths=COLUMNS, repeatRows=1)
    style: list[Any] = [  # as reportlab takes it
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    table.setStyle(TableStyle(style))
    return table


def _row(sheet: Sheet, turn: int, stop: Stop, language: str) -> list[object]:
    at = f"{stop.arrives.astimezone(sheet.zone):%H:%M}"
    ticks = [_Box() for _ in stop.containers] or ([_Box()] if stop.at else [])
    where = [_text(_where(sheet, stop, language), CELL, bold=True)]
    where += [_text(_container(sheet, urn, language), CELL) for urn in stop.containers]
    return [_text(str(turn), CELL), _text(at, CELL), where, ticks, ""]


def _where(sheet: Sheet, stop: Stop, language: str) -> str:
    kind = words.KINDS.get(stop.what)
    told = stop.title or (sheet.called(stop.at) if stop.at else "")
    parts = [say(kind, language)] if kind else []
    if told and told not in parts:
        parts.append(told)
    return ": ".join(parts) or "–"


def _container(sheet: Sheet, urn: str, language: str) -> str:
    side = words.SIDES.get(sheet.sides.get(urn, ""))
    return sheet.called(urn) + (f", {say(side, language)}" if side else "")


def _text(text: str, style: ParagraphStyle, *, bold: bool = False) -> Paragraph:
    marked = escape(text)
    return Paragraph(f'<font name="{BOLD}">{marked}</font>' if bold else marked, style)


class _Drawn(Flowable):
    """Something drawn, of a known size."""

    canv: Canvas

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height


class _Box(_Drawn):
    """A box to be ticked."""

    def __init__(self) -> None:
        super().__init__(BOX, BOX + 1 * mm)

    def draw(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.rect(0, 0.5 * mm, BOX, BOX)


class _Code(_Drawn):
    """A QR code.

    Source: ISO/IEC 18004; four modules of quiet zone.
    """

    def __init__(self, text: str) -> None:
        super().__init__(CODE, CODE)
        self._rows = [list(row) for row in segno.make_qr(text, error="m").matrix]

    def draw(self) -> None:
        size = CODE / (len(self._rows) + 8)
        self.canv.setFillColor(INK)
        for down, row in enumerate(self._rows):
            for along, dark in enumerate(row):
                if dark:
                    left, below = (along + 4) * size, CODE - (down + 5) * size
                    self.canv.rect(left, below, size, size, stroke=0, fill=1)


class _Sketch(_Drawn):
    """The way, north up, with the numbers of the stops; no more than a reminder."""

    def __init__(self, round_: Round) -> None:
        super().__init__(WIDTH, SKETCH)
        self._round = round_
        self._at = _fitted(round_.path, [one.place for one in round_.stops])

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(LINE)
        canvas.rect(0, 0, WIDTH, SKETCH)
        canvas.setStrokeColor(FAINT)
        line = canvas.beginPath()
        first, *rest = (self._at(one) for one in self._round.path)
        line.moveTo(*first)
        for point in rest:
            line.lineTo(*point)
        canvas.drawPath(line)
        canvas.setFont(PLAIN, 6)
        canvas.setFillColor(INK)
        for turn, stop in enumerate(self._round.stops, 1):
            x, y = self._at(stop.place)
            canvas.circle(x, y, 1.2, stroke=0, fill=1)
            canvas.drawString(x + 2, y + 1, str(turn))


class _Fitted(msgspec.Struct, frozen=True):
    """Where places lie in the sketch, points."""

    west: float
    south: float
    across: float  #: points a degree
    up: float
    left: float
    below: float

    def __call__(self, place: Place) -> tuple[float, float]:
        x = self.left + (place[0] - self.west) * self.across
        return x, self.below + (place[1] - self.south) * self.up


def _fitted(path: Sequence[Place], stops: Sequence[Place]) -> _Fitted:
    """Fit places into the sketch, as wide as they are high in the world."""
    places = [*path, *stops]
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    wide_m = max(metres((west, south), (east, south)), 1.0)
    high_m = max(metres((west, south), (west, north)), 1.0)
    inner = (WIDTH - 12 * mm, SKETCH - 8 * mm)
    scale = min(inner[0] / wide_m, inner[1] / high_m)  # points a metre
    return _Fitted(
        west,
        south,
        scale * wide_m / max(east - west, 1e-9),
        scale * high_m / max(north - south, 1e-9),
        (WIDTH - scale * wide_m) / 2,
        (SKETCH - scale * high_m) / 2,
    )
