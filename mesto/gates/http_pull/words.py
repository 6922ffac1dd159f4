"""What people call the settings of a polled URL. Pure."""

from mesto.kernel.words import said

TITLE = said(
    "Data at an address", "Data na adrese", "Dáta na adrese", "Podaci na adresi"
)
ABOUT = said(
    "JSON, tables or XML that another system publishes, fetched on a schedule.",
    "JSON, tabulky nebo XML, které zveřejňuje jiný systém; stahují se pravidelně.",
    "JSON, tabuľky alebo XML, ktoré zverejňuje iný systém; sťahujú sa pravidelne.",
    "JSON, tabele ili XML koje objavljuje drugi sistem; preuzimaju se redovno.",
    cyrillic="JSON, табеле или XML које објављује други систем; преузимају се редовно.",
)

WORDS = {
    "Settings.format": said(
        "Format of the document",
        "Formát dokumentu",
        "Formát dokumentu",
        "Format dokumenta",
    ),
    "Settings.every_s": said(
        "Ask every (s)",
        "Ptát se každých (s)",
        "Pýtať sa každých (s)",
        "Pitaj svakih (sekundi)",
    ),
    "Settings.minutes": said(
        "Or in these minutes of each hour",
        "Nebo v těchto minutách každé hodiny",
        "Alebo v týchto minútach každej hodiny",
        "Ili u ovim minutima svakog sata",
    ),
    "Settings.jitter_s": said(
        "Spread by at most (s)",
        "Rozptyl nejvýše (s)",
        "Rozptyl najviac (s)",
        "Rasipanje najviše (sekundi)",
    ),
    "Settings.expected_every_s": said(
        "Alert when nothing new came for (s)",
        "Upozornit, nepřijde-li nic nového (s)",
        "Upozorniť, ak nepríde nič nové (s)",
        "Upozori kad ništa novo ne stigne (sekundi)",
    ),
    "Settings.timeout_s": said(
        "Wait for an answer (s)",
        "Čekat na odpověď (s)",
        "Čakať na odpoveď (s)",
        "Čekaj odgovor (sekundi)",
    ),
    "Settings.max_bytes": said(
        "Largest answer (bytes)",
        "Největší odpověď (bajtů)",
        "Najväčšia odpoveď (bajtov)",
        "Najveći odgovor (bajtova)",
    ),
    "Settings.headers": said(
        "Headers to send",
        "Odesílané hlavičky",
        "Odosielané hlavičky",
        "Zaglavlja za slanje",
    ),
    "Settings.allow_private": said(
        "Also inside the city's own network",
        "I uvnitř sítě města",
        "Aj vnútri siete mesta",
        "I unutar mreže grada",
    ),
}
