"""The page a sticker leads to: five large buttons. Pure.

It needs no script and sets no cookie, so that it works on any phone at once. With its
script it also works without a network, and takes a photo.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from typing import Final, NamedTuple

from mesto.domains.waste.inventory.fleet import texts
from mesto.domains.waste.inventory.words import KINDS_OF_WASTE
from mesto.domains.waste.stickers.taps import QUARTERS
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text
from mesto.kernel.script import with_both_scripts
from mesto.kernel.words import said

LANGUAGES: Final = {
    "en": "English",
    "cs": "Čeština",
    "sk": "Slovenčina",
    "sr-Latn": "Srpski",
    "sr-Cyrl": "Српски",
}
HOW_FULL: Final = said(
    "How full is it?", "Jak je plná?", "Aká je plná?", "Koliko je puna?"
)
EMPTY: Final = said("empty", "prázdná", "prázdna", "prazna")
FULL: Final = said("full", "plná", "plná", "puna")
THANKS: Final = said(
    "Thank you. It is noted.",
    "Děkujeme. Je to zapsáno.",
    "Ďakujeme. Je to zapísané.",
    "Hvala. Zabeleženo je.",
)
EMPTIED: Final = said("Emptied now", "Právě vyvezeno", "Práve vyvezené", "Ispražnjeno")
DAMAGED: Final = said("It is damaged", "Je poškozená", "Je poškodená", "Oštećena je")
CLOSED: Final = said(
    "Here only those who work for the town answer. Sign in first.",
    "Tady odpovídají jen ti, kdo pracují pro město. Nejdřív se přihlaste.",
    "Tu odpovedajú len tí, ktorí pracujú pre mesto. Najprv sa prihláste.",
    "Ovde odgovaraju samo oni koji rade za grad. Prvo se prijavite.",
)
SIGN_IN: Final = said("Sign in", "Přihlásit", "Prihlásiť", "Prijava")
KEPT: Final = said(
    "Kept on this phone. It is sent once there is a network.",
    "Uloženo v telefonu. Odešle se, až bude síť.",
    "Uložené v telefóne. Odošle sa, keď bude sieť.",
    "Sačuvano u telefonu. Šalje se čim bude mreže.",
)
REFUSED: Final = said(
    "The town does not take this.",
    "Město to nepřijímá.",
    "Mesto to neprijíma.",
    "Grad ovo ne prima.",
)
NO_PHOTO: Final = said(
    "This is no picture the phone can read.",
    "Tento obrázek telefon neumí přečíst.",
    "Tento obrázok telefón nevie prečítať.",
    "Telefon ne može da pročita ovu sliku.",
)
PHOTO: Final = said(
    "Add a photo", "Přidat fotografii", "Pridať fotografiu", "Dodaj fotografiju"
)
CHOOSE: Final = said("Language", "Jazyk", "Jazyk", "Jezik")

STYLE: Final = """
:root{color-scheme:light dark;font:18px/1.4 system-ui,sans-serif}
body{margin:0 auto;max-width:30rem;padding:1rem}
h1{font-size:1.3rem;margin:.2rem 0}p{margin:.4rem 0}
form{display:grid;gap:.6rem;margin:1rem 0}
button{display:grid;grid-template-columns:5rem 1fr;gap:.8rem;align-items:center;
min-height:3.6rem;padding:.5rem 1rem;font:inherit;text-align:left;cursor:pointer;
border:2px solid CanvasText;border-radius:.6rem;background:Canvas;color:CanvasText}
button.plain{grid-template-columns:1fr;text-align:center}
button:focus-visible,a:focus-visible{outline:4px solid Highlight;outline-offset:2px}
b{font-size:1.4rem}meter{width:100%;height:1.4rem}
[hidden]{display:none!important}
.photo{display:grid;place-items:center;min-height:3.6rem;cursor:pointer;
border:2px dashed CanvasText;border-radius:.6rem}
.photo:focus-within{outline:4px solid Highlight;outline-offset:2px}
.photo input{position:absolute;width:1px;height:1px;opacity:0}
.done{padding:.8rem 1rem;border:2px solid CanvasText;border-radius:.6rem}
nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin-top:2rem}
nav a{padding:.6rem 0;color:LinkText}
"""
POLICY: Final = (
    "default-src 'none'; style-src 'sha256-"
    + b64encode(sha256(STYLE.encode()).digest()).decode()
    + "'; script-src 'self'; connect-src 'self'; worker-src 'self'"
    + "; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class Told(NamedTuple):
    """What a page is about.

    lines: what the container is, beside its name
    may_tap: who looks may answer; trusted: they work for the town
    known: which container it is; else only its code is, to the script
    """

    name: str
    lines: Sequence[str]
    may_tap: bool
    trusted: bool
    done: bool
    known: bool = True


def page(told: Told, language: str) -> str:
    """Write the page in a language."""
    parts = [
        f"<h1{'' if told.known else ' data-unknown'}>{escape(told.name)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in told.lines),
        *_answered(told, language),
    ]
    if told.may_tap:
        parts += _buttons(told, language)
    else:
        parts.append(f"<p>{_say(CLOSED, language)}</p>")
        parts.append(f'<p><a href="/">{_say(SIGN_IN, language)}</a></p>')
    links = " ".join(
        f'<a href="?language={tag}" hreflang="{tag}" lang="{tag}">{name}</a>'
        for tag, name in LANGUAGES.items()
        if tag != language
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(told.name)}</title><style>{STYLE}</style></head><body><main>"
        f"{''.join(parts)}</main>"
        f'<nav aria-label="{_say(CHOOSE, language)}">{links}</nav></body></html>'
    )


def lines_of(container: Entity, language: str) -> list[str]:
    """Say what a container is for, and where it stands."""
    kinds = (
        with_both_scripts(KINDS_OF_WASTE[one])[language]
        for one in texts(container.value("storedWasteKind"))
        if one in KINDS_OF_WASTE
    )
    street = street_of(container.value("address"))
    return [", ".join(kinds), *([street] if street else [])]


def street_of(address: object) -> str:
    """Return the street of an address; empty where it says none."""
    street = address.get("streetAddress") if isinstance(address, Mapping) else ""
    return street if isinstance(street, str) else ""


def _answered(told: Told, language: str) -> Iterator[str]:
    thanks = f"✓ {_say(THANKS, language)}"
    hidden = "" if told.done else " hidden"
    yield f'<p class="done" role="status" data-told data-done="{thanks}"'
    for name, text in (("waits", KEPT), ("refused", REFUSED), ("none", NO_PHOTO)):
        yield f' data-{name}="{_say(text, language)}"'
    yield f"{hidden}>{thanks}</p>"


def _buttons(told: Told, language: str) -> Iterator[str]:
    yield f'<form method="post" action="?language={language}" data-sticker>'
    yield f"<h2>{_say(HOW_FULL, language)}</h2>"
    for percent in QUARTERS:
        word = {0: _say(EMPTY, language), 100: _say(FULL, language)}.get(percent, "")
        yield (
            f'<button name="level" value="{percent}"><b>{percent} %</b>'
            f'<span><meter min="0" max="100" value="{percent}" aria-hidden="true">'
            f"</meter>{word}</span></button>"
        )
    if told.trusted:
        for name, text in (("emptied", EMPTIED), ("damaged", DAMAGED)):
            shown = _say(text, language)
            yield f'<button class="plain" name="{name}" value="1">{shown}</button>'
    yield "</form>"
    yield '<label class="photo" data-photo hidden>'
    yield '<input type="file" accept="image/*" capture="environment">'
    yield f"{_say(PHOTO, language)}</label>"
    yield '<script src="/open/queue.js" defer></script>'
    yield '<script src="/open/sticker.js" defer></script>'


def _say(text: Text, language: str) -> str:
    every: Mapping[str, str] = with_both_scripts(text)
    return escape(every.get(language, every["en"]))
