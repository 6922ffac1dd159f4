"""The words of a protocol, in every language. Pure."""

from collections.abc import Mapping

from mesto.acceptance.finding import Text, Verdict, text

TITLE = text(
    "Acceptance protocol",
    "Protokol o převzetí",
    "Protokol o prevzatí",
    "Zapisnik o prijemu",
)
GATEWAY = text(
    "TALQ 2.7.1 gateway, profile lighting",
    "Brána TALQ 2.7.1, profil lighting",
    "Brána TALQ 2.7.1, profil lighting",
    "TALQ 2.7.1 kapija, profil lighting",
)
LAMP = text(
    "Lamp controller", "Ovladač svítidla", "Ovládač svietidla", "Kontroler svetiljke"
)
CHARGER = text(
    "Charging station", "Nabíjecí stanice", "Nabíjacia stanica", "Stanica za punjenje"
)
VERSION = text("Version", "Verze", "Verzia", "Verzija")
SECURITY = text(
    "Security profile",
    "Bezpečnostní profil",
    "Bezpečnostný profil",
    "Profil bezbednosti",
)
SUBJECT = text("Tried", "Zkoušeno", "Skúšané", "Ispitano")
ADDRESS = text("Address", "Adresa", "Adresa", "Adresa")
PROFILE = text("Profile", "Profil", "Profil", "Profil")
MAKER = text("Maker", "Výrobce", "Výrobca", "Proizvođač")
SOFTWARE = text("Software", "Software", "Softvér", "Softver")
PATIENCE = text(
    "Longest wait", "Nejdelší čekání", "Najdlhšie čakanie", "Najduže čekanje"
)
PERIOD = text(
    "Reports every", "Hlásí se každých", "Hlási sa každých", "Javlja se svakih"
)
RATED = text("Rated power", "Jmenovitý příkon", "Menovitý príkon", "Nazivna snaga")
STANDBY = text(
    "Standby power", "Klidový příkon", "Pokojový príkon", "Snaga u mirovanju"
)
ONLY = text(
    "Only these checks were tried",
    "Byly vyzkoušeny jen tyto zkoušky",
    "Boli vyskúšané len tieto skúšky",
    "Isprobane su samo ove provere",
)
BREAK = text(
    "Disconnect the lamp from its driver",
    "Odpojte světelný zdroj od předřadníku",
    "Odpojte svetelný zdroj od predradníka",
    "Odvojte svetlosni izvor od drajvera",
)
BEGUN = text("Begun", "Začátek", "Začiatok", "Početak")
ENDED = text("Ended", "Konec", "Koniec", "Kraj")
RESULT = text("Result", "Výsledek", "Výsledok", "Rezultat")
ACCEPTED = text(
    "Met: no demand failed",
    "Splněno: žádný požadavek nebyl porušen",
    "Splnené: žiadna požiadavka nebola porušená",
    "Ispunjeno: nijedan zahtev nije prekršen",
)
REFUSED = text(
    "Not met: {n} failed",
    "Nesplněno: porušeno {n}",
    "Nesplnené: porušené {n}",
    "Nije ispunjeno: prekršeno {n}",
)
CHECK = text("Check", "Zkouška", "Skúška", "Provera")
DEMAND = text("Demand", "Požadavek", "Požiadavka", "Zahtev")
CLAUSE = text("Clause", "Ustanovení", "Ustanovenie", "Odredba")
FINDING = text("Finding", "Zjištění", "Zistenie", "Nalaz")
REASON = text("Reason", "Důvod", "Dôvod", "Razlog")
SUMMARY = text("Summary", "Přehled", "Prehľad", "Pregled")
EVIDENCE = text("Evidence", "Doklady", "Doklady", "Dokazi")
TOOK = text("Took", "Trvání", "Trvanie", "Trajanje")
SENT = text("sent", "odesláno", "odoslané", "poslato")
GOT = text("received", "přijato", "prijaté", "primljeno")
NONE = text(
    "no message was needed",
    "nebylo třeba žádné zprávy",
    "nebola potrebná žiadna správa",
    "nije bila potrebna nijedna poruka",
)
MORE = text(
    "and {n} more, in full in the HTML and JSON of this protocol",
    "a dalších {n}, úplně v HTML a JSON tohoto protokolu",
    "a ďalších {n}, úplne v HTML a JSON tohto protokolu",
    "i još {n}, u celini u HTML-u i JSON-u ovog zapisnika",
)
VERDICTS: Mapping[Verdict, Text] = {
    Verdict.PASSED: text("passed", "splněno", "splnené", "ispunjeno"),
    Verdict.FAILED: text("failed", "nesplněno", "nesplnené", "nije ispunjeno"),
    Verdict.INAPPLICABLE: text(
        "not applicable", "netýká se", "netýka sa", "ne odnosi se"
    ),
}
SIGNS: Mapping[Verdict, str] = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.INAPPLICABLE: "–",
}
