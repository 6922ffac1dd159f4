"""Refusing in every language the reader may have chosen. Pure."""

from typing import TypeVar

from mesto.kernel.errors import CityError
from mesto.kernel.plugin import Text
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import in_english

E = TypeVar("E", bound=CityError)


def refusal(kind: type[E], says: Text, **facts: object) -> E:
    """Return a failure that says why in `facts["says"]`, by language."""
    return kind(in_english(says), says=with_both_scripts(says), **facts)
