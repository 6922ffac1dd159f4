"""What alerts show."""

from mesto.domains.alerts.rules import judge_alert
from mesto.kernel.panel import Board, Chart, Kpi, Map, Measure, Table
from mesto.kernel.plugin import Field, Layer, Relation, Text
from mesto.kernel.question.handled import STATE

TITLE: Text = {
    "en": "Alerts",
    "cs": "Výstrahy",
    "sk": "Výstrahy",
    "sr-Latn": "Upozorenja",
}

ABOUT = Relation(
    attribute="alertSource",
    title={
        "en": "About",
        "cs": "Týká se",
        "sk": "Týka sa",
        "sr-Latn": "Odnosi se na",
    },
    back={
        "en": "About it",
        "cs": "Týkají se ho",
        "sk": "Týkajú sa ho",
        "sr-Latn": "Odnose se na njega",
    },
)

ALERT = Layer(
    type="Alert",
    title=TITLE,
    icon="alert",
    main="severity",
    judge=judge_alert,
    reads=["description", "validTo", STATE],
    relations=[ABOUT],
    fields=[
        Field(
            attribute="severity",
            title={
                "en": "Severity",
                "cs": "Závažnost",
                "sk": "Závažnosť",
                "sr-Latn": "Ozbiljnost",
            },
        ),
        Field(
            attribute="category",
            title={
                "en": "Category",
                "cs": "Kategorie",
                "sk": "Kategória",
                "sr-Latn": "Kategorija",
            },
        ),
        Field(
            attribute="subCategory",
            title={"en": "Kind", "cs": "Druh", "sk": "Druh", "sr-Latn": "Vrsta"},
        ),
    ],
)

LAYERS = [ALERT]

KINDS = ("Alert",)
IN_FORCE = Measure(types=KINDS, statuses=("warning", "critical"))

IN_FORCE_TITLE: Text = {
    "en": "Alerts in force",
    "cs": "Platné výstrahy",
    "sk": "Platné výstrahy",
    "sr-Latn": "Upozorenja na snazi",
}

BOARDS = [
    Board(
        name="alerts",
        title=TITLE,
        icon="alert",
        panels=(
            Chart(
                title=IN_FORCE_TITLE,
                measure=IN_FORCE,
                aggregate="count",
                period="week",
            ),
            Table(
                title=IN_FORCE_TITLE,
                types=KINDS,
                statuses=("warning", "critical"),
                attributes=("severity", "category"),
            ),
            Map(types=KINDS),
            Kpi(
                name="alerts-in-force",
                title=IN_FORCE_TITLE,
                measure=IN_FORCE,
                aggregate="count",
                goal="safe",
                better="less",
                target=0,
            ),
        ),
    )
]
