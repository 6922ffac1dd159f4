"""The files of a filled report: one for each language and format. Pure."""

import re
from collections.abc import Callable, Mapping

from mesto.kernel.script import fold
from mesto.operations.reports.document import Document
from mesto.operations.reports.filled import Filled
from mesto.operations.reports.making import Made
from mesto.operations.reports.page import document_in
from mesto.operations.reports.pdf import MEDIA_TYPE as PDF
from mesto.operations.reports.pdf import write_pdf
from mesto.operations.reports.report import Format, Report
from mesto.web.reports.as_workbook import write_xlsx
from mesto.web.tables.as_xlsx import MEDIA_TYPE as XLSX

#: How each format is written, and its media type.
WRITERS: Mapping[Format, tuple[Callable[[Document], bytes], str]] = {
    "pdf": (write_pdf, PDF),
    "xlsx": (write_xlsx, XLSX),
}


def print_report(report: Report, filled: Filled) -> list[Made]:
    """Write every file of a report; takes a second or so a file."""
    return [
        print_one(filled, language, form)
        for language in report.languages
        for form in report.formats
    ]


def print_one(filled: Filled, language: str, form: Format) -> Made:
    """Write a report in one language and format."""
    document = document_in(language, filled)
    write, kind = WRITERS[form]
    return Made(
        name=f"{_plain(document.title)}-{filled.days.first}-{language}.{form}",
        kind=kind,
        language=language,
        content=write(document),
    )


def _plain(title: str) -> str:
    """Return a title as the name of a file, in plain letters."""
    return re.sub("[^a-z0-9]+", "-", fold(title)).strip("-")[:60] or "report"
