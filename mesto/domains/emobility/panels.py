"""What electromobility shows."""

from mesto.domains.emobility.keeping.panels import CONNECTION, HANGS_ON
from mesto.domains.emobility.nouns import LOST_WITH
from mesto.domains.emobility.orders import ORDERS
from mesto.domains.emobility.rules import FED_BY, PHASES, judge_station
from mesto.kernel.panel import Board, Chart, Kpi, Map, Measure, Number, Table
from mesto.kernel.plugin import Field, Layer, Relation, Text

TITLE: Text = {
    "en": "Electromobility",
    "cs": "Elektromobilita",
    "sk": "Elektromobilita",
    "sr-Latn": "Elektromobilnost",
}

AT_CAR_PARK = Relation(
    attribute="refParkingSite",
    title={
        "en": "At the car park",
        "cs": "Na parkovišti",
        "sk": "Na parkovisku",
        "sr-Latn": "Na parkiralištu",
    },
    back={
        "en": "Charging here",
        "cs": "Nabíjení zde",
        "sk": "Nabíjanie tu",
        "sr-Latn": "Punjenje ovde",
    },
)

#: Smart Data Models, EVChargingStation
STATES = {
    "working": {
        "en": "working",
        "cs": "v provozu",
        "sk": "v prevádzke",
        "sr-Latn": "radi",
    },
    "open": {"en": "open", "cs": "otevřeno", "sk": "otvorené", "sr-Latn": "otvorena"},
    "empty": {
        "en": "all free",
        "cs": "vše volné",
        "sk": "všetko voľné",
        "sr-Latn": "sve slobodno",
    },
    "almostEmpty": {
        "en": "mostly free",
        "cs": "většinou volno",
        "sk": "väčšinou voľné",
        "sr-Latn": "uglavnom slobodno",
    },
    "almostFull": {
        "en": "nearly full",
        "cs": "téměř obsazeno",
        "sk": "takmer obsadené",
        "sr-Latn": "skoro puna",
    },
    "full": {"en": "full", "cs": "obsazeno", "sk": "obsadené", "sr-Latn": "puna"},
    "outOfService": {
        "en": "out of service",
        "cs": "mimo provoz",
        "sk": "mimo prevádzky",
        "sr-Latn": "ne radi",
    },
    "withIncidence": {
        "en": "disturbed",
        "cs": "porucha",
        "sk": "porucha",
        "sr-Latn": "smetnje",
    },
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
    reads=["reportingPeriod", "maintenance", "errorCode", "connected", *PHASES],
    explained_by=[*FED_BY, LOST_WITH],
    relations=[AT_CAR_PARK, HANGS_ON],
    orders=ORDERS,
    fields=[
        Field(
            attribute="powerConsumption",
            limits=(-2_000, 2_000),
            title={"en": "Power", "cs": "Výkon", "sk": "Výkon", "sr-Latn": "Snaga"},
            unit="kW",
            digits=1,
        ),
        Field(
            attribute="availableCapacity",
            limits=(0, 1_000),
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
            words=STATES,
        ),
    ],
)

LAYERS = [STATION, CONNECTION]

KINDS = ("EVChargingStation",)
POWER = Measure(types=KINDS, attribute="powerConsumption")

CHARGED_TITLE: Text = {
    "en": "Energy charged",
    "cs": "Nabitá energie",
    "sk": "Nabitá energia",
    "sr-Latn": "Napunjena energija",
}

BOARDS = [
    Board(
        name="emobility",
        title=TITLE,
        icon="charger",
        panels=(
            Kpi(
                name="stations-in-service",
                title={
                    "en": "Charging stations in service",
                    "cs": "Nabíjecí stanice v provozu",
                    "sk": "Nabíjacie stanice v prevádzke",
                    "sr-Latn": "Stanice za punjenje u radu",
                },
                measure=Measure(types=KINDS, statuses=("ok",)),
                aggregate="share",
                unit="%",
                scale=100,
                digits=1,
                goal="mobile",
                better="more",
                target=0.95,
            ),
            Kpi(
                name="charged-energy",
                title=CHARGED_TITLE,
                measure=POWER,
                aggregate="integral",
                period="day",
                unit="kWh",
                digits=0,
                goal="thrifty",
                better="more",
            ),
            Number(
                title={
                    "en": "Free connectors now",
                    "cs": "Volné konektory nyní",
                    "sk": "Voľné konektory teraz",
                    "sr-Latn": "Slobodni priključci sada",
                },
                measure=Measure(types=KINDS, attribute="availableCapacity"),
                aggregate="sum",
            ),
            Number(measure=POWER, aggregate="sum"),
            Chart(measure=POWER, aggregate="sum", period="week"),
            Chart(
                title=CHARGED_TITLE,
                measure=POWER,
                aggregate="integral",
                period="month",
                unit="kWh",
                digits=0,
            ),
            Table(
                title={
                    "en": "To be mended",
                    "cs": "K opravě",
                    "sk": "Na opravu",
                    "sr-Latn": "Za popravku",
                },
                types=KINDS,
                statuses=("critical", "warning", "offline"),
                attributes=("powerConsumption", "availableCapacity"),
            ),
            Map(types=KINDS),
        ),
    )
]
