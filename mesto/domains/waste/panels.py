"""What waste collection shows."""

from mesto.domains.waste.inventory.panels import (
    AT_ISLE,
    COLLECTED_BY,
    OF_CONTAINER,
    OF_MODEL,
    WASTE,
)
from mesto.domains.waste.inventory.panels import LAYERS as INVENTORY
from mesto.domains.waste.rules import NEARLY_FULL, STUCK_AFTER, judge_container
from mesto.domains.waste.sensors.kinds import WORDS as SENSOR_FAULTS
from mesto.kernel.diagnosed import DIAGNOSIS, FAULT_KIND
from mesto.kernel.panel import Board, Chart, Kpi, Map, Measure, Number, Table
from mesto.kernel.plugin import Field, Layer, Text
from mesto.kernel.words import said

TITLE: Text = {"en": "Waste", "cs": "Odpady", "sk": "Odpady", "sr-Latn": "Otpad"}

#: Smart Data Models, WasteContainer
STATES = {
    "ok": {"en": "fine", "cs": "v pořádku", "sk": "v poriadku", "sr-Latn": "ispravan"},
    "lidOpen": {
        "en": "lid open",
        "cs": "otevřené víko",
        "sk": "otvorené veko",
        "sr-Latn": "otvoren poklopac",
    },
    "dropped": {
        "en": "tipped over",
        "cs": "převrácený",
        "sk": "prevrátený",
        "sr-Latn": "prevrnut",
    },
    "moved": {
        "en": "moved",
        "cs": "přemístěný",
        "sk": "premiestnený",
        "sr-Latn": "pomeren",
    },
    "vandalized": {
        "en": "damaged",
        "cs": "poškozený",
        "sk": "poškodený",
        "sr-Latn": "oštećen",
    },
    "burning": {"en": "burning", "cs": "hoří", "sk": "horí", "sr-Latn": "gori"},
    "unknown": {
        "en": "unknown",
        "cs": "není známo",
        "sk": "nie je známe",
        "sr-Latn": "nepoznato",
    },
}
CONTAINER = Layer(
    type="WasteContainer",
    title={
        "en": "Containers",
        "cs": "Kontejnery",
        "sk": "Kontajnery",
        "sr-Latn": "Kontejneri",
    },
    icon="bin",
    main="fillingLevel",
    judge=judge_container,
    reads=[DIAGNOSIS, "reportingPeriod", "maintenance"],
    stuck_after=STUCK_AFTER,
    relations=[AT_ISLE, OF_MODEL, COLLECTED_BY],
    fields=[
        Field(
            attribute="fillingLevel",
            limits=(0, 1),
            strict=True,
            title={
                "en": "Filling level",
                "cs": "Zaplnění",
                "sk": "Zaplnenie",
                "sr-Latn": "Popunjenost",
            },
            unit="%",
            scale=100,
        ),
        Field(
            attribute="temperature",
            limits=(-60, 1500),
            title={
                "en": "Temperature",
                "cs": "Teplota",
                "sk": "Teplota",
                "sr-Latn": "Temperatura",
            },
            unit="°C",
        ),
        Field(
            attribute="batteryLevel",
            title={
                "en": "Battery",
                "cs": "Baterie",
                "sk": "Batéria",
                "sr-Latn": "Baterija",
            },
            unit="%",
            scale=100,
        ),
        Field(
            attribute="status",
            title={"en": "State", "cs": "Stav", "sk": "Stav", "sr-Latn": "Status"},
            words=STATES,
        ),
        Field(
            attribute=FAULT_KIND,
            title=said("Sensor", "Čidlo", "Snímač", "Senzor"),
            heard=False,
            words=SENSOR_FAULTS,
        ),
        WASTE,
        Field(
            attribute="dateLastEmptying",
            title={
                "en": "Last emptied",
                "cs": "Naposledy vyvezeno",
                "sk": "Naposledy vyvezené",
                "sr-Latn": "Poslednje pražnjenje",
            },
        ),
        *OF_CONTAINER,
    ],
)

LAYERS = [CONTAINER, *INVENTORY]

KINDS = ("WasteContainer",)
LEVEL = Measure(types=KINDS, attribute="fillingLevel")
FULL = Measure(types=KINDS, attribute="fillingLevel", above=NEARLY_FULL)

FULL_TITLE: Text = {
    "en": "Full containers",
    "cs": "Plné kontejnery",
    "sk": "Plné kontajnery",
    "sr-Latn": "Puni kontejneri",
}

BOARDS = [
    Board(
        name="waste",
        title=TITLE,
        icon="bin",
        panels=(
            Kpi(
                name="full-containers",
                title=FULL_TITLE,
                measure=FULL,
                aggregate="share",
                period="day",
                unit="%",
                scale=100,
                digits=1,
                goal="clean",
                better="less",
                target=0.1,
            ),
            Kpi(
                name="container-sensors",
                title={
                    "en": "Container sensors that report",
                    "cs": "Čidla kontejnerů, která hlásí",
                    "sk": "Snímače kontajnerov, ktoré hlásia",
                    "sr-Latn": "Senzori kontejnera koji javljaju",
                },
                measure=Measure(
                    types=KINDS, statuses=("ok", "warning", "critical", "maintenance")
                ),
                aggregate="share",
                unit="%",
                scale=100,
                digits=1,
                goal="thrifty",
                better="more",
                target=0.95,
            ),
            Number(
                title={
                    "en": "Mean filling level",
                    "cs": "Průměrné zaplnění",
                    "sk": "Priemerné zaplnenie",
                    "sr-Latn": "Prosečna popunjenost",
                },
                measure=LEVEL,
            ),
            Number(
                title={
                    "en": "Full now",
                    "cs": "Plné nyní",
                    "sk": "Plné teraz",
                    "sr-Latn": "Puni sada",
                },
                measure=FULL,
                aggregate="count",
            ),
            Chart(measure=LEVEL, period="week"),
            Chart(
                title=FULL_TITLE,
                measure=FULL,
                aggregate="share",
                period="month",
                unit="%",
                scale=100,
            ),
            Table(
                title={
                    "en": "The fullest",
                    "cs": "Nejplnější",
                    "sk": "Najplnšie",
                    "sr-Latn": "Najpuniji",
                },
                types=KINDS,
                order="fillingLevel",
                attributes=("fillingLevel", "storedWasteKind", "dateLastEmptying"),
            ),
            Map(types=KINDS),
        ),
    )
]
