"""What containers, nests, vehicles, depots and disposal sites show."""

from mesto.domains.waste.inventory.rules import judge_vehicle
from mesto.domains.waste.inventory.words import (
    BRANDS,
    KINDS_OF_BODY,
    KINDS_OF_WASTE,
    PLACES,
    SERVICE,
    SIDES,
)
from mesto.domains.waste.nouns import DEPOT, DISPOSAL_SITE, ISLE, MODEL, SEEN, VEHICLE
from mesto.kernel.plugin import Field, Layer, Relation
from mesto.kernel.verdict import judge_still
from mesto.kernel.words import said

AT_ISLE = Relation(
    attribute="refWasteContainerIsle",
    title=said("Stands at", "Stojí na", "Stojí na", "Stoji na"),
    back=said("Containers here", "Kontejnery zde", "Kontajnery tu", "Kontejneri ovde"),
)
OF_MODEL = Relation(
    attribute="refWasteContainerModel",
    title=said("Model", "Typ nádoby", "Typ nádoby", "Model posude"),
    back=said(
        "Containers of this model",
        "Nádoby tohoto typu",
        "Nádoby tohto typu",
        "Posude ovog modela",
    ),
)
COLLECTED_BY = Relation(
    attribute="collectedBy",
    title=said("Collected under", "Sváží se podle", "Zváža sa podľa", "Odvozi se po"),
    back=said(
        "Containers collected",
        "Svážené kontejnery",
        "Zvážané kontajnery",
        "Kontejneri koji se odvoze",
    ),
)
AT_DEPOT = Relation(
    attribute="refWasteDepot",
    title=said("Belongs to", "Patří k", "Patrí k", "Pripada"),
    back=said("Vehicles here", "Vozidla zde", "Vozidlá tu", "Vozila ovde"),
)
WASTE = Field(
    attribute="storedWasteKind",
    title=said("Waste", "Druh odpadu", "Druh odpadu", "Vrsta otpada"),
    words=KINDS_OF_WASTE,
    heard=False,
)
SEEN_LEVEL = Field(
    attribute=SEEN,
    limits=(0, 1),
    strict=True,
    title=said(
        "Filling seen by people",
        "Zaplnění očima lidí",
        "Zaplnenie očami ľudí",
        "Popunjenost po oceni ljudi",
    ),
    unit="%",
    scale=100,
)
#: What a container is, beside what its sensor says.
OF_CONTAINER = (
    SEEN_LEVEL,
    Field(
        attribute="binCapacity",
        limits=(1, 40_000),
        title=said("Volume", "Objem", "Objem", "Zapremina"),
        unit="l",
        heard=False,
    ),
    Field(
        attribute="category",
        title=said("Kind", "Druh nádoby", "Druh nádoby", "Vrsta posude"),
        words=PLACES,
        heard=False,
    ),
    Field(
        attribute="accessSide",
        title=said(
            "Loaded from the side",
            "Nakládá se ze strany",
            "Nakladá sa zo strany",
            "Utovara se sa strane",
        ),
        words=SIDES,
        heard=False,
    ),
    Field(
        attribute="actuationHours",
        title=said(
            "May be emptied",
            "Smí se vyvážet",
            "Smie sa vyvážať",
            "Sme da se prazni",
        ),
        heard=False,
    ),
)
CAPACITY = Field(
    attribute="cargoVolume",
    limits=(1, 200_000),
    title=said("Takes waste", "Pojme odpadu", "Pojme odpadu", "Prima otpada"),
    unit="l",
    heard=False,
)
LOAD = Field(
    attribute="maximumLoad",
    limits=(1, 60_000),
    title=said("May carry", "Smí vézt", "Smie viezť", "Sme da nosi"),
    unit="kg",
    heard=False,
)

ISLES = Layer(
    type=ISLE,
    title=said("Nests", "Stanoviště nádob", "Stanovištia nádob", "Mesta za posude"),
    icon="nest",
    main="features",
    drawn=False,
    judge=judge_still,
    fields=[
        Field(
            attribute="features",
            title=said("Kind", "Druh", "Druh", "Vrsta"),
            words=PLACES,
            heard=False,
        )
    ],
)
MODELS = Layer(
    type=MODEL,
    title=said("Models of containers", "Typy nádob", "Typy nádob", "Modeli posuda"),
    icon="model",
    main="cargoVolume",
    drawn=False,
    judge=judge_still,
    fields=[
        CAPACITY,
        LOAD,
        Field(attribute="brandName", title=BRANDS, heard=False),
        Field(
            attribute="category",
            title=said("Kind", "Druh", "Druh", "Vrsta"),
            words=KINDS_OF_BODY,
            heard=False,
        ),
    ],
)
VEHICLES = Layer(
    type=VEHICLE,
    title=said("Vehicles", "Vozidla", "Vozidlá", "Vozila"),
    icon="truck",
    main="serviceStatus",
    judge=judge_vehicle,
    reads=["maintenance", "serviceProvided", "refWasteDepot"],
    relations=[AT_DEPOT],
    fields=[
        Field(
            attribute="serviceStatus",
            title=said("Service", "Provoz", "Prevádzka", "Rad"),
            words=SERVICE,
        ),
        CAPACITY,
        LOAD,
        WASTE,
        Field(
            attribute="vehiclePlateIdentifier",
            title=said("Number plate", "Registrační značka", "EČV", "Registracija"),
            heard=False,
        ),
    ],
)
DEPOTS = Layer(
    type=DEPOT,
    title=said("Depots", "Vozovny", "Vozovne", "Garaže"),
    icon="depot",
    main="openingHours",
    judge=judge_still,
    fields=[
        Field(
            attribute="openingHours",
            title=said("Open", "Otevřeno", "Otvorené", "Radno vreme"),
            heard=False,
        )
    ],
)
SITES = Layer(
    type=DISPOSAL_SITE,
    title=said(
        "Where waste goes", "Koncová zařízení", "Koncové zariadenia", "Mesta istovara"
    ),
    icon="disposal",
    main="storedWasteKind",
    judge=judge_still,
    fields=[
        WASTE,
        Field(
            attribute="unloadingTime",
            limits=(0, 600),
            title=said("Unloading takes", "Vykládka trvá", "Vykládka trvá", "Istovar"),
            unit="min",
            heard=False,
        ),
    ],
)

LAYERS = [ISLES, MODELS, VEHICLES, DEPOTS, SITES]
