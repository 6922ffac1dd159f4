"""A receipt as a page that is read on a phone and printed from there. Pure."""

from collections.abc import Iterator
from html import escape

from mesto.operations.reports.document import Cell, Document, Grid, Paragraphs, Section
from mesto.operations.reports.formats import number


def sheet_of(document: Document, paper: str, word: str) -> str:
    """Write a receipt as HTML; what is said is what its PDF says.

    paper: address of the PDF; word: what leads there
    """
    return "".join(_parts(document, paper, word))


def _parts(document: Document, paper: str, word: str) -> Iterator[str]:
    yield f'<p class="soft">{escape(document.town)}</p>'
    yield f"<h1>{escape(document.title)}</h1><dl>"
    for name, value in document.facts:
        yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"
    for section in document.sections:
        yield from _section(section, document.language)
    yield f'<p><a class="button" href="{escape(paper)}">{escape(word)}</a></p>'


def _section(section: Section, language: str) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>"
    match section.body:
        case Grid() as grid:
            yield from _table(grid, language)
        case Paragraphs(texts):
            yield from (f"<p>{escape(text)}</p>" for text in texts)
        case _:
            raise AssertionError("a receipt has words and tables alone")


def _table(grid: Grid, language: str) -> Iterator[str]:
    """Write a table, which is moved sideways where it does not fit."""
    yield '<div class="wide" tabindex="0"><table><thead><tr>'
    yield from (f'<th scope="col">{escape(head)}</th>' for head in grid.heads)
    yield "</tr></thead><tbody>"
    for row in grid.rows:
        yield "<tr>"
        for cell, digits in zip(row, grid.digits, strict=True):
            yield f"<td>{escape(_said(cell, digits, language))}</td>"
        yield "</tr>"
    yield "</tbody></table></div>"


def _said(cell: Cell, digits: int, language: str) -> str:
    if isinstance(cell, int | float):
        return number(cell, digits, language)
    return "–" if cell is None else str(cell)
