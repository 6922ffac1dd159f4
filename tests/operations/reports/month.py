from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mesto.domains.lighting.panels import LAYERS
from mesto.kernel.panel import Chart, Kpi, Measure, Number, Prose, Table
from mesto.operations.reports.filled import (
    Asset,
    Assets,
    Counted,
    Course,
    Figure,
    Filled,
    Nothing,
    Refused,
)
from mesto.operations.reports.period import Days, midnights

TITLE = {
    "en": "Lighting",
    "cs": "Osvětlení ulic",
    "sk": "Osvetlenie ľahké",
    "sr-Latn": "Rasveta",
}
LOCAL = ZoneInfo("Europe/Prague")
POWER = Measure(types=("Streetlight",), attribute="activePower")


def month_of_lighting():
    """A month of lighting with a gap of three days, a state, words and a refusal."""
    days = Days(date(2026, 10, 1), date(2026, 11, 1))
    starts = midnights(days, LOCAL)[:-1]
    energy = Figure(value=1234.5, before=1000.5, hours=670, of_hours=745)
    return Filled(
        title=TITLE,
        town={"en": "Žďár", "sr-Latn": "Žďár"},
        days=days,
        before=Days(date(2026, 9, 1), date(2026, 10, 1)),
        zone="Europe/Prague",
        at=datetime(2026, 11, 1, 5, tzinfo=UTC),
        panels=(
            Prose(text={"en": "Words.\n\nMore <words> & signs."}, title="About"),
            Number(
                title="Energy",
                measure=POWER,
                aggregate="integral",
                period="month",
                unit="kWh",
                scale=0.001,
                digits=2,
            ),
            Chart(title="By the day", measure=POWER, aggregate="integral", unit="kWh"),
            Chart(title="Level", measure=POWER),
            Kpi(title="Money", measure=POWER, unit="Kč", goal="thrifty", better="less"),
            Table(title="States", types=("Streetlight",), by="type"),
            Table(title="To be mended", types=("Streetlight",), attributes=("power",)),
            Number(title="Secret", measure=POWER),
        ),
        answers=(
            Nothing(),
            energy,
            Course(
                figure=energy,
                starts=starts,
                values=[None if 9 < n < 13 else float(n) for n in range(31)],
                step="day",
            ),
            Course(figure=energy, starts=starts, values=[None] * 31, step="day"),
            Figure(value=99.5, before=None, hours=745, of_hours=745, target=100.0),
            Counted([("Streetlight", [40, 3, 2, 1, 0])], "type"),
            Assets([Asset(f"=SL-{n}", n % 5, [n * 1.5]) for n in range(90)]),
            Refused("no", forbidden=True),
        ),
        layers=LAYERS,
    )
