"""Why a card, or a file of cards, is not kept, in words."""

from typing import Final

from mesto.kernel.words import said

KNOWN: Final = said(
    "There is a card with this identifier already; look for it in the list.",
    "Karta s tímto označením už existuje; vyhledejte ji v seznamu.",
    "Karta s týmto označením už existuje; vyhľadajte ju v zozname.",
    "Kartica s ovom oznakom već postoji; potražite je na spisku.",
)
NOT_UTF8: Final = said(
    "The file is not UTF-8: let the spreadsheet save it as CSV UTF-8.",
    "Soubor není v UTF-8: uložte ho z tabulky jako CSV UTF-8.",
    "Súbor nie je v UTF-8: uložte ho z tabuľky ako CSV UTF-8.",
    "Datoteka nije u UTF-8: sačuvajte je iz tabele kao CSV UTF-8.",
)
OTHER_ADDRESS: Final = said(
    "The identifier of a card that is kept cannot be changed.",
    "Označení uložené karty nelze změnit.",
    "Označenie uloženej karty nemožno zmeniť.",
    "Oznaka sačuvane kartice ne može se promeniti.",
)
NO_CARD: Final = said(
    "There is no such card.",
    "Taková karta neexistuje.",
    "Taká karta neexistuje.",
    "Takva kartica ne postoji.",
)
NO_STATION: Final = said(
    "There is no station {found}.",
    "Stanice {found} neexistuje.",
    "Stanica {found} neexistuje.",
    "Stanica {found} ne postoji.",
)
ONLY_HYPHENS: Final = said(
    "An identifier is more than hyphens.",
    "Označení nejsou jen spojovníky.",
    "Označenie nie sú len spojovníky.",
    "Oznaka nisu samo crtice.",
)
TWICE: Final = said(
    "The identifier is in the file twice.",
    "Označení je v souboru dvakrát.",
    "Označenie je v súbore dvakrát.",
    "Oznaka je dvaput u datoteci.",
)
NO_TIME: Final = said(
    "{found} is not a date.",
    "{found} není datum.",
    "{found} nie je dátum.",
    "{found} nije datum.",
)
NO_HEADER: Final = said(
    "The header of the file cannot be read.",
    "Záhlaví souboru nelze přečíst.",
    "Hlavičku súboru nemožno prečítať.",
    "Zaglavlje datoteke ne može se pročitati.",
)
WRONG_COLUMNS: Final = said(
    "The columns of the file are {columns}; the first of them has to be there.",
    "Sloupce souboru jsou {columns}; první z nich nesmí chybět.",
    "Stĺpce súboru sú {columns}; prvý z nich nesmie chýbať.",
    "Kolone datoteke su {columns}; prva od njih mora postojati.",
)
TOO_LONG: Final = said(
    "A file has at most {most} lines.",
    "Soubor má nejvýše {most} řádků.",
    "Súbor má najviac {most} riadkov.",
    "Datoteka ima najviše {most} redova.",
)
TORN: Final = said(
    "After line {line} the file is no table.",
    "Za řádkem {line} soubor není tabulka.",
    "Za riadkom {line} súbor nie je tabuľka.",
    "Posle reda {line} datoteka nije tabela.",
)
