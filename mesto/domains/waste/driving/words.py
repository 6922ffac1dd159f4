"""What drivers' news say to people, in four languages."""

from collections.abc import Mapping
from typing import Final

from mesto.domains.waste.driving.deeds import Reason
from mesto.kernel.plugin import Text
from mesto.operations.reports.words import said

OBSTACLES: Final[dict[Reason, Text]] = {
    "blocked": {
        "en": "The driver could not reach the container: the way was blocked.",
        "cs": "Řidič se ke kontejneru nedostal: cesta byla zastavěná.",
        "sk": "Vodič sa ku kontajneru nedostal: cesta bola zastavaná.",
        "sr-Latn": "Vozač nije mogao do kontejnera: prolaz je bio zatvoren.",
    },
    "absent": {
        "en": "The container is not where it should be.",
        "cs": "Kontejner není na svém místě.",
        "sk": "Kontajner nie je na svojom mieste.",
        "sr-Latn": "Kontejner nije na svom mestu.",
    },
    "damaged": {
        "en": "The container is damaged and could not be emptied.",
        "cs": "Kontejner je poškozený a nešel vyvézt.",
        "sk": "Kontajner je poškodený a nedal sa vyviezť.",
        "sr-Latn": "Kontejner je oštećen i nije ispražnjen.",
    },
    "contaminated": {
        "en": "The container holds the wrong waste and was left.",
        "cs": "V kontejneru je nesprávný odpad, zůstal nevyvezený.",
        "sk": "V kontajneri je nesprávny odpad, zostal nevyvezený.",
        "sr-Latn": "U kontejneru je pogrešan otpad i nije ispražnjen.",
    },
    "overfull": {
        "en": "Waste lies beside the container; it has to be cleared.",
        "cs": "Odpad leží vedle kontejneru, je třeba ho uklidit.",
        "sk": "Odpad leží vedľa kontajnera, treba ho upratať.",
        "sr-Latn": "Otpad leži pored kontejnera i treba ga skloniti.",
    },
    "other": {
        "en": "The driver could not empty the container.",
        "cs": "Řidič nemohl kontejner vyvézt.",
        "sk": "Vodič nemohol kontajner vyviezť.",
        "sr-Latn": "Vozač nije mogao da isprazni kontejner.",
    },
}

MISSED: Final[Text] = {
    "en": "The container was planned today and passed by.",
    "cs": "Kontejner byl dnes v plánu a vůz ho minul.",
    "sk": "Kontajner bol dnes v pláne a vozidlo ho minulo.",
    "sr-Latn": "Kontejner je danas bio u planu i vozilo ga je zaobišlo.",
}

#: Titles of work orders.
ORDERS: Final[dict[Reason, Text]] = {
    "absent": {
        "en": "Find the missing container",
        "cs": "Najít chybějící kontejner",
        "sk": "Nájsť chýbajúci kontajner",
        "sr-Latn": "Pronaći kontejner koji nedostaje",
    },
    "damaged": {
        "en": "Repair or replace the container",
        "cs": "Opravit nebo vyměnit kontejner",
        "sk": "Opraviť alebo vymeniť kontajner",
        "sr-Latn": "Popraviti ili zameniti kontejner",
    },
    "overfull": {
        "en": "Clear the waste beside the container",
        "cs": "Uklidit odpad vedle kontejneru",
        "sk": "Upratať odpad vedľa kontajnera",
        "sr-Latn": "Skloniti otpad pored kontejnera",
    },
}

YOUR_ROUND: Final[Text] = {
    "en": "Your round is ready",
    "cs": "Vaše trasa je připravena",
    "sk": "Vaša trasa je pripravená",
    "sr-Latn": "Vaša tura je spremna",
}
STOPS_AND_KM: Final[Text] = {
    "en": "{day}, {vehicle}: {stops} stops, {km} km",
    "cs": "{day}, {vehicle}: {stops} zastávek, {km} km",
    "sk": "{day}, {vehicle}: {stops} zastávok, {km} km",
    "sr-Latn": "{day}, {vehicle}: {stops} stajanja, {km} km",
}

# On paper

SHEET: Final = said(
    "Round of {vehicle}",
    "Trasa vozu {vehicle}",
    "Trasa vozidla {vehicle}",
    "Tura vozila {vehicle}",
)
DRIVER: Final = said(
    "Driver",
    "Řidič",
    "Vodič",
    "Vozač",
)
WASTE: Final = said(
    "Waste",
    "Odpad",
    "Odpad",
    "Otpad",
)
STOPS: Final = said(
    "Stops",
    "Zastávky",
    "Zastávky",
    "Stajanja",
)
ON_PAPER: Final = said(
    "Tick what was emptied; write how full it was, or why it was not possible. "
    "The code opens this round on a phone.",
    "Odškrtněte, co bylo vyvezeno; zapište, jak bylo plno, nebo proč to nešlo. "
    "Kód otevře trasu v telefonu.",
    "Odškrtnite, čo bolo vyvezené; zapíšte, ako bolo plno, alebo prečo to nešlo. "
    "Kód otvorí trasu v telefóne.",
    "Označite šta je ispražnjeno; upišite koliko je bilo puno ili zašto nije bilo "
    "moguće. Kod otvara turu na telefonu.",
)
NUMBER: Final = said(
    "No.",
    "Č.",
    "Č.",
    "Br.",
)
TIME: Final = said(
    "Time",
    "Čas",
    "Čas",
    "Vreme",
)
PLACE: Final = said(
    "Where and what",
    "Kde a co",
    "Kde a čo",
    "Gde i šta",
)
DONE: Final = said(
    "Emptied",
    "Vyvezeno",
    "Vyvezené",
    "Ispražnjeno",
)
FULL: Final = said(
    "How full, or why not",
    "Jak plné, nebo proč ne",
    "Ako plné, alebo prečo nie",
    "Koliko puno ili zašto ne",
)
KINDS: Final[Mapping[str, Text]] = {
    "depot": said(
        "Depot",
        "Vozovna",
        "Vozovňa",
        "Depo",
    ),
    "unload": said(
        "Unload",
        "Vyložit",
        "Vyložiť",
        "Istovar",
    ),
    "break": said(
        "Break",
        "Přestávka",
        "Prestávka",
        "Pauza",
    ),
}
SIDES: Final[Mapping[str, Text]] = {
    "left": said(
        "on the left",
        "vlevo",
        "vľavo",
        "levo",
    ),
    "right": said(
        "on the right",
        "vpravo",
        "vpravo",
        "desno",
    ),
}
