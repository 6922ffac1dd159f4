"""What is ticked off at containers."""

from mesto.kernel.checklist import Checklist, Step

CHECKLISTS = {
    "container-cleaning": Checklist(
        title={
            "en": "Container cleaning",
            "cs": "Mytí kontejneru",
            "sk": "Umývanie kontajnera",
            "sr-Latn": "Pranje kontejnera",
        },
        work=("cleaning",),
        types=("WasteContainer",),
        steps=(
            Step(
                text={
                    "en": "Empty the container",
                    "cs": "Vyprázdnit kontejner",
                    "sk": "Vyprázdniť kontajner",
                    "sr-Latn": "Isprazniti kontejner",
                },
            ),
            Step(
                text={
                    "en": "Wash inside and outside",
                    "cs": "Umýt uvnitř i zvenku",
                    "sk": "Umyť zvnútra aj zvonka",
                    "sr-Latn": "Oprati iznutra i spolja",
                },
            ),
            Step(
                text={
                    "en": "Wipe the eye of the sensor",
                    "cs": "Otřít čidlo",
                    "sk": "Utrieť snímač",
                    "sr-Latn": "Obrisati senzor",
                },
            ),
            Step(
                text={
                    "en": "Sweep around it",
                    "cs": "Zamést okolí",
                    "sk": "Pozametať okolie",
                    "sr-Latn": "Pomesti okolo",
                },
            ),
            Step(
                text={
                    "en": "The place when it is done",
                    "cs": "Místo po dokončení",
                    "sk": "Miesto po dokončení",
                    "sr-Latn": "Mesto po završetku",
                },
                wants="photo",
            ),
        ),
    ),
}
