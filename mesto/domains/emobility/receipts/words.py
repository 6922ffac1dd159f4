"""What receipts say, in every language. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.operations.reports.words import Text, said

RECEIPT: Final = said("Receipt", "Doklad", "Doklad", "Račun")
CREDIT: Final = said("Credit note", "Dobropis", "Dobropis", "Knjižno odobrenje")
NUMBER: Final = said("Number", "Číslo", "Číslo", "Broj")
DAY: Final = said("Issued", "Vystaveno", "Vystavené", "Izdato")
SELLER: Final = said("Seller", "Prodávající", "Predávajúci", "Prodavac")
COMPANY_ID: Final = said("Company ID", "IČO", "IČO", "Matični broj")
VAT_ID: Final = said("VAT ID", "DIČ", "IČ DPH", "PIB")
OF: Final = said("For receipt", "K dokladu", "K dokladu", "Uz račun")
WHY: Final = said("Reason", "Důvod", "Dôvod", "Razlog")
STATION: Final = said(
    "Charging station", "Nabíjecí stanice", "Nabíjacia stanica", "Stanica za punjenje"
)
CHARGED: Final = said("Charging", "Nabíjení", "Nabíjanie", "Punjenje")
ENERGY: Final = said("Energy", "Energie", "Energia", "Energija")
TARIFF: Final = said("Tariff", "Tarif", "Tarifa", "Tarifa")
LINES: Final = said(
    "What is paid for", "Za co se platí", "Za čo sa platí", "Šta se plaća"
)
WHAT: Final = said("What", "Co", "Čo", "Šta")
WHEN: Final = said("When", "Kdy", "Kedy", "Kada")
AMOUNT: Final = said("Amount", "Množství", "Množstvo", "Količina")
PRICE: Final = said("Unit price", "Jedn. cena", "Jedn. cena", "Jed. cena")
NET: Final = said("Without VAT", "Bez DPH", "Bez DPH", "Bez PDV-a")
RATE: Final = said("VAT rate", "Sazba DPH", "Sadzba DPH", "Stopa PDV-a")
VAT: Final = said("VAT", "DPH", "DPH", "PDV")
GROSS: Final = said("With VAT", "S DPH", "S DPH", "Sa PDV-om")
TOTAL: Final = said("To pay", "K úhradě", "Na úhradu", "Za plaćanje")
NO_VAT: Final = said("none", "bez daně", "bez dane", "bez poreza")
NOTHING: Final = said(
    "Nothing is to be paid.",
    "Není co platit.",
    "Netreba nič platiť.",
    "Ništa se ne plaća.",
)
DOUBTED: Final = said(
    "What was doubted", "Co bylo nejasné", "Čo bolo nejasné", "Šta je bilo nejasno"
)
#: Why it is not known what is to be paid.
UNKNOWN: Final = said(
    "nobody knows when it began or what it was given",
    "nikdo neví, kdy začalo nebo kolik energie dostalo",
    "nikto nevie, kedy sa začalo alebo koľko energie dostalo",
    "niko ne zna kada je počelo ili koliko je energije dato",
)
IN_NO_TIME: Final = said(
    "it was given energy in no time: the station's clock is wrong",
    "energii dostalo v nulovém čase: hodiny stanice jdou špatně",
    "energiu dostalo v nulovom čase: hodiny stanice idú zle",
    "energija je data za nulto vreme: sat stanice je pogrešan",
)
LEAPT: Final = said(
    "its meter leapt from {was} to {now} in {took}: its EVSE gives {most} at most",
    "elektroměr skočil z {was} na {now} za {took}: místo dává nejvýš {most}",
    "elektromer skočil z {was} na {now} za {took}: miesto dáva najviac {most}",
    "brojilo je skočilo sa {was} na {now} za {took}: mesto daje najviše {most}",
)
TWICE: Final = said(
    "the same kWh are on receipt {number}",
    "stejná energie je na dokladu {number}",
    "rovnaká energia je na doklade {number}",
    "ista energija je na računu {number}",
)
TWICE_WITHOUT_NUMBER: Final = said(
    "the same kWh are on another receipt, which has no number",
    "stejná energie je na jiném dokladu, který nemá číslo",
    "rovnaká energia je na inom doklade, ktorý nemá číslo",
    "ista energija je na drugom računu, koji nema broj",
)
HOUR: Final = said("h", "h", "h", "h")

#: By `What` of a line.
WHATS: Final[Mapping[str, Text]] = {
    "ENERGY": ENERGY,
    "TIME": said(
        "Time of charging", "Doba nabíjení", "Čas nabíjania", "Vreme punjenja"
    ),
    "PARKING_TIME": said(
        "Standing after charging",
        "Stání po nabití",
        "Státie po nabití",
        "Stajanje posle punjenja",
    ),
    "FLAT": said("Fee for a session", "Poplatek", "Poplatok", "Naknada"),
    "MIN_PRICE": said(
        "Up to the least price",
        "Doplatek do nejnižší ceny",
        "Doplatok do najnižšej ceny",
        "Do najniže cene",
    ),
    "MAX_PRICE": said(
        "Down to the highest price",
        "Sleva na nejvyšší cenu",
        "Zľava na najvyššiu cenu",
        "Do najviše cene",
    ),
    "STATED": said(
        "Charging, as agreed",
        "Nabíjení podle dohody",
        "Nabíjanie podľa dohody",
        "Punjenje po dogovoru",
    ),
    "CREDIT": said("Given back", "Vráceno", "Vrátené", "Vraćeno"),
}
