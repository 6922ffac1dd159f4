"""What to sort by: `type;asc,name.accuracy;desc,location;dist-asc`. Pure.

Source: ETSI GS CIM 009 v1.9.1, 4.23.
"""

from collections.abc import Callable, Mapping

from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.gates.ngsi_ld.query.q import read_path
from mesto.kernel.question.condition import Order

KEYS_MAX = 8
_OWN_MEMBERS = {"id", "type"}


def read_order(
    text: str,
    expand: Callable[[str], str],
    origin: Mapping[str, object] | None = None,
) -> tuple[Order, ...]:
    """Read keys to sort by, the first the most important.

    origin: a geometry, GeoJSON, from which distances are; of them one is a key at most

    Raises Malformed where the text is none.
    """
    cursor = Cursor(text, "orderBy")

    def spell(name: str) -> str:
        return name if name in _OWN_MEMBERS else expand(name)

    keys = [_read_key(cursor, spell, origin)]
    while cursor.skip(","):
        keys.append(_read_key(cursor, spell, origin))
        if len(keys) > KEYS_MAX:
            cursor.refuse(f"has more than {KEYS_MAX} keys")
    cursor.expect_end()
    if sum(key.away_from is not None for key in keys) > 1:
        cursor.refuse("has more than one distance")
    return tuple(keys)


def _read_key(
    cursor: Cursor, expand: Callable[[str], str], origin: Mapping[str, object] | None
) -> Order:
    path = read_path(cursor, expand)
    if not cursor.skip(";"):
        return Order(path)
    is_distance = cursor.skip("dist-")
    if is_distance and (origin is None or path.subs or path.trail):
        cursor.refuse("is a distance: it wants orderFrom, and an attribute alone")
    descending = not cursor.skip("asc")
    if descending:
        cursor.expect("desc")
    return Order(path, descending, away_from=origin if is_distance else None)
