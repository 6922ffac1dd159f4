"""The selection of entity types: `(Building;Historic),Parking`. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.17.
"""

import re
from collections.abc import Callable

from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.gates.ngsi_ld.query.logic import read_logic
from mesto.kernel.question.condition import Condition, OfType

_NAME = re.compile(r"[^\s,;|()\"<>\\^`{}\x00]+")


def read_types(text: str, expand: Callable[[str], str]) -> Condition:
    """Read a selection of types; `,` and `|` are or, `;` is and.

    Raises Malformed where the text is none.
    """
    cursor = Cursor(text, "type")

    def read_type(cursor: Cursor) -> Condition:
        name = cursor.take(_NAME)
        if name is None:
            cursor.refuse("lacks the name of a type")
        return OfType(expand(name))

    condition = read_logic(cursor, read_type, (",", "|"))
    cursor.expect_end()
    return condition
