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
