"""What streets and models show, and how lamps belong to them."""

from mesto.domains.lighting.inventory.lives import DUE, HOURS, KNOWN, LEFT, REASON
from mesto.domains.lighting.inventory.segments import (
    CLASS,
    LENGTH_KM,
    ROAD_SEGMENT,
    SEGMENT,
    STREETLIGHT,
)
from mesto.kernel.panel import Table
from mesto.kernel.plugin import Field, Layer, Relation
from mesto.kernel.verdict import judge_still
from mesto.kernel.words import said

MODEL = "refStreetlightModel"  #: relationship of lamps
STREETLIGHT_MODEL = "StreetlightModel"

STANDS_ON = Relation(
    attribute=SEGMENT,
    title=said("Lights", "Osvětluje", "Osvetľuje", "Osvetljava"),
    back=said("Lit by", "Osvětlují ho", "Osvetľujú ho", "Osvetljavaju je"),
)
OF_MODEL = Relation(
    attribute=MODEL,
    title=said("Model", "Typ svítidla", "Typ svietidla", "Model svetiljke"),
    back=said(
        "Lamps of this model",
        "Svítidla tohoto typu",
        "Svietidlá tohto typu",
        "Svetiljke ovog modela",
    ),
)


STREET = Layer(
    type=ROAD_SEGMENT,
    title=said("Streets, by segment", "Úseky ulic", "Úseky ulíc", "Deonice ulica"),
    icon="road",
    main=CLASS,
    drawn=False,
    judge=judge_still,
    fields=[
        Field(
            attribute=CLASS,
            title=said(
                "Lighting class (EN 13201-2)",
                "Třída osvětlení (EN 13201-2)",
                "Trieda osvetlenia (EN 13201-2)",
                "Klasa osvetljenja (EN 13201-2)",
            ),
        ),
        Field(attribute="roadName", title=said("Street", "Ulice", "Ulica", "Ulica")),
        Field(
            attribute=LENGTH_KM,
            limits=(0, 1_000),
            title=said("Length", "Délka", "Dĺžka", "Dužina"),
            unit="m",
            scale=1_000,
        ),
        Field(
            attribute="width",
            limits=(0, 200),
            title=said("Width", "Šířka", "Šírka", "Širina"),
            unit="m",
            digits=1,
        ),
    ],
)

MODELS = Layer(
    type=STREETLIGHT_MODEL,
    title=said(
        "Models of lamps", "Typy svítidel", "Typy svietidiel", "Modeli svetiljki"
    ),
    icon="model",
    main="powerConsumption",
    drawn=False,
    judge=judge_still,
    fields=[
        Field(
            attribute="powerConsumption",
            limits=(0, 5_000),
            title=said(
                "Nominal power",
                "Jmenovitý příkon",
                "Menovitý príkon",
                "Nazivna snaga",
            ),
            unit="W",
        ),
        Field(
            attribute="luminousFlux",
            limits=(0, 1_000_000),
            title=said(
                "Luminous flux", "Světelný tok", "Svetelný tok", "Svetlosni fluks"
            ),
            unit="lm",
        ),
        Field(
            attribute="standbyPower",
            limits=(0, 100),
            title=said(
                "Standby power",
                "Příkon v pohotovosti",
                "Príkon v pohotovosti",
                "Snaga u pripravnosti",
            ),
            unit="W",
            digits=1,
        ),
        Field(
            attribute="workingLife",
            limits=(0, 1_000_000),
            title=said(
                "Rated life", "Jmenovitá životnost", "Menovitá životnosť", "Nazivni vek"
            ),
            unit="h",
        ),
        Field(
            attribute="ratedLumenMaintenance",
            limits=(0, 1),
            title=said(
                "Light left at the end of its life",
                "Zbylé světlo na konci života",
                "Zvyšné svetlo na konci života",
                "Preostala svetlost na kraju veka",
            ),
            unit="%",
            scale=100,
        ),
        Field(
            attribute="colorTemperature",
            limits=(1_000, 20_000),
            title=said(
                "Colour temperature",
                "Teplota barvy",
                "Teplota farby",
                "Temperatura boje",
            ),
            unit="K",
        ),
        Field(
            attribute="lanternManufacturerName",
            title=said("Manufacturer", "Výrobce", "Výrobca", "Proizvođač"),
        ),
        Field(
            attribute="driverModelName",
            title=said("Driver", "Předřadník", "Predradník", "Drajver"),
        ),
        Field(
            attribute="controllerModelName",
            title=said(
                "Controller", "Řídicí jednotka", "Riadiaca jednotka", "Kontroler"
            ),
        ),
    ],
)

#: Of a lamp: how old it is, and when it will be replaced. It does not say so itself.
LIFE = [
    Field(
        attribute=HOURS,
        heard=False,
        title=said("Burned", "Odsvíceno", "Odsvietené", "Odsvetlela"),
        unit="h",
    ),
    Field(
        attribute=KNOWN,
        heard=False,
        title=said("Hours known by", "Hodiny podle", "Hodiny podľa", "Sati prema"),
        words={
            "counter": said(
                "its counter", "počítadla", "počítadla", "sopstvenom brojaču"
            ),
            "meter": said(
                "its meter, as hours of full light",
                "elektroměru, jako hodiny plného svícení",
                "elektromera, ako hodiny plného svietenia",
                "brojilu, kao sati pune svetlosti",
            ),
            "nights": said(
                "the nights since it hangs",
                "nocí od zavěšení",
                "nocí od zavesenia",
                "noćima otkako visi",
            ),
        },
    ),
    Field(
        attribute=LEFT,
        heard=False,
        title=said(
            "Light left", "Zbývá světla", "Zostáva svetla", "Preostala svetlost"
        ),
        unit="%",
        scale=100,
    ),
    Field(
        attribute=DUE,
        heard=False,
        title=said(
            "Next replacement", "Příští výměna", "Ďalšia výmena", "Sledeća zamena"
        ),
    ),
    Field(
        attribute=REASON,
        heard=False,
        title=said(
            "Reason to replace", "Důvod výměny", "Dôvod výmeny", "Razlog zamene"
        ),
        words={
            "light": said(
                "its light has faded",
                "světlo zesláblo",
                "svetlo zoslablo",
                "svetlost je oslabila",
            ),
            "driver": said(
                "its driver is worn",
                "předřadník dosloužil",
                "predradník doslúžil",
                "drajver je dotrajao",
            ),
            "age": said(
                "it has hung for 25 years",
                "visí 25 let",
                "visí 25 rokov",
                "visi 25 godina",
            ),
        },
    ),
]

FADED = Table(
    title=said(
        "Lamps with the least light left",
        "Svítidla, kterým zbývá nejméně světla",
        "Svietidlá, ktorým zostáva najmenej svetla",
        "Svetiljke s najmanje preostale svetlosti",
    ),
    types=(STREETLIGHT,),
    attributes=(LEFT, HOURS, DUE, REASON),
    order=LEFT,
    descending=False,
)
