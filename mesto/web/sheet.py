"""Lines that a spreadsheet opens: a text is a text there, whatever it begins with.

Source: OWASP, CSV Injection.
"""

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def dangerous(text: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula."""
    return text.startswith(_FORMULA)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet reckons with."""
    return f"'{text}" if dangerous(text) else text


def lines_of(rows: Iterable[Iterable[object]]) -> str:
    """Write rows as CSV (RFC 4180); numbers stay numbers."""
    written = io.StringIO()
    csv.writer(written).writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    )
    return written.getvalue()
