"""What drivers say of their rounds, with pictures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.driving.carried import require_driver, round_of, whole_of
from mesto.domains.waste.driving.deeds import (
    DEED,
    Deed,
    check_times,
    corrections,
    fresh,
    standing,
    told,
)
from mesto.domains.waste.driving.giving import in_phase, over
from mesto.domains.waste.driving.known import Known
from mesto.domains.waste.driving.phases import phase_after
from mesto.domains.waste.driving.shown import (
    spoken_of,
)
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Conflict, NotFound
from mesto.operations.calendars.reading import spot_of
from mesto.operations.work.clock import by_our_clock, noted
from mesto.operations.work.said import DATASET
from mesto.web.asker import host_of, visit_of
from mesto.web.body import read_body
from mesto.web.once import once_of
from mesto.web.picture import Picture
from mesto.web.work.device import device_of
from mesto.web.work.sent import keep_sent

TRIES = 4  #: when others say something of the same round in the same moment


class Spoken(msgspec.Struct, frozen=True):
    """Deeds, in the order they were done."""

    said: Annotated[list[Deed], Meta(min_length=1, max_length=200)]


async def say_of_round(request: Request, _picture: Picture) -> Response:
    """Take down deeds, each once, however late and in whatever order they come.

    Answers as `show_round` does. Raises Forbidden but for the round's driver and for
    those who may record, Malformed for a deed of another day, NotFound for what it
    speaks of.
    """
    known = await round_of(request)
    spoken = (await read_body(request, Spoken)).said
    require_driver(request, known.round)
    spot = await spot_of(host_of(request))
    device = device_of(request)
    times = by_our_clock([one.at for one in spoken], device, _last_said(request, known))
    deeds = [
        msgspec.structs.replace(one, at=at)
        for one, at in zip(spoken, times, strict=True)
    ]
    check_times(deeds, known.round.day, spot.zone)
    await _check_there(visit_of(request), deeds)
    for _ in range(TRIES):
        try:
            await _record(request, known, fresh(deeds, known.deeds))
        except Conflict as conflict:
            if conflict.facts.get("done"):
                raise
            known = await round_of(request)
        else:
            return await whole_of(request, await round_of(request))
    raise Conflict("too many say something of this round at once", retry_after_s=2)


async def keep_photo(request: Request, _picture: Picture) -> Response:
    """Keep a picture of the own round, before the deed that speaks of it is said.

    Raises Forbidden as `say_of_round` does, Malformed for what is no picture.
    """
    require_driver(request, (await round_of(request)).round)
    return await keep_sent(request)


async def _record(request: Request, known: Known, new: Sequence[Deed]) -> None:
    """Record deeds that nobody said before. Raises Conflict where somebody just did."""
    visit = visit_of(request)
    writer: City = visit if visit.principal.may(Verb.RECORD) else visit.host
    who, about = visit.principal.name, (known.urn, known.round.vehicle)
    wrong = list(corrections(*about, known.deeds, new, who))
    if wrong:
        await writer.correct(wrong)
    seen = list(noted(told(*about, known.deeds, new, who), device_of(request)))
    after = phase_after(known.round.phase, standing([*known.deeds.values(), *new]))
    expects = [
        Expect(entity=known.urn, attribute=DEED, dataset=f"{DATASET}{one.id}")
        for one in new
    ]
    if after != known.round.phase:
        moved = msgspec.structs.replace(known.round, phase=after)
        seen += [
            msgspec.structs.replace(one, source=who)
            for one in in_phase(known.urn, moved)
        ]
        expects.append(over(known))
    if seen:
        await writer.record(seen, expect=expects, once=once_of(request))


def _last_said(request: Request, known: Known) -> datetime | None:
    """Return when who asks last said something of a round."""
    who = visit_of(request).principal.name
    mine = {id_ for id_, source in known.sources.items() if source == who}
    return max(
        (one.at for id_, one in known.deeds.items() if str(id_) in mine), default=None
    )


async def _check_there(city: City, deeds: Sequence[Deed]) -> None:
    """Raise NotFound, with the place, for what deeds speak of and is not there."""
    wanted = list(spoken_of(deeds))
    known = await city.outlines(sorted({urn for _, urn in wanted})) if wanted else {}
    for number, urn in wanted:
        if urn not in known:
            raise NotFound(f"there is no {urn}", place=("said", number))
