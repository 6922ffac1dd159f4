"""What air quality shows."""

from datetime import timedelta

from mesto.domains.air.rules import judge_station
from mesto.kernel.panel import Board, Chart, Kpi, Map, Measure, Number, Prose, Table
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
    stuck_after=timedelta(days=2),
    reads=["so2", "reportingPeriod", "maintenance"],
    fields=[
        *(
            Field(
                attribute=attribute,
                title=dict.fromkeys(("en", "cs", "sk", "sr-Latn"), symbol),
                unit="µg/m³",
                limits=(0, 2_000),
            )
            for attribute, symbol in POLLUTANTS
        ),
        Field(
            attribute="temperature",
            limits=(-60, 60),
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
            limits=(0, 1),
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

KINDS = ("AirQualityObserved",)
PM25 = Measure(types=KINDS, attribute="pm25")
NO2 = Measure(types=KINDS, attribute="no2")

BOARDS = [
    Board(
        name="air",
        title=TITLE,
        icon="air",
        panels=(
            Kpi(
                name="air-pm25",
                title={
                    "en": "Fine dust PM2.5",
                    "cs": "Jemný prach PM2.5",
                    "sk": "Jemný prach PM2.5",
                    "sr-Latn": "Fine čestice PM2.5",
                },
                measure=PM25,
                period="day",
                digits=1,
                goal="clean",
                better="less",
                target=15,
            ),
            Kpi(
                name="air-no2",
                title={
                    "en": "Nitrogen dioxide NO₂",
                    "cs": "Oxid dusičitý NO₂",
                    "sk": "Oxid dusičitý NO₂",
                    "sr-Latn": "Azot-dioksid NO₂",
                },
                measure=NO2,
                period="day",
                digits=1,
                goal="clean",
                better="less",
                target=25,
            ),
            Number(
                title={
                    "en": "PM10, highest now",
                    "cs": "PM10, nejvyšší nyní",
                    "sk": "PM10, najvyššie teraz",
                    "sr-Latn": "PM10, najviše sada",
                },
                measure=Measure(types=KINDS, attribute="pm10"),
                aggregate="max",
            ),
            Number(
                title={
                    "en": "Ozone, highest now",
                    "cs": "Ozon, nejvyšší nyní",
                    "sk": "Ozón, najvyšší teraz",
                    "sr-Latn": "Ozon, najviše sada",
                },
                measure=Measure(types=KINDS, attribute="o3"),
                aggregate="max",
            ),
            Chart(measure=PM25, period="week"),
            Chart(measure=PM25, period="quarter"),
            Table(
                title={
                    "en": "Stations",
                    "cs": "Stanice",
                    "sk": "Stanice",
                    "sr-Latn": "Stanice",
                },
                types=KINDS,
                order="pm25",
                attributes=("pm25", "pm10", "no2", "o3"),
            ),
            Map(types=KINDS),
            Prose(
                text={
                    "en": "Targets: the guideline values of the WHO (2021) for 24 h.",
                    "cs": "Cíle: směrné hodnoty WHO (2021) pro 24 hodin.",
                    "sk": "Ciele: smerné hodnoty WHO (2021) pre 24 hodín.",
                    "sr-Latn": "Ciljevi: smernice SZO (2021) za 24 sata.",
                }
            ),
        ),
    )
]
