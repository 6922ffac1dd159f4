"""The members of documents that peers say, each as it must be. Pure.

What subscriptions and registrations have in common: names, lengths of time, headers.

Source: ETSI GS CIM 009 v1.9.1, 5.2.12 to 5.2.15, 5.2.22, 5.5.7.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from mesto.kernel.errors import Malformed

_LONGEST_S: Final = 366 * 24 * 3600.0
_MOST: Final = 1_000  #: names in a list


def a(kind: type, value: Any, name: str) -> Any:
    """Return a value that is of a kind: a text, true or false, a list, an object."""
    if not isinstance(value, kind):
        raise Malformed(f"{name} is {_CALLED[kind]}", parameter=name)
    return value


def words(said: Mapping[str, Any], name: str) -> list[str]:
    """Return a list of words that is not empty; none where it is not said."""
    listed = said.get(name)
    if listed is None:
        return []
    fine = isinstance(listed, list) and 0 < len(listed) <= _MOST
    if not fine or not all(isinstance(one, str) and one for one in listed):
        raise Malformed(f"{name} is a list of names", parameter=name)
    return list(listed)


def seconds(
    said: Mapping[str, Any], name: str, *, per_second: float = 1.0
) -> float | None:
    """Return a length of time in seconds; None where it is not said."""
    number = said.get(name)
    if number is None:
        return None
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    if not is_number or not 0 < number / per_second <= _LONGEST_S:
        raise Malformed(f"{name} is a time above zero", parameter=name)
    return float(number) / per_second


def flag(said: Mapping[str, Any], name: str, *, otherwise: bool = False) -> bool:
    """Return true or false; `otherwise` where it is not said."""
    return bool(a(bool, said.get(name, otherwise), name))


def refuse_unknown(said: Mapping[str, Any], known: AbstractSet[str], what: str) -> None:
    """Raise Malformed for a member that is not among `known`."""
    unknown = said.keys() - known
    if unknown:
        raise Malformed(f"{what} has no {', '.join(sorted(unknown))}")


def headers(said: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Yield keys and values that can be headers (5.2.22)."""
    for one in a(list, said.get(name, []), name):
        pair = a(Mapping, one, name)
        key, value = pair.get("key"), pair.get("value")
        if not isinstance(key, str) or not isinstance(value, str):
            raise Malformed(f"{name} is a list of key and value", parameter=name)
        is_ours = key.lower() in _OUR_HEADERS
        if is_ours or not _HEADER.fullmatch(key) or not _HEADER_TEXT.fullmatch(value):
            raise Malformed(f"{key!r:.50} cannot be a header", parameter=name)
        yield key, value


def spell_in(text: Any, spell: Callable[[str], str]) -> Any:
    """Spell the names in an expression anew, and leave the marks between them.

    What is no text stays, so that whoever reads it can say so.
    """
    if isinstance(text, list):
        return [spell_in(one, spell) for one in text]
    if not isinstance(text, str):
        return text
    return _NAME.sub(lambda found: _spell_one(found[0], spell), text)


def _spell_one(name: str, spell: Callable[[str], str]) -> str:
    return name if name in _OWN else spell(name)


_CALLED: Final = {
    str: "a text",
    bool: "true or false",
    list: "a list",
    Mapping: "an object",
}
_OWN: Final = frozenset({"id", "type", "scope", "*"})
_NAME: Final = re.compile(r"[^,;|(){}\s]+")
_HEADER: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")  # RFC 9110, 5.6.2
_OUR_HEADERS: Final = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection"}
)
_HEADER_TEXT: Final = re.compile(r"[\t -~\x80-\xff]{0,4000}")
