"""What parking shows."""

from mesto.domains.parking.rules import judge_car_park
from mesto.kernel.panel import Board, Chart, Kpi, Map, Measure, Number, Table
from mesto.kernel.plugin import Field, Layer, Text

TITLE: Text = {
    "en": "Parking",
    "cs": "Parkování",
    "sk": "Parkovanie",
    "sr-Latn": "Parkiranje",
}

FIELDS = [
    Field(
        attribute="availableSpotNumber",
        title={
            "en": "Free places",
            "cs": "Volná místa",
            "sk": "Voľné miesta",
            "sr-Latn": "Slobodna mesta",
        },
    ),
    Field(
        attribute="totalSpotNumber",
        title={
            "en": "All places",
            "cs": "Všechna místa",
            "sk": "Všetky miesta",
            "sr-Latn": "Sva mesta",
        },
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
        attribute="status",
        title={"en": "State", "cs": "Stav", "sk": "Stav", "sr-Latn": "Status"},
    ),
]
READS = ["reportingPeriod", "maintenance"]

OFF_STREET = Layer(
    type="OffStreetParking",
    title={
        "en": "Car parks",
        "cs": "Parkoviště",
        "sk": "Parkoviská",
        "sr-Latn": "Parkirališta",
    },
    icon="parking",
    main="availableSpotNumber",
    judge=judge_car_park,
    reads=READS,
    fields=FIELDS,
)

ON_STREET = Layer(
    type="OnStreetParking",
    title={
        "en": "Street parking",
        "cs": "Parkování v ulicích",
        "sk": "Parkovanie v uliciach",
        "sr-Latn": "Ulično parkiranje",
    },
    icon="parking",
    main="availableSpotNumber",
    judge=judge_car_park,
    reads=READS,
    fields=FIELDS,
)

LAYERS = [OFF_STREET, ON_STREET]

KINDS = ("OffStreetParking", "OnStreetParking")
OCCUPANCY = Measure(types=KINDS, attribute="occupancy")

BOARDS = [
    Board(
        name="parking",
        title=TITLE,
        icon="parking",
        panels=(
            Kpi(
                name="parking-occupancy",
                title={
                    "en": "Car parks are full to",
                    "cs": "Obsazenost parkovišť",
                    "sk": "Obsadenosť parkovísk",
                    "sr-Latn": "Zauzetost parkirališta",
                },
                measure=OCCUPANCY,
                period="day",
                goal="mobile",
                better="less",
                target=0.85,
            ),
            Number(
                title={
                    "en": "Free places now",
                    "cs": "Volná místa nyní",
                    "sk": "Voľné miesta teraz",
                    "sr-Latn": "Slobodna mesta sada",
                },
                measure=Measure(types=KINDS, attribute="availableSpotNumber"),
                aggregate="sum",
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
            Chart(measure=OCCUPANCY, period="week"),
            Chart(measure=OCCUPANCY, period="quarter"),
            Table(
                title={
                    "en": "Fewest free places",
                    "cs": "Nejméně volných míst",
                    "sk": "Najmenej voľných miest",
                    "sr-Latn": "Najmanje slobodnih mesta",
                },
                types=KINDS,
                order="availableSpotNumber",
                descending=False,
                attributes=("availableSpotNumber", "totalSpotNumber", "occupancy"),
            ),
            Map(types=KINDS),
        ),
    )
]
