"""What streets and models show, and how lamps belong to them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mesto.domains.lighting.inventory.segments import (
    CLASS,
    LENGTH_KM,
    ROAD_SEGMENT,
    SEGMENT,
)
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Field, Layer, Relation, Verdict
from mesto.kernel.verdict import judged
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


def judge_still(
    asset: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how what cannot fail is: a street, a type of lantern."""
    return judged(asset, now, live=(), period=timedelta(0), found=())


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
