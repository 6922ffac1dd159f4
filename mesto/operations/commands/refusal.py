"""Refusing in every language the reader may have chosen. Pure."""

from collections.abc import Mapping
from typing import TypeVar

from mesto.kernel.errors import CityError
from mesto.kernel.plugin import Text
from mesto.kernel.script import with_both_scripts

E = TypeVar("E", bound=CityError)


def refusal(kind: type[E], says: Text, **facts: object) -> E:
    """Return a failure that says why in `facts["says"]`, by language."""
    return kind(in_english(says), says=with_both_scripts(says), **facts)


def said_by(error: CityError) -> Text:
    """Return why something was refused, by language."""
    says = error.facts.get("says")
    if isinstance(says, Mapping):
        return {str(tag): str(text) for tag, text in says.items()}
    return {"en": str(error)}


def in_english(says: Text) -> str:
    """Return a sentence in English, or in the language it is written in."""
    return says.get("en") or next(iter(says.values()))
