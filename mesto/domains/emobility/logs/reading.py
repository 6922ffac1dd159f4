"""Which logs there are."""

from typing import Final

from mesto.domains.emobility.logs.log import CAME, LOG, STATUS
from mesto.kernel.city import City
from mesto.kernel.model import Entity
from mesto.kernel.question.condition import (
    AllOf,
    Compare,
    Condition,
    OfType,
    Operator,
    Path,
)
from mesto.kernel.question.find import Find
from mesto.names.charging import OF_STATION

MOST: Final = 1_000
LAST: Final = 20  #: on the page of a station


async def logs_of(city: City, station: str) -> list[Entity]:
    """Return the last logs a station was asked for, the newest first."""
    found = await _logs(city, Compare(Path(OF_STATION), Operator.EQUAL, station))
    found.sort(key=lambda one: (one.created_at, one.id), reverse=True)
    return found[:LAST]


async def kept_logs(city: City) -> list[Entity]:
    """Return the logs whose file is kept."""
    return await _logs(city, Compare(Path(STATUS), Operator.EQUAL, CAME))


async def _logs(city: City, where: Condition) -> list[Entity]:
    urns: list[str] = []
    while True:
        both = AllOf((OfType(LOG), where))
        page = await city.ask(Find(where=both, limit=MOST, offset=len(urns)))
        urns += page.urns
        if not page.more:
            return list((await city.present(urns)).values()) if urns else []
