"""Why a car draws what it does, in words. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.domains.emobility.charging.plan import Grant, Why
from mesto.kernel.plugin import Text

#: By why; {node}, {phase} and {at} are filled in.
REASONS: Final[Mapping[Why, Text]] = {
    "all": {
        "en": "Charges as fast as the car can take.",
        "cs": "Nabíjí tak rychle, jak vůz dokáže.",
        "sk": "Nabíja tak rýchlo, ako vozidlo dokáže.",
        "sr-Latn": "Puni se onoliko brzo koliko vozilo može.",
    },
    "cable": {
        "en": "{node}{phase} carries no more: cars that leave sooner come first.",
        "cs": "{node}{phase} víc neunese: přednost mají vozy, které odjedou dřív.",
        "sk": "{node}{phase} viac neunesie: prednosť majú vozidlá, ktoré odídu skôr.",
        "sr-Latn": "{node}{phase} ne može više: prednost imaju vozila koja ranije "
        "odlaze.",
    },
    "turn": {
        "en": "Pauses: {node}{phase} is full with cars that leave sooner. Its turn "
        "comes, and nobody has to do anything.",
        "cs": "Čeká: {node}{phase} je vytížena vozy, které odjedou dřív. Řada na něj "
        "přijde sama.",
        "sk": "Čaká: {node}{phase} je vyťažená vozidlami, ktoré odídu skôr. Rad naň "
        "príde sám.",
        "sr-Latn": "Čeka: {node}{phase} je zauzeta vozilima koja ranije odlaze. Red "
        "dolazi sam.",
    },
    "cheaper": {
        "en": "Waits for a cheaper hour, from {at}. There is time enough.",
        "cs": "Čeká na levnější hodinu, od {at}. Času je dost.",
        "sk": "Čaká na lacnejšiu hodinu, od {at}. Času je dosť.",
        "sr-Latn": "Čeka jeftiniji sat, od {at}. Vremena ima dovoljno.",
    },
    "kept": {
        "en": "Charges with the least that is always kept free for this connector.",
        "cs": "Nabíjí nejmenším proudem, který je pro tento konektor vždy volný.",
        "sk": "Nabíja najmenším prúdom, ktorý je pre tento konektor vždy voľný.",
        "sr-Latn": "Puni se najmanjom strujom, uvek slobodnom za ovaj priključak.",
    },
}


def told(grant: Grant) -> Text:
    """Say why a car draws what it does; `at` is what the clock of the town shows."""
    facts = {
        "node": grant.node,
        "phase": f" ({grant.phase})" if grant.phase else "",
        "at": f"{grant.until:%H:%M}" if grant.until else "",
    }
    return {
        language: words.format(**facts)
        for language, words in REASONS[grant.why].items()
    }
