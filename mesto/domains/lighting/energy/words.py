"""What the page of savings says, in every language. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.operations.reports.words import Text, said

TITLE = said(
    "Savings of street lighting",
    "Úspory veřejného osvětlení",
    "Úspory verejného osvetlenia",
    "Uštede javne rasvete",
)
RESULT = said("Result", "Výsledek", "Výsledok", "Rezultat")
INTERVAL = said(
    "From – to: where the truth lies in 95 of 100 cases. Metered: {metered} of what "
    "was drawn. Dark hours: {dark}.",
    "Od – do: kde v 95 případech ze 100 leží skutečnost. Měřeno: {metered} odběru. "
    "Hodiny tmy: {dark}.",
    "Od – do: kde v 95 prípadoch zo 100 leží skutočnosť. Merané: {metered} odberu. "
    "Hodiny tmy: {dark}.",
    "Od – do: gde u 95 od 100 slučajeva leži istina. Izmereno: {metered} potrošnje. "
    "Sati mraka: {dark}.",
)
QUANTITY = said("Quantity", "Veličina", "Veličina", "Veličina")
VALUE = said("Value", "Hodnota", "Hodnota", "Vrednost")
LOW = said("From", "Od", "Od", "Od")
HIGH = said("To", "Do", "Do", "Do")
UNIT = said("Unit", "Jednotka", "Jednotka", "Jedinica")
NORMAL = said(
    "The old system in these nights",
    "Původní soustava v těchto nocích",
    "Pôvodná sústava v týchto nociach",
    "Stari sistem u ovim noćima",
)
INVENTORY = said(
    "Lamps added or taken away",
    "Přidaná a odebraná svítidla",
    "Pridané a odobraté svietidlá",
    "Dodate i uklonjene svetiljke",
)
OUTAGES = said(
    "Lamps that were dead: no saving",
    "Svítidla bez světla: není úspora",
    "Svietidlá bez svetla: nie je úspora",
    "Ugašene svetiljke: nije ušteda",
)
BASELINE = said(
    "Adjusted baseline",
    "Upravená výchozí spotřeba",
    "Upravená východisková spotreba",
    "Prilagođena polazna potrošnja",
)
DRAWN = said(
    "Energy drawn", "Odebraná energie", "Odobratá energia", "Utrošena energija"
)
SAVING = said("Saving", "Úspora", "Úspora", "Ušteda")
SHARE = said(
    "Saving, share of the baseline",
    "Úspora, podíl výchozí spotřeby",
    "Úspora, podiel východiskovej spotreby",
    "Ušteda, udeo polazne potrošnje",
)
MONEY = said(
    "Saved on energy",
    "Ušetřeno za energii",
    "Ušetrené za energiu",
    "Ušteđeno na energiji",
)
COSTS = said(
    "Sensing and service",
    "Snímání a služby",
    "Snímanie a služby",
    "Senzori i usluge",
)
NET = said("Net saving", "Čistá úspora", "Čistá úspora", "Neto ušteda")
CO2 = said("CO₂e avoided", "Nevypuštěno CO₂e", "Nevypustené CO₂e", "Izbegnuto CO₂e")
BY_MONTH = said(
    "Energy drawn by month",
    "Odběr po měsících",
    "Odber po mesiacoch",
    "Potrošnja po mesecima",
)
METHOD = said("Method", "Metoda", "Metóda", "Metoda")
OPTIONS: Final[Mapping[str, Text]] = {
    "A": said(
        "IPMVP option A: retrofit isolation, key parameters measured, others stated "
        "with their tolerances.",
        "IPMVP varianta A: vymezení opatření, klíčové parametry měřené, ostatní "
        "stanovené se svými tolerancemi.",
        "IPMVP variant A: vymedzenie opatrenia, kľúčové parametre merané, ostatné "
        "stanovené so svojimi toleranciami.",
        "IPMVP opcija A: izdvojena mera, ključni parametri mereni, ostali procenjeni "
        "sa svojim tolerancijama.",
    ),
    "B": said(
        "IPMVP option B: retrofit isolation, all parameters measured, before and "
        "after.",
        "IPMVP varianta B: vymezení opatření, všechny parametry měřené, před i po.",
        "IPMVP variant B: vymedzenie opatrenia, všetky parametre merané, pred aj po.",
        "IPMVP opcija B: izdvojena mera, svi parametri mereni, pre i posle.",
    ),
    "C": said(
        "IPMVP option C: whole facility, regression over billed months.",
        "IPMVP varianta C: celé zařízení, regrese přes fakturované měsíce.",
        "IPMVP variant C: celé zariadenie, regresia cez fakturované mesiace.",
        "IPMVP opcija C: celo postrojenje, regresija po fakturisanim mesecima.",
    ),
    "none": said(
        "No option of IPMVP: nothing was measured in this period, all is computed from "
        "rated powers and the programme.",
        "Žádná varianta IPMVP: v tomto období se nic neměřilo, vše je spočteno ze "
        "jmenovitých příkonů a programu.",
        "Žiadny variant IPMVP: v tomto období sa nič nemeralo, všetko je vypočítané z "
        "menovitých príkonov a programu.",
        "Nijedna opcija IPMVP: u ovom periodu ništa nije mereno, sve je izračunato iz "
        "nazivnih snaga i programa.",
    ),
}
BASELINES: Final[Mapping[str, Text]] = {
    "powers": said(
        "Baseline: {lamps} old lamps, {kw} kW, as long as it was dark.",
        "Výchozí stav: {lamps} původních svítidel, {kw} kW, po dobu tmy.",
        "Východiskový stav: {lamps} pôvodných svietidiel, {kw} kW, počas tmy.",
        "Polazno stanje: {lamps} starih svetiljki, {kw} kW, dok je mrak.",
    ),
    "months": said(
        "Baseline: {months} months of earlier energy, fitted to dark hours.",
        "Výchozí stav: {months} měsíců dřívějšího odběru, vyrovnaných na hodiny tmy.",
        "Východiskový stav: {months} mesiacov skoršieho odberu, vyrovnaných na hodiny "
        "tmy.",
        "Polazno stanje: {months} meseci ranije potrošnje, prilagođenih satima mraka.",
    ),
}
UNCERTAINTY = said(
    "Standard uncertainties combined in quadrature (JCGM 100), widened by {k}. Meters "
    "± {meter}, rated powers ± {power}, levels ± {level}, hours ± {hours}, inventory "
    "± {inventory}, outages ± {outages}.",
    "Standardní nejistoty složené geometricky (JCGM 100), rozšířené {k}krát. "
    "Elektroměry ± {meter}, příkony ± {power}, úrovně ± {level}, hodiny ± {hours}, "
    "evidence ± {inventory}, výpadky ± {outages}.",
    "Štandardné neistoty zložené geometricky (JCGM 100), rozšírené {k}-krát. "
    "Elektromery ± {meter}, príkony ± {power}, úrovne ± {level}, hodiny ± {hours}, "
    "evidencia ± {inventory}, výpadky ± {outages}.",
    "Standardne nesigurnosti sabrane kvadratno (JCGM 100), proširene {k} puta. Brojila "
    "± {meter}, snage ± {power}, nivoi ± {level}, sati ± {hours}, evidencija "
    "± {inventory}, ispadi ± {outages}.",
)
FACTOR = said(
    "CO₂e: {factor} kg/kWh, {year}, {source}.",
    "CO₂e: {factor} kg/kWh, {year}, {source}.",
    "CO₂e: {factor} kg/kWh, {year}, {source}.",
    "CO₂e: {factor} kg/kWh, {year}, {source}.",
)
GUARANTEE = said("Guarantee", "Záruka", "Záruka", "Garancija")
PARTIES = said(
    "{provider} guarantees {client} {due} for this period ({first} – {last}).",
    "{provider} zaručuje: {client}, {due} za toto období ({first} – {last}).",
    "{provider} zaručuje: {client}, {due} za toto obdobie ({first} – {last}).",
    "{provider} garantuje: {client}, {due} za ovaj period ({first} – {last}).",
)
CLAUSE = said(
    "{formula} = {worked} = {achieved}",
    "{formula} = {worked} = {achieved}",
    "{formula} = {worked} = {achieved}",
    "{formula} = {worked} = {achieved}",
)
OUTCOMES: Final[Mapping[str, Text]] = {
    "kept": said(
        "The guarantee was kept: all that may be true, {low} to {high}, is at least "
        "{enough}.",
        "Záruka byla dodržena: vše, co může platit, {low} až {high}, je nejméně "
        "{enough}.",
        "Záruka bola dodržaná: všetko, čo môže platiť, {low} až {high}, je najmenej "
        "{enough}.",
        "Garancija je ispunjena: sve što može biti tačno, {low} do {high}, iznosi "
        "najmanje {enough}.",
    ),
    "missed": said(
        "The guarantee was not kept: all that may be true, {low} to {high}, is below "
        "{enough}.",
        "Záruka nebyla dodržena: vše, co může platit, {low} až {high}, je pod "
        "{enough}.",
        "Záruka nebola dodržaná: všetko, čo môže platiť, {low} až {high}, je pod "
        "{enough}.",
        "Garancija nije ispunjena: sve što može biti tačno, {low} do {high}, ispod je "
        "{enough}.",
    ),
    "unmeasured": said(
        "It cannot be told, for nothing was measured: computed it would be {low} to "
        "{high}, and at least {enough} is wanted.",
        "Nelze rozhodnout, nic se neměřilo: spočteno by to bylo {low} až {high}, "
        "a má to být nejméně {enough}.",
        "Nedá sa rozhodnúť, nič sa nemeralo: vypočítané by to bolo {low} až {high}, "
        "a má to byť najmenej {enough}.",
        "Ne može se reći, ništa nije mereno: izračunato bi bilo {low} do {high}, a "
        "traži se najmanje {enough}.",
    ),
    "open": said(
        "It cannot be told: what may be true, {low} to {high}, lies on both sides of "
        "{enough}.",
        "Nelze rozhodnout: co může platit, {low} až {high}, leží na obou stranách "
        "{enough}.",
        "Nedá sa rozhodnúť: čo môže platiť, {low} až {high}, leží na oboch stranách "
        "{enough}.",
        "Ne može se reći: ono što može biti tačno, {low} do {high}, leži sa obe strane "
        "{enough}.",
    ),
}
NO_BASELINE = said(
    "Nothing tells what would have been drawn before: no saving can be told.",
    "Nic neříká, jaký by byl odběr dříve: úsporu nelze určit.",
    "Nič nehovorí, aký by bol odber predtým: úsporu nemožno určiť.",
    "Ništa ne govori kolika bi potrošnja bila ranije: ušteda se ne može odrediti.",
)
PENALTY = said(
    "Penalty: {likely} ({least} to {most}).",
    "Smluvní pokuta: {likely} ({least} až {most}).",
    "Zmluvná pokuta: {likely} ({least} až {most}).",
    "Ugovorna kazna: {likely} ({least} do {most}).",
)
BONUS = said(
    "Bonus: {likely} ({least} to {most}).",
    "Bonus: {likely} ({least} až {most}).",
    "Bonus: {likely} ({least} až {most}).",
    "Bonus: {likely} ({least} do {most}).",
)
GAPS = said(
    "What the data does not tell",
    "Co data neříkají",
    "Čo údaje nehovoria",
    "Šta podaci ne govore",
)
NO_GAPS = said(
    "Nothing is missing.", "Nic nechybí.", "Nič nechýba.", "Ništa ne nedostaje."
)
GAP: Final[Mapping[str, Text]] = {
    "replaced": said(
        "meters replaced: {n}",
        "vyměněné elektroměry: {n}",
        "vymenené elektromery: {n}",
        "zamenjena brojila: {n}",
    ),
    "jumped": said(
        "impossible jumps of meters: {n}",
        "nemožné skoky elektroměrů: {n}",
        "nemožné skoky elektromerov: {n}",
        "nemogući skokovi brojila: {n}",
    ),
    "rolled": said(
        "meters that rolled over, counted on: {n}",
        "přetečená počítadla, počítána dál: {n}",
        "pretečené počítadlá, počítané ďalej: {n}",
        "brojila koja su se okrenula, brojano dalje: {n}",
    ),
    "silent": said(
        "meters silent for a part of the time, computed instead: {n}",
        "elektroměry část času mlčely, dopočteno: {n}",
        "elektromery časť času mlčali, dopočítané: {n}",
        "brojila su deo vremena ćutala, izračunato: {n}",
    ),
    "unmetered": said(
        "cabinets without a meter, computed: {n}",
        "rozvaděče bez elektroměru, dopočteno: {n}",
        "rozvádzače bez elektromera, dopočítané: {n}",
        "ormani bez brojila, izračunato: {n}",
    ),
    "powerless": said(
        "lamps whose power is not known: {n}",
        "svítidla bez známého příkonu: {n}",
        "svietidlá bez známeho príkonu: {n}",
        "svetiljke nepoznate snage: {n}",
    ),
    "inventory": said(
        "the inventory differs from what was written down",
        "evidence se liší od zapsaných změn",
        "evidencia sa líši od zapísaných zmien",
        "evidencija se razlikuje od upisanih izmena",
    ),
    "unfinished": said(
        "the period is not over yet",
        "období ještě neskončilo",
        "obdobie sa ešte neskončilo",
        "period još nije završen",
    ),
    "baseline": said(
        "too few whole months of a baseline: {n}",
        "příliš málo celých měsíců výchozího období: {n}",
        "príliš málo celých mesiacov východiskového obdobia: {n}",
        "premalo celih meseci polaznog perioda: {n}",
    ),
    "prices": said(
        "months without a price: {n}",
        "měsíce bez ceny: {n}",
        "mesiace bez ceny: {n}",
        "meseci bez cene: {n}",
    ),
}
SIGNERS: Final = (
    said("For the town, date", "Za město, datum", "Za mesto, dátum", "Za grad, datum"),
    said(
        "For the provider, date",
        "Za poskytovatele, datum",
        "Za poskytovateľa, dátum",
        "Za izvođača, datum",
    ),
    said("Auditor, date", "Auditor, datum", "Audítor, dátum", "Revizor, datum"),
)
