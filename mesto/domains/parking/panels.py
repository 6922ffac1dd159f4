"""What parking shows."""

from mesto.domains.parking.rules import judge_car_park
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
