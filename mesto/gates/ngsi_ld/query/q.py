"""The query language `q`. Pure.

    speed>50;brandName!="Mercedes"|(speed.accuracy==1..5;address[city.name]=="Kladno")

Source: ETSI GS CIM 009 v1.8.1, 4.9.
"""

import re
from collections.abc import Callable, Collection

from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.gates.ngsi_ld.query.literal import read_literal, read_quoted
from mesto.gates.ngsi_ld.query.logic import read_logic
from mesto.gates.ngsi_ld.query.pattern import check_pattern
from mesto.kernel.question.condition import (
    Between,
    Compare,
    Condition,
    Has,
    Literal,
    OneOf,
    Operand,
    Operator,
    Path,
)

_NAME = re.compile(r"[^\s.\[\](){}=!<>~;|\",&\\^`'\x00]+")
_MEMBER = re.compile(r"[^\s.\[\]\"\x00]+")
_OPERATOR = re.compile(r"!~=|~=|==|!=|>=|<=|>|<")
_ORDERED = {
    Operator.GREATER,
    Operator.GREATER_EQUAL,
    Operator.LESS,
    Operator.LESS_EQUAL,
}


def read_q(
    text: str,
    expand: Callable[[str], str],
    full_names: Collection[str] = (),
    iri: Callable[[str], str] | None = None,
) -> Condition:
    """Read a query.

    expand: from a name as the peer spells it to the kernel name
    full_names: attributes (as spelled) whose values are names too
    iri: from such a value to the full name

    Raises Malformed where the text is no query.
    """
    cursor = Cursor(text, "q")
    reader = _Reader(expand, frozenset(full_names), iri or str)
    condition = read_logic(cursor, reader.read_term, ("|",))
    cursor.expect_end()
    return condition


def read_path(cursor: Cursor, expand: Callable[[str], str]) -> Path:
    """Read `attribute.sub.sub[member.member]`."""
    names = [_read_name(cursor)]
    while cursor.skip("."):
        names.append(_read_name(cursor))
    attribute, *subs = map(expand, names)
    return Path(attribute, tuple(subs), _read_trail(cursor))


def _read_name(cursor: Cursor) -> str:
    name = cursor.take(_NAME)
    if name is None:
        cursor.refuse("lacks the name of an attribute")
    return name


def _read_trail(cursor: Cursor) -> tuple[str, ...]:
    if not cursor.skip("["):
        return ()
    members = [_read_member(cursor)]
    while cursor.skip("."):
        members.append(_read_member(cursor))
    cursor.expect("]")
    return tuple(members)


def _read_member(cursor: Cursor) -> str:
    member = cursor.take(_MEMBER)
    if member is None:
        cursor.refuse("lacks the name of a member")
    return member


class _Reader:
    """Reads one term, with the names the request brought."""

    def __init__(
        self,
        expand: Callable[[str], str],
        full_names: frozenset[str],
        iri: Callable[[str], str],
    ) -> None:
        self._expand = expand
        self._full_names = frozenset(map(expand, full_names))
        self._iri = iri

    def read_term(self, cursor: Cursor) -> Condition:
        path = read_path(cursor, self._expand)
        mark = cursor.take(_OPERATOR)
        if mark is None:
            return Has(path)
        by = Operator(mark)
        return Compare(path, by, self._fill(path, _read_operand(cursor, by)))

    def _fill(self, path: Path, to: Operand) -> Operand:
        """Replace short names by full ones where the request asks for it."""
        if path.attribute not in self._full_names:
            return to
        if isinstance(to, OneOf):
            return OneOf(tuple(map(self._fill_one, to.values)))
        return to if isinstance(to, Between) else self._fill_one(to)

    def _fill_one(self, value: Literal) -> Literal:
        return self._iri(value) if isinstance(value, str) else value


def _read_operand(cursor: Cursor, by: Operator) -> Operand:
    if by in (Operator.LIKE, Operator.UNLIKE):
        return _read_pattern(cursor)
    value = read_literal(cursor)
    if by in _ORDERED:
        return value
    if cursor.skip(".."):
        return _read_range(cursor, value)
    if not cursor.sees(","):
        return value
    values = [value]
    while cursor.skip(","):
        cursor.count_term()
        values.append(read_literal(cursor))
    return OneOf(tuple(values))


def _read_range(cursor: Cursor, least: Literal) -> Between:
    greatest = read_literal(cursor)
    if isinstance(least, bool) or type(least) is not type(greatest):
        cursor.refuse("has a range between values that have no order")
    return Between(least, greatest)


def _read_pattern(cursor: Cursor) -> str:
    text = read_quoted(cursor) if cursor.sees('"') else _read_bare_pattern(cursor)
    check_pattern(text, "q")
    return text


_BARE_PATTERN = re.compile(r"[^;|()\\\"]+|\\[^\x00]")


def _read_bare_pattern(cursor: Cursor) -> str:
    """Read a pattern without quotes: up to `;`, `|` or `)` outside parentheses."""
    text, depth = "", 0
    while not cursor.at_end:
        if depth == 0 and (cursor.sees(")") or cursor.sees("|") or cursor.sees(";")):
            break
        piece = cursor.take(_BARE_PATTERN) or cursor.take(_ANY)
        assert piece is not None  # something is left
        depth += {"(": 1, ")": -1}.get(piece, 0)
        text += piece
    return text


_ANY = re.compile(r".", re.DOTALL)
