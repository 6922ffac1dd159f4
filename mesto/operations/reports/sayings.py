"""What the parts of a report say, as the readers of its language write it. Pure.

On paper and on the page that shows it before, the words are the same.
"""

from collections.abc import Sequence
from datetime import datetime

from mesto.operations.reports import words
from mesto.operations.reports.document import Cell, Document, Grid, Number, Section
from mesto.operations.reports.formats import amount, change, moment, number
from mesto.operations.reports.words import say


def facts_of(document: Document) -> Sequence[tuple[str, str]]:
    """Say what a report is about: its days, those before, how much was heard."""
    if document.facts:
        return document.facts
    language = document.language
    return [
        (say(words.PERIOD, language), document.period),
        (say(words.COMPARED, language), document.compared),
        (say(words.COMPLETE, language), percent(document.complete, language)),
    ]


def note_of(section: Section, language: str) -> str:
    """Say how a section came to be, and how much was heard; empty: nothing to say."""
    if section.complete is None:
        return section.note
    heard = percent(section.complete, language)
    return f"{section.note} · {say(words.COMPLETE, language)}: {heard}"


def sentence(shown: Number, language: str) -> str:
    """Say a number and what it was before."""
    return f"{in_unit(shown.value, shown, language)} · {compared(shown, language)}"


def compared(shown: Number, language: str) -> str:
    """Say what a number was before, how it changed, and what it should be."""
    parts = [
        f"{say(words.BEFORE, language)}: {in_unit(shown.before, shown, language)}",
        f"{say(words.CHANGE, language)}: {change(shown.value, shown.before, language)}",
    ]
    if shown.target is not None:
        target = in_unit(shown.target, shown, language)
        parts.append(f"{say(words.TARGET, language)}: {target}")
    return " · ".join(parts)


def in_unit(value: float | None, shown: Number, language: str) -> str:
    """Write a value in the unit of a number; a dash where there is none."""
    return amount(value, shown.unit.digits, shown.unit.name, language)


def numeric_columns(grid: Grid) -> list[bool]:
    """Tell which columns of a table hold numbers."""
    return [
        any(isinstance(row[at], int | float) for row in grid.rows)
        for at in range(len(grid.heads))
    ]


def cell_text(cell: Cell, digits: int, language: str) -> str:
    """Write a cell of a table."""
    match cell:
        case None:
            return "–"
        case datetime():
            return moment(cell, language)
        case str():
            return cell
    return number(cell, digits, language)


def percent(share: float | None, language: str) -> str:
    """Write a share in percent; a dash where there is none."""
    return amount(None if share is None else 100 * share, 0, "%", language)
