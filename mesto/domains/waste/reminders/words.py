"""What residents read of reminders. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.kernel.plugin import Text
from mesto.kernel.words import said
from mesto.operations.reports.report import said_in

WORDS: Final[Mapping[str, Text]] = {
    "title": said("Remind me", "Připomenout", "Pripomenúť", "Podseti me"),
    "when": said("When", "Kdy", "Kedy", "Kada"),
    "evening": said(
        "on the evening before, from 6 pm",
        "večer předem, od 18 hodin",
        "večer vopred, od 18. hodiny",
        "veče pre, od 18 časova",
    ),
    "morning": said(
        "on the morning of the day, from 6 am",
        "ráno v den svozu, od 6 hodin",
        "ráno v deň zvozu, od 6. hodiny",
        "ujutru na dan odvoza, od 6 časova",
    ),
    "mail": said("E-mail", "E-mail", "E-mail", "E-pošta"),
    "by_mail": said("By e-mail", "E-mailem", "E-mailom", "E-poštom"),
    "by_push": said(
        "On this phone", "Na tomto telefonu", "Na tomto telefóne", "Na ovom telefonu"
    ),
    "privacy": said(
        "No account is needed. The address is kept for this alone and forgotten when "
        "you end it.",
        "Účet není potřeba. Adresu uchováme jen k tomu a po zrušení ji zapomeneme.",
        "Účet nie je potrebný. Adresu uchováme len na to a po zrušení ju zabudneme.",
        "Nalog nije potreban. Adresa se čuva samo za to i briše se kad otkažete.",
    ),
    "refused": said(
        "This phone shows no messages from here. Allow them in its settings.",
        "Tento telefon odsud zprávy neukazuje. Povolte je v nastavení.",
        "Tento telefón odtiaľto správy neukazuje. Povoľte ich v nastaveniach.",
        "Ovaj telefon ne prikazuje poruke odavde. Dozvolite ih u podešavanjima.",
    ),
    "look": said(
        "Look into your mail and confirm the address within two days.",
        "Podívejte se do pošty a do dvou dnů adresu potvrďte.",
        "Pozrite si poštu a do dvoch dní adresu potvrďte.",
        "Pogledajte poštu i potvrdite adresu u roku od dva dana.",
    ),
    "confirm": said("Confirm", "Potvrdit", "Potvrdiť", "Potvrdi"),
    "asked": said(
        "Shall we remind you of the collections at {address}?",
        "Máme vám připomínat svoz na adrese {address}?",
        "Máme vám pripomínať zvoz na adrese {address}?",
        "Da vas podsećamo na odvoz na adresi {address}?",
    ),
    "reminded": said(
        "You are reminded of the collections at {address}.",
        "Připomínáme vám svoz na adrese {address}.",
        "Pripomíname vám zvoz na adrese {address}.",
        "Podsećamo vas na odvoz na adresi {address}.",
    ),
    "change": said("Change", "Změnit", "Zmeniť", "Promeni"),
    "end": said(
        "End reminders",
        "Zrušit připomínání",
        "Zrušiť pripomínanie",
        "Otkaži podsetnike",
    ),
    "ended": said(
        "Ended. What we kept of you is forgotten.",
        "Zrušeno. Co jsme o vás měli, jsme zapomněli.",
        "Zrušené. Čo sme o vás mali, sme zabudli.",
        "Otkazano. Ono što smo o vama čuvali je obrisano.",
    ),
    "changed": said(
        "Changed: waste collection {day}",
        "Změna: svoz odpadu {day}",
        "Zmena: zvoz odpadu {day}",
        "Promena: odvoz otpada {day}",
    ),
    "nothing": said(
        "Nothing is collected on {day}.",
        "{day} se nic nesváží.",
        "{day} sa nič nezváža.",
        "{day} se ništa ne odvozi.",
    ),
    "next": said(
        "Next: {what}", "Příště: {what}", "Nabudúce: {what}", "Sledeće: {what}"
    ),
    "confirm_subject": said(
        "Confirm the reminder of waste collection",
        "Potvrďte připomínání svozu odpadu",
        "Potvrďte pripomínanie zvozu odpadu",
        "Potvrdite podsetnik za odvoz otpada",
    ),
    "confirm_body": said(
        "Somebody, probably you, asked to be reminded of the collections at {address}. "
        "Confirm it on the page below within two days. If it was not you, do nothing: "
        "the address is then forgotten.",
        "Někdo, asi vy, chce připomínat svoz na adrese {address}. Do dvou dnů to "
        "potvrďte na stránce níže. Pokud jste to nebyli vy, nedělejte nic: adresu pak "
        "zapomeneme.",
        "Niekto, asi vy, chce pripomínať zvoz na adrese {address}. Do dvoch dní to "
        "potvrďte na stránke nižšie. Ak ste to neboli vy, nerobte nič: adresu potom "
        "zabudneme.",
        "Neko, verovatno vi, traži podsetnik na odvoz na adresi {address}. Potvrdite "
        "to na stranici ispod u roku od dva dana. Ako to niste bili vi, ne radite "
        "ništa: adresa se tada briše.",
    ),
}


def reminder_word(name: str, language: str, **values: object) -> str:
    """Say one of the words in a language."""
    return said_in(WORDS[name], language).format(**values)
