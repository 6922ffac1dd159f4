"""A chart on paper: vectors, with gaps left open and the clock of the town below."""

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from mesto.operations.reports.chart import Scale, labels, scale_for, stretches
from mesto.operations.reports.document import Chart
from mesto.operations.reports.formats import number

HEIGHT = 52 * mm
FOOT, ROOF = 6 * mm, 5 * mm
SIZE = 7  #: of what is written, points
GAP = 0.25  #: of a bar's place stays free
DOT = 1.1  #: of a number with gaps on both sides, points
AXIS, GRID, MARK = HexColor("#566573"), HexColor("#e3e7eb"), HexColor("#1f6feb")


class Drawing(Flowable):
    """A chart of bars or of a line."""

    def __init__(
        self, chart: Chart, width: float, language: str, *, plain: str
    ) -> None:
        """Lay it out in the font `plain`."""
        super().__init__()
        self.width, self.height = width, HEIGHT
        self._chart, self._language, self._font = chart, language, plain
        self._scale: Scale = scale_for(chart.values, from_zero=chart.bars)
        marks = [self._written(mark) for mark in self._scale.marks]
        self._left = 2 * mm + max(stringWidth(one, plain, SIZE) for one in marks)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Say how much room it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        self.canv.setFont(self._font, SIZE)
        self._draw_scale()
        self._draw_labels()
        self.canv.setFillColor(MARK)
        self.canv.setStrokeColor(MARK)
        if self._chart.bars:
            self._draw_bars()
        else:
            self._draw_line()

    def _draw_scale(self) -> None:
        self.canv.setLineWidth(0.4)
        for mark in self._scale.marks:
            y = self._y(mark)
            self.canv.setStrokeColor(AXIS if mark == 0 else GRID)
            self.canv.line(self._left, y, self.width, y)
            self.canv.setFillColor(AXIS)
            self.canv.drawRightString(
                self._left - 1.5 * mm, y - SIZE / 3, self._written(mark)
            )
        self.canv.drawString(0, self.height - SIZE, self._chart.number.unit.name)

    def _draw_labels(self) -> None:
        for at, label in labels(self._chart.starts, self._chart.step, self._language):
            x = self._x(at + 0.5)
            half = stringWidth(label, self._font, SIZE) / 2
            x = min(max(x, self._left + half), self.width - half)
            self.canv.drawCentredString(x, 0, label)

    def _draw_bars(self) -> None:
        zero = self._y(0)
        width = (1 - GAP) * (self._x(1) - self._x(0))
        for at, value in enumerate(self._chart.values):
            if value is not None:
                x = self._x(at + GAP / 2)
                self.canv.rect(x, zero, width, self._y(value) - zero, stroke=0, fill=1)

    def _draw_line(self) -> None:
        self.canv.setLineWidth(1.1)
        self.canv.setLineJoin(1)
        for stretch in stretches(self._chart.values):
            points = [(self._x(at + 0.5), self._y(value)) for at, value in stretch]
            if len(points) == 1:
                self.canv.circle(*points[0], DOT, stroke=0, fill=1)
                continue
            path = self.canv.beginPath()
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            self.canv.drawPath(path, stroke=1, fill=0)

    def _x(self, place: float) -> float:
        return self._left + (self.width - self._left) * place / len(self._chart.values)

    def _y(self, value: float) -> float:
        return FOOT + (self.height - FOOT - ROOF) * self._scale.place(value)

    def _written(self, mark: float) -> str:
        return number(mark, self._scale.digits, self._language)
