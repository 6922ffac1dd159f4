"""What reports say of themselves, in every language. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from mesto.kernel.script import to_cyrillic

Text: TypeAlias = Mapping[str, str]

_PLACE = re.compile(r"(\{\w+\})")  #: of a value in a text


def _said(en: str, cs: str, sk: str, sr: str) -> Text:
    cyrillic = (
        part if part.startswith("{") else to_cyrillic(part) for part in _PLACE.split(sr)
    )
    return {"en": en, "cs": cs, "sk": sk, "sr-Latn": sr, "sr-Cyrl": "".join(cyrillic)}


PAGE = _said(
    "page {n} of {m}",
    "strana {n} z {m}",
    "strana {n} z {m}",
    "strana {n} od {m}",
)
MADE = _said("Made {at}", "Vytvořeno {at}", "Vytvorené {at}", "Napravljeno {at}")
PERIOD = _said("Period", "Období", "Obdobie", "Period")
COMPARED = _said(
    "Compared with", "Srovnání s obdobím", "Porovnanie s obdobím", "Poređenje sa"
)
COMPLETE = _said(
    "Hours with data", "Hodiny s daty", "Hodiny s údajmi", "Sati sa podacima"
)
VALUE = _said("Value", "Hodnota", "Hodnota", "Vrednost")
BEFORE = _said("Before", "Předtím", "Predtým", "Ranije")
CHANGE = _said("Change", "Změna", "Zmena", "Promena")
TARGET = _said("Target", "Cíl", "Cieľ", "Cilj")
FIGURE = _said("Figure", "Ukazatel", "Ukazovateľ", "Pokazatelj")
FROM = _said("From", "Od", "Od", "Od")
TIMEZONE = _said("Time zone", "Časové pásmo", "Časové pásmo", "Vremenska zona")
TOWN = _said("Town", "Město", "Mesto", "Grad")
CONTENTS = _said("Contents", "Obsah", "Obsah", "Sadržaj")
NAME = _said("Name", "Název", "Názov", "Naziv")
STATE = _said("State", "Stav", "Stav", "Stanje")
KIND = _said("Kind", "Druh", "Druh", "Vrsta")
DISTRICT = _said("District", "Čtvrť", "Štvrť", "Deo grada")
TOTAL = _said("Total", "Celkem", "Spolu", "Ukupno")
EMPTY = _said(
    "There is nothing like that.",
    "Nic takového tu není.",
    "Nič také tu nie je.",
    "Nema ničega takvog.",
)
NO_DATA = _said(
    "No data in this period.",
    "V tomto období nejsou data.",
    "V tomto období nie sú údaje.",
    "U ovom periodu nema podataka.",
)
AS_NOW = _said(
    "as it was at {at}", "stav k {at}", "stav k {at}", "stanje u trenutku {at}"
)
NOT_ALLOWED = _said(
    "Only those who see the whole town are told this.",
    "Toto se sděluje jen tomu, kdo vidí celé město.",
    "Toto sa oznamuje len tomu, kto vidí celé mesto.",
    "Ovo se saopštava samo onome ko vidi ceo grad.",
)
CANNOT = _said(
    "This could not be answered: {why}",
    "Na toto nelze odpovědět: {why}",
    "Na toto nemožno odpovedať: {why}",
    "Na ovo nije moguće odgovoriti: {why}",
)
ASSETS = _said("Assets", "Zařízení", "Zariadenia", "Objekti")
READY = _said(
    "Report: {title}", "Zpráva: {title}", "Správa: {title}", "Izveštaj: {title}"
)
SENT = _said(
    "The report “{title}” for {period} is attached.",
    "V příloze je zpráva „{title}“ za období {period}.",
    "V prílohe je správa „{title}“ za obdobie {period}.",
    "U prilogu je izveštaj „{title}“ za period {period}.",
)
LATE = _said(
    "Report not made: {title}",
    "Zpráva nevznikla: {title}",
    "Správa nevznikla: {title}",
    "Izveštaj nije napravljen: {title}",
)
WHY_LATE = _said(
    "The report “{title}” for {period} waited for its figures for hours. It can be "
    "made by hand once they are counted.",
    "Zpráva „{title}“ za období {period} čekala na své údaje celé hodiny. Až budou "
    "spočítané, lze ji vytvořit ručně.",
    "Správa „{title}“ za obdobie {period} čakala na svoje údaje celé hodiny. Keď budú "
    "spočítané, dá sa vytvoriť ručne.",
    "Izveštaj „{title}“ za period {period} satima je čekao svoje podatke. Kad budu "
    "izračunati, može se napraviti ručno.",
)

#: By their codes.
STATUSES: Final[Sequence[Text]] = (
    _said("OK", "V pořádku", "V poriadku", "Ispravno"),
    _said("Warning", "Varování", "Varovanie", "Upozorenje"),
    _said("Critical", "Kritické", "Kritické", "Kritično"),
    _said("Offline", "Bez spojení", "Bez spojenia", "Bez veze"),
    _said("Maintenance", "Údržba", "Údržba", "Održavanje"),
)
STATUS_CODES = ("ok", "warning", "critical", "offline", "maintenance")

#: How many became one, by aggregate.
AGGREGATES: Final[Mapping[str, Text]] = {
    "mean": _said("average", "průměr", "priemer", "prosek"),
    "sum": _said("in total", "celkem", "spolu", "ukupno"),
    "max": _said("highest", "nejvyšší", "najvyššie", "najviše"),
    "min": _said("lowest", "nejnižší", "najnižšie", "najniže"),
    "integral": _said("in total", "celkem", "spolu", "ukupno"),
    "count": _said("number", "počet", "počet", "broj"),
    "share": _said("share", "podíl", "podiel", "udeo"),
}

MONTHS: Final[Sequence[Text]] = tuple(
    _said(*names)
    for names in (
        ("January", "leden", "január", "januar"),
        ("February", "únor", "február", "februar"),
        ("March", "březen", "marec", "mart"),
        ("April", "duben", "apríl", "april"),
        ("May", "květen", "máj", "maj"),
        ("June", "červen", "jún", "jun"),
        ("July", "červenec", "júl", "jul"),
        ("August", "srpen", "august", "avgust"),
        ("September", "září", "september", "septembar"),
        ("October", "říjen", "október", "oktobar"),
        ("November", "listopad", "november", "novembar"),
        ("December", "prosinec", "december", "decembar"),
    )
)


def say(text: Text, language: str, **values: str) -> str:
    """Say one of these in a language, with its values put in."""
    return text[language].format(**values)
