"""Why something of waste collection cannot be as it is told, in words. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.domains.waste.nouns import CONTAINER, DEPOT, DISPOSAL_SITE, ISLE
from mesto.kernel.text import Text
from mesto.kernel.words import said

NEEDS_A_PLACE: Final[Mapping[str, Text]] = {
    CONTAINER: said(
        "a new container needs a place",
        "nová nádoba potřebuje místo",
        "nová nádoba potrebuje miesto",
        "novoj posudi treba mesto",
    ),
    ISLE: said(
        "a new nest needs a place",
        "nové stanoviště nádob potřebuje místo",
        "nové stanovište nádob potrebuje miesto",
        "novom mestu za posude treba položaj",
    ),
    DEPOT: said(
        "a new depot needs a place",
        "nová vozovna potřebuje místo",
        "nová vozovňa potrebuje miesto",
        "novoj garaži treba mesto",
    ),
    DISPOSAL_SITE: said(
        "a new disposal site needs a place",
        "nové místo vykládky potřebuje místo",
        "nové miesto vykládky potrebuje miesto",
        "novom mestu istovara treba položaj",
    ),
}
NO_VOLUME: Final = said(
    "{volume} is no volume of a container",
    "{volume} není objem nádoby",
    "{volume} nie je objem nádoby",
    "{volume} nije zapremina posude",
)
NO_SIDE: Final = said(
    "{found} is no side: say one of {known}",
    "{found} není strana: uveďte jednu z {known}",
    "{found} nie je strana: uveďte jednu z {known}",
    "{found} nije strana: navedite jednu od {known}",
)
NOWHERE: Final = said(
    "{place} is nowhere on Earth",
    "{place} není nikde na Zemi",
    "{place} nie je nikde na Zemi",
    "{place} nije nigde na Zemlji",
)
NO_PLACE: Final = said(
    "{place} is what a file says that knows no place",
    "{place} píše soubor, který místo nezná",
    "{place} píše súbor, ktorý miesto nepozná",
    "{place} piše datoteka koja ne zna mesto",
)
EXCHANGED: Final = said(
    "longitude and latitude are exchanged: {place} lies in the town",
    "zeměpisná délka a šířka jsou prohozené: {place} leží ve městě",
    "zemepisná dĺžka a šírka sú prehodené: {place} leží v meste",
    "geografska dužina i širina su zamenjene: {place} leži u gradu",
)
NO_TRUCK: Final = said(
    "a truck without capacity is no truck: say {fields}",
    "vůz bez kapacity není vůz: uveďte {fields}",
    "voz bez kapacity nie je voz: uveďte {fields}",
    "vozilo bez kapaciteta nije vozilo: navedite {fields}",
)
NO_LITRES: Final = said(
    "it has to be told how many litres of waste it takes",
    "je třeba uvést, kolik litrů odpadu pojme",
    "treba uviesť, koľko litrov odpadu pojme",
    "treba navesti koliko litara otpada prima",
)
NO_KILOGRAMS: Final = said(
    "it has to be told how many kilograms it may carry",
    "je třeba uvést, kolik kilogramů smí vézt",
    "treba uviesť, koľko kilogramov smie viezť",
    "treba navesti koliko kilograma sme da nosi",
)
HAS_NO_PLACE: Final = said(
    "{name} has no place",
    "{name} nemá místo",
    "{name} nemá miesto",
    "{name} nema mesto",
)
OF_NO_DEPOT: Final = said(
    "{name} belongs to {depot}, which is no depot with a place",
    "{name} patří k {depot}, což není vozovna s místem",
    "{name} patrí k {depot}, čo nie je vozovňa s miestom",
    "{name} pripada {depot}, a to nije garaža s mestom",
)
