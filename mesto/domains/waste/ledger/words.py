"""What the page of savings says, in every language. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.operations.reports.words import Text, said

TITLE = said(
    "Savings of waste collection",
    "Úspory svozu odpadu",
    "Úspory zvozu odpadu",
    "Uštede odvoza otpada",
)
VERDICT = said("In a sentence", "Jednou větou", "Jednou vetou", "Jednom rečenicom")
RESULT = said("Result", "Výsledek", "Výsledok", "Rezultat")
METHOD = said(
    "How it was reckoned", "Jak se počítalo", "Ako sa rátalo", "Kako je računato"
)
INTERVAL = said(
    "From – to: where the truth lies in 95 of 100 cases.",
    "Od – do: kde v 95 případech ze 100 leží skutečnost.",
    "Od – do: kde v 95 prípadoch zo 100 leží skutočnosť.",
    "Od – do: gde u 95 od 100 slučajeva leži istina.",
)
QUANTITY = said("Quantity", "Veličina", "Veličina", "Veličina")
VALUE = said("Value", "Hodnota", "Hodnota", "Vrednost")
LOW = said("From", "Od", "Od", "Od")
HIGH = said("To", "Do", "Do", "Do")
UNIT = said("Unit", "Jednotka", "Jednotka", "Jedinica")
BEFORE = said(
    "Kilometres by the rounds of before",
    "Kilometry podle dřívějších svozů",
    "Kilometre podľa skorších zvozov",
    "Kilometri po ranijim turama",
)
NOW = said("Kilometres now", "Kilometry nyní", "Kilometre teraz", "Kilometri sada")
KM = said(
    "Kilometres saved", "Ušetřené kilometry", "Ušetrené kilometre", "Ušteđeni kilometri"
)
HOURS = said("Hours saved", "Ušetřené hodiny", "Ušetrené hodiny", "Ušteđeni sati")
LITRES = said("Fuel saved", "Ušetřené palivo", "Ušetrené palivo", "Ušteđeno gorivo")
CO2 = said("CO₂ spared", "Ušetřený CO₂", "Ušetrený CO₂", "Ušteđen CO₂")
MONEY = said(
    "Money on kilometres and hours",
    "Peníze za kilometry a hodiny",
    "Peniaze za kilometre a hodiny",
    "Novac za kilometre i sate",
)
COSTS = said(
    "Costs of sensors and software",
    "Náklady na čidla a software",
    "Náklady na snímače a softvér",
    "Troškovi senzora i softvera",
)
NET = said(
    "Saved after costs",
    "Úspora po nákladech",
    "Úspora po nákladoch",
    "Ušteda posle troškova",
)
OVERFLOWS = said(
    "Overflowing, of 1,000 container-days: before {before}, now {now}.",
    "Přeplněno z 1 000 kontejnerodnů: dříve {before}, nyní {now}.",
    "Preplnené z 1 000 kontajnerodní: predtým {before}, teraz {now}.",
    "Prepunjeno od 1.000 kontejner-dana: ranije {before}, sada {now}.",
)
COMPLAINTS = said(
    "Complaints, of 1,000 container-days: before {before}, now {now}.",
    "Stížnosti na 1 000 kontejnerodnů: dříve {before}, nyní {now}.",
    "Sťažnosti na 1 000 kontajnerodní: predtým {before}, teraz {now}.",
    "Pritužbe na 1.000 kontejner-dana: ranije {before}, sada {now}.",
)
NO_BASELINE = said(
    "There is nothing to compare with: write down what months before came to.",
    "Není s čím srovnat: zapište, kolik stály měsíce předtím.",
    "Nie je s čím porovnať: zapíšte, koľko stáli mesiace predtým.",
    "Nema sa sa čime uporediti: upišite koliko su koštali meseci pre toga.",
)

#: By what the interval of net savings says of them.
SENTENCES: Final[Mapping[str, Text]] = {
    "saved": said(
        "In {period} vehicles drove {now} instead of about {before}: {percent} less "
        "(from {low} to {high}). After {costs} for sensors and software the town "
        "saved {net} (from {net_low} to {net_high}).",
        "V období {period} vozidla ujela {now} místo přibližně {before}: o {percent} "
        "méně (od {low} do {high}). Po odečtení {costs} za čidla a software město "
        "ušetřilo {net} (od {net_low} do {net_high}).",
        "V období {period} vozidlá prešli {now} namiesto približne {before}: o "
        "{percent} menej (od {low} do {high}). Po odpočítaní {costs} za snímače a "
        "softvér mesto ušetrilo {net} (od {net_low} do {net_high}).",
        "U periodu {period} vozila su prešla {now} umesto oko {before}: {percent} "
        "manje (od {low} do {high}). Posle {costs} za senzore i softver grad je "
        "uštedeo {net} (od {net_low} do {net_high}).",
    ),
    "open": said(
        "In {period} vehicles drove {now} instead of about {before}. After {costs} "
        "for sensors and software it cannot be told whether the town saved anything: "
        "{net} lies between {net_low} and {net_high}.",
        "V období {period} vozidla ujela {now} místo přibližně {before}. Po odečtení "
        "{costs} za čidla a software nelze říci, zda město něco ušetřilo: {net} leží "
        "mezi {net_low} a {net_high}.",
        "V období {period} vozidlá prešli {now} namiesto približne {before}. Po "
        "odpočítaní {costs} za snímače a softvér sa nedá povedať, či mesto niečo "
        "ušetrilo: {net} leží medzi {net_low} a {net_high}.",
        "U periodu {period} vozila su prešla {now} umesto oko {before}. Posle "
        "{costs} za senzore i softver ne može se reći da li je grad išta uštedeo: "
        "{net} leži između {net_low} i {net_high}.",
    ),
    "lost": said(
        "In {period} the town saved nothing: after {costs} for sensors and software "
        "collection cost {loss} more than before (from {loss_low} to {loss_high}).",
        "V období {period} město nic neušetřilo: po započtení {costs} za čidla a "
        "software stál svoz o {loss} více než dříve (od {loss_low} do {loss_high}).",
        "V období {period} mesto nič neušetrilo: po započítaní {costs} za snímače a "
        "softvér stál zvoz o {loss} viac ako predtým (od {loss_low} do {loss_high}).",
        "U periodu {period} grad nije ništa uštedeo: sa {costs} za senzore i softver "
        "odvoz je koštao {loss} više nego ranije (od {loss_low} do {loss_high}).",
    ),
}
RECKONED = said(
    "Before: {months} months, {source}. Rounds of before are carried over to {days} "
    "days and multiplied by {growth} for containers and weight. Prices: {km} a "
    "kilometre, {hour} an hour. CO₂: {factor} kg a litre ({co2_source}). Overflows "
    "are not counted as money.",
    "Předtím: {months} měsíců, {source}. Dřívější svozy jsou přepočteny na {days} "
    "dní a vynásobeny {growth} za kontejnery a hmotnost. Ceny: {km} za kilometr, "
    "{hour} za hodinu. CO₂: {factor} kg na litr ({co2_source}). Přeplnění se "
    "nepočítá jako peníze.",
    "Predtým: {months} mesiacov, {source}. Skoršie zvozy sú prepočítané na {days} "
    "dní a vynásobené {growth} za kontajnery a hmotnosť. Ceny: {km} za kilometer, "
    "{hour} za hodinu. CO₂: {factor} kg na liter ({co2_source}). Preplnenie sa "
    "neráta ako peniaze.",
    "Pre toga: {months} meseci, {source}. Ranije ture su prenete na {days} dana i "
    "pomnožene sa {growth} za kontejnere i težinu. Cene: {km} po kilometru, {hour} "
    "po satu. CO₂: {factor} kg po litru ({co2_source}). Prepunjenost se ne računa "
    "kao novac.",
)
SIGNERS: Final = (
    said("For the town, date", "Za město, datum", "Za mesto, dátum", "Za grad, datum"),
    said("For collection, date", "Za svoz, datum", "Za zvoz, dátum", "Za odvoz, datum"),
)
