"""What air quality shows."""

from mesto.domains.air.rules import judge_station
from mesto.kernel.plugin import Field, Layer, Text

TITLE: Text = {
    "en": "Air quality",
    "cs": "Kvalita ovzduší",
    "sk": "Kvalita ovzdušia",
    "sr-Latn": "Kvalitet vazduha",
}

POLLUTANTS = (("pm25", "PM2.5"), ("pm10", "PM10"), ("no2", "NO₂"), ("o3", "O₃"))

STATION = Layer(
    type="AirQualityObserved",
    title={
        "en": "Air stations",
        "cs": "Stanice ovzduší",
        "sk": "Stanice ovzdušia",
        "sr-Latn": "Stanice za vazduh",
    },
    icon="air",
    main="pm25",
    judge=judge_station,
    reads=["so2", "reportingPeriod", "maintenance"],
    fields=[
        *(
            Field(
                attribute=attribute,
                title=dict.fromkeys(("en", "cs", "sk", "sr-Latn"), symbol),
                unit="µg/m³",
            )
            for attribute, symbol in POLLUTANTS
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
            digits=1,
        ),
        Field(
            attribute="relativeHumidity",
            title={
                "en": "Humidity",
                "cs": "Vlhkost",
                "sk": "Vlhkosť",
                "sr-Latn": "Vlažnost",
            },
            unit="%",
            scale=100,
        ),
    ],
)

LAYERS = [STATION]
