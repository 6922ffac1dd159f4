"""What is asked of a table: read from a request, checked, as values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mesto.kernel.errors import Malformed
from mesto.kernel.script import fold
from mesto.web.tables.filter import Condition, Is, read_filter
from mesto.web.tables.select import Key
from mesto.web.tiles import RANKS, STATUSES
from mesto.web.views import Bounds, read_view

#: What every asset has, apart from its attributes.
STATE, SINCE, SEEN, CAUSE = ".state", ".since", ".seen", ".cause"
NAME, STREET, DISTRICT, CODE = ".name", ".street", ".district", ".code"
OWN = frozenset((STATE, SINCE, SEEN, CAUSE, NAME, STREET, DISTRICT, CODE))
ALPHABET = ".alphabet"  #: what is sorted by when names are

LONGEST_NAME = 500  #: characters of an attribute
LONGEST_TEXT = 200  #: characters of what is looked for
MOST_COLUMNS, MOST_KEYS = 60, 6


@dataclass(frozen=True, kw_only=True)
class Query:
    """Which assets of a type are wanted, and in which order.

    words: folded; name, street or code hold them all
    """

    where: Sequence[Condition] = ()
    words: Sequence[str] = ()
    bbox: Bounds | None = None
    order: Sequence[Key] = ()

    @property
    def columns(self) -> frozenset[str]:
        """What must be known to answer it."""
        filtered = (one.column for one in self.where)
        return frozenset((*filtered, *(key.column for key in self.order)))


def read_query(parameters: Mapping[str, str]) -> Query:
    """Read a query: filter, q, bbox=w,s,e,n and sort=-powerConsumption .name.

    Raises Malformed, saying what of it makes no sense.
    """
    return Query(
        where=[_checked(one) for one in read_filter(parameters.get("filter", ""))],
        words=fold(parameters.get("q", "")[:LONGEST_TEXT]).split(),
        bbox=read_view({"bbox": parameters.get("bbox", "")}).bbox,
        order=[_key(word) for word in _names(parameters, "sort", MOST_KEYS)],
    )


def read_columns(parameters: Mapping[str, str]) -> Sequence[str]:
    """Read which columns are shown: names, parted by white space.

    Raises Malformed for a name that can be none.
    """
    names = _names(parameters, "columns", MOST_COLUMNS)
    for name in names:
        check_column(name)
    return names


def check_column(name: str) -> None:
    """Raise Malformed for what can be no column."""
    if name.startswith(".") and name not in OWN:
        raise Malformed(f"there is no column {name[:40]}", column=name[:40])
    if not name or len(name) > LONGEST_NAME or "\0" in name:
        raise Malformed("this can be no column", column=name[:40])


def _checked(condition: Condition) -> Condition:
    """Check the column; a state is compared by its rank, by which it is sorted too."""
    check_column(condition.column)
    if condition.column != STATE or not isinstance(condition, Is):
        return condition
    return replace(condition, values=tuple(map(_rank, condition.values)))


def _rank(state: str) -> str:
    if state not in STATUSES:
        known = ", ".join(STATUSES)
        raise Malformed(f"{state[:40]} is no state: {known}", column=STATE)
    return str(RANKS[STATUSES.index(state)])


def _key(word: str) -> Key:
    name = word.removeprefix("-")
    check_column(name)
    return Key(ALPHABET if name == NAME else name, descending=name != word)


def _names(parameters: Mapping[str, str], parameter: str, most: int) -> Sequence[str]:
    names = parameters.get(parameter, "").split()
    if len(names) > most:
        raise Malformed(f"{parameter} names at most {most} columns")
    return names
