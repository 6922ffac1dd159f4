"""The codes of the inventory in the reader's words. A table.

Source: Smart Data Models, WasteManagement and Transportation.
"""

from collections.abc import Mapping
from typing import Final

from mesto.kernel.plugin import Text
from mesto.kernel.words import said

KINDS_OF_WASTE: Final[Mapping[str, Text]] = {
    "other": said("mixed", "směsný", "zmesový", "mešani"),
    "mixed": said("mixed", "směsný", "zmesový", "mešani"),
    "plastic": said("plastic", "plast", "plast", "plastika"),
    "paper": said("paper", "papír", "papier", "papir"),
    "glass": said("glass", "sklo", "sklo", "staklo"),
    "organic": said("organic", "bioodpad", "bioodpad", "organski"),
    "inorganic": said("inorganic", "anorganický", "anorganický", "neorganski"),
    "metal": said("metal", "kov", "kov", "metal"),
    "oil": said("oil", "olej", "olej", "ulje"),
    "textile": said("textile", "textil", "textil", "tekstil"),
    "batteries": said("batteries", "baterie", "batérie", "baterije"),
    "electronics": said(
        "electronics", "elektroodpad", "elektroodpad", "elektronski otpad"
    ),
    "hazardous": said("hazardous", "nebezpečný", "nebezpečný", "opasan"),
}
PLACES: Final[Mapping[str, Text]] = {
    "fixed": said("fixed", "pevná", "pevná", "stalna"),
    "ground": said("on the ground", "nadzemní", "nadzemná", "nadzemna"),
    "underground": said("underground", "podzemní", "podzemná", "podzemna"),
    "portable": said("portable", "přenosná", "prenosná", "prenosiva"),
    "containerFix": said(
        "fixed containers", "pevné nádoby", "pevné nádoby", "stalne posude"
    ),
    "fenced": said("fenced", "oplocené", "oplotené", "ograđeno"),
    "other": said("other", "jiné", "iné", "drugo"),
}
SIDES: Final[Mapping[str, Text]] = {
    "right": said(
        "right of the street's direction",
        "vpravo po směru ulice",
        "vpravo v smere ulice",
        "desno po smeru ulice",
    ),
    "left": said(
        "left of the street's direction",
        "vlevo po směru ulice",
        "vľavo v smere ulice",
        "levo po smeru ulice",
    ),
    "any": said("any", "kterékoli", "ktorejkoľvek", "bilo koje"),
}
KINDS_OF_BODY: Final[Mapping[str, Text]] = {
    "dumpster": said("large container", "velký kontejner", "veľkokapacitný", "veliki"),
    "trashCan": said("litter bin", "koš", "kôš", "korpa"),
    "wheelieBin": said("wheeled bin", "popelnice", "smetná nádoba", "kanta na točkiće"),
    "other": said("other", "jiná", "iná", "druga"),
}
SERVICE: Final[Mapping[str, Text]] = {
    "parked": said("parked", "stojí", "stojí", "parkirano"),
    "onRoute": said("on its route", "na trase", "na trase", "na ruti"),
    "broken": said("broken down", "porucha", "porucha", "u kvaru"),
    "outOfService": said(
        "out of service", "mimo provoz", "mimo prevádzky", "van upotrebe"
    ),
}
BRANDS: Final[Text] = said("Make", "Značka", "Značka", "Marka")
