"""A report as a page: its parts in words and numbers, charts laid out. Pure.

It says what paper says, so that it can be read before anything is printed.
"""

from collections.abc import Mapping
from typing import TypeAlias

from mesto.operations.reports import words
from mesto.operations.reports.chart import labels, scale_for, stretches
from mesto.operations.reports.document import (
    Chart,
    Document,
    Grid,
    Number,
    Paragraphs,
    Section,
)
from mesto.operations.reports.formats import number
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

Written: TypeAlias = Mapping[str, object]


def write_page(document: Document) -> Written:
    """Write a report as the console shows it."""
    language = document.language
    return {
        "language": language,
        "title": document.title,
        "town": document.town,
        "made": f"{document.made} ({document.zone})",
        "facts": facts_of(document),
        "sections": [
            {
                "title": section.title,
                "note": note_of(section, language),
                **_body(section, language),
            }
            for section in document.sections
        ],
    }


def _body(section: Section, language: str) -> Written:
    match section.body:
        case Number() as shown:
            if shown.value is None:
                return _texts(say(words.NO_DATA, language))
            figure = in_unit(shown.value, shown, language)
            return {
                "kind": "figure",
                "figure": figure,
                "text": compared(shown, language),
            }
        case Chart() as shown:
            said = sentence(shown.number, language)
            if all(one is None for one in shown.values):
                return _texts(said, say(words.NO_DATA, language))
            return {"kind": "chart", "text": said, **_drawing(shown, language)}
        case Grid() as grid:
            return _grid(grid, language)
        case Paragraphs() as texts:
            return _texts(*texts.texts)


def _texts(*texts: str) -> Written:
    return {"kind": "texts", "texts": texts}


def _grid(grid: Grid, language: str) -> Written:
    if not grid.rows:
        return _texts(say(words.EMPTY, language))
    return {
        "kind": "grid",
        "heads": grid.heads,
        "numeric": numeric_columns(grid),
        "rows": [
            [
                cell_text(cell, digits, language)
                for cell, digits in zip(row, grid.digits, strict=True)
            ]
            for row in grid.rows
        ],
    }


def _drawing(chart: Chart, language: str) -> Written:
    """Lay a chart out: across in places of its values, up from 0 to 1."""
    scale = scale_for(chart.values, from_zero=chart.bars)
    return {
        "bars": chart.bars,
        "unit": chart.number.unit.name,
        "count": len(chart.values),
        "zero": scale.place(0) if chart.bars else 0.0,
        "marks": [
            (scale.place(mark), number(mark, scale.digits, language))
            for mark in scale.marks
        ],
        "labels": labels(chart.starts, chart.step, language),
        "lines": [
            [(at, scale.place(value)) for at, value in stretch]
            for stretch in stretches(chart.values)
        ],
    }
