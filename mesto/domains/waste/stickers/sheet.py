"""Sheets of stickers, A4, with a QR code, the container's name and the code. Pure."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final, NamedTuple

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from mesto.domains.waste.stickers.grids import GRIDS, Size
from mesto.operations.reports.printed import BOLD, PLAIN, register_fonts

PADDING_MM: Final = 4.0
QUIET: Final = 4  #: modules of white around a code; ISO/IEC 18004, 5.3.8


class Sticker(NamedTuple):
    """What is printed for one container."""

    url: str
    name: str
    code: str  #: as people read it
    lines: Sequence[str]  #: what to do, and what the container is


def draw_sheets(stickers: Sequence[Sticker], size: Size, title: str) -> bytes:
    """Return a PDF with the stickers in their order, cut marks around each."""
    grid = GRIDS[size]
    register_fonts()
    paper = BytesIO()
    canvas = Canvas(paper, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    width = A4[0] / grid.columns
    height = (A4[1] - 2 * grid.margin_mm * mm) / grid.rows
    for number, sticker in enumerate(stickers):
        place = number % (grid.columns * grid.rows)
        if number and not place:
            canvas.showPage()
        row, column = divmod(place, grid.columns)
        left = column * width
        bottom = A4[1] - grid.margin_mm * mm - (row + 1) * height
        canvas.setLineWidth(0.2)
        canvas.rect(left, bottom, width, height)
        _draw(canvas, sticker, (left, bottom, width, height))
    canvas.showPage()
    canvas.save()
    return paper.getvalue()


def _draw(
    canvas: Canvas, sticker: Sticker, box: tuple[float, float, float, float]
) -> None:
    """Draw one sticker into a box: left, bottom, width, height, points."""
    left, bottom, width, height = box
    side = min(height - 2 * PADDING_MM * mm, width * 0.48)
    corner = left + PADDING_MM * mm, bottom + (height + side) / 2
    _draw_code(canvas, sticker.url, corner, side)
    at = left + side + 1.5 * PADDING_MM * mm
    room = left + width - PADDING_MM * mm - at
    unit = min(height / 8, side / 4)
    y = bottom + height - PADDING_MM * mm - unit
    for text, font, share in (
        (sticker.name, BOLD, 1.0),
        *((line, PLAIN, 0.62) for line in sticker.lines),
        (sticker.code, BOLD, 0.8),
    ):
        size = _fitting(text, font, share * unit, room)
        canvas.setFont(font, size)
        canvas.drawString(at, y, text)
        y -= 1.35 * share * unit


def _draw_code(
    canvas: Canvas, url: str, corner: tuple[float, float], side: float
) -> None:
    """Draw a code; corner: its left upper one, points."""
    modules = segno.make_qr(url, error="m").matrix
    count = len(modules)
    one = side / (count + 2 * QUIET)
    left, top = corner[0] + QUIET * one, corner[1] - QUIET * one
    for row, dots in enumerate(modules):
        for column, dark in enumerate(dots):
            if dark:
                x = left + column * one
                canvas.rect(x, top - (row + 1) * one, one, one, stroke=0, fill=1)


def _fitting(text: str, font: str, wished: float, room: float) -> float:
    """Return a size of type, points, at which a text fits into its room."""
    width = stringWidth(text, font, wished)
    return wished if width <= room else max(4.0, wished * room / width)
