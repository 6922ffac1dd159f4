"""What is ticked off at charging stations."""

from mesto.kernel.checklist import Checklist, Step
from mesto.names.charging import STATION

CHECKLISTS = {
    "charger-inspection": Checklist(
        title={
            "en": "Charging station inspection",
            "cs": "Kontrola dobíjecí stanice",
            "sk": "Kontrola nabíjacej stanice",
            "sr-Latn": "Pregled stanice za punjenje",
        },
        work=("inspection", "maintenance"),
        types=(STATION,),
        steps=(
            Step(
                text={
                    "en": "Cables and plugs are whole",
                    "cs": "Kabely a zástrčky jsou celé",
                    "sk": "Káble a zástrčky sú celé",
                    "sr-Latn": "Kablovi i utikači su čitavi",
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
                    "en": "Charge a vehicle for a minute",
                    "cs": "Minutu nabíjet vozidlo",
                    "sk": "Minútu nabíjať vozidlo",
                    "sr-Latn": "Puniti vozilo jedan minut",
                },
            ),
            Step(
                text={
                    "en": "The station from the street",
                    "cs": "Stanice z ulice",
                    "sk": "Stanica z ulice",
                    "sr-Latn": "Stanica s ulice",
                },
                wants="photo",
            ),
        ),
    ),
}
