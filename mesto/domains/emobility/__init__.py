"""Electromobility: which stations work, which are free, and what each may draw."""

from mesto.domains.emobility.adhoc.answers import OPEN_ANSWERS
from mesto.domains.emobility.answers import ANSWERS
from mesto.domains.emobility.business.run import bill_sessions
from mesto.domains.emobility.campaigns.run import carry_campaigns_on
from mesto.domains.emobility.cards.run import keep_lists
from mesto.domains.emobility.checklists import CHECKLISTS
from mesto.domains.emobility.faults.run import look_after_stations, note_lost_lines
from mesto.domains.emobility.inventory.run import sum_stations_up
from mesto.domains.emobility.keeping.plausible import PLAUSIBLE
from mesto.domains.emobility.keeping.run import keep_stations
from mesto.domains.emobility.logs.run import forget_logs
from mesto.domains.emobility.opendata.answers import PUBLIC
from mesto.domains.emobility.panels import BOARDS, LAYERS, TITLE
from mesto.kernel.plugin import Domain

domain = Domain(
    name="emobility",
    title=TITLE,
    layers=LAYERS,
    boards=BOARDS,
    checklists=CHECKLISTS,
    answers=ANSWERS,
    open_answers=OPEN_ANSWERS,
    public=PUBLIC,
    runs={
        "stations": sum_stations_up,
        "keeper": keep_stations,
        "sessions": bill_sessions,
        "cards": keep_lists,
        "lines": note_lost_lines,
        "upkeep": look_after_stations,
        "campaigns": carry_campaigns_on,
        "logs": forget_logs,
    },
    plausible=[PLAUSIBLE],
)
