"""The steps of mending lamps, cables and cabinets, that checklists are made of."""

from typing import Final, Literal

from mesto.kernel.checklist import Step
from mesto.kernel.words import said


def _step(
    *text: str, wants: Literal["", "photo", "number"] = "", unit: str = ""
) -> Step:
    """Make a step of its text in English, Czech, Slovak and Serbian."""
    english, czech, slovak, serbian = text
    return Step(text=said(english, czech, slovak, serbian), wants=wants, unit=unit)


SWITCH_OFF: Final = _step(
    "Switch the feeder off and secure it",
    "Vypnout vývod a zajistit jej",
    "Vypnúť vývod a zaistiť ho",
    "Isključiti izvod i obezbediti ga",
)
CORDON: Final = _step(
    "Cordon off the place of work",
    "Ohradit místo práce",
    "Ohradiť miesto práce",
    "Ograditi mesto rada",
)
VOLTAGE: Final = _step(
    "Voltage at the terminals of the column",
    "Napětí na svorkách stožáru",
    "Napätie na svorkách stožiara",
    "Napon na stezaljkama stuba",
    wants="number",
    unit="V",
)
LIGHT_SOURCE: Final = _step(
    "Replace the light source",
    "Vyměnit světelný zdroj",
    "Vymeniť svetelný zdroj",
    "Zameniti izvor svetlosti",
)
COVER: Final = _step(
    "Clean the cover and see how much of it lights",
    "Vyčistit kryt a zjistit, jak velká část svítí",
    "Vyčistiť kryt a zistiť, aká veľká časť svieti",
    "Očistiti poklopac i videti koliki deo svetli",
)
IGNITOR: Final = _step(
    "Replace the light source and the ignitor",
    "Vyměnit světelný zdroj a zapalovač",
    "Vymeniť svetelný zdroj a zapaľovač",
    "Zameniti izvor svetlosti i paljač",
)
DRIVER: Final = _step(
    "Replace the driver", "Vyměnit předřadník", "Vymeniť predradník", "Zameniti drajver"
)
PLATE: Final = _step(
    "Type plate of the luminaire",
    "Štítek svítidla",
    "Štítok svietidla",
    "Natpisna pločica svetiljke",
    wants="photo",
)
DIMS: Final = _step(
    "Tell it 50 % and see it draw less",
    "Nastavit 50 % a ověřit, že odebírá méně",
    "Nastaviť 50 % a overiť, že odoberá menej",
    "Zadati 50 % i proveriti da troši manje",
)
CAPACITOR: Final = _step(
    "Replace the capacitor, or the driver",
    "Vyměnit kondenzátor, nebo předřadník",
    "Vymeniť kondenzátor, alebo predradník",
    "Zameniti kondenzator, ili drajver",
)
POWER_FACTOR: Final = _step(
    "Power factor after the repair",
    "Účiník po opravě",
    "Účinník po oprave",
    "Faktor snage posle popravke",
    wants="number",
)
INVENTORY: Final = _step(
    "Put the inventory right",
    "Opravit pasport",
    "Opraviť pasport",
    "Ispraviti popis",
)
INSULATION: Final = _step(
    "Insulation resistance",
    "Izolační odpor",
    "Izolačný odpor",
    "Otpor izolacije",
    wants="number",
    unit="MΩ",
)
FUSE: Final = _step(
    "Replace the fuse of the column",
    "Vyměnit pojistku stožáru",
    "Vymeniť poistku stožiara",
    "Zameniti osigurač stuba",
)
RESTART: Final = _step(
    "Take the supply off the controller for a minute and see whether it reports",
    "Odpojit řídicí jednotku na minutu od napájení a zjistit, zda se ohlásí",
    "Odpojiť riadiacu jednotku na minútu od napájania a zistiť, či sa ohlási",
    "Isključiti kontroleru napajanje na minut i videti da li se javlja",
)
CONTROLLER: Final = _step(
    "Replace the controller, if it stays silent",
    "Pokud dál mlčí, vyměnit řídicí jednotku",
    "Ak ďalej mlčí, vymeniť riadiacu jednotku",
    "Zameniti kontroler, ako i dalje ćuti",
)
IDENTIFIER: Final = _step(
    "Identifier on the controller",
    "Identifikátor na řídicí jednotce",
    "Identifikátor na riadiacej jednotke",
    "Oznaka na kontroleru",
    wants="photo",
)
REPORTS: Final = _step(
    "See it report again",
    "Ověřit, že se znovu hlásí",
    "Overiť, že sa znovu hlási",
    "Proveriti da se ponovo javlja",
)
PHOTOCELL: Final = _step(
    "Replace the photocell or the controller",
    "Vyměnit fotobuňku nebo řídicí jednotku",
    "Vymeniť fotobunku alebo riadiacu jednotku",
    "Zameniti fotoćeliju ili kontroler",
)
COVERED: Final = _step(
    "Uncover it and see the lamp go out",
    "Odkrýt ji a ověřit, že svítidlo zhasne",
    "Odkryť ju a overiť, že svietidlo zhasne",
    "Otkriti je i proveriti da se svetiljka gasi",
)
LIGHTS: Final = _step(
    "Switch on and see it light",
    "Zapnout a ověřit, že svítí",
    "Zapnúť a overiť, že svieti",
    "Uključiti i proveriti da svetli",
)
BY_HAND: Final = _step(
    "See that the switch does not stand at manual",
    "Ověřit, že přepínač není na ručním provozu",
    "Overiť, že prepínač nie je na ručnej prevádzke",
    "Proveriti da prekidač nije na ručnom režimu",
)
CONTACTOR: Final = _step(
    "Contacts of the contactor",
    "Kontakty stykače",
    "Kontakty stýkača",
    "Kontakti kontaktora",
    wants="photo",
)
CLOCK: Final = _step(
    "Set the astronomical clock, or replace it",
    "Seřídit astronomické hodiny, nebo je vyměnit",
    "Nastaviť astronomické hodiny, alebo ich vymeniť",
    "Podesiti astronomski sat, ili ga zameniti",
)
GOES_OUT: Final = _step(
    "See the street go out",
    "Ověřit, že ulice zhasla",
    "Overiť, že ulica zhasla",
    "Proveriti da se ulica ugasila",
)
INCOMING: Final = _step(
    "Voltage before the main fuses",
    "Napětí před hlavními pojistkami",
    "Napätie pred hlavnými poistkami",
    "Napon ispred glavnih osigurača",
    wants="number",
    unit="V",
)
MAIN_FUSE: Final = _step(
    "Replace the main fuse; without voltage before it, call the distributor",
    "Vyměnit hlavní pojistku; není-li před ní napětí, volat distributora",
    "Vymeniť hlavnú poistku; ak pred ňou nie je napätie, volať distribútora",
    "Zameniti glavni osigurač; ako ispred njega nema napona, zvati distributera",
)
PHASES: Final = _step(
    "See voltage on all three phases",
    "Ověřit napětí na všech třech fázích",
    "Overiť napätie na všetkých troch fázach",
    "Proveriti napon na sve tri faze",
)
DEAD: Final = _step(
    "Switch the feeder off, secure it and prove it dead",
    "Vypnout vývod, zajistit jej a ověřit beznapěťový stav",
    "Vypnúť vývod, zaistiť ho a overiť beznapäťový stav",
    "Isključiti izvod, obezbediti ga i proveriti da nema napona",
)
LOCATE: Final = _step(
    "The place where the cable is gone",
    "Místo, kde kabel chybí",
    "Miesto, kde kábel chýba",
    "Mesto gde kabla nema",
    wants="photo",
)
POLICE: Final = _step(
    "Stolen: call the police before anything is touched",
    "Odcizený: zavolat policii, než se na něco sáhne",
    "Odcudzený: zavolať políciu, než sa na niečo siahne",
    "Ukraden: pozvati policiju pre nego što se išta dirne",
)
CABLE: Final = _step(
    "Joint the cable or lay a new one",
    "Kabel spojkovat, nebo položit nový",
    "Kábel spojkovať, alebo položiť nový",
    "Spojiti kabl, ili položiti novi",
)
ALL_LIGHT: Final = _step(
    "Switch on and see all lamps of the feeder light",
    "Zapnout a ověřit, že svítí všechna svítidla vývodu",
    "Zapnúť a overiť, že svietia všetky svietidlá vývodu",
    "Uključiti i proveriti da svetle sve svetiljke izvoda",
)
BREAKER: Final = _step(
    "Switch on again or replace what has tripped",
    "Zapnout nebo vyměnit, co vypadlo",
    "Zapnúť alebo vymeniť, čo vypadlo",
    "Uključiti ili zameniti što je ispalo",
)
INSIDE: Final = _step(
    "Inside of the cabinet, before anything is touched",
    "Vnitřek rozvaděče, než se na něco sáhne",
    "Vnútro rozvádzača, než sa na niečo siahne",
    "Unutrašnjost ormana, pre nego što se išta dirne",
    wants="photo",
)
MISSING: Final = _step(
    "See whether anything is missing or damaged; if so, call the police",
    "Zjistit, zda něco chybí nebo je poškozeno; pokud ano, zavolat policii",
    "Zistiť, či niečo chýba alebo je poškodené; ak áno, zavolať políciu",
    "Videti da li nešto nedostaje ili je oštećeno; ako da, pozvati policiju",
)
LOCK: Final = _step(
    "Replace the lock, close and seal the door",
    "Vyměnit zámek, dveře zavřít a zaplombovat",
    "Vymeniť zámok, dvere zavrieť a zaplombovať",
    "Zameniti bravu, zatvoriti i plombirati vrata",
)
DOOR_REPORTS: Final = _step(
    "See the door reported closed",
    "Ověřit, že se dveře hlásí jako zavřené",
    "Overiť, že sa dvere hlásia ako zatvorené",
    "Proveriti da se vrata javljaju kao zatvorena",
)
