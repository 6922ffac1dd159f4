"""What reports say of themselves, in every language. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from mesto.kernel.script import to_cyrillic

Text: TypeAlias = Mapping[str, str]

#: The place of a value in a text, and names that are the same in both scripts.
_KEPT = re.compile(r"(\{\w+\}|IPMVP|JCGM|CO₂e|kg/kWh)")


def said(en: str, cs: str, sk: str, sr: str) -> Text:
    """Say the same in every language, in both scripts of Serbian; see `say`."""
    cyrillic = (
        part if _KEPT.fullmatch(part) else to_cyrillic(part) for part in _KEPT.split(sr)
    )
    return {"en": en, "cs": cs, "sk": sk, "sr-Latn": sr, "sr-Cyrl": "".join(cyrillic)}


PAGE = said(
    "page {n} of {m}",
    "strana {n} z {m}",
    "strana {n} z {m}",
    "strana {n} od {m}",
)
MADE = said("Made {at}", "Vytvořeno {at}", "Vytvorené {at}", "Napravljeno {at}")
PERIOD = said("Period", "Období", "Obdobie", "Period")
COMPARED = said(
    "Compared with", "Srovnání s obdobím", "Porovnanie s obdobím", "Poređenje sa"
)
COMPLETE = said(
    "Hours with data", "Hodiny s daty", "Hodiny s údajmi", "Sati sa podacima"
)
VALUE = said("Value", "Hodnota", "Hodnota", "Vrednost")
BEFORE = said("Before", "Předtím", "Predtým", "Ranije")
CHANGE = said("Change", "Změna", "Zmena", "Promena")
TARGET = said("Target", "Cíl", "Cieľ", "Cilj")
FIGURE = said("Figure", "Ukazatel", "Ukazovateľ", "Pokazatelj")
FROM = said("From", "Od", "Od", "Od")
TIMEZONE = said("Time zone", "Časové pásmo", "Časové pásmo", "Vremenska zona")
TOWN = said("Town", "Město", "Mesto", "Grad")
CONTENTS = said("Contents", "Obsah", "Obsah", "Sadržaj")
NAME = said("Name", "Název", "Názov", "Naziv")
STATE = said("State", "Stav", "Stav", "Stanje")
KIND = said("Kind", "Druh", "Druh", "Vrsta")
DISTRICT = said("District", "Čtvrť", "Štvrť", "Deo grada")
TOTAL = said("Total", "Celkem", "Spolu", "Ukupno")
EMPTY = said(
    "There is nothing like that.",
    "Nic takového tu není.",
    "Nič také tu nie je.",
    "Nema ničega takvog.",
)
NO_DATA = said(
    "No data in this period.",
    "V tomto období nejsou data.",
    "V tomto období nie sú údaje.",
    "U ovom periodu nema podataka.",
)
AS_NOW = said(
    "as it was at {at}", "stav k {at}", "stav k {at}", "stanje u trenutku {at}"
)
NOT_ALLOWED = said(
    "Only those who see the whole town are told this.",
    "Toto se sděluje jen tomu, kdo vidí celé město.",
    "Toto sa oznamuje len tomu, kto vidí celé mesto.",
    "Ovo se saopštava samo onome ko vidi ceo grad.",
)
CANNOT = said(
    "This could not be answered: {why}",
    "Na toto nelze odpovědět: {why}",
    "Na toto nemožno odpovedať: {why}",
    "Na ovo nije moguće odgovoriti: {why}",
)
ASSETS = said("Assets", "Zařízení", "Zariadenia", "Objekti")
READY = said(
    "Report: {title}", "Zpráva: {title}", "Správa: {title}", "Izveštaj: {title}"
)
SENT = said(
    "The report “{title}” for {period} is attached.",
    "V příloze je zpráva „{title}“ za období {period}.",
    "V prílohe je správa „{title}“ za obdobie {period}.",
    "U prilogu je izveštaj „{title}“ za period {period}.",
)
LATE = said(
    "Report not made: {title}",
    "Zpráva nevznikla: {title}",
    "Správa nevznikla: {title}",
    "Izveštaj nije napravljen: {title}",
)
WHY_LATE = said(
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
    said("OK", "V pořádku", "V poriadku", "Ispravno"),
    said("Warning", "Varování", "Varovanie", "Upozorenje"),
    said("Critical", "Kritické", "Kritické", "Kritično"),
    said("Offline", "Bez spojení", "Bez spojenia", "Bez veze"),
    said("Maintenance", "Údržba", "Údržba", "Održavanje"),
)
STATUS_CODES = ("ok", "warning", "critical", "offline", "maintenance")

#: How many became one, by aggregate.
AGGREGATES: Final[Mapping[str, Text]] = {
    "mean": said("average", "průměr", "priemer", "prosek"),
    "sum": said("in total", "celkem", "spolu", "ukupno"),
    "max": said("highest", "nejvyšší", "najvyššie", "najviše"),
    "min": said("lowest", "nejnižší", "najnižšie", "najniže"),
    "integral": said("in total", "celkem", "spolu", "ukupno"),
    "count": said("number", "počet", "počet", "broj"),
    "share": said("share", "podíl", "podiel", "udeo"),
}

MONTHS: Final[Sequence[Text]] = tuple(
    said(*names)
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
