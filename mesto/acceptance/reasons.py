"""Why a check was not passed, in every language. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.acceptance.finding import Text, text

NO_ANSWER = text(
    "no answer to {what} within {s} s: {why}",
    "žádná odpověď na {what} do {s} s: {why}",
    "žiadna odpoveď na {what} do {s} s: {why}",
    "nema odgovora na {what} za {s} s: {why}",
)
STATUS = text(
    "{what} was answered with {status}, expected {wanted}",
    "na {what} přišla odpověď {status}, očekávala se {wanted}",
    "na {what} prišla odpoveď {status}, očakávala sa {wanted}",
    "na {what} odgovor je {status}, očekivan je {wanted}",
)
SHAPE = text(
    "{what} is not as the standard demands: {where}",
    "{what} neodpovídá normě: {where}",
    "{what} nezodpovedá norme: {where}",
    "{what} ne odgovara standardu: {where}",
)
UNHEARD = text(
    "{what} was not heard within {s} s",
    "do {s} s nepřišlo: {what}",
    "do {s} s neprišlo: {what}",
    "za {s} s nije stiglo: {what}",
)
SILENT = text(
    "nothing was heard of {serial} in {s} s: is it on, is this its serial number, and "
    "does it speak as the profile says?",
    "z {serial} nepřišlo za {s} s nic: je zapnuté, je to jeho číslo a mluví podle "
    "profilu?",
    "z {serial} neprišlo za {s} s nič: je zapnuté, je to jeho číslo a hovorí podľa "
    "profilu?",
    "od {serial} ništa nije stiglo za {s} s: da li je uključena, da li je to njen broj "
    "i govori li po profilu?",
)
LEVEL = text(
    "the lamp shows {found} after {s} s, expected {wanted}",
    "svítidlo ukazuje po {s} s {found}, očekávalo se {wanted}",
    "svietidlo ukazuje po {s} s {found}, očakávalo sa {wanted}",
    "svetiljka posle {s} s pokazuje {found}, očekivano je {wanted}",
)
LACKS = text("missing: {what}", "chybí: {what}", "chýba: {what}", "nedostaje: {what}")
COUNT = text(
    "{what}: counted {said}, listed {found}",
    "{what}: počet {said}, v seznamu {found}",
    "{what}: počet {said}, v zozname {found}",
    "{what}: broj {said}, u spisku {found}",
)
DIFFERS = text(
    "{what} was written and reads differently: {found}",
    "{what} se po zápisu čte jinak: {found}",
    "{what} sa po zápise číta inak: {found}",
    "{what} se posle upisa čita drugačije: {found}",
)
TWICE = text(
    "{what} came or was done twice",
    "{what} přišlo nebo se vykonalo dvakrát",
    "{what} prišlo alebo sa vykonalo dvakrát",
    "{what} je stiglo ili izvršeno dvaput",
)
UNASKED = text(
    "told without being asked for: {what}",
    "sděleno bez vyžádání: {what}",
    "oznámené bez vyžiadania: {what}",
    "javljeno bez zahteva: {what}",
)
FALLS = text(
    "{what} does not rise: {before}, then {after}",
    "{what} neroste: {before}, pak {after}",
    "{what} nerastie: {before}, potom {after}",
    "{what} ne raste: {before}, zatim {after}",
)
RANGE = text(
    "{what} is {found}, expected {wanted}",
    "{what} je {found}, očekávalo se {wanted}",
    "{what} je {found}, očakávalo sa {wanted}",
    "{what} je {found}, očekivano je {wanted}",
)
NOT_OFFERED = text(
    "not offered: {what}",
    "není nabízeno: {what}",
    "neponúka sa: {what}",
    "nije u ponudi: {what}",
)
UNTRIED = text(
    "could not be tried: {what}",
    "nebylo možné vyzkoušet: {what}",
    "nebolo možné vyskúšať: {what}",
    "nije moglo da se isproba: {what}",
)
BY_HAND = text(
    "nobody was there to make the lamp fail (--failure)",
    "nikdo nebyl u toho, aby svítidlo vyřadil (--failure)",
    "nikto nebol pri tom, aby svietidlo vyradil (--failure)",
    "nikog nije bilo da izazove kvar svetiljke (--failure)",
)
NOBODY = text(
    "nobody was at the station to lend a hand (--hands)",
    "nikdo nebyl u stanice, aby přiložil ruku k dílu (--hands)",
    "nikto nebol pri stanici, aby priložil ruku k dielu (--hands)",
    "nikog nije bilo kod stanice da pomogne (--hands)",
)

#: What is wrong with a value, by the kind of `Wrong`.
WRONG: Final[Mapping[str, Text]] = {
    "missing": text("is missing", "chybí", "chýba", "nedostaje"),
    "other": text(
        "{found} is no {wanted}",
        "{found} není {wanted}",
        "{found} nie je {wanted}",
        "{found} nije {wanted}",
    ),
    "none of": text(
        "{found} is none of {wanted}",
        "{found} není nic z {wanted}",
        "{found} nie je nič z {wanted}",
        "{found} nije ništa od {wanted}",
    ),
    "form": text(
        "{found} has not the form {wanted}",
        "{found} nemá tvar {wanted}",
        "{found} nemá tvar {wanted}",
        "{found} nema oblik {wanted}",
    ),
    "range": text(
        "{found} is out of range",
        "{found} je mimo rozsah",
        "{found} je mimo rozsahu",
        "{found} je van opsega",
    ),
    "many": text(
        "holds {found} items",
        "má položek: {found}",
        "má položiek: {found}",
        "ima stavki: {found}",
    ),
    "twice": text(
        "says the same twice",
        "říká totéž dvakrát",
        "hovorí to isté dvakrát",
        "isto kaže dvaput",
    ),
    "unread": text(
        "cannot be read as JSON",
        "nelze přečíst jako JSON",
        "nemožno prečítať ako JSON",
        "ne može se pročitati kao JSON",
    ),
    "answer": text(
        "{found} is no answer to it",
        "{found} na to není odpověď",
        "{found} na to nie je odpoveď",
        "{found} nije odgovor na to",
    ),
}
NOT_CONNECTED = text(
    "{what}: not connected",
    "{what}: nepřipojeno",
    "{what}: nepripojené",
    "{what}: nije povezano",
)

# what a lamp is waited for
REPORT = text("a report", "hlášení", "hlásenie", "izveštaj")
ACKNOWLEDGED = text(
    "an acknowledgement", "potvrzení povelu", "potvrdenie povelu", "potvrda naredbe"
)
FAILURE = text(
    "the failure of the lamp",
    "porucha svítidla",
    "porucha svietidla",
    "kvar svetiljke",
)
ENERGY = text("energy, kWh", "energie, kWh", "energia, kWh", "energija, kWh")
LIGHT = text("the level", "úroveň", "úroveň", "nivo")
CLOCK = text("its clock", "čas jeho hodin", "čas jeho hodín", "vreme njenog sata")
POWER = text("the power", "příkon", "príkon", "snaga")
