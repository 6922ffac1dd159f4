"""What is written about the light of a town, and its lamps, as the ledger has them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from mesto.domains.lighting.control import floor, groups, programme, schedule
from mesto.domains.lighting.control.cohorts import Written, cohorts_of
from mesto.domains.lighting.control.decide import decide
from mesto.domains.lighting.control.floor import FLOOR
from mesto.domains.lighting.control.groups import GROUP
from mesto.domains.lighting.control.lamps import (
    CABINET,
    MODEL,
    OF_CABINET,
    OF_LAMP,
    OF_MODEL,
    OF_SEGMENT,
    Lamp,
    lamp_of,
)
from mesto.domains.lighting.control.rollout import ROLLOUT, Rollout, read_rollout
from mesto.domains.lighting.control.schedule import PROGRAMME, SCHEDULE
from mesto.domains.lighting.control.store import Behind
from mesto.domains.lighting.control.wentback import SEVERITY, back_lately, notice_of
from mesto.domains.lighting.inventory.segments import SEGMENT, STREETLIGHT
from mesto.kernel.access.callers import Callers
from mesto.kernel.access.rights import Thing
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.kept import Kept
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.question.inventory import AllOfType
from mesto.kernel.question.picture import Judged
from mesto.operations.alarms.reading import told_first_now
from mesto.operations.calendars.reading import calendars_of, spot_of
from mesto.operations.commands.who import who_may_record
from mesto.operations.notifications.notice import Notice
from mesto.operations.written import DEFINITION, name_of, read_all, urn_of

PAGE: Final = 500  #: lamps read at once
MOST_TOWNS: Final = 8  #: whose lamps are kept for screens at once
#: What lamps are related to, and what is read of it.
AROUND: Final = (SEGMENT, CABINET, MODEL)
OF_AROUND: Final = tuple(dict.fromkeys((*OF_SEGMENT, *OF_CABINET, *OF_MODEL)))
FRESH_S: Final = 30.0  #: so long lamps that were read for a screen are good for others


async def written_of(city: City) -> Written:
    """Return what is written; what makes no sense is left out."""
    schedules = await city.entities(SCHEDULE)
    rollouts = {
        name_of(entity): rollout
        for entity in schedules.values()
        if (rollout := read_rollout(entity.value(ROLLOUT))) is not None
    }
    going = {name: one for name, one in rollouts.items() if one.state == "going"}
    before = {name: one for name, one in _before(going) if one is not None}
    return Written(
        groups=read_all(await city.entities(GROUP), groups.Definition),
        programmes=read_all(await city.entities(PROGRAMME), programme.Definition),
        schedules=read_all(schedules, schedule.Definition),
        floors=read_all(await city.entities(FLOOR), floor.Definition),
        calendars=await calendars_of(city),
        spot=await spot_of(city),
        rollouts={name: going[name] for name in before},
        before=before,
        back={name: one for name, one in rollouts.items() if one.state == "back"},
    )


async def read_lamps(city: City, *, said: bool = True) -> list[Lamp]:
    """Return the lamps of a town, in the order of their numbers.

    said: with all the inventory says of them, for expressions
    """
    numbered = await city.ask(AllOfType(type=STREETLIGHT))
    scopes = {one.id: one.scopes for one in numbered}
    found: list[Lamp] = []
    known: dict[str, Entity] = {}
    for start in range(0, len(numbered), PAGE):
        ids = [one.id for one in numbered[start : start + PAGE]]
        entities = await city.ask(Judged(attributes=OF_LAMP, ids=ids))
        known |= await _around(city, entities.values(), known)
        found += [
            lamp_of(number, entities[number], scopes[number], known, said=said)
            for number in ids
            if number in entities
        ]
    return found


async def lamps_for_screens(city: City) -> Sequence[Lamp]:
    """Return the lamps of a town as they were half a minute ago, or later."""
    return await _LAMPS.get(city, partial(read_lamps, city), keep_s=FRESH_S)


async def notices_of(
    city: City, callers: Callers, written: Written, now: datetime
) -> list[Notice]:
    """Return what is told of schedules that went back by themselves lately.

    Who may write them is told, and who is told first of alarms of lamps.
    """
    found = []
    for name in back_lately(written, now):
        thing = Thing(urn_of(SCHEDULE, name), frozenset({SCHEDULE}))
        to = [
            *await who_may_record(city, callers, thing, DEFINITION),
            *await told_first_now(city, STREETLIGHT, SEVERITY, now),
        ]
        if to:
            found.append(notice_of(name, written, to))
    return found


async def lit_by_schedules(
    city: City, urns: Collection[str], now: datetime
) -> set[str]:
    """Return which of some lamps schedules want to burn."""
    written = await written_of(city)
    if not written.schedules:
        return set()
    lamps = [one for one in await lamps_for_screens(city) if one.urn in urns]
    return {
        lamp.urn
        for cohort, alike in cohorts_of(written, lamps).items()
        if cohort.schedules and decide(written.plan, cohort, now).held.level > 0
        for lamp in alike
    }


class Reached:
    """Lamps for which a device speaks, as far as it was looked for.

    A gateway announces its devices when it comes up, and lamps are in the inventory
    long before: until then nobody could take a programme to them, or refuse it.
    """

    def __init__(self, city: City) -> None:
        """Know of none."""
        self._city = city
        self._reached: frozenset[str] = frozenset()

    def __contains__(self, lamp: str) -> bool:
        """Tell whether a lamp has a device."""
        return lamp in self._reached

    async def read(self, lamps: Collection[str]) -> None:
        """Know which of some lamps have a device."""
        self._reached = await self._of(lamps)

    async def look(self, lamps: Collection[str]) -> bool:
        """Look whether others of some lamps have one; tell whether that is news."""
        news = await self._of([one for one in lamps if one not in self._reached])
        self._reached |= news
        return bool(news)

    async def _of(self, lamps: Collection[str]) -> frozenset[str]:
        if not lamps:
            return frozenset()
        return frozenset(await self._city.ask(Behind(assets=list(lamps))))


#: A town of 100,000 lamps takes seconds to read, and people write by small steps.
_LAMPS: Final[Kept[Sequence[Lamp]]] = Kept(MOST_TOWNS)


async def _around(
    city: City, lamps: Iterable[Entity], known: Mapping[str, Entity]
) -> dict[str, Entity]:
    """Return the segments, cabinets and models of lamps that are not known yet."""
    targets = {one.value(name) for one in lamps for name in AROUND}
    urns = sorted(one for one in targets if isinstance(one, str) and one not in known)
    found = await city.ask(Judged(attributes=OF_AROUND, urns=urns))
    return {one.id: one for one in found.values()}


def _before(
    going: Mapping[str, Rollout],
) -> list[tuple[str, schedule.Definition | None]]:
    return [(name, _definition(one.before)) for name, one in going.items()]


def _definition(value: object) -> schedule.Definition | None:
    try:
        return read_written(value, schedule.Definition)
    except Malformed:
        return None
