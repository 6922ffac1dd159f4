"""Conditions joined by and, or and parentheses, whatever the terms are. Pure."""

from collections.abc import Callable

from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.kernel.question.condition import AllOf, AnyOf, Condition


def read_logic(
    cursor: Cursor, term: Callable[[Cursor], Condition], either: tuple[str, ...]
) -> Condition:
    """Read terms joined by `;` and by one of the marks `either`, the weaker one."""
    parts = [_read_all(cursor, term, either)]
    while any(cursor.skip(mark) for mark in either):
        parts.append(_read_all(cursor, term, either))
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _read_all(
    cursor: Cursor, term: Callable[[Cursor], Condition], either: tuple[str, ...]
) -> Condition:
    parts = [_read_one(cursor, term, either)]
    while cursor.skip(";"):
        parts.append(_read_one(cursor, term, either))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _read_one(
    cursor: Cursor, term: Callable[[Cursor], Condition], either: tuple[str, ...]
) -> Condition:
    cursor.count_term()
    if not cursor.skip("("):
        return term(cursor)
    cursor.go_down()
    inside = read_logic(cursor, term, either)
    cursor.expect(")")
    cursor.go_up()
    return inside
