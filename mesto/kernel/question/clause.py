"""Conditions as SQL. Pure: a tree and a list of arguments in, text out.

Names and values only ever travel as arguments; the text is made of what stands in this
file. Some entity `e` is asked about; its attribute instances are rows `p` of `present`
or, for a stretch of the past, of `ledger`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeAlias, assert_never

import orjson

from mesto.kernel.errors import Malformed
from mesto.kernel.model import SCOPE, TYPE
from mesto.kernel.question.condition import (
    CREATED_AT,
    DATASET_ID,
    DENIED,
    EVERY_MEMBER,
    MODIFIED_AT,
    OBSERVED_AT,
    UNIT_CODE,
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Has,
    IdIn,
    IdLike,
    InScope,
    Literal,
    NotOfType,
    OfType,
    OneOf,
    Operand,
    Operator,
    Order,
    Path,
    members_of,
)

_Comparer: TypeAlias = Callable[[Operator, Literal], str]

#: A text that PostgreSQL reads as a moment without complaint. It knows how long a month
#: is, so that a cast behind it cannot fail; of the century years only 2000 has a 29th.
MOMENT = (
    r"^(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
    r"|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|2000)-02-29)"
    r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?"
    r"(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$"
)


class _Column(NamedTuple):
    """A column that holds what a path leads to."""

    sql: str
    sql_type: type[datetime | str]


_ENTITY_COLUMNS = {
    CREATED_AT: _Column("e.created_at", datetime),
    MODIFIED_AT: _Column("e.modified_at", datetime),
}
_COLUMNS = {
    OBSERVED_AT: _Column("case when p.timed then p.observed_at end", datetime),
    CREATED_AT: _Column("p.created_at", datetime),
    MODIFIED_AT: _Column("p.recorded_at", datetime),
    UNIT_CODE: _Column("p.unit", str),
    DATASET_ID: _Column("nullif(p.dataset, '')", str),
}


@dataclass
class Arguments:
    """What stands for `$1`, `$2`, … in a statement that is being written."""

    values: list[object] = field(default_factory=list)

    def add(self, value: object, sql_type: str) -> str:
        """Keep a value and return what stands for it."""
        self.values.append(value)
        return f"${len(self.values)}::{sql_type}"

    def json(self, value: object) -> str:
        """Keep a value as JSON and return what stands for it."""
        return self.add(orjson.dumps(value).decode(), "jsonb")

    def jsonpath(self, way: str) -> str:
        """Keep a jsonpath and return what stands for it."""
        return self.add(way, "text") + "::jsonpath"


@dataclass(frozen=True)
class Instances:
    """Which rows are the attribute instances that a condition is about.

    where: SQL about `p`, made by `clause.py`'s callers from their own texts
    """

    table: str = "present"
    where: str = "not p.deleted"


PRESENT = Instances()


def attribute_id(name: str, arguments: Arguments) -> str:
    """Return SQL for the number of an attribute; null if nobody ever named it."""
    return f"(select id from attribute where name = {arguments.add(name, 'text')})"


def clause(  # noqa: PLR0911 - one a kind of condition
    condition: Condition, arguments: Arguments, instances: Instances = PRESENT
) -> str:
    """Return SQL that is true of an entity `e` for which the condition holds."""
    match condition:
        case AllOf(parts):
            return _join(parts, "and", arguments, instances) or "true"
        case AnyOf(parts):
            return _join(parts, "or", arguments, instances) or "false"
        case OfType(name):
            return f"e.types @> array[{arguments.add(name, 'text')}]"
        case NotOfType(name):
            return f"not e.types @> array[{arguments.add(name, 'text')}]"
        case InScope(pattern):
            return _in_scope(pattern, arguments)
        case IdIn(urns):
            return f"e.urn = any({arguments.add(list(urns), 'text[]')})"
        case IdLike(pattern):
            return f"e.urn ~ {arguments.add(pattern, 'text')}"
        case Has(path):
            return _has(path, arguments, instances)
        case Compare():
            return _compare(condition, arguments, instances)
    assert_never(condition)


def has_any(names: list[str], arguments: Arguments, instances: Instances) -> str:
    """Return SQL that is true of an entity with at least one of these attributes.

    Without names, any attribute will do.
    """
    if not names:
        return _some(f"p.attribute <> all({_NO_ATTRIBUTES})", instances)
    wanted = arguments.add(names, "text[]")
    numbers = f"select id from attribute where name = any({wanted})"
    return _some(f"p.attribute in ({numbers})", instances)


#: What the ledger notes of an entity itself, as if it were attributes.
_NO_ATTRIBUTES = f"array(select id from attribute where name in ('{TYPE}', '{SCOPE}'))"


def sort_keys(
    order: Sequence[Order], arguments: Arguments, *, whole: bool = True
) -> str:
    """Return SQL to sort entities by.

    whole: the order they came to be decides at last; otherwise some may be equal
    """
    keys = [key for one in order for key in _sort_key(one, arguments)]
    return ", ".join([*keys, "e.id" if whole else "true"])


def _sort_key(order: Order, arguments: Arguments) -> list[str]:
    way = "desc nulls last" if order.descending else "asc nulls last"
    return [f"{key} {way}" for key in _sorted_by(order.path, arguments)]


def _sorted_by(path: Path, arguments: Arguments) -> list[str]:
    column = _entity_column(path)
    if column:
        return [column.sql]
    if path in _OWN_KEYS:
        return [_OWN_KEYS[path]]
    here = f"p.attribute = {attribute_id(path.attribute, arguments)}"
    column = _instance_column(path, PRESENT)
    if column:
        return [_first(column.sql, here)]
    if path.subs or path.trail:
        base, steps = _way(path)
        value = f"jsonb_path_query_first({base}, {arguments.jsonpath(steps)})"
        return [_first(value, here)]
    text = "coalesce(p.value->>'@value', p.value #>> '{}') collate \"C\""
    return [_first("p.number", here), _first(text, here)]


_OWN_KEYS = {Path("id"): 'e.urn collate "C"', Path("type"): 'e.types[1] collate "C"'}


def _first(value: str, here: str) -> str:
    """Return SQL for a value of an entity's first instance of an attribute."""
    return (
        f"(select {value} from present p where p.entity = e.id and not p.deleted"
        f" and {here} order by p.dataset limit 1)"
    )


def _join(
    parts: tuple[Condition, ...], word: str, arguments: Arguments, instances: Instances
) -> str:
    return f" {word} ".join(f"({clause(p, arguments, instances)})" for p in parts)


def _some(where: str, instances: Instances) -> str:
    return (
        f"exists (select from {instances.table} p where p.entity = e.id"
        f" and {instances.where} and {where})"
    )


def _in_scope(pattern: str, arguments: Arguments) -> str:
    if "+" not in pattern and "#" not in pattern:
        return f"e.scopes @> array[{arguments.add(pattern, 'text')}]"
    regex = arguments.add(scope_regex(pattern), "text")
    return f"exists (select from unnest(e.scopes) s where s ~ {regex})"


def scope_regex(pattern: str) -> str:
    """Return a regular expression for the scopes that a pattern with wildcards fits."""
    below = pattern.endswith("/#")
    levels = pattern.removesuffix("/#").split("/")
    words = ["[^/]+" if level == "+" else _escaped(level) for level in levels]
    return "^/?" + "/".join(words).removeprefix("/") + ("(/.*)?$" if below else "$")


def _escaped(text: str) -> str:
    """Escape a text for a regular expression of PostgreSQL."""
    return "".join(c if c.isalnum() else f"\\{c}" for c in text)


def _has(path: Path, arguments: Arguments, instances: Instances) -> str:
    column = _entity_column(path)
    if column:
        return f"{column.sql} is not null"
    here = f"p.attribute = {attribute_id(path.attribute, arguments)}"
    column = _instance_column(path, instances)
    if column:
        return _some(f"{here} and {column.sql} is not null", instances)
    if path.subs or path.trail:
        return _some(f"{here} and {_leads(path, arguments)}", instances)
    return _some(here, instances)


def _compare(condition: Compare, arguments: Arguments, instances: Instances) -> str:
    path, by, to = condition.path, condition.by, condition.to
    column = _entity_column(path)
    if column:
        return _column_fits(column, by, to, arguments)
    here = f"p.attribute = {attribute_id(path.attribute, arguments)}"
    column = _instance_column(path, instances)
    if column:
        fits = _column_fits(column, by, to, arguments)
    else:
        fits = _value_fits(path, by, to, arguments)
    return _some(f"{here} and ({fits})", instances)


def _entity_column(path: Path) -> _Column | None:
    alone = not path.subs and not path.trail
    return _ENTITY_COLUMNS.get(path.attribute) if alone else None


def _instance_column(path: Path, instances: Instances) -> _Column | None:
    """Return the column of `p` that holds what the path leads to, if one does."""
    if len(path.subs) != 1 or path.trail:
        return None
    past = instances.table == "ledger"
    name = path.subs[0]
    return _COLUMNS.get(MODIFIED_AT if past and name == CREATED_AT else name)


def _column_fits(
    column: _Column, by: Operator, to: Operand, arguments: Arguments
) -> str:
    if by in DENIED:
        fits = _column_fits(column, DENIED[by], to, arguments)
        return f"{column.sql} is not null and not ({fits})"
    return _spread(by, to, lambda by, one: _scalar(column, by, one, arguments))


def _scalar(column: _Column, by: Operator, to: Literal, arguments: Arguments) -> str:
    if not isinstance(to, column.sql_type):
        return "false"
    if isinstance(to, datetime):
        return f"{column.sql} {_SQL[by]} {arguments.add(to, 'timestamptz')}"
    return f'{column.sql} {_SQL[by]} {arguments.add(to, "text")} collate "C"'


def _value_fits(path: Path, by: Operator, to: Operand, arguments: Arguments) -> str:
    plain = not path.subs and not path.trail
    if by in DENIED:
        fits = _value_fits(path, DENIED[by], to, arguments)
        there = "true" if plain else _leads(path, arguments)
        return f"{there} and not coalesce({fits}, false)"
    if plain and by is Operator.EQUAL and not isinstance(to, Between):
        return _spread(by, to, lambda by, one: _equals(by, one, arguments))
    inside = _element_fits(path, by, to, arguments)
    if not plain or not _is_number(to):
        return inside
    number = _spread(by, to, lambda by, one: _number(by, one, arguments))
    return f"{number} or {inside}"


def _element_fits(path: Path, by: Operator, to: Operand, arguments: Arguments) -> str:
    """Compare what a path leads to, or the elements of the list it leads to."""
    base, steps = _way(path)
    test = None if by is Operator.LIKE else _test(by, to)
    if test is None:
        fits = _spread(by, to, lambda by, one: _element(by, one, arguments))
        elements = f"jsonb_path_query({base}, {arguments.jsonpath(steps + '[*]')}) x"
        return f"exists (select from {elements} where {fits})"
    # a filter takes a list apart itself, once; with [*] before it, it would do so twice
    whole = arguments.jsonpath(f"exists({steps} ? ({test}))")
    return f"{base} @@ {whole}"


def _leads(path: Path, arguments: Arguments) -> str:
    """Return SQL that is true where a path leads to something."""
    base, steps = _way(path)
    return f"{base} @? {arguments.jsonpath(steps)}"


def _test(by: Operator, to: Operand) -> str | None:
    """Return the comparison with `@` in jsonpath; None if it has no words for it."""
    match to:
        case Between(least, greatest):
            low = _test(Operator.GREATER_EQUAL, least)
            high = _test(Operator.LESS_EQUAL, greatest)
            return low and high and f"{low} && {high}"
        case OneOf(values):
            tests = [_test(by, value) for value in values]
            return None if None in tests else " || ".join(map(str, tests))
        case datetime():
            return None
        case bool() if by is not Operator.EQUAL:
            return "(1 == 0)"
    value = orjson.dumps(to).decode()
    plain, typed = (
        f'{what}.type() == "{_JSON_TYPES[type(to)]}" && {what} {by} {value}'
        for what in ("@", '@."@value"')
    )
    carried = f' || @.type() == "object" && {typed}' if isinstance(to, str) else ""
    return f"({plain}{carried})"


#: Asked for beside a comparison, which would take a list within a list apart.
_JSON_TYPES = {bool: "boolean", int: "number", float: "number", str: "string"}


def _is_number(to: Operand) -> bool:
    value = to.least if isinstance(to, Between) else to
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equals(by: Operator, to: Literal, arguments: Arguments) -> str:
    """Compare a whole value, or a member of a list, without taking it apart."""
    match to:
        case bool():
            return f"p.value @> {arguments.json(to)}"
        case datetime():
            return _element_fits(Path(""), by, to, arguments)
        case str():
            typed = {"@value": to}
            forms = map(arguments.json, (to, typed, [typed]))
            return " or ".join(f"p.value @> {form}" for form in forms)
        case _:
            number = arguments.add(float(to), "float8")
            return f"p.number = {number} or p.value @> {arguments.json(to)}"


def _number(by: Operator, to: Literal, arguments: Arguments) -> str:
    return f"p.number {_SQL[by]} {arguments.add(to, 'float8')}"


#: A value that carries its type, as JSON-LD writes dates, is read as it.
_TEXT = "coalesce(x->>'@value', x #>> '{}')"


def _element(by: Operator, to: Literal, arguments: Arguments) -> str:
    """Compare one JSON element `x`, where jsonpath cannot."""
    if isinstance(to, datetime):
        moment = arguments.add(to, "timestamptz")
        return (
            f"case when {_TEXT} ~ '{MOMENT}'"
            f" then ({_TEXT})::timestamptz {_SQL[by]} {moment} end"
        )
    if not isinstance(to, str):
        other = arguments.json(to)
        return f"jsonb_typeof(x) = jsonb_typeof({other}) and x {_SQL[by]} {other}"
    text = f'{_TEXT} {_SQL[by]} {arguments.add(to, "text")} collate "C"'
    return f"jsonb_typeof(coalesce(x->'@value', x)) = 'string' and {text}"


_SQL = {
    Operator.EQUAL: "=",
    Operator.GREATER: ">",
    Operator.GREATER_EQUAL: ">=",
    Operator.LESS: "<",
    Operator.LESS_EQUAL: "<=",
    Operator.LIKE: "~",
}


def _spread(by: Operator, to: Operand, compare: _Comparer) -> str:
    """Compare with a range or with several values by comparing with one."""
    match to:
        case Between(least, greatest):
            low = compare(Operator.GREATER_EQUAL, least)
            high = compare(Operator.LESS_EQUAL, greatest)
            return f"({low}) and ({high})"
        case OneOf(values):
            return " or ".join(f"({compare(by, value)})" for value in values)
        case _:
            return compare(by, to)


def _way(path: Path) -> tuple[str, str]:
    """Return the column a path begins in, and the jsonpath from there."""
    steps = "".join(map(_step, members_of(path)))
    return ("p.meta" if path.subs else "p.value"), f"${steps}"


def _step(member: str) -> str:
    if member == EVERY_MEMBER:
        return ".*"
    try:
        return "." + orjson.dumps(member).decode()
    except TypeError as error:
        raise Malformed(f"{member!r} cannot be the name of a member") from error
