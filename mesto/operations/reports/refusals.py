"""Why a report cannot be, or was not made, in words. Pure."""

from typing import Final

from mesto.kernel.words import said

STILL_COUNTED: Final = said(
    "Its figures are still being counted; hours left: {hours}.",
    "Její údaje se ještě počítají; zbývá hodin: {hours}.",
    "Jej údaje sa ešte počítajú; zostáva hodín: {hours}.",
    "Podaci se još računaju; preostalo sati: {hours}.",
)
THROWN_AWAY: Final = said(
    "The report was thrown away.",
    "Zpráva byla zahozena.",
    "Správa bola zahodená.",
    "Izveštaj je odbačen.",
)
SEES_LESS: Final = said(
    "{source}, who kept it, does not see all that {role} sees.",
    "{source}, kdo ji uložil, nevidí vše, co vidí {role}.",
    "{source}, kto ju uložil, nevidí všetko, čo vidí {role}.",
    "{source}, ko ga je sačuvao, ne vidi sve što vidi {role}.",
)
NO_ROLE: Final = said(
    "There is no role {role}.",
    "Role {role} neexistuje.",
    "Rola {role} neexistuje.",
    "Uloga {role} ne postoji.",
)
NO_CALENDAR: Final = said(
    "There is no calendar {name}.",
    "Kalendář {name} neexistuje.",
    "Kalendár {name} neexistuje.",
    "Kalendar {name} ne postoji.",
)
NOTHING_MADE: Final = said(
    "Nothing was made then.",
    "Tehdy nic nevzniklo.",
    "Vtedy nič nevzniklo.",
    "Tada ništa nije napravljeno.",
)
NO_FILE: Final = said(
    "There is no file {name}.",
    "Soubor {name} neexistuje.",
    "Súbor {name} neexistuje.",
    "Datoteka {name} ne postoji.",
)
LAST_BEFORE_FIRST: Final = said(
    "comes before the first day",
    "předchází prvnímu dni",
    "predchádza prvému dňu",
    "dolazi pre prvog dana",
)
TOO_MANY_DAYS: Final = said(
    "is too far from the first day: at most {most} days",
    "je příliš daleko od prvního dne: nejvýše {most} dní",
    "je príliš ďaleko od prvého dňa: najviac {most} dní",
    "predaleko je od prvog dana: najviše {most} dana",
)
NEVER_OTHERWISE: Final = said(
    "has to be the last day, week or so on, where a report has a schedule",
    "musí být poslední den, týden a podobně, má-li zpráva rozvrh",
    "musí byť posledný deň, týždeň a podobne, ak má správa rozvrh",
    "mora biti poslednji dan, sedmica i slično, ako izveštaj ima raspored",
)
