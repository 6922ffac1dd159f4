"""What traffic shows."""

from datetime import timedelta

from mesto.domains.traffic.rules import judge_counter
from mesto.kernel.panel import Board, Chart, Kpi, Map, Measure, Number, Table
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
    stuck_after=timedelta(days=2),
    reads=["reportingPeriod", "maintenance"],
    fields=[
        Field(
            attribute="intensity",
            limits=(0, 100_000),
            title={
                "en": "Vehicles",
                "cs": "Vozidla",
                "sk": "Vozidlá",
                "sr-Latn": "Vozila",
            },
        ),
        Field(
            attribute="averageVehicleSpeed",
            limits=(0, 300),
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
            limits=(0, 1),
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

KINDS = ("TrafficFlowObserved",)
FLOW = Measure(types=KINDS, attribute="intensity")
SPEED = Measure(types=KINDS, attribute="averageVehicleSpeed")

BOARDS = [
    Board(
        name="traffic",
        title=TITLE,
        icon="traffic",
        panels=(
            Kpi(
                name="traffic-speed",
                title={
                    "en": "Mean speed of traffic",
                    "cs": "Průměrná rychlost provozu",
                    "sk": "Priemerná rýchlosť dopravy",
                    "sr-Latn": "Prosečna brzina saobraćaja",
                },
                measure=SPEED,
                period="day",
                digits=1,
                goal="mobile",
                better="more",
            ),
            Number(
                title={
                    "en": "Vehicles an hour at a counter",
                    "cs": "Vozidla za hodinu na sčítači",
                    "sk": "Vozidlá za hodinu na sčítači",
                    "sr-Latn": "Vozila na sat po brojaču",
                },
                measure=FLOW,
            ),
            Table(
                title={
                    "en": "States",
                    "cs": "Stavy",
                    "sk": "Stavy",
                    "sr-Latn": "Stanja",
                },
                types=KINDS,
                by="type",
            ),
            Chart(measure=FLOW, period="week"),
            Chart(measure=SPEED, period="week"),
            Table(
                title={
                    "en": "The busiest",
                    "cs": "Nejvytíženější",
                    "sk": "Najvyťaženejšie",
                    "sr-Latn": "Najopterećeniji",
                },
                types=KINDS,
                order="intensity",
                attributes=("intensity", "averageVehicleSpeed"),
            ),
            Map(types=KINDS),
        ),
    )
]
