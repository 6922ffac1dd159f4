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

#: Smart Data Models, OffStreetParking
STATES = {
    "open": {"en": "open", "cs": "otevřeno", "sk": "otvorené", "sr-Latn": "otvoreno"},
    "closed": {
        "en": "closed",
        "cs": "zavřeno",
        "sk": "zatvorené",
        "sr-Latn": "zatvoreno",
    },
    "spacesAvailable": {
        "en": "places free",
        "cs": "volná místa",
        "sk": "voľné miesta",
        "sr-Latn": "ima mesta",
    },
    "almostFull": {
        "en": "nearly full",
        "cs": "téměř plno",
        "sk": "takmer plno",
        "sr-Latn": "skoro puno",
    },
    "full": {"en": "full", "cs": "plno", "sk": "plno", "sr-Latn": "puno"},
    "openingTimesInForce": {
        "en": "by opening times",
        "cs": "podle otevírací doby",
        "sk": "podľa otváracích hodín",
        "sr-Latn": "po radnom vremenu",
    },
    "closedAbnormal": {
        "en": "closed, unusually",
        "cs": "mimořádně zavřeno",
        "sk": "mimoriadne zatvorené",
        "sr-Latn": "vanredno zatvoreno",
    },
    "fullAtEntrance": {
        "en": "full at the entrance",
        "cs": "plno u vjezdu",
        "sk": "plno pri vjazde",
        "sr-Latn": "puno na ulazu",
    },
}

FIELDS = [
    Field(
        attribute="availableSpotNumber",
        limits=(0, 100_000),
        title={
            "en": "Free places",
            "cs": "Volná místa",
            "sk": "Voľné miesta",
            "sr-Latn": "Slobodna mesta",
        },
    ),
    Field(
        attribute="totalSpotNumber",
        limits=(0, 100_000),
        title={
            "en": "All places",
            "cs": "Všechna místa",
            "sk": "Všetky miesta",
            "sr-Latn": "Sva mesta",
        },
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
        attribute="status",
        title={"en": "State", "cs": "Stav", "sk": "Stav", "sr-Latn": "Status"},
        words=STATES,
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
