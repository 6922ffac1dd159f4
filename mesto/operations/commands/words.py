"""Why something is not ordered just now, in words, by what stands against it. Pure."""

from mesto.kernel.text import Text, filled

# Devices

NOT_TAKEN: Text = {
    "en": "Its device does not know this order.",
    "cs": "Jeho zařízení tento povel nezná.",
    "sk": "Jeho zariadenie tento povel nepozná.",
    "sr-Latn": "Njegov uređaj ne zna ovu komandu.",
}

# Two people

FOUR_EYES: Text = {
    "en": "This order needs the consent of a second person.",
    "cs": "Tento povel potřebuje souhlas druhé osoby.",
    "sk": "Tento povel potrebuje súhlas druhej osoby.",
    "sr-Latn": "Ova komanda traži saglasnost druge osobe.",
}


def too_many(most: int) -> Text:
    """Say that so many at once need a second person; `most`: one person may."""
    return {
        "en": f"More than {most} at once need the consent of a second person.",
        "cs": f"Víc než {most} najednou potřebuje souhlas druhé osoby.",
        "sk": f"Viac než {most} naraz potrebuje súhlas druhej osoby.",
        "sr-Latn": f"Više od {most} odjednom traži saglasnost druge osobe.",
    }


OWN: Text = {
    "en": "Nobody approves their own order.",
    "cs": "Svůj vlastní povel nikdo neschvaluje.",
    "sk": "Svoj vlastný povel nikto neschvaľuje.",
    "sr-Latn": "Niko ne odobrava sopstvenu komandu.",
}
NOT_AGREED: Text = {
    "en": "Nobody agreed in time.",
    "cs": "Nikdo včas nesouhlasil.",
    "sk": "Nikto včas nesúhlasil.",
    "sr-Latn": "Niko se nije saglasio na vreme.",
}
WAITS: Text = {
    "en": "An order waits for your consent",
    "cs": "Povel čeká na váš souhlas",
    "sk": "Povel čaká na váš súhlas",
    "sr-Latn": "Komanda čeka vašu saglasnost",
}


def asked_by(by: str) -> Text:
    """Say who asked for something; `by`: as orders are signed."""
    who = _called(by)
    return {
        "en": f"Asked for by {who}.",
        "cs": f"Žádá {who}.",
        "sk": f"Žiada {who}.",
        "sr-Latn": f"Traži {who}.",
    }


# Interlocks


def not_judged(interlock: str) -> Text:
    """Say that nobody can tell whether an interlock forbids something."""
    return {
        "en": f"Whether the interlock {interlock} forbids it cannot be told just now.",
        "cs": f"Zda to blokování {interlock} zakazuje, teď nelze určit.",
        "sk": f"Či to blokovanie {interlock} zakazuje, teraz nemožno určiť.",
        "sr-Latn": f"Ne može se utvrditi da li blokada {interlock} to zabranjuje.",
    }


# What holds for a while


def held(by: str, until: str) -> Text:
    """Say that people have taken over.

    by: who, as orders are signed; until: when, by the town's clock
    """
    who = _called(by)
    return {
        "en": f"Under manual control until {until} by {who}.",
        "cs": f"V ručním řízení do {until}, nařídil(a) {who}.",
        "sk": f"V ručnom riadení do {until}, nariadil(a) {who}.",
        "sr-Latn": f"Pod ručnim upravljanjem do {until}, nalog: {who}.",
    }


NOTHING_BEFORE: Text = {
    "en": "Nothing is known to go back to: it was never ordered and confirmed.",
    "cs": "Není známo, k čemu se vrátit: dosud to nikdo nenařídil a nepotvrdil.",
    "sk": "Nie je známe, k čomu sa vrátiť: doteraz to nikto nenariadil a nepotvrdil.",
    "sr-Latn": "Nije poznato na šta da se vrati: ovo još nije naređeno ni potvrđeno.",
}
ENDED: Text = {
    "en": "It has ended meanwhile.",
    "cs": "Mezitím to skončilo.",
    "sk": "Medzitým sa to skončilo.",
    "sr-Latn": "U međuvremenu se završilo.",
}

TAKEN_BACK: Text = {
    "en": "Stopped before it was sent.",
    "cs": "Zastaveno dřív, než se odeslal.",
    "sk": "Zastavené skôr, než sa odoslal.",
    "sr-Latn": "Zaustavljeno pre slanja.",
}

# Who may, and what can be reached

NOT_ALLOWED: Text = {
    "en": "You may not order this.",
    "cs": "Tohle nařídit nesmíte.",
    "sk": "Toto nariadiť nesmiete.",
    "sr-Latn": "Ovo ne smete da naredite.",
}


def may_some(may: int, of: int) -> Text:
    """Say that somebody may order it of some only."""
    return {
        "en": f"You may order this of {may} out of {of}.",
        "cs": f"Smíte to nařídit {may} z {of}.",
        "sk": f"Smiete to nariadiť {may} z {of}.",
        "sr-Latn": f"Ovo smete da naredite za {may} od {of}.",
    }


TOO_SLOW: Text = {
    "en": "By radio it takes {takes:.1f} min; there are {window:.1f} min.",
    "cs": "Rádiem to trvá {takes:.1f} min, času je {window:.1f} min.",
    "sk": "Rádiom to trvá {takes:.1f} min, času je {window:.1f} min.",
    "sr-Latn": "Radiom traje {takes:.1f} min, a ima {window:.1f} min.",
}


def too_slow(takes_s: float, window_s: float) -> Text:
    """Say that a switching cannot be sent by radio in time; both in s."""
    return filled(TOO_SLOW, takes=takes_s / 60, window=window_s / 60)


NOTHING: Text = {
    "en": "None of them would get it.",
    "cs": "Nikdo z nich by ho nedostal.",
    "sk": "Nikto z nich by ho nedostal.",
    "sr-Latn": "Niko od njih je ne bi dobio.",
}


def _called(by: str) -> str:
    """Return what people call who orders: `eva` for `person:eva`."""
    return by.partition(":")[2] or by
