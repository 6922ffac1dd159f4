"""What street lighting shows."""

from mesto.domains.lighting.rules import judge_cabinet, judge_feeder, judge_lamp
from mesto.kernel.plugin import Field, Layer, Text

TITLE: Text = {
    "en": "Street lighting",
    "cs": "Veřejné osvětlení",
    "sk": "Verejné osvetlenie",
    "sr-Latn": "Javna rasveta",
}

POWER_STATE = Field(
    attribute="powerState",
    title={"en": "Switched", "cs": "Spínání", "sk": "Spínanie", "sr-Latn": "Stanje"},
)
TOTAL_POWER = Field(
    attribute="totalActivePower",
    title={"en": "Power", "cs": "Výkon", "sk": "Výkon", "sr-Latn": "Snaga"},
    unit="kW",
    digits=1,
)

LAMP = Layer(
    type="Streetlight",
    title={"en": "Lamps", "cs": "Svítidla", "sk": "Svietidlá", "sr-Latn": "Svetiljke"},
    icon="lamp",
    main="illuminanceLevel",
    judge=judge_lamp,
    reads=["powerRating", "lampTemperature", "reportingPeriod", "maintenance"],
    explained_by=["feederID", "refStreetlightControlCabinet"],
    fields=[
        Field(
            attribute="illuminanceLevel",
            title={
                "en": "Dimming level",
                "cs": "Úroveň svícení",
                "sk": "Úroveň svietenia",
                "sr-Latn": "Nivo osvetljenja",
            },
            unit="%",
            scale=100,
        ),
        POWER_STATE,
        Field(
            attribute="powerConsumption",
            title={"en": "Power", "cs": "Příkon", "sk": "Príkon", "sr-Latn": "Snaga"},
            unit="W",
            digits=1,
        ),
        Field(
            attribute="voltage",
            title={
                "en": "Voltage",
                "cs": "Napětí",
                "sk": "Napätie",
                "sr-Latn": "Napon",
            },
            unit="V",
        ),
        Field(
            attribute="powerFactor",
            title={
                "en": "Power factor",
                "cs": "Účiník",
                "sk": "Účinník",
                "sr-Latn": "Faktor snage",
            },
            digits=2,
        ),
        Field(
            attribute="status",
            title={"en": "State", "cs": "Stav", "sk": "Stav", "sr-Latn": "Status"},
        ),
    ],
)

FEEDER = Layer(
    type="StreetlightFeeder",
    title={
        "en": "Feeders",
        "cs": "Vývody osvětlení",
        "sk": "Vývody osvetlenia",
        "sr-Latn": "Izvodi rasvete",
    },
    icon="feeder",
    main="totalActivePower",
    judge=judge_feeder,
    reads=["reportingPeriod", "maintenance", "numStreetlight"],
    explained_by=["refStreetlightControlCabinet"],
    fields=[
        TOTAL_POWER,
        POWER_STATE,
        Field(
            attribute="phaseVoltage",
            title={
                "en": "Phase voltages",
                "cs": "Napětí fází",
                "sk": "Napätie fáz",
                "sr-Latn": "Naponi faza",
            },
            unit="V",
        ),
    ],
)

CABINET = Layer(
    type="StreetlightControlCabinet",
    title={
        "en": "Lighting cabinets",
        "cs": "Rozvaděče osvětlení",
        "sk": "Rozvádzače osvetlenia",
        "sr-Latn": "Ormani rasvete",
    },
    icon="cabinet",
    main="totalActivePower",
    judge=judge_cabinet,
    reads=["reportingPeriod", "maintenance"],
    fields=[
        TOTAL_POWER,
        *(
            Field(
                attribute=f"voltage{phase}",
                title={
                    "en": f"Voltage {line}",
                    "cs": f"Napětí {line}",
                    "sk": f"Napätie {line}",
                    "sr-Latn": f"Napon {line}",
                },
                unit="V",
            )
            for phase, line in (("R", "L1"), ("S", "L2"), ("T", "L3"))
        ),
        Field(
            attribute="energyConsumed",
            title={
                "en": "Energy",
                "cs": "Energie",
                "sk": "Energia",
                "sr-Latn": "Energija",
            },
            unit="kWh",
        ),
        Field(
            attribute="doorOpen",
            title={
                "en": "Door open",
                "cs": "Otevřené dveře",
                "sk": "Otvorené dvere",
                "sr-Latn": "Otvorena vrata",
            },
        ),
        Field(
            attribute="workingMode",
            title={
                "en": "Mode",
                "cs": "Režim",
                "sk": "Režim",
                "sr-Latn": "Režim rada",
            },
        ),
    ],
)

LAYERS = [LAMP, FEEDER, CABINET]
