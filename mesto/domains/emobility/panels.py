"""What electromobility shows."""

from mesto.domains.emobility.rules import judge_station
from mesto.kernel.plugin import Field, Layer, Text

TITLE: Text = {
    "en": "Electromobility",
    "cs": "Elektromobilita",
    "sk": "Elektromobilita",
    "sr-Latn": "Elektromobilnost",
}

STATION = Layer(
    type="EVChargingStation",
    title={
        "en": "Charging stations",
        "cs": "Nabíjecí stanice",
        "sk": "Nabíjacie stanice",
        "sr-Latn": "Stanice za punjenje",
    },
    icon="charger",
    main="powerConsumption",
    judge=judge_station,
    reads=["reportingPeriod", "maintenance", "errorCode"],
    fields=[
        Field(
            attribute="powerConsumption",
            title={"en": "Power", "cs": "Výkon", "sk": "Výkon", "sr-Latn": "Snaga"},
            unit="kW",
            digits=1,
        ),
        Field(
            attribute="availableCapacity",
            title={
                "en": "Free connectors",
                "cs": "Volné konektory",
                "sk": "Voľné konektory",
                "sr-Latn": "Slobodni priključci",
            },
        ),
        Field(
            attribute="capacity",
            title={
                "en": "Connectors",
                "cs": "Konektory",
                "sk": "Konektory",
                "sr-Latn": "Priključci",
            },
        ),
        Field(
            attribute="status",
            title={"en": "State", "cs": "Stav", "sk": "Stav", "sr-Latn": "Status"},
        ),
    ],
)

LAYERS = [STATION]
