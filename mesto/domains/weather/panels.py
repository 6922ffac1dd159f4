"""What weather stations show."""

from datetime import timedelta

from mesto.domains.weather.rules import HIGH, judge_station
from mesto.kernel.panel import Board, Chart, Kpi, Map, Measure, Number, Table
from mesto.kernel.plugin import Field, Layer, Text

TITLE: Text = {"en": "Weather", "cs": "Počasí", "sk": "Počasie", "sr-Latn": "Vreme"}

STATION = Layer(
    type="WeatherObserved",
    title={
        "en": "Weather stations",
        "cs": "Meteostanice",
        "sk": "Meteostanice",
        "sr-Latn": "Meteostanice",
    },
    icon="weather",
    main="temperature",
    judge=judge_station,
    stuck_after=timedelta(days=2),
    reads=["reportingPeriod", "maintenance", "batteryLevel"],
    fields=[
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
        Field(
            attribute="windSpeed",
            limits=(0, 120),
            title={"en": "Wind", "cs": "Vítr", "sk": "Vietor", "sr-Latn": "Vetar"},
            unit="m/s",
            digits=1,
        ),
        Field(
            attribute="windGust",
            limits=(0, 120),
            title={"en": "Gusts", "cs": "Nárazy", "sk": "Nárazy", "sr-Latn": "Udari"},
            unit="m/s",
            digits=1,
        ),
        Field(
            attribute="precipitation",
            limits=(0, 500),
            title={
                "en": "Rain",
                "cs": "Srážky",
                "sk": "Zrážky",
                "sr-Latn": "Padavine",
            },
            unit="mm",
            digits=1,
        ),
        Field(
            attribute="atmosphericPressure",
            limits=(500, 1100),
            title={"en": "Pressure", "cs": "Tlak", "sk": "Tlak", "sr-Latn": "Pritisak"},
            unit="hPa",
        ),
    ],
)

LAYERS = [STATION]

KINDS = ("WeatherObserved",)
TEMPERATURE = Measure(types=KINDS, attribute="temperature")
WIND = Measure(types=KINDS, attribute="windSpeed")

BOARDS = [
    Board(
        name="weather",
        title=TITLE,
        icon="weather",
        panels=(
            Kpi(
                name="strongest-wind",
                title={
                    "en": "Strongest wind",
                    "cs": "Nejsilnější vítr",
                    "sk": "Najsilnejší vietor",
                    "sr-Latn": "Najjači vetar",
                },
                measure=WIND,
                aggregate="max",
                period="day",
                goal="safe",
                better="less",
                target=HIGH["windSpeed"][0],
            ),
            Number(
                title={
                    "en": "Temperature now",
                    "cs": "Teplota nyní",
                    "sk": "Teplota teraz",
                    "sr-Latn": "Temperatura sada",
                },
                measure=TEMPERATURE,
            ),
            Number(
                title={
                    "en": "Rain, highest in an hour",
                    "cs": "Déšť, nejvíc za hodinu",
                    "sk": "Dážď, najviac za hodinu",
                    "sr-Latn": "Kiša, najviše za sat",
                },
                measure=Measure(types=KINDS, attribute="precipitation"),
                aggregate="max",
                period="day",
            ),
            Number(measure=Measure(types=KINDS, attribute="relativeHumidity")),
            Chart(measure=TEMPERATURE, period="week"),
            Chart(measure=WIND, aggregate="max", period="month"),
            Table(
                title={
                    "en": "Stations",
                    "cs": "Stanice",
                    "sk": "Stanice",
                    "sr-Latn": "Stanice",
                },
                types=KINDS,
                attributes=("temperature", "relativeHumidity", "windSpeed"),
            ),
            Map(types=KINDS),
        ),
    )
]
