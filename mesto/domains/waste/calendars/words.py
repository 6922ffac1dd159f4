"""What citizens read of the collection of their waste. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.kernel.plugin import Text

WORDS: Final[Mapping[str, Text]] = {
    "title": {
        "en": "Waste collection",
        "cs": "Svoz odpadu",
        "sk": "Zvoz odpadu",
        "sr-Latn": "Odvoz otpada",
    },
    "address": {
        "en": "Street and number",
        "cs": "Ulice a číslo",
        "sk": "Ulica a číslo",
        "sr-Latn": "Ulica i broj",
    },
    "find": {"en": "Find", "cs": "Najít", "sk": "Nájsť", "sr-Latn": "Nađi"},
    "door": {
        "en": "Collected at {address}",
        "cs": "Svoz na adrese {address}",
        "sk": "Zvoz na adrese {address}",
        "sr-Latn": "Odvoz na adresi {address}",
    },
    "none": {
        "en": "No collection at the door is written for {address}.",
        "cs": "Pro {address} není zapsán žádný svoz od domu.",
        "sk": "Pre {address} nie je zapísaný žiadny zvoz od domu.",
        "sr-Latn": "Za {address} nije upisan odvoz ispred kuće.",
    },
    "similar": {
        "en": "Did you mean:",
        "cs": "Nemysleli jste:",
        "sk": "Nemysleli ste:",
        "sr-Latn": "Da li ste mislili:",
    },
    "today": {"en": "today", "cs": "dnes", "sk": "dnes", "sr-Latn": "danas"},
    "tomorrow": {"en": "tomorrow", "cs": "zítra", "sk": "zajtra", "sr-Latn": "sutra"},
    "days": {
        "en": "in {n} days",
        "cs": "za {n} dní",
        "sk": "o {n} dní",
        "sr-Latn": "za {n} dana",
    },
    "moved": {
        "en": "instead of {day}",
        "cs": "místo {day}",
        "sk": "namiesto {day}",
        "sr-Latn": "umesto {day}",
    },
    "never": {
        "en": "no collection within a year",
        "cs": "během roku žádný svoz",
        "sk": "počas roka žiadny zvoz",
        "sr-Latn": "nema odvoza u narednih godinu dana",
    },
    "out": {
        "en": "put it out by {time}",
        "cs": "nachystejte do {time}",
        "sk": "pripravte do {time}",
        "sr-Latn": "iznesite do {time}",
    },
    "subscribe": {
        "en": "Add to my calendar, with a reminder",
        "cs": "Přidat do mého kalendáře s připomenutím",
        "sk": "Pridať do môjho kalendára s pripomenutím",
        "sr-Latn": "Dodaj u moj kalendar, sa podsetnikom",
    },
    "near": {
        "en": "Containers nearby",
        "cs": "Kontejnery v okolí",
        "sk": "Kontajnery v okolí",
        "sr-Latn": "Kontejneri u blizini",
    },
    "room": {
        "en": "about {n} % free",
        "cs": "asi {n} % volných",
        "sk": "asi {n} % voľných",
        "sr-Latn": "oko {n} % slobodno",
    },
    "full": {"en": "full", "cs": "plný", "sk": "plný", "sr-Latn": "pun"},
    "emptied": {
        "en": "emptied next: {day}",
        "cs": "příští vývoz: {day}",
        "sk": "najbližší vývoz: {day}",
        "sr-Latn": "sledeće pražnjenje: {day}",
    },
}

WEEKDAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "cs": ("po", "út", "st", "čt", "pá", "so", "ne"),
    "sk": ("po", "ut", "st", "št", "pi", "so", "ne"),
    "sr-Latn": ("pon", "uto", "sre", "čet", "pet", "sub", "ned"),
    "sr-Cyrl": ("пон", "уто", "сре", "чет", "пет", "суб", "нед"),
}
