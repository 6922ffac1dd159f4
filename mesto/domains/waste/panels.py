"""What waste collection shows."""

from mesto.domains.waste.rules import STUCK_AFTER, judge_container
from mesto.kernel.plugin import Field, Layer, Relation, Text

TITLE: Text = {"en": "Waste", "cs": "Odpady", "sk": "Odpady", "sr-Latn": "Otpad"}

AT_ISLE = Relation(
    attribute="refWasteContainerIsle",
    title={
        "en": "Stands at",
        "cs": "Stojí na",
        "sk": "Stojí na",
        "sr-Latn": "Stoji na",
    },
    back={
        "en": "Containers here",
        "cs": "Kontejnery zde",
        "sk": "Kontajnery tu",
        "sr-Latn": "Kontejneri ovde",
    },
)

CONTAINER = Layer(
    type="WasteContainer",
    title={
        "en": "Containers",
        "cs": "Kontejnery",
        "sk": "Kontajnery",
        "sr-Latn": "Kontejneri",
    },
    icon="bin",
    main="fillingLevel",
    judge=judge_container,
    reads=["reportingPeriod", "maintenance"],
    stuck_after=STUCK_AFTER,
    relations=[AT_ISLE],
    fields=[
        Field(
            attribute="fillingLevel",
            title={
                "en": "Filling level",
                "cs": "Zaplnění",
                "sk": "Zaplnenie",
                "sr-Latn": "Popunjenost",
            },
            unit="%",
            scale=100,
        ),
        Field(
            attribute="temperature",
            title={
                "en": "Temperature",
                "cs": "Teplota",
                "sk": "Teplota",
                "sr-Latn": "Temperatura",
            },
            unit="°C",
        ),
        Field(
            attribute="batteryLevel",
            title={
                "en": "Battery",
                "cs": "Baterie",
                "sk": "Batéria",
                "sr-Latn": "Baterija",
            },
            unit="%",
            scale=100,
        ),
        Field(
            attribute="status",
            title={"en": "State", "cs": "Stav", "sk": "Stav", "sr-Latn": "Status"},
        ),
        Field(
            attribute="storedWasteKind",
            title={
                "en": "Waste",
                "cs": "Druh odpadu",
                "sk": "Druh odpadu",
                "sr-Latn": "Vrsta otpada",
            },
        ),
        Field(
            attribute="dateLastEmptying",
            title={
                "en": "Last emptied",
                "cs": "Naposledy vyvezeno",
                "sk": "Naposledy vyvezené",
                "sr-Latn": "Poslednje pražnjenje",
            },
        ),
    ],
)

LAYERS = [CONTAINER]
