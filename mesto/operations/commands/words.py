"""Why something is not ordered just now, in words. Pure."""

from mesto.kernel.plugin import Text

FOUR_EYES: Text = {
    "en": "This order needs the consent of a second person.",
    "cs": "Tento povel potřebuje souhlas druhé osoby.",
    "sk": "Tento povel potrebuje súhlas druhej osoby.",
    "sr-Latn": "Ova komanda traži saglasnost druge osobe.",
}
OWN: Text = {
    "en": "Nobody approves their own order.",
    "cs": "Svůj vlastní povel nikdo neschvaluje.",
    "sk": "Svoj vlastný povel nikto neschvaľuje.",
    "sr-Latn": "Niko ne odobrava sopstvenu komandu.",
}
NOTHING_BEFORE: Text = {
    "en": "Nothing is known to go back to: it was never ordered and confirmed.",
    "cs": "Není známo, k čemu se vrátit: dosud to nikdo nenařídil a nepotvrdil.",
    "sk": "Nie je známe, k čomu sa vrátiť: doteraz to nikto nenariadil a nepotvrdil.",
    "sr-Latn": "Nije poznato na šta da se vrati: ovo još nije naređeno ni potvrđeno.",
}


def not_judged(interlock: str) -> Text:
    """Say that nobody can tell whether an interlock forbids something."""
    return {
        "en": f"Whether the interlock {interlock} forbids it cannot be told just now.",
        "cs": f"Zda to blokování {interlock} zakazuje, teď nelze určit.",
        "sk": f"Či to blokovanie {interlock} zakazuje, teraz nemožno určiť.",
        "sr-Latn": f"Ne može se utvrditi da li blokada {interlock} to zabranjuje.",
    }


def held(by: str, until: str) -> Text:
    """Say that people have taken over.

    by: who; until: when, by the town's clock
    """
    return {
        "en": f"Under manual control until {until} by {by}.",
        "cs": f"V ručním řízení do {until}, nařídil(a) {by}.",
        "sk": f"V ručnom riadení do {until}, nariadil(a) {by}.",
        "sr-Latn": f"Pod ručnim upravljanjem do {until}, nalog: {by}.",
    }
