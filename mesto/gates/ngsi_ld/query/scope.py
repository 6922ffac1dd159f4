"""The selection of scopes: `/Madrid/+/ParqueNorte;/CompanyA/#`. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.19.
"""

import re

from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.gates.ngsi_ld.query.logic import read_logic
from mesto.kernel.question.condition import Condition, InScope

_LEVELS = re.compile(r"[^\s,;|()\"]+")
_PATTERN = re.compile(r"(/(\+|[^/+#]+))*(/#)?")


def read_scopes(text: str) -> Condition:
    """Read a selection of scopes; `,` and `|` are or, `;` is and.

    Raises Malformed where the text is none.
    """
    cursor = Cursor(text, "scopeQ")
    condition = read_logic(cursor, _read_scope, (",", "|"))
    cursor.expect_end()
    return condition


def _read_scope(cursor: Cursor) -> Condition:
    levels = cursor.take(_LEVELS)
    if levels is None:
        cursor.refuse("lacks a scope")
    pattern = levels if levels.startswith("/") else "/" + levels
    if not _PATTERN.fullmatch(pattern) or pattern == "/":
        cursor.refuse(f"has {levels!r}, which is no scope")
    return InScope(pattern)
