"""The filter language of tables: conditions that can be read aloud. Pure.

    .state is critical or offline and fillingLevel from 0.8 and .seen older 2h

    filter    = condition *("and" condition)
    condition = column "is" ["not"] value *("or" value)
              / column "from" number ["to" number] / column "to" number
              / column "has" text
              / column ("older" / "within") duration
              / column ("before" / "after") moment
              / column ("known" / "unknown")

Words are parted by white space. A word in double quotes may hold any, with `""` for a
quote, and is never one of the language's own. Columns that begin with a point are what
every asset has; the others are attributes, compared as they were recorded. A duration
is a number of min, h or d; a moment is ISO 8601, in UTC unless it says otherwise.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, NoReturn, TypeAlias

from mesto.kernel.errors import Malformed

LONGEST = 4_000  #: characters of a filter
MOST_CONDITIONS = 24
MOST_VALUES = 200

_WORD = re.compile(r'"(?P<quoted>(?:[^"]|"")*)"(?=\s|$)|(?P<bare>[^\s"]+)(?=\s|$)')
_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?(?:e-?\d{1,2})?", re.ASCII)
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)(min|h|d)", re.ASCII)
_UNIT_S = {"min": 60.0, "h": 3_600.0, "d": 86_400.0}


@dataclass(frozen=True)
class Is:
    """The value is one of these; denied: there is a value, and it is none of them."""

    column: str
    values: tuple[str, ...]
    denied: bool = False


@dataclass(frozen=True)
class Lies:
    """The number lies from `least` to `greatest`, both included; None is no limit.

    A moment is a number: seconds since 1970.
    """

    column: str
    least: float | None
    greatest: float | None


@dataclass(frozen=True)
class Has:
    """The text holds every word of this, whatever its accents, case and script."""

    column: str
    text: str


@dataclass(frozen=True)
class Aged:
    """The moment is longer ago than this, or, if `within`, not as long."""

    column: str
    age_s: float
    within: bool


@dataclass(frozen=True)
class Known:
    """There is a value, or there is none."""

    column: str
    known: bool


Condition: TypeAlias = Is | Lies | Has | Aged | Known


class _Word(NamedTuple):
    text: str
    at: int  #: where it begins, from 0
    own: bool  #: whether it is one of the language's


def read_filter(text: str) -> tuple[Condition, ...]:
    """Read a filter; an empty one has no condition.

    Raises Malformed with `at`, the character where it stops making sense, from 0.
    """
    if len(text) > LONGEST:
        _refuse(LONGEST, f"a filter has at most {LONGEST} characters")
    return _Reader(text).conditions()


def number_of(text: str) -> float | None:
    """Read a number; None for anything else."""
    return float(text) if _NUMBER.fullmatch(text) else None


class _Reader:
    """Goes through the words of a filter from left to right."""

    def __init__(self, text: str) -> None:
        self._words = _words_of(text)
        self._end = len(text)
        self._next = 0

    def conditions(self) -> tuple[Condition, ...]:
        found: list[Condition] = []
        while self._next < len(self._words):
            if len(found) == MOST_CONDITIONS:
                self._fail(f"a filter has at most {MOST_CONDITIONS} conditions")
            if found:
                self._take("and")
            found.append(self._condition())
        return tuple(found)

    def _condition(self) -> Condition:
        column = self._value("the name of a column")
        more = self._next < len(self._words) and self._words[self._next]
        read = _VERBS.get(more.text) if more and more.own else None
        if not more or read is None:
            self._fail(f"expected {', '.join(_VERBS)}")
        self._next += 1
        return read(self, column, more.text)

    def is_(self, column: str, _verb: str) -> Is:
        denied = self._skip("not")
        values = [self._value("a value")]
        while self._skip("or"):
            if len(values) == MOST_VALUES:
                self._fail(f"at most {MOST_VALUES} values are compared with")
            values.append(self._value("a value"))
        return Is(column, tuple(values), denied)

    def lies(self, column: str, verb: str) -> Lies:
        first = self._number()
        if verb == "to":
            return Lies(column, None, first)
        return Lies(column, first, self._number() if self._skip("to") else None)

    def has(self, column: str, _verb: str) -> Has:
        return Has(column, self._value("a text"))

    def aged(self, column: str, verb: str) -> Aged:
        found = _DURATION.fullmatch(self._value("a duration"))
        if found is None:
            self._fail_before("not a duration such as 90min, 2h or 7d")
        age_s = float(found[1]) * _UNIT_S[found[2]]
        return Aged(column, age_s, verb == "within")

    def happened(self, column: str, verb: str) -> Lies:
        try:
            moment = datetime.fromisoformat(self._value("a moment"))
            at_s = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            self._fail_before("not a moment in ISO 8601")
        return (
            Lies(column, None, at_s) if verb == "before" else Lies(column, at_s, None)
        )

    def known(self, column: str, verb: str) -> Known:
        return Known(column, verb == "known")

    def _number(self) -> float:
        number = number_of(self._value("a number"))
        return self._fail_before("not a number") if number is None else number

    def _value(self, what: str) -> str:
        """Take a word that is not the language's own."""
        if self._next == len(self._words) or self._words[self._next].own:
            self._fail(f"expected {what}")
        self._next += 1
        return self._words[self._next - 1].text

    def _skip(self, own: str) -> bool:
        """Take one of the language's words, if it comes next."""
        here = self._next < len(self._words) and self._words[self._next]
        found = bool(here and here.own and here.text == own)
        self._next += found
        return found

    def _take(self, own: str) -> None:
        if not self._skip(own):
            self._fail(f"expected {own}")

    def _fail(self, why: str) -> NoReturn:
        more = self._next < len(self._words)
        _refuse(self._words[self._next].at if more else self._end, why)

    def _fail_before(self, why: str) -> NoReturn:
        _refuse(self._words[self._next - 1].at, why)


_VERBS: Mapping[str, Callable[[_Reader, str, str], Condition]] = {
    "is": _Reader.is_,
    "from": _Reader.lies,
    "to": _Reader.lies,
    "has": _Reader.has,
    "older": _Reader.aged,
    "within": _Reader.aged,
    "before": _Reader.happened,
    "after": _Reader.happened,
    "known": _Reader.known,
    "unknown": _Reader.known,
}
_OWN = frozenset(("and", "or", "not", *_VERBS))


def _words_of(text: str) -> Sequence[_Word]:
    words = []
    at = _space_after(text, 0)
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            _refuse(at, "a quote begins a word, and the next one ends it")
        bare = found["bare"]
        word = bare or found["quoted"].replace('""', '"')
        words.append(_Word(word, at, own=bare in _OWN))
        at = _space_after(text, found.end())
    return words


def _space_after(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found is not None
    return found.end()


def _refuse(at: int, why: str) -> NoReturn:
    raise Malformed(f"the filter, at character {at + 1}: {why}", at=at, why=why)
