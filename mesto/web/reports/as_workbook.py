"""A report as a workbook: a cover, then a sheet a panel. Pure."""

from collections.abc import Iterator, Sequence

from mesto.operations.reports import words
from mesto.operations.reports.document import (
    Chart,
    Document,
    Grid,
    Number,
    Paragraphs,
    Section,
)
from mesto.operations.reports.words import say
from mesto.web.tables.as_xlsx import Sheet, write_workbook
from mesto.web.tables.cells import Cell
from mesto.web.tables.cells import number as tidy

Row = Sequence[Cell]


def write_xlsx(document: Document) -> bytes:
    """Write a report as a workbook."""
    sheets = [_cover(document)]
    sheets += [_sheet(section, document.language) for section in document.sections]
    return write_workbook(sheets)


def _cover(document: Document) -> Sheet:
    language = document.language
    facts: list[Row] = [
        (say(words.TOWN, language), document.town),
        (say(words.PERIOD, language), document.period),
        (say(words.COMPARED, language), document.compared),
        (say(words.COMPLETE, language) + " (%)", _percent(document.complete)),
        (say(words.TIMEZONE, language), document.zone),
        (document.made, None),
        (None, None),
        (say(words.CONTENTS, language), None),
    ]
    contents: list[Row] = [
        (section.title, section.note, _percent(section.complete))
        for section in document.sections
    ]
    heads = [document.title, "", say(words.COMPLETE, language) + " (%)"]
    return Sheet(document.title, heads, [*facts, *contents])


def _sheet(section: Section, language: str) -> Sheet:
    heads, rows = _table(section, language)
    return Sheet(section.title, heads, [list(row) for row in rows])


def _table(section: Section, language: str) -> tuple[Sequence[str], Iterator[Row]]:
    match section.body:
        case Number() as shown:
            unit = shown.unit.name
            return _heads(unit, language), iter([_figures(section.title, shown)])
        case Chart() as shown:
            unit = shown.number.unit.name
            heads = [say(words.FROM, language), _with_unit(words.VALUE, unit, language)]
            return heads, _course(shown)
        case Grid() as grid:
            return grid.heads, (
                [tidy(one, 1) if isinstance(one, float) else one for one in row]
                for row in grid.rows
            )
        case Paragraphs() as said:
            return [section.title], ([text] for text in said.texts)


def _heads(unit: str, language: str) -> list[str]:
    return [
        say(words.FIGURE, language),
        _with_unit(words.VALUE, unit, language),
        _with_unit(words.BEFORE, unit, language),
        _with_unit(words.TARGET, unit, language),
    ]


def _figures(title: str, shown: Number) -> Row:
    values = (shown.value, shown.before, shown.target)
    return [title, *map(_tidied, values)]


def _course(shown: Chart) -> Iterator[Row]:
    """Yield a row a stretch; a gap is an empty cell."""
    for at, value in zip(shown.starts, shown.values, strict=True):
        yield at, _tidied(value)


def _with_unit(text: words.Text, unit: str, language: str) -> str:
    return f"{say(text, language)} ({unit})" if unit else say(text, language)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _tidied(value: float | None) -> float | None:
    """Return a number without what a double adds beyond twelve digits."""
    return None if value is None else tidy(float(f"{value:.12g}"), 1)
