"""What to sort by: `type;asc,name.accuracy;desc`. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.23.
"""

from collections.abc import Callable

from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.gates.ngsi_ld.query.q import read_path
from mesto.kernel.question.condition import Order

KEYS_MAX = 8
_OWN_MEMBERS = {"id", "type"}


def read_order(text: str, expand: Callable[[str], str]) -> tuple[Order, ...]:
    """Read keys to sort by, the first the most important.

    Raises Malformed where the text is none.
    """
    cursor = Cursor(text, "orderBy")

    def spell(name: str) -> str:
        return name if name in _OWN_MEMBERS else expand(name)

    keys = [_read_key(cursor, spell)]
    while cursor.skip(","):
        keys.append(_read_key(cursor, spell))
        if len(keys) > KEYS_MAX:
            cursor.refuse(f"has more than {KEYS_MAX} keys")
    cursor.expect_end()
    return tuple(keys)


def _read_key(cursor: Cursor, expand: Callable[[str], str]) -> Order:
    path = read_path(cursor, expand)
    if not cursor.skip(";"):
        return Order(path)
    if cursor.skip("asc"):
        return Order(path)
    cursor.expect("desc")
    return Order(path, descending=True)
