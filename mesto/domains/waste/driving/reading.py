"""Rounds as the ledger has them, with what was said of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from mesto.domains.waste.driving.deeds import told_within
from mesto.domains.waste.driving.known import Known, known_in
from mesto.domains.waste.driving.proof import SENSOR_LATE, Evidence
from mesto.domains.waste.driving.questions import RoundsOn, SeenEmptied, TrackOf
from mesto.domains.waste.driving.track import cleaned
from mesto.domains.waste.inventory.fleet import place_of
from mesto.domains.waste.nouns import ROUND
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.operations.written import urn_of

OPEN: Final = ("released", "driving")  #: phases of a round that somebody has to drive


async def rounds_on(
    city: City, first: date, last: date, *, phases: Sequence[str] = ()
) -> list[Known]:
    """Return the rounds of some days, [first, last]; see `RoundsOn`."""
    urns = await city.ask(RoundsOn(first=first, last=last, phases=phases))
    found = await city.present(urns) if urns else {}
    return known_in(found[urn] for urn in urns if urn in found)


async def rounds_now(city: City, now: datetime) -> list[Known]:
    """Return the rounds of today, and those of last night that are not over.

    now: by the town's clock
    """
    today = now.date()
    before = today - timedelta(days=1)
    found = await rounds_on(city, today, today)
    if now < told_within(before, now.tzinfo)[1]:
        found = await rounds_on(city, before, before, phases=OPEN) + found
    return found


async def round_named(city: City, name: str) -> Known:
    """Return a round. Raises NotFound; Malformed where it makes no sense."""
    urn = urn_of(ROUND, name)
    entity = (await city.present([urn])).get(urn)
    if entity is None:
        raise NotFound(f"there is no {urn}")
    known = known_in([entity])
    if not known:
        raise Malformed(f"{urn} makes no sense: it was not written by a plan")
    return known[0]


async def evidence_of(city: City, known: Known) -> Evidence:
    """Return what is known of a round beside its plan."""
    if not known.round.stops and not known.standing:
        return Evidence()
    start, end = known.span
    urns = known.containers
    track = await city.ask(TrackOf(urn=known.round.vehicle, start=start, end=end))
    seen = await city.ask(SeenEmptied(urns=urns, start=start, end=end + SENSOR_LATE))
    planned = {urn for stop in known.round.stops for urn in stop.containers}
    others = await city.present([urn for urn in urns if urn not in planned])
    places = {urn: place_of(one) for urn, one in others.items()}
    return Evidence(
        deeds=known.standing,
        seen=seen,
        track=cleaned(track),
        places={urn: place for urn, place in places.items() if place},
    )
