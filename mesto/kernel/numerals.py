"""How the languages of the city write numbers. Pure.

Source: Unicode CLDR 46, numbers of en-GB, cs, sk, sr.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, Self

SPACE: Final = "\N{NO-BREAK SPACE}"


class Marks(NamedTuple):
    """What stands between the digits of a number."""

    decimal: str
    thousand: str


USUAL: Final = Marks(",", SPACE)  #: in most of Europe
MARKS: Final[Mapping[str, Marks]] = {
    "en": Marks(".", ","),
    "sr-Latn": Marks(",", "."),
    "sr-Cyrl": Marks(",", "."),
}


class Numeral(float):
    """A number that is formatted as a language writes it.

    With no rule it has as many digits as make sense.
    """

    _marks: Marks

    def __new__(cls, value: float, language: str) -> Self:
        """Take a number, and the BCP 47 tag of a language."""
        numeral = super().__new__(cls, value)
        numeral._marks = MARKS.get(language, USUAL)
        return numeral

    def __format__(self, rule: str) -> str:
        """Write it by a rule of Python's, with the marks of the language."""
        marks = {ord("."): self._marks.decimal, ord(","): self._marks.thousand}
        return super().__format__(rule or ".12g").translate(marks)
