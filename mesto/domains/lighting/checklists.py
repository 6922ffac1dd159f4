"""What is ticked off at lamps and cabinets."""

from mesto.kernel.checklist import Checklist, Step

CHECKLISTS = {
    "lamp-replacement": Checklist(
        title={
            "en": "Lamp replacement",
            "cs": "Výměna svítidla",
            "sk": "Výmena svietidla",
            "sr-Latn": "Zamena svetiljke",
        },
        work=("repair",),
        types=("Streetlight",),
        steps=(
            Step(
                text={
                    "en": "Switch the feeder off and secure it",
                    "cs": "Vypnout vývod a zajistit jej",
                    "sk": "Vypnúť vývod a zaistiť ho",
                    "sr-Latn": "Isključiti izvod i obezbediti ga",
                },
            ),
            Step(
                text={
                    "en": "Cordon off the place under the lamp",
                    "cs": "Ohradit místo pod svítidlem",
                    "sk": "Ohradiť miesto pod svietidlom",
                    "sr-Latn": "Ograditi mesto ispod svetiljke",
                },
            ),
            Step(
                text={
                    "en": "Voltage at the terminals",
                    "cs": "Napětí na svorkách",
                    "sk": "Napätie na svorkách",
                    "sr-Latn": "Napon na stezaljkama",
                },
                wants="number",
                unit="V",
            ),
            Step(
                text={
                    "en": "Replace the lamp or its driver",
                    "cs": "Vyměnit svítidlo nebo předřadník",
                    "sk": "Vymeniť svietidlo alebo predradník",
                    "sr-Latn": "Zameniti svetiljku ili drajver",
                },
            ),
            Step(
                text={
                    "en": "Type plate of the new lamp",
                    "cs": "Štítek nového svítidla",
                    "sk": "Štítok nového svietidla",
                    "sr-Latn": "Natpisna pločica nove svetiljke",
                },
                wants="photo",
            ),
            Step(
                text={
                    "en": "Switch on and see it light",
                    "cs": "Zapnout a ověřit, že svítí",
                    "sk": "Zapnúť a overiť, že svieti",
                    "sr-Latn": "Uključiti i proveriti da svetli",
                },
            ),
        ),
    ),
    "cabinet-check": Checklist(
        title={
            "en": "Cabinet check",
            "cs": "Kontrola rozvaděče",
            "sk": "Kontrola rozvádzača",
            "sr-Latn": "Provera razvodnog ormana",
        },
        work=("inspection", "maintenance"),
        types=("StreetlightControlCabinet",),
        steps=(
            Step(
                text={
                    "en": "Lock, hinges and seal of the door",
                    "cs": "Zámek, panty a těsnění dveří",
                    "sk": "Zámok, pánty a tesnenie dverí",
                    "sr-Latn": "Brava, šarke i zaptivka vrata",
                },
            ),
            Step(
                text={
                    "en": "Press the test button of the residual current device",
                    "cs": "Stisknout zkušební tlačítko proudového chrániče",
                    "sk": "Stlačiť skúšobné tlačidlo prúdového chrániča",
                    "sr-Latn": "Pritisnuti dugme za probu zaštitne strujne sklopke",
                },
            ),
            Step(
                text={
                    "en": "Tighten the terminals",
                    "cs": "Dotáhnout svorky",
                    "sk": "Dotiahnuť svorky",
                    "sr-Latn": "Dotegnuti stezaljke",
                },
            ),
            Step(
                text={
                    "en": "Reading of the meter",
                    "cs": "Stav elektroměru",
                    "sk": "Stav elektromera",
                    "sr-Latn": "Stanje brojila",
                },
                wants="number",
                unit="kWh",
            ),
            Step(
                text={
                    "en": "Inside of the cabinet",
                    "cs": "Vnitřek rozvaděče",
                    "sk": "Vnútro rozvádzača",
                    "sr-Latn": "Unutrašnjost ormana",
                },
                wants="photo",
            ),
        ),
    ),
}
