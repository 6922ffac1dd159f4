"""What to show of an entity: `id,locatedAt{name,isInCountry{id}}`. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.21.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from mesto.gates.ngsi_ld.query.cursor import Cursor

#: Members by kernel name (id, type and scope are themselves); behind a relationship,
#: what is meant of the entity it leads to. Empty: the member as a whole.
Projection: TypeAlias = Mapping[str, "Projection"]

_NAME = re.compile(r"[^\s,;|(){}\"<>\\^`\[\]=\x00]+")
_OWN_MEMBERS = {"id", "type", "scope"}


def read_projection(
    text: str, expand: Callable[[str], str], parameter: str = "pick"
) -> Projection:
    """Read the value of `pick` or `omit`.

    Raises Malformed where the text is none.
    """
    cursor = Cursor(text, parameter)
    projection = _read_members(cursor, expand)
    cursor.expect_end()
    return projection


def whole(omit: Projection) -> frozenset[str]:
    """Return the members that are left out as a whole, not only in part."""
    return frozenset(name for name, part in omit.items() if not part)


def _read_members(cursor: Cursor, expand: Callable[[str], str]) -> Projection:
    members = dict([_read_member(cursor, expand)])
    while cursor.skip(",") or cursor.skip("|"):
        cursor.count_term()
        members.update([_read_member(cursor, expand)])
    return members


def _read_member(
    cursor: Cursor, expand: Callable[[str], str]
) -> tuple[str, Projection]:
    name = cursor.take(_NAME)
    if name is None:
        cursor.refuse("lacks the name of a member")
    known = name if name in _OWN_MEMBERS else expand(name)
    if not cursor.skip("{"):
        return known, {}
    cursor.go_down()
    inside = _read_members(cursor, expand)
    cursor.expect("}")
    cursor.go_up()
    return known, inside
