"""Why something of charging is not done, or not shown, in words."""

from typing import Final

from mesto.kernel.words import said

NO_CHARGING_STATION: Final = said(
    "This is no charging station.",
    "Toto není nabíjecí stanice.",
    "Toto nie je nabíjacia stanica.",
    "Ovo nije stanica za punjenje.",
)
NO_STATION: Final = said(
    "There is no such station.",
    "Taková stanice neexistuje.",
    "Taká stanica neexistuje.",
    "Takva stanica ne postoji.",
)
NO_DEED: Final = said(
    "No station can be told this.",
    "To nelze žádné stanici přikázat.",
    "To nemožno žiadnej stanici prikázať.",
    "To se ne može narediti nijednoj stanici.",
)
A_DAY_AT_MOST: Final = said(
    "A place is kept for a day at most.",
    "Místo se drží nejvýše den.",
    "Miesto sa drží najviac deň.",
    "Mesto se čuva najviše jedan dan.",
)
DECIDED: Final = said(
    "This has been decided already.",
    "O tom už bylo rozhodnuto.",
    "O tom už bolo rozhodnuté.",
    "O tome je već odlučeno.",
)
NOBODY_ASKED: Final = said(
    "Nobody asked for this.",
    "O to nikdo nežádal.",
    "O to nikto nežiadal.",
    "To niko nije tražio.",
)
TOO_MANY_AT_ONCE: Final = said(
    "Too many want a number at once: try again.",
    "Příliš mnoho dokladů žádá o číslo najednou: zkuste to znovu.",
    "Priveľa dokladov žiada o číslo naraz: skúste to znova.",
    "Previše računa traži broj odjednom: pokušajte ponovo.",
)
NO_RECEIPT: Final = said(
    "There is no such receipt.",
    "Takový doklad neexistuje.",
    "Taký doklad neexistuje.",
    "Takav račun ne postoji.",
)
NO_NUMBER: Final = said(
    "It has no number: nobody has decided what is to be paid.",
    "Nemá číslo: nikdo nerozhodl, co se má zaplatit.",
    "Nemá číslo: nikto nerozhodol, čo sa má zaplatiť.",
    "Nema broj: niko nije odlučio šta treba platiti.",
)
NOT_BILLED: Final = said(
    "Only what was billed can be given back.",
    "Vrátit lze jen to, co bylo vyúčtováno.",
    "Vrátiť možno len to, čo bolo vyúčtované.",
    "Može se vratiti samo ono što je naplaćeno.",
)
LEFT_TO_GIVE_BACK: Final = said(
    "There is {left} to give back.",
    "Vrátit lze {left}.",
    "Vrátiť možno {left}.",
    "Može se vratiti {left}.",
)
NO_LOG_FILE: Final = said(
    "No file of this log is kept.",
    "Soubor tohoto záznamu není uložen.",
    "Súbor tohto záznamu nie je uložený.",
    "Datoteka ovog zapisa nije sačuvana.",
)
NO_LOG: Final = said(
    "This station was not asked for such a log.",
    "O takový záznam nebyla tato stanice požádána.",
    "O taký záznam nebola táto stanica požiadaná.",
    "Od ove stanice takav zapis nije tražen.",
)
BEGINS_WITH: Final = said(
    "A station begins with {prefix}.",
    "Stanice začíná na {prefix}.",
    "Stanica začína na {prefix}.",
    "Stanica počinje sa {prefix}.",
)
NO_PASSWORD: Final = said(
    "It came without a password that can be kept: say one.",
    "Přišla bez hesla, které lze uchovat: zadejte ho.",
    "Prišla bez hesla, ktoré možno uchovať: zadajte ho.",
    "Došla je bez lozinke koja se može sačuvati: zadajte je.",
)
NO_CONNECTION: Final = said(
    "There is no such connection.",
    "Takové napojení neexistuje.",
    "Také napojenie neexistuje.",
    "Takva veza ne postoji.",
)
NOBODY_WAITS: Final = said(
    "No such station waits.",
    "Žádná taková stanice nečeká.",
    "Žiadna taká stanica nečaká.",
    "Nijedna takva stanica ne čeka.",
)
NO_MONTH: Final = said(
    "A month is written as {example}.",
    "Měsíc se píše jako {example}.",
    "Mesiac sa píše ako {example}.",
    "Mesec se piše kao {example}.",
)
NOT_BEGUN: Final = said(
    "This month has not begun.",
    "Tento měsíc ještě nezačal.",
    "Tento mesiac sa ešte nezačal.",
    "Ovaj mesec još nije počeo.",
)
NO_CAMPAIGN: Final = said(
    "There is no such campaign.",
    "Taková kampaň neexistuje.",
    "Taká kampaň neexistuje.",
    "Takva kampanja ne postoji.",
)
SEES_A_PART: Final = said(
    "This is shown to who sees the whole town.",
    "To se ukazuje tomu, kdo vidí celé město.",
    "To sa ukazuje tomu, kto vidí celé mesto.",
    "Ovo se prikazuje onome ko vidi ceo grad.",
)
NO_PLACES: Final = said(
    "No charging station has a place yet.",
    "Žádná nabíjecí stanice ještě nemá místo.",
    "Žiadna nabíjacia stanica ešte nemá miesto.",
    "Nijedna stanica za punjenje još nema mesto.",
)
