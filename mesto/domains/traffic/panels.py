"""What traffic shows."""

from mesto.domains.traffic.rules import judge_counter
from mesto.kernel.plugin import Field, Layer, Text

TITLE: Text = {
    "en": "Traffic",
    "cs": "Doprava",
    "sk": "Doprava",
    "sr-Latn": "Saobraćaj",
}

COUNTER = Layer(
    type="TrafficFlowObserved",
    title={
        "en": "Traffic counters",
        "cs": "Sčítače dopravy",
        "sk": "Sčítače dopravy",
        "sr-Latn": "Brojači saobraćaja",
    },
    icon="traffic",
    main="intensity",
    judge=judge_counter,
    reads=["reportingPeriod", "maintenance"],
    fields=[
        Field(
            attribute="intensity",
            title={
                "en": "Vehicles",
                "cs": "Vozidla",
                "sk": "Vozidlá",
                "sr-Latn": "Vozila",
            },
        ),
        Field(
            attribute="averageVehicleSpeed",
            title={
                "en": "Mean speed",
                "cs": "Průměrná rychlost",
                "sk": "Priemerná rýchlosť",
                "sr-Latn": "Prosečna brzina",
            },
            unit="km/h",
        ),
        Field(
            attribute="occupancy",
            title={
                "en": "Occupancy",
                "cs": "Obsazenost",
                "sk": "Obsadenosť",
                "sr-Latn": "Zauzetost",
            },
            unit="%",
            scale=100,
        ),
        Field(
            attribute="congested",
            title={
                "en": "Congestion",
                "cs": "Kolona",
                "sk": "Kolóna",
                "sr-Latn": "Zastoj",
            },
        ),
    ],
)

LAYERS = [COUNTER]
