"""What every station can be told whole, as people see it."""

from mesto.kernel.plugin import Amount, Choice, Order

LIMIT = Order(
    name="limit",
    command="setPowerLimit",
    takes=Amount(least=0, most=350, step=1, unit="kW"),
    title={
        "en": "Limit the power",
        "cs": "Omezit výkon",
        "sk": "Obmedziť výkon",
        "sr-Latn": "Ograniči snagu",
    },
    does={
        "en": "All connectors together draw no more than this.",
        "cs": "Všechny konektory dohromady nebudou odebírat víc.",
        "sk": "Všetky konektory spolu nebudú odoberať viac.",
        "sr-Latn": "Svi priključci zajedno neće trošiti više od ovoga.",
    },
)
AVAILABILITY = Order(
    name="availability",
    command="changeAvailability",
    takes=Choice(
        options=[
            (
                "Operative",
                {
                    "en": "In service",
                    "cs": "V provozu",
                    "sk": "V prevádzke",
                    "sr-Latn": "U pogonu",
                },
            ),
            (
                "Inoperative",
                {
                    "en": "Out of service",
                    "cs": "Mimo provoz",
                    "sk": "Mimo prevádzky",
                    "sr-Latn": "Van pogona",
                },
            ),
        ]
    ),
    title={
        "en": "Service",
        "cs": "Provoz",
        "sk": "Prevádzka",
        "sr-Latn": "Pogon",
    },
    does={
        "en": "Out of service, the station takes no more cars; who charges, finishes.",
        "cs": "Mimo provoz stanice nepřijme další vozy; kdo nabíjí, dokončí.",
        "sk": "Mimo prevádzky stanica neprijme ďalšie vozidlá; kto nabíja, dokončí.",
        "sr-Latn": "Van pogona stanica ne prima nova vozila; ko se puni, završava.",
    },
    ask={
        "en": "Drivers may count on this station. Change its service?",
        "cs": "Řidiči mohou se stanicí počítat. Změnit její provoz?",
        "sk": "Vodiči môžu so stanicou počítať. Zmeniť jej prevádzku?",
        "sr-Latn": "Vozači možda računaju na ovu stanicu. Promeniti njen pogon?",
    },
)
RESTART = Order(
    name="restart",
    command="reset",
    takes=Choice(
        options=[
            (
                "Soft",
                {
                    "en": "When nobody charges",
                    "cs": "Až nikdo nenabíjí",
                    "sk": "Keď nikto nenabíja",
                    "sr-Latn": "Kad se niko ne puni",
                },
            ),
            (
                "Hard",
                {"en": "At once", "cs": "Hned", "sk": "Hneď", "sr-Latn": "Odmah"},
            ),
        ]
    ),
    title={
        "en": "Restart",
        "cs": "Restart",
        "sk": "Reštart",
        "sr-Latn": "Ponovno pokretanje",
    },
    does={
        "en": "The station starts anew. At once ends the sessions there.",
        "cs": "Stanice se spustí znovu. Volba Hned ukončí relace na ní.",
        "sk": "Stanica sa spustí nanovo. Voľba Hneď ukončí relácie na nej.",
        "sr-Latn": "Stanica se ponovo pokreće. Odmah prekida punjenja na njoj.",
    },
    ask={
        "en": "Who charges there may lose the session. Restart the station?",
        "cs": "Kdo tam nabíjí, může o relaci přijít. Restartovat stanici?",
        "sk": "Kto tam nabíja, môže o reláciu prísť. Reštartovať stanicu?",
        "sr-Latn": "Ko se tamo puni, može ostati bez punjenja. Ponovo pokrenuti?",
    },
)

ORDERS = (LIMIT, AVAILABILITY, RESTART)
