"""What cannot hold of what is written for charging, in words."""

from typing import Final

from mesto.kernel.words import said

NAMED_TWICE: Final = said(
    "This station is named twice.",
    "Tato stanice je uvedena dvakrát.",
    "Táto stanica je uvedená dvakrát.",
    "Ova stanica je navedena dvaput.",
)
LEAVES_ONCE: Final = said(
    "A car leaves once at a time.",
    "Auto odjíždí v jednu chvíli jen jednou.",
    "Auto odchádza v jednej chvíli len raz.",
    "Auto u jednom trenutku polazi samo jednom.",
)
TAKES_TIME: Final = said(
    "Energy takes time.",
    "Nabít energii nějaký čas trvá.",
    "Nabiť energiu nejaký čas trvá.",
    "Za energiju treba vremena.",
)
FETCHED_BY: Final = said(
    "Stations fetch by one of {ways}.",
    "Stanice stahují přes jedno z {ways}.",
    "Stanice sťahujú cez jedno z {ways}.",
    "Stanice preuzimaju preko jednog od: {ways}.",
)
STAGES: Final = said(
    "Stages grow, and the last is all stations.",
    "Etapy rostou a poslední jsou všechny stanice.",
    "Etapy rastú a posledná sú všetky stanice.",
    "Etape rastu, a poslednja su sve stanice.",
)
