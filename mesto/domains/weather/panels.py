"""What weather stations show."""

from mesto.domains.weather.rules import judge_station
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
    reads=["reportingPeriod", "maintenance", "batteryLevel"],
    fields=[
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
        Field(
            attribute="windSpeed",
            title={"en": "Wind", "cs": "Vítr", "sk": "Vietor", "sr-Latn": "Vetar"},
            unit="m/s",
            digits=1,
        ),
        Field(
            attribute="windGust",
            title={"en": "Gusts", "cs": "Nárazy", "sk": "Nárazy", "sr-Latn": "Udari"},
            unit="m/s",
            digits=1,
        ),
        Field(
            attribute="precipitation",
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
            title={"en": "Pressure", "cs": "Tlak", "sk": "Tlak", "sr-Latn": "Pritisak"},
            unit="hPa",
        ),
    ],
)

LAYERS = [STATION]
