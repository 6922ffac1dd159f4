"""The night's plan: made once a day at the time the policy says, by one process.

Made for the day that has begun, as drafts that people look at in the morning. It waits
for outlooks that are still being made; what cannot be planned then is logged, and tried
again the next night.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import uuid4

from msgspec.structs import replace

from mesto.domains.waste.inventory.reading import policy_of, shifts_of
from mesto.domains.waste.inventory.shifts import shifts_on
from mesto.domains.waste.nouns import CONTAINER
from mesto.domains.waste.planning.knowing import MISSING_SHARE
from mesto.domains.waste.planning.making import Asked, making, ready
from mesto.domains.waste.planning.plans import Made
from mesto.domains.waste.planning.questions import Plans
from mesto.domains.waste.planning.store import name_of_plan, observations_of
from mesto.domains.waste.unforetold import Unforetold
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Infeasible, Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.question.catalogue import OfType
from mesto.operations.calendars.reading import calendars_of, spot_of

log = logging.getLogger(__name__)

LEASE: Final = "waste: plans of the night"
LOOK_S: Final = 60.0
NIGHTLY: Final = "night"  #: who made it


async def plan_nightly(city: City, _callers: Callers) -> None:
    """Plan a town's rounds every night, if no other process does, for ever."""

    async def work() -> None:
        tried: date | None = None
        while True:
            with suppress(Unavailable):
                now = datetime.now(UTC)
                day = await day_due(city, now)
                if day is not None and day != tried:
                    await plan_day(city, day, now)
                    tried = day
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), work)


async def day_due(city: City, now: datetime) -> date | None:
    """Return the day whose plan of the night is due; None: none is.

    It is due from the policy's time on, on days with a shift that is not over, once a
    day, and not while most containers have no outlook yet.
    """
    policy = await policy_of(city)
    zone = (await spot_of(city)).zone
    local = now.astimezone(zone)
    if local.time() < time.fromisoformat(policy.at):
        return None
    shifts = await shifts_of(city)
    spans = shifts_on(shifts, local.date(), zone, await calendars_of(city)).values()
    if not any(one.ends > now for one in spans):
        return None
    made = await city.ask(Plans())
    if any(one.plan.by == NIGHTLY and one.plan.day == local.date() for one in made):
        return None
    return None if await _comes_later(city) else local.date()


async def _comes_later(city: City) -> bool:
    """Tell whether too many outlooks are still being made for a plan."""
    without, all_ = await city.ask(Unforetold()), await city.ask(OfType(type=CONTAINER))
    return len(without) > MISSING_SHARE * len(all_)


async def plan_day(city: City, day: date, now: datetime) -> str | None:
    """Make the plan of a day and return its name; None where there can be none."""
    name = name_of_plan(day)
    try:
        made_of = await ready(city, Asked(day=day), now)
        async for told in making(made_of, name, now):
            if isinstance(told, Made):
                made = replace(told, plan=replace(told.plan, by=NIGHTLY))
                await city.record(list(observations_of(name, made)), current=True)
    except Infeasible as why:
        log.warning("%s has no plan for %s: %s", city.name, day, why)
        return None
    log.info("%s: the plan %s was made", city.name, name)
    return name
