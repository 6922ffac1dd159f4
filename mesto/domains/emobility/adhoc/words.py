"""What the page of a station says, in every language. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.operations.reports.words import Text, said

TITLE: Final = said("Charging", "Nabíjení", "Nabíjanie", "Punjenje")
PLACE: Final = said(
    "Station {name}, connector {n}",
    "Stanice {name}, konektor {n}",
    "Stanica {name}, konektor {n}",
    "Stanica {name}, priključak {n}",
)
#: By what the place is like.
STATES: Final[Mapping[str, Text]] = {
    "free": said("Free", "Volno", "Voľné", "Slobodno"),
    "plugged": said(
        "A vehicle is plugged in.",
        "Vozidlo je připojené.",
        "Vozidlo je pripojené.",
        "Vozilo je priključeno.",
    ),
    "busy": said(
        "Somebody is charging here.",
        "Někdo tu právě nabíjí.",
        "Niekto tu práve nabíja.",
        "Neko ovde puni.",
    ),
    "broken": said(
        "This place is out of order.",
        "Toto místo je mimo provoz.",
        "Toto miesto je mimo prevádzky.",
        "Ovo mesto ne radi.",
    ),
    "offline": said(
        "The station has no connection just now. Charging with a card may still work.",
        "Stanice teď nemá spojení. Nabíjení kartou může fungovat.",
        "Stanica teraz nemá spojenie. Nabíjanie kartou môže fungovať.",
        "Stanica sada nema vezu. Punjenje karticom možda radi.",
    ),
}
COSTS: Final = said("What it costs", "Kolik to stojí", "Koľko to stojí", "Koliko košta")
FREE: Final = said(
    "Charging is free here.",
    "Nabíjení je tu zdarma.",
    "Nabíjanie je tu zadarmo.",
    "Punjenje je ovde besplatno.",
)
#: A price of a dimension, with VAT.
PRICES: Final[Mapping[str, Text]] = {
    "ENERGY": said(
        "{price} for each kWh",
        "{price} za každou kWh",
        "{price} za každú kWh",
        "{price} za svaki kWh",
    ),
    "TIME": said(
        "{price} for each hour of charging",
        "{price} za každou hodinu nabíjení",
        "{price} za každú hodinu nabíjania",
        "{price} za svaki sat punjenja",
    ),
    "PARKING_TIME": said(
        "{price} for each hour of standing after charging",
        "{price} za každou hodinu stání po nabití",
        "{price} za každú hodinu státia po nabití",
        "{price} za svaki sat stajanja posle punjenja",
    ),
    "FLAT": said(
        "{price} for a session",
        "{price} za jedno nabíjení",
        "{price} za jedno nabíjanie",
        "{price} za jedno punjenje",
    ),
}
LEAST: Final = said(
    "At least {price}", "Nejméně {price}", "Najmenej {price}", "Najmanje {price}"
)
MOST: Final = said(
    "At most {price}", "Nejvýše {price}", "Najviac {price}", "Najviše {price}"
)
FROM_TO: Final = said(
    "from {a} to {b}", "od {a} do {b}", "od {a} do {b}", "od {a} do {b}"
)
BEYOND: Final = said("from {a} on", "od {a}", "od {a}", "od {a}")
UP_TO: Final = said("up to {b}", "do {b}", "do {b}", "do {b}")
EXAMPLE: Final = said(
    "For example 20 kWh in 30 minutes from now: {price}.",
    "Například 20 kWh za 30 minut od teď: {price}.",
    "Napríklad 20 kWh za 30 minút odteraz: {price}.",
    "Na primer 20 kWh za 30 minuta od sada: {price}.",
)
WITH_VAT: Final = said(
    "All prices include VAT.",
    "Všechny ceny jsou s DPH.",
    "Všetky ceny sú s DPH.",
    "Sve cene su sa PDV-om.",
)
NOT_SOLD: Final = said(
    "Here only those charge who have a card of the town.",
    "Tady nabíjejí jen ti, kdo mají kartu města.",
    "Tu nabíjajú len tí, ktorí majú kartu mesta.",
    "Ovde pune samo oni koji imaju karticu grada.",
)
PLUG: Final = said(
    "Plug the vehicle in, then start.",
    "Připojte vozidlo a začněte.",
    "Pripojte vozidlo a začnite.",
    "Priključite vozilo i počnite.",
)
START: Final = said(
    "Start charging", "Začít nabíjet", "Začať nabíjať", "Počni punjenje"
)
STOP: Final = said("Stop charging", "Ukončit", "Ukončiť", "Završi punjenje")
ON_ACCOUNT: Final = said(
    "You get an invoice. The operator has to agree first.",
    "Dostanete fakturu. Provozovatel musí nejdřív souhlasit.",
    "Dostanete faktúru. Prevádzkovateľ musí najprv súhlasiť.",
    "Dobićete fakturu. Operater mora prvo da se složi.",
)
PAYER: Final = said(
    "Name for the invoice",
    "Jméno na fakturu",
    "Meno na faktúru",
    "Ime za fakturu",
)
CONTACT: Final = said(
    "Mail address", "E-mailová adresa", "E-mailová adresa", "Adresa e-pošte"
)
ASK: Final = said(
    "Ask to charge", "Požádat o nabíjení", "Požiadať o nabíjanie", "Zatraži punjenje"
)
#: How a start is going.
GOING: Final[Mapping[str, Text]] = {
    "asked": said(
        "The operator has been asked. This page shows the answer.",
        "Provozovatel dostal žádost. Odpověď uvidíte zde.",
        "Prevádzkovateľ dostal žiadosť. Odpoveď uvidíte tu.",
        "Operater je upitan. Odgovor se vidi ovde.",
    ),
    "refused": said(
        "The operator did not agree.",
        "Provozovatel nesouhlasil.",
        "Prevádzkovateľ nesúhlasil.",
        "Operater se nije složio.",
    ),
    "started": said(
        "The station has been told. Is the vehicle plugged in?",
        "Stanice dostala pokyn. Je vozidlo připojené?",
        "Stanica dostala pokyn. Je vozidlo pripojené?",
        "Stanica je obaveštena. Da li je vozilo priključeno?",
    ),
    "failed": said(
        "The station did not begin. Try again, or another place.",
        "Stanice nezačala. Zkuste to znovu nebo jinde.",
        "Stanica nezačala. Skúste to znova alebo inde.",
        "Stanica nije počela. Pokušajte ponovo ili na drugom mestu.",
    ),
    "open": said("Charging", "Nabíjí se", "Nabíja sa", "Puni se"),
    "ended": said(
        "Charging has ended.",
        "Nabíjení skončilo.",
        "Nabíjanie skončilo.",
        "Punjenje je završeno.",
    ),
}
KEEP: Final = said(
    "Keep this page: only who has its address can stop and see the receipt.",
    "Stránku si uložte: jen kdo má její adresu, může ukončit a vidí doklad.",
    "Stránku si uložte: len kto má jej adresu, môže ukončiť a vidí doklad.",
    "Sačuvajte stranicu: samo ko ima njenu adresu može da završi i vidi račun.",
)
ENERGY: Final = said("Energy", "Energie", "Energia", "Energija")
POWER: Final = said("Power", "Výkon", "Výkon", "Snaga")
COST: Final = said("Cost so far", "Zatím stojí", "Zatiaľ stojí", "Do sada košta")
CHARGED: Final = said("Price", "Cena", "Cena", "Cena")
GIVEN_BACK: Final = said("Given back", "Vráceno", "Vrátené", "Vraćeno")
PROMISE: Final = said(
    "Expected: {kwh} by {at}",
    "Očekává se: {kwh} do {at}",
    "Očakáva sa: {kwh} do {at}",
    "Očekuje se: {kwh} do {at}",
)
RECEIPT: Final = said("Receipt", "Doklad", "Doklad", "Račun")
LATER: Final = said(
    "The receipt is being written.",
    "Doklad se vystavuje.",
    "Doklad sa vystavuje.",
    "Račun se piše.",
)
DOUBTFUL: Final = said(
    "The meter has to be looked at first. Nothing is billed until then.",
    "Nejdřív je třeba ověřit měření. Do té doby se nic neúčtuje.",
    "Najprv treba overiť meranie. Dovtedy sa nič neúčtuje.",
    "Prvo treba proveriti brojilo. Do tada se ništa ne naplaćuje.",
)
AGAIN: Final = said("To the station", "Ke stanici", "K stanici", "Na stranicu stanice")
NO_NETWORK: Final = said(
    "No network: what is shown is old.",
    "Bez sítě: údaje jsou staré.",
    "Bez siete: údaje sú staré.",
    "Nema mreže: podaci su stari.",
)
PAPER: Final = said("As PDF", "Jako PDF", "Ako PDF", "Kao PDF")
NOWHERE: Final = said(
    "This address leads nowhere. Scan the code on the station once more, or call who"
    " runs it: the number stands on the station.",
    "Tato adresa nikam nevede. Načtěte kód na stanici znovu, nebo zavolejte"
    " provozovateli: číslo je na stanici.",
    "Táto adresa nikam nevedie. Načítajte kód na stanici znova, alebo zavolajte"
    " prevádzkovateľovi: číslo je na stanici.",
    "Ova adresa ne vodi nikuda. Skenirajte kod na stanici ponovo, ili pozovite onoga ko"
    " je vodi: broj je na stanici.",
)
NOT_NOW: Final = said(
    "Nobody can start here just now. Look at the station again in a while.",
    "Teď se tu nedá začít. Podívejte se na stanici za chvíli znovu.",
    "Teraz sa tu nedá začať. Pozrite sa na stanicu o chvíľu znova.",
    "Ovde se sada ne može početi. Pogledajte stanicu ponovo malo kasnije.",
)
WHO_PAYS: Final = said(
    "Go back and say who pays, and the mail address for the invoice.",
    "Vraťte se a napište, kdo platí, a e-mailovou adresu pro fakturu.",
    "Vráťte sa a napíšte, kto platí, a e-mailovú adresu pre faktúru.",
    "Vratite se i napišite ko plaća i adresu e-pošte za fakturu.",
)
TOO_OFTEN: Final = said(
    "This was asked for too often just now. Wait a minute, and try again.",
    "Teď se o to žádalo příliš často. Počkejte minutu a zkuste to znovu.",
    "Teraz sa o to žiadalo príliš často. Počkajte minútu a skúste to znova.",
    "Ovo je upravo zatraženo prečesto. Sačekajte minut i pokušajte ponovo.",
)
LANGUAGE: Final = said("Language", "Jazyk", "Jazyk", "Jezik")
