"""Reports to begin with: what the boards of services show, by the month. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from mesto.kernel.panel import AnyPanel, Asking, Map, Number
from mesto.kernel.plugin import Domain, Text
from mesto.kernel.words import said
from mesto.operations.reports.report import Language, Report

#: By the name of the board they are made of.
TITLES: Mapping[str, Text] = {
    "lighting": said(
        "Lighting, the month",
        "Osvětlení za měsíc",
        "Osvetlenie za mesiac",
        "Rasveta, mesečno",
    ),
    "waste": said(
        "Waste, the month", "Odpady za měsíc", "Odpady za mesiac", "Otpad, mesečno"
    ),
    "parking": said(
        "Parking, the month",
        "Parkování za měsíc",
        "Parkovanie za mesiac",
        "Parkiranje, mesečno",
    ),
    "alerts": said(
        "Alarms of the month",
        "Alarmy za měsíc",
        "Alarmy za mesiac",
        "Alarmi za mesec",
    ),
}


def ready_reports(
    domains: Sequence[Domain], language: Language
) -> Mapping[str, Report]:
    """Return the reports there are to begin with, by name, for who reads `language`."""
    return {
        board.name: Report(
            title=TITLES[board.name],
            languages=(language,),
            panels=tuple(_lasting(board.panels)),
            formats=("pdf", "xlsx"),
        )
        for domain in domains
        for board in domain.boards
        if board.name in TITLES
    }


def _lasting(panels: Sequence[AnyPanel]) -> Iterator[AnyPanel]:
    """Yield what makes sense over a month, each measure once a way."""
    seen = set()
    for panel in panels:
        if isinstance(panel, Map) or (
            isinstance(panel, Number) and panel.period == "now"
        ):
            continue
        if isinstance(panel, Asking):
            shown = (type(panel), panel.measure, panel.aggregate)
            if shown in seen:
                continue
            seen.add(shown)
        yield panel
