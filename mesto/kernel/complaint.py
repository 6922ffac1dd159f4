"""What msgspec complains of in what people wrote, in every language. Pure.

A sentence stands beside the field it is about, or behind its name.
"""

import re
from collections.abc import Sequence
from typing import Final

from mesto.kernel.refusals import MISSING, NO_WORD
from mesto.kernel.text import Text, filled
from mesto.kernel.words import said

#: What is found first counts; named groups are filled in.
SENTENCES: Final[Sequence[tuple[re.Pattern[str], Text]]] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"missing required field", MISSING),
        (
            r"contains unknown field",
            said(
                "is not known here",
                "tu není známo",
                "tu nie je známe",
                "ovde nije poznato",
            ),
        ),
        (
            r"of length >= 1$",
            said("is empty", "je prázdné", "je prázdne", "prazno je"),
        ),
        (
            r"of length >= (?P<least>\d+)$",
            said(
                "is too short: at least {least}",
                "je příliš krátké: nejméně {least}",
                "je príliš krátke: najmenej {least}",
                "prekratko je: najmanje {least}",
            ),
        ),
        (
            r"of length <= (?P<most>\d+)$",
            said(
                "is too long: at most {most}",
                "je příliš dlouhé: nejvýše {most}",
                "je príliš dlhé: najviac {most}",
                "predugačko je: najviše {most}",
            ),
        ),
        (
            r" >= (?P<least>\S+)$",
            said(
                "has to be at least {least}",
                "musí být nejméně {least}",
                "musí byť najmenej {least}",
                "mora biti najmanje {least}",
            ),
        ),
        (
            r" <= (?P<most>\S+)$",
            said(
                "has to be at most {most}",
                "musí být nejvýše {most}",
                "musí byť najviac {most}",
                "mora biti najviše {most}",
            ),
        ),
        (
            r" > (?P<least>\S+)$",
            said(
                "has to be more than {least}",
                "musí být více než {least}",
                "musí byť viac než {least}",
                "mora biti više od {least}",
            ),
        ),
        (
            r" < (?P<most>\S+)$",
            said(
                "has to be less than {most}",
                "musí být méně než {most}",
                "musí byť menej než {most}",
                "mora biti manje od {most}",
            ),
        ),
        (
            r"multiple of (?P<step>\S+)$",
            said(
                "has to be a multiple of {step}",
                "musí být násobkem {step}",
                "musí byť násobkom {step}",
                "mora biti umnožak od {step}",
            ),
        ),
        (
            r"matching regex",
            said(
                "is not written as it has to be",
                "není zapsáno tak, jak má být",
                "nie je zapísané tak, ako má byť",
                "nije zapisano kako treba",
            ),
        ),
        (r"^Invalid (?:enum )?value (?P<found>.+)$", NO_WORD),
        (
            r"timezone component",
            said(
                "has no time zone",
                "nemá časové pásmo",
                "nemá časové pásmo",
                "nema vremensku zonu",
            ),
        ),
        (
            r"^Invalid .* date$",
            said("is not a date", "není datum", "nie je dátum", "nije datum"),
        ),
        (
            r"^Invalid .* (?:datetime|time|duration)$",
            said("is not a time", "není čas", "nie je čas", "nije vreme"),
        ),
        (
            r"^(?:Expected|Invalid) ",
            said(
                "is not what belongs here",
                "není to, co sem patří",
                "nie je to, čo sem patrí",
                "nije ono što ovde treba",
            ),
        ),
    )
)


def sentence_of(complaint: str) -> Text:
    """Return what people are told; what has no sentence stays English."""
    for pattern, sentence in SENTENCES:
        found = pattern.search(complaint)
        if found is not None:
            return filled(sentence, **found.groupdict())
    return {"en": complaint}
