"""Why the meter of a charging session is not believed, in every language. Pure.

A gate writes it in English, as `meterDoubt`; who shows it finds its sentence again.
"""

import re
from typing import Final

from mesto.kernel.text import Text, filled
from mesto.kernel.words import said

NEGATIVE: Final = said(
    "a meter of {kwh} kWh is negative",
    "stav elektroměru {kwh} kWh je záporný",
    "stav elektromera {kwh} kWh je záporný",
    "stanje brojila {kwh} kWh je negativno",
)
FELL: Final = said(
    "the meter fell from {before} kWh to {after} kWh",
    "elektroměr klesl z {before} kWh na {after} kWh",
    "elektromer klesol z {before} kWh na {after} kWh",
    "brojilo je palo sa {before} kWh na {after} kWh",
)
LEAPT: Final = said(
    "the meter leapt from {before} kWh to {after} kWh",
    "elektroměr poskočil z {before} kWh na {after} kWh",
    "elektromer poskočil z {before} kWh na {after} kWh",
    "brojilo je skočilo sa {before} kWh na {after} kWh",
)
NO_BEGIN: Final = said(
    "nobody knows the meter when it began",
    "není znám stav elektroměru na začátku",
    "nie je známy stav elektromera na začiatku",
    "nije poznato stanje brojila na početku",
)
NO_END: Final = said(
    "nobody knows the meter when it ended",
    "není znám stav elektroměru na konci",
    "nie je známy stav elektromera na konci",
    "nije poznato stanje brojila na kraju",
)

DOUBTS: Final = (NEGATIVE, FELL, LEAPT, NO_BEGIN, NO_END)
_FIELD: Final = re.compile(r"\\\{(\w+)\\\}")


def doubt_in(written: str) -> Text:
    """Return a doubt by language; one without a sentence stays English."""
    for sentence in DOUBTS:
        shape = _FIELD.sub(r"(?P<\1>\\S+)", re.escape(sentence["en"]))
        found = re.fullmatch(shape, written)
        if found is not None:
            return filled(sentence, **found.groupdict())
    return {"en": written}
