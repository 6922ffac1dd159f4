"""What street lighting shows."""

from datetime import timedelta

from mesto.domains.lighting.faults.kinds import TITLES
from mesto.domains.lighting.inventory.panels import (
    FADED,
    LIFE,
    MODELS,
    OF_MODEL,
    STANDS_ON,
    STREET,
)
from mesto.domains.lighting.rules import (
    DEVICE_GONE,
    PROGRAMME_REFUSED,
    judge_cabinet,
    judge_feeder,
    judge_lamp,
)
from mesto.kernel.diagnosed import DIAGNOSIS, FAULT_KIND
from mesto.kernel.panel import Board, Chart, Kpi, Map, Measure, Number, Table
from mesto.kernel.plugin import (
    Choice,
    Field,
    Layer,
    Level,
    Order,
    Press,
    Relation,
    Switch,
    Text,
)
from mesto.kernel.words import said

TITLE: Text = {
    "en": "Street lighting",
    "cs": "Veřejné osvětlení",
    "sk": "Verejné osvetlenie",
    "sr-Latn": "Javna rasveta",
}

#: Smart Data Models, Streetlight
POWER_STATES = {
    "on": {"en": "on", "cs": "zapnuto", "sk": "zapnuté", "sr-Latn": "uključeno"},
    "off": {"en": "off", "cs": "vypnuto", "sk": "vypnuté", "sr-Latn": "isključeno"},
    "low": {"en": "dimmed", "cs": "ztlumeno", "sk": "stlmené", "sr-Latn": "prigušeno"},
    "bootingUp": {
        "en": "starting",
        "cs": "zapíná se",
        "sk": "zapína sa",
        "sr-Latn": "uključuje se",
    },
}
#: Smart Data Models, Streetlight
LAMP_STATES = {
    "ok": {"en": "fine", "cs": "v pořádku", "sk": "v poriadku", "sr-Latn": "ispravna"},
    "defectiveLamp": {
        "en": "lamp defective",
        "cs": "vadné svítidlo",
        "sk": "chybné svietidlo",
        "sr-Latn": "neispravna",
    },
    "brokenLantern": {
        "en": "lantern broken",
        "cs": "rozbité svítidlo",
        "sk": "rozbité svietidlo",
        "sr-Latn": "razbijena",
    },
    "columnIssue": {
        "en": "column damaged",
        "cs": "poškozený stožár",
        "sk": "poškodený stožiar",
        "sr-Latn": "oštećen stub",
    },
}
#: Smart Data Models, StreetlightControlCabinet
WORKING_MODES = {
    "automatic": {
        "en": "automatic",
        "cs": "automaticky",
        "sk": "automaticky",
        "sr-Latn": "automatski",
    },
    "manual": {"en": "by hand", "cs": "ručně", "sk": "ručne", "sr-Latn": "ručno"},
    "semiManual": {
        "en": "partly by hand",
        "cs": "zčásti ručně",
        "sk": "sčasti ručne",
        "sr-Latn": "delom ručno",
    },
}

POWER_STATE = Field(
    attribute="powerState",
    title={"en": "Switched", "cs": "Spínání", "sk": "Spínanie", "sr-Latn": "Stanje"},
    words=POWER_STATES,
)
TOTAL_POWER = Field(
    attribute="totalActivePower",
    title={"en": "Power", "cs": "Výkon", "sk": "Výkon", "sr-Latn": "Snaga"},
    unit="kW",
    digits=1,
)

FAULT = Field(
    attribute=FAULT_KIND,
    title=said("Fault", "Porucha", "Porucha", "Kvar"),
    words=TITLES,
)

FED_BY = Relation(
    attribute="feederID",
    title={
        "en": "Fed by",
        "cs": "Napájí ho",
        "sk": "Napája ho",
        "sr-Latn": "Napaja je",
    },
    back={"en": "Feeds", "cs": "Napájí", "sk": "Napája", "sr-Latn": "Napaja"},
)
SWITCHED_BY = Relation(
    attribute="refStreetlightControlCabinet",
    title={
        "en": "Switched by",
        "cs": "Spíná ho",
        "sk": "Spína ho",
        "sr-Latn": "Uključuje je",
    },
    back={
        "en": "Switches",
        "cs": "Spíná",
        "sk": "Spína",
        "sr-Latn": "Uključuje",
    },
)

SET_DIM_LEVEL = "setDimLevel"  #: share of full in [0, 1]; null: follow the calendar
AGAIN_AFTER = timedelta(minutes=2)  #: a LoRaWAN lamp listens when it has spoken

DIM = Order(
    name="dim",
    command=SET_DIM_LEVEL,
    again_after=AGAIN_AFTER,
    back_by="calendar",
    takes=Level(),
    shown_by="illuminanceLevel",
    title={"en": "Dim", "cs": "Ztlumit", "sk": "Stlmiť", "sr-Latn": "Priguši"},
    does={
        "en": "The lamp burns at this level until it follows its calendar again.",
        "cs": "Svítidlo svítí na této úrovni, než se znovu začne řídit kalendářem.",
        "sk": "Svietidlo svieti na tejto úrovni, kým sa znova nezačne riadiť "
        "kalendárom.",
        "sr-Latn": "Svetiljka svetli na ovom nivou dok ponovo ne počne da prati "
        "kalendar.",
    },
)
SWITCH = Order(
    name="switch",
    command=SET_DIM_LEVEL,
    again_after=AGAIN_AFTER,
    back_by="calendar",
    takes=Switch(on=1.0, off=0.0),
    title={"en": "Switch", "cs": "Přepnout", "sk": "Prepnúť", "sr-Latn": "Prebaci"},
    does={
        "en": "The lamp burns fully, or not at all, until it follows its calendar "
        "again.",
        "cs": "Svítidlo svítí naplno, nebo vůbec, než se znovu začne řídit kalendářem.",
        "sk": "Svietidlo svieti naplno, alebo vôbec, kým sa znova nezačne riadiť "
        "kalendárom.",
        "sr-Latn": "Svetiljka svetli punom snagom, ili nikako, dok ponovo ne počne da "
        "prati kalendar.",
    },
)
CALENDAR = Order(
    name="calendar",
    command=SET_DIM_LEVEL,
    again_after=AGAIN_AFTER,
    takes=Press(),
    title={
        "en": "Follow the calendar",
        "cs": "Řídit se kalendářem",
        "sk": "Riadiť sa kalendárom",
        "sr-Latn": "Prati kalendar",
    },
    does={
        "en": "The lamp forgets what it was told and burns by its calendar.",
        "cs": "Svítidlo zapomene, co mu bylo řečeno, a svítí podle kalendáře.",
        "sk": "Svietidlo zabudne, čo mu bolo povedané, a svieti podľa kalendára.",
        "sr-Latn": "Svetiljka zaboravlja šta joj je rečeno i svetli po kalendaru.",
    },
)
SUPPLY = Order(
    name="supply",
    command="setPowerState",
    takes=Switch(on="on", off="off"),
    shown_by="powerState",
    title={
        "en": "Switch the supply",
        "cs": "Spínat napájení",
        "sk": "Spínať napájanie",
        "sr-Latn": "Prebaci napajanje",
    },
    does={
        "en": "Switches every lamp behind it, whatever their calendars say.",
        "cs": "Přepne všechna svítidla za ním, ať jejich kalendář říká cokoli.",
        "sk": "Prepne všetky svietidlá za ním, nech ich kalendár hovorí čokoľvek.",
        "sr-Latn": "Prebacuje sve svetiljke iza njega, šta god kalendar kaže.",
    },
    ask={
        "en": "Whole streets may go dark. Switch the supply?",
        "cs": "Celé ulice mohou zůstat bez světla. Přepnout napájení?",
        "sk": "Celé ulice môžu zostať bez svetla. Prepnúť napájanie?",
        "sr-Latn": "Cele ulice mogu ostati u mraku. Prebaciti napajanje?",
    },
)
MODE = Order(
    name="mode",
    command="setWorkingMode",
    shown_by="workingMode",
    takes=Choice(
        options=[
            (
                "automatic",
                {
                    "en": "Automatic",
                    "cs": "Automaticky",
                    "sk": "Automaticky",
                    "sr-Latn": "Automatski",
                },
            ),
            (
                "manual",
                {
                    "en": "By hand",
                    "cs": "Ručně",
                    "sk": "Ručne",
                    "sr-Latn": "Ručno",
                },
            ),
        ]
    ),
    title={"en": "Mode", "cs": "Režim", "sk": "Režim", "sr-Latn": "Režim rada"},
    does={
        "en": "By hand, the cabinet waits for orders and no longer follows the sun.",
        "cs": "Ručně: rozvaděč čeká na příkazy a neřídí se sluncem.",
        "sk": "Ručne: rozvádzač čaká na príkazy a neriadi sa slnkom.",
        "sr-Latn": "Ručno: orman čeka naloge i više ne prati sunce.",
    },
)

LAMP = Layer(
    type="Streetlight",
    title={"en": "Lamps", "cs": "Svítidla", "sk": "Svietidlá", "sr-Latn": "Svetiljke"},
    icon="lamp",
    main="illuminanceLevel",
    judge=judge_lamp,
    reads=[
        DIAGNOSIS,
        "lampTemperature",
        "reportingPeriod",
        "maintenance",
        DEVICE_GONE,
        PROGRAMME_REFUSED,
    ],
    explained_by=["feederID", "refStreetlightControlCabinet"],
    relations=[FED_BY, SWITCHED_BY, STANDS_ON, OF_MODEL],
    orders=[DIM, SWITCH, CALENDAR],
    fields=[
        Field(
            attribute="illuminanceLevel",
            limits=(0, 1),
            title={
                "en": "Dimming level",
                "cs": "Úroveň svícení",
                "sk": "Úroveň svietenia",
                "sr-Latn": "Nivo osvetljenja",
            },
            unit="%",
            scale=100,
        ),
        POWER_STATE,
        Field(
            attribute="powerConsumption",
            limits=(0, 5_000),
            title={"en": "Power", "cs": "Příkon", "sk": "Príkon", "sr-Latn": "Snaga"},
            unit="W",
            digits=1,
        ),
        Field(
            attribute="voltage",
            limits=(0, 1_000),
            title={
                "en": "Voltage",
                "cs": "Napětí",
                "sk": "Napätie",
                "sr-Latn": "Napon",
            },
            unit="V",
        ),
        Field(
            attribute="powerFactor",
            limits=(-1, 1),
            title={
                "en": "Power factor",
                "cs": "Účiník",
                "sk": "Účinník",
                "sr-Latn": "Faktor snage",
            },
            digits=2,
        ),
        Field(
            attribute="status",
            title={"en": "State", "cs": "Stav", "sk": "Stav", "sr-Latn": "Status"},
            words=LAMP_STATES,
        ),
        *LIFE,
        FAULT,
    ],
)

FEEDER = Layer(
    type="StreetlightFeeder",
    title={
        "en": "Feeders",
        "cs": "Vývody osvětlení",
        "sk": "Vývody osvetlenia",
        "sr-Latn": "Izvodi rasvete",
    },
    icon="feeder",
    main="totalActivePower",
    judge=judge_feeder,
    reads=[DIAGNOSIS, "reportingPeriod", "maintenance"],
    explained_by=["refStreetlightControlCabinet"],
    relations=[SWITCHED_BY],
    orders=[SUPPLY],
    fields=[
        TOTAL_POWER,
        POWER_STATE,
        Field(
            attribute="phaseVoltage",
            title={
                "en": "Phase voltages",
                "cs": "Napětí fází",
                "sk": "Napätie fáz",
                "sr-Latn": "Naponi faza",
            },
            unit="V",
        ),
        FAULT,
    ],
)

CABINET = Layer(
    type="StreetlightControlCabinet",
    title={
        "en": "Lighting cabinets",
        "cs": "Rozvaděče osvětlení",
        "sk": "Rozvádzače osvetlenia",
        "sr-Latn": "Ormani rasvete",
    },
    icon="cabinet",
    main="totalActivePower",
    judge=judge_cabinet,
    reads=[DIAGNOSIS, "reportingPeriod", "maintenance", DEVICE_GONE],
    orders=[MODE, SUPPLY],
    fields=[
        TOTAL_POWER,
        *(
            Field(
                attribute=f"voltage{phase}",
                title={
                    "en": f"Voltage {line}",
                    "cs": f"Napětí {line}",
                    "sk": f"Napätie {line}",
                    "sr-Latn": f"Napon {line}",
                },
                unit="V",
            )
            for phase, line in (("R", "L1"), ("S", "L2"), ("T", "L3"))
        ),
        Field(
            attribute="energyConsumed",
            title={
                "en": "Energy",
                "cs": "Energie",
                "sk": "Energia",
                "sr-Latn": "Energija",
            },
            unit="kWh",
        ),
        Field(
            attribute="doorOpen",
            title={
                "en": "Door open",
                "cs": "Otevřené dveře",
                "sk": "Otvorené dvere",
                "sr-Latn": "Otvorena vrata",
            },
        ),
        Field(
            attribute="workingMode",
            title={
                "en": "Mode",
                "cs": "Režim",
                "sk": "Režim",
                "sr-Latn": "Režim rada",
            },
            words=WORKING_MODES,
        ),
        FAULT,
    ],
)

LAYERS = [LAMP, FEEDER, CABINET, STREET, MODELS]

KINDS = ("Streetlight", "StreetlightFeeder", "StreetlightControlCabinet")
DRAWN = Measure(types=("StreetlightControlCabinet",), attribute="totalActivePower")

BOARDS = [
    Board(
        name="lighting",
        title=TITLE,
        icon="lamp",
        panels=(
            Kpi(
                name="lamps-in-order",
                title={
                    "en": "Lamps in order",
                    "cs": "Svítidla v pořádku",
                    "sk": "Svietidlá v poriadku",
                    "sr-Latn": "Ispravne svetiljke",
                },
                measure=Measure(types=("Streetlight",), statuses=("ok",)),
                aggregate="share",
                unit="%",
                scale=100,
                digits=1,
                goal="safe",
                better="more",
                target=0.98,
            ),
            Kpi(
                name="lighting-energy",
                title={
                    "en": "Energy for lighting",
                    "cs": "Energie na osvětlení",
                    "sk": "Energia na osvetlenie",
                    "sr-Latn": "Energija za rasvetu",
                },
                measure=DRAWN,
                aggregate="integral",
                period="day",
                unit="kWh",
                digits=0,
                goal="thrifty",
                better="less",
            ),
            Number(
                title={
                    "en": "Lighting draws now",
                    "cs": "Odběr osvětlení nyní",
                    "sk": "Odber osvetlenia teraz",
                    "sr-Latn": "Trenutna snaga rasvete",
                },
                measure=DRAWN,
                aggregate="sum",
            ),
            Number(
                measure=Measure(types=KINDS[:1], statuses=("warning", "critical")),
                aggregate="count",
            ),
            Chart(measure=DRAWN, aggregate="sum", period="week"),
            Chart(
                title={
                    "en": "Energy by the day",
                    "cs": "Energie po dnech",
                    "sk": "Energia po dňoch",
                    "sr-Latn": "Energija po danima",
                },
                measure=DRAWN,
                aggregate="integral",
                period="month",
                unit="kWh",
                digits=0,
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
            Table(
                title={
                    "en": "To be mended",
                    "cs": "K opravě",
                    "sk": "Na opravu",
                    "sr-Latn": "Za popravku",
                },
                types=KINDS,
                statuses=("critical", "warning", "offline"),
            ),
            FADED,
            Map(types=KINDS),
        ),
    )
]
