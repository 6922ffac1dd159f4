"""Why a tariff cannot hold, in words."""

from typing import Final

from mesto.kernel.words import said

ONE_PRICE: Final = said(
    "Within one part, each thing has one price.",
    "V jedné části má každá věc jednu cenu.",
    "V jednej časti má každá vec jednu cenu.",
    "U jednom delu svaka stvar ima jednu cenu.",
)
ENDS: Final = said(
    "It ends after it begins.",
    "Konec je až po začátku.",
    "Koniec je až po začiatku.",
    "Kraj je posle početka.",
)
MOST: Final = said(
    "The most is no less than the least.",
    "Nejvyšší cena není menší než nejnižší.",
    "Najvyššia cena nie je menšia než najnižšia.",
    "Najviša cena nije manja od najniže.",
)
NO_ZONE: Final = said(
    "The time has no time zone.",
    "Čas nemá časové pásmo.",
    "Čas nemá časové pásmo.",
    "Vreme nema vremensku zonu.",
)
