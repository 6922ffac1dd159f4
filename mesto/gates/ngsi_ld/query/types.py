"""The selection of entity types: `(Building;Historic),Parking`, or `*`. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.17; v1.9.1, 6.4.3.2 (`*`).
"""

import re
from collections.abc import Callable

from mesto.gates.ngsi_ld.context import CONTEXT_TYPE
from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.gates.ngsi_ld.query.logic import read_logic
from mesto.kernel.question.condition import Condition, NotOfType, OfType

ANY_TYPE = "*"
#: What is no entity of the city: the gate keeps it for itself.
ANY_ENTITY = NotOfType(CONTEXT_TYPE)

_NAME = re.compile(r"[^\s,;|()\"<>\\^`{}\x00]+")


def read_types(text: str, expand: Callable[[str], str]) -> Condition:
    """Read a selection of types; `,` and `|` are or, `;` is and, `*` is any type.

    Raises Malformed where the text is none.
    """
    if text.strip() == ANY_TYPE:
        return ANY_ENTITY
    cursor = Cursor(text, "type")

    def read_type(cursor: Cursor) -> Condition:
        name = cursor.take(_NAME)
        if name is None:
            cursor.refuse("lacks the name of a type")
        if name == ANY_TYPE:
            cursor.refuse("names other types beside any")
        return OfType(expand(name))

    condition = read_logic(cursor, read_type, (",", "|"))
    cursor.expect_end()
    return condition
