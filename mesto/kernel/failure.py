"""What came to nothing, and why, in every language. Pure."""

from typing import Final

from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.model import Settled, State
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import Text, filled, in_english, said_by
from mesto.kernel.words import said

NOT_IN_TIME: Final = said(
    "Not confirmed in time.",
    "Nepotvrzeno včas.",
    "Nepotvrdené včas.",
    "Nije potvrđeno na vreme.",
)
OUT_OF_REACH: Final = said(
    "Out of reach: {said}",
    "Mimo dosah: {said}",
    "Mimo dosahu: {said}",
    "Van domašaja: {said}",
)
REFUSED: Final = said(
    "Refused: {said}", "Odmítnuto: {said}", "Odmietnuté: {said}", "Odbijeno: {said}"
)
IN_THE_LOG: Final = said(
    "What went wrong stands in the log of the program.",
    "Co se pokazilo, stojí v záznamu programu.",
    "Čo sa pokazilo, stojí v zázname programu.",
    "Šta je pošlo naopako, stoji u zapisu programa.",
)


def failed(command: str, says: Text, reason: str = "") -> Settled:
    """Settle a command that came to nothing.

    command: its id
    says: why, by language
    reason: why, as a device or a system put it; empty: what `says` says in English
    """
    return Settled(
        command=command,
        state=State.FAILED,
        reason=reason or in_english(says),
        says=with_both_scripts(says),
    )


def why(error: CityError) -> Text:
    """Return why something could not be told, by language.

    What was said in English alone stays so, within a sentence that does not.
    """
    if "says" in error.facts:
        return said_by(error)
    kind = OUT_OF_REACH if isinstance(error, Unavailable) else REFUSED
    return filled(kind, said=str(error))
