"""Sentences in every language the city speaks, and what is filled in. Pure."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from mesto.kernel.errors import CityError
from mesto.kernel.numerals import Numeral
from mesto.kernel.script import with_both_scripts

#: A text in several languages by BCP 47 tag: en, cs, sk, sr-Latn; sr-Cyrl is derived.
Text: TypeAlias = Mapping[str, str]

E = TypeVar("E", bound=CityError)


class Amount(NamedTuple):
    """A number and its unit, if it has one, for a sentence: 14.49 kW, 14,49 kW."""

    value: float
    unit: str


def filled(sentence: Text, **facts: object) -> Text:
    """Put facts into a sentence, in every language and both scripts.

    Facts stay as they are: names, identifiers and units are written in one script. A
    float and an Amount have the decimal mark of the language, a Text is said in it.
    """
    return {
        tag: words.format(**{name: _written(one, tag) for name, one in facts.items()})
        for tag, words in with_both_scripts(sentence).items()
    }


def _written(fact: object, language: str) -> object:
    if isinstance(fact, Mapping):
        return with_both_scripts(fact).get(language) or in_english(fact)
    if isinstance(fact, Amount):
        return f"{_written(float(fact.value), language)} {fact.unit}".rstrip()
    return Numeral(fact, language) if isinstance(fact, float) else fact


def whole(amount: float, unit: str) -> str:
    """Write a whole number with its unit as every language reads it: 1 259 m.

    Source: ISO 80000-1, 7.3.1: thousands stand apart by a small space.
    """
    return f"{amount:,.0f} {unit}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def in_english(says: Text) -> str:
    """Return a sentence in English, or in the language it is written in, if any."""
    return says.get("en") or next(iter(says.values()), "")


def by_language(value: object) -> Text:
    """Read a value that is a text by language; plain text is English, nothing empty."""
    if isinstance(value, Mapping):
        return {str(tag): str(text) for tag, text in value.items()}
    return {"en": str(value)} if value else {}


def refusal(kind: type[E], says: Text, **facts: object) -> E:
    """Return a failure that says why in `facts["says"]`, by language."""
    return kind(in_english(says), says=with_both_scripts(says), **facts)


def said_by(error: CityError) -> Text:
    """Return why something was refused, by language."""
    return by_language(error.facts.get("says") or str(error))
