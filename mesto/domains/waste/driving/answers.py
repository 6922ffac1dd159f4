"""Rounds over HTTP: the list, one to carry along, what was done, what became of it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.driving import gpx
from mesto.domains.waste.driving.deeds import (
    DEED,
    Deed,
    check_times,
    corrections,
    fresh,
    standing,
    told,
)
from mesto.domains.waste.driving.known import Known
from mesto.domains.waste.driving.phases import PHASE, check_phase, phase_after
from mesto.domains.waste.driving.proof import compare
from mesto.domains.waste.driving.reading import evidence_of, round_named, rounds_on
from mesto.domains.waste.driving.release import noticed
from mesto.domains.waste.driving.sheet import MEDIA_TYPE as PDF
from mesto.domains.waste.driving.sheet import Sheet, write_sheet
from mesto.domains.waste.driving.shown import (
    beside,
    listed,
    pictures_in,
    spoken_of,
    whole,
)
from mesto.domains.waste.driving.track import driven_km
from mesto.domains.waste.rounds import Phase, Round, Stop
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from mesto.kernel.model import Entity, Kind, Observation
from mesto.kernel.plugin import Answers
from mesto.kernel.verdict import named
from mesto.kernel.visit import Visit
from mesto.operations.calendars.reading import spot_of
from mesto.operations.notifications.tell import tell
from mesto.operations.reports.report import Language
from mesto.operations.work.clock import by_our_clock, noted
from mesto.operations.work.pictures import KIND, PictureOf
from mesto.operations.work.said import DATASET
from mesto.operations.written import DEFINITION
from mesto.web.answers import answer, answer_json
from mesto.web.asker import host_of, said, visit_of
from mesto.web.body import read_body
from mesto.web.once import once_of
from mesto.web.picture import Picture
from mesto.web.work.device import device_of
from mesto.web.written import name_in

MOST_DAYS = 31  #: in one list
TRIES = 4  #: when others say something of the same round in the same moment
MOST_FIXES = 2_000  #: of a track that is shown


class Spoken(msgspec.Struct, frozen=True):
    """Deeds, in the order they were done."""

    said: Annotated[list[Deed], Meta(min_length=1, max_length=200)]


class Released(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom a round is given; None: to whom it says already."""

    driver: Annotated[str, Meta(max_length=200)] | None = None


async def show_rounds(request: Request, _picture: Picture) -> Response:
    """List the rounds of some days: `first` and `last`, today where none is said."""
    visit = visit_of(request)
    today = datetime.now(UTC).astimezone((await spot_of(visit)).zone).date()
    first, last = _day(request, "first", today), _day(request, "last", today)
    if not first <= last < first + timedelta(days=MOST_DAYS):
        raise Malformed(f"ask for 1 to {MOST_DAYS} days", place=("last",))
    found = await rounds_on(visit, first, last)
    names = await visit.present(sorted({one.round.vehicle for one in found}))
    who = visit.principal.name
    rounds = [listed(one, names, who) for one in found]
    return answer_json(request, {"rounds": rounds, "me": who, "today": today})


async def show_round(request: Request, _picture: Picture) -> Response:
    """Tell everything of a round, to be carried where there is no network."""
    return await _whole(request, await _round(request))


async def release(request: Request, _picture: Picture) -> Response:
    """Give a round to its driver, who is told; given twice, it is given once.

    Raises Conflict where it is driven or dropped, NotFound.
    """
    asked = await read_body(request, Released)
    known = await _round(request)
    check_phase(known.round.phase, "released")
    driver = known.round.driver if asked.driver is None else asked.driver
    if known.round.phase != "released" or driver != known.round.driver:
        await _move(request, known, "released", driver)
        known = await _round(request)
        vehicle = (await visit_of(request).present([known.round.vehicle])).values()
        called = next(map(named, vehicle), "")
        await tell(host_of(request), list(noticed(known, called)))
    return await _whole(request, known)


async def recall(request: Request, _picture: Picture) -> Response:
    """Take a round back before it is driven: it is a draft again."""
    return await _to_phase(request, "draft")


async def drop_round(request: Request, _picture: Picture) -> Response:
    """Let a round not be driven at all."""
    return await _to_phase(request, "dropped")


async def say_of_round(request: Request, _picture: Picture) -> Response:
    """Take down deeds, each once, however late and in whatever order they come.

    Answers as `show_round` does. Raises Forbidden but for the round's driver and for
    those who may record, Malformed for a deed of another day, NotFound for what it
    speaks of.
    """
    known = await _round(request)
    spoken = (await read_body(request, Spoken)).said
    _require_driver(request, known.round)
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
            known = await _round(request)
        else:
            return await _whole(request, await _round(request))
    raise Conflict("too many say something of this round at once", retry_after_s=2)


async def show_deeds(request: Request, _picture: Picture) -> Response:
    """Lay plan, deeds, sensors and the vehicle's track side by side."""
    visit, now = visit_of(request), datetime.now(UTC)
    known = await _round(request)
    evidence = await evidence_of(visit, known)
    compared = await asyncio.to_thread(compare, known.round, evidence, now)
    names = await visit.present(beside(known))
    verdicts = [one.verdict for one in compared]
    track = evidence.track
    step = len(track) // MOST_FIXES + 1
    document = {
        "round": listed(known, names, visit.principal.name),
        "containers": [
            msgspec.to_builtins(one)
            | {"name": named(names[one.container]) if one.container in names else ""}
            for one in compared
        ],
        "counts": {one: verdicts.count(one) for one in dict.fromkeys(verdicts)},
        "track": [[*one.place, one.at] for one in track[::step]],
        "path": known.round.path,
        "driven_km": round(driven_km(track), 2) if track else None,
        "planned_km": known.round.km,
        "sensors": len(evidence.seen),
        "heard": len(track),
    }
    return answer_json(request, document)


async def show_gpx(request: Request, _picture: Picture) -> Response:
    """Hand out a round for navigation."""
    known = await _round(request)
    names = await visit_of(request).present(beside(known))
    title = f"{known.round.day} {_called(names, known.round.vehicle)}"
    content = gpx.write_gpx(known.round, title, lambda stop: _title(stop, names))
    headers = {"content-disposition": f'attachment; filename="{known.name}.gpx"'}
    return answer(request, content, gpx.MEDIA_TYPE, headers=headers)


async def show_sheet(request: Request, _picture: Picture) -> Response:
    """Hand out a round on paper."""
    language = request.query_params.get("language", "en")
    try:
        language = msgspec.convert(language, Language)
    except msgspec.ValidationError as error:
        raise Malformed("there is no such language", place=("language",)) from error
    known = await _round(request)
    visit = visit_of(request)
    names = await visit.present(beside(known))
    town = await visit.municipality()
    sheet = Sheet(
        round=known.round,
        names={urn: named(one) for urn, one in names.items()},
        sides={urn: str(one.value("accessSide") or "") for urn, one in names.items()},
        town=town.title,
        zone=town.zone,
        link=f"{request.base_url}{visit.name}/my-round/{known.name}",
    )
    content = await asyncio.to_thread(write_sheet, sheet, language)
    return answer(request, content, PDF)


async def show_photo(request: Request, _picture: Picture) -> Response:
    """Hand out a picture that a deed of the round speaks of. Raises NotFound."""
    digest = str(request.path_params["digest"])
    known = digest in pictures_in(await _round(request))
    content = await host_of(request).ask(PictureOf(digest=digest)) if known else None
    if content is None:
        raise NotFound("there is no such picture")
    headers = {
        "cache-control": "private, max-age=31536000, immutable",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(content, 200, headers, KIND)


async def _round(request: Request) -> Known:
    return await round_named(visit_of(request), name_in(request))


async def _whole(request: Request, known: Known) -> Response:
    visit = visit_of(request)
    names = await visit.present(beside(known))
    may_drive = _may_drive(visit, known.round)
    document = whole(known, names, visit.principal.name, may_drive=may_drive)
    return answer_json(request, document)


async def _to_phase(request: Request, phase: Phase) -> Response:
    known = await _round(request)
    check_phase(known.round.phase, phase)
    if known.round.phase != phase:
        await _move(request, known, phase, known.round.driver)
    return await _whole(request, await _round(request))


async def _move(request: Request, known: Known, phase: Phase, driver: str) -> None:
    """Record a phase, over the plan that was seen. Raises Conflict."""
    moved = msgspec.structs.replace(known.round, phase=phase, driver=driver)
    await visit_of(request).record(
        list(_in_phase(known.urn, moved)),
        current=True,
        expect=[_over(known)],
        once=once_of(request),
    )


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
            for one in _in_phase(known.urn, moved)
        ]
        expects.append(_over(known))
    if seen:
        await writer.record(seen, expect=expects, once=once_of(request))


def _in_phase(urn: str, round_: Round) -> list[Observation]:
    plain = msgspec.to_builtins(round_)
    return [
        said(urn, DEFINITION, plain, Kind.JSON_PROPERTY),
        said(urn, PHASE, round_.phase),
    ]


def _over(known: Known) -> Expect:
    return Expect(entity=known.urn, attribute=DEFINITION, position=known.version)


def _may_drive(visit: Visit, round_: Round) -> bool:
    own = bool(round_.driver) and visit.principal.name == f"person:{round_.driver}"
    return not visit.looking and (own or visit.principal.may(Verb.RECORD))


def _require_driver(request: Request, round_: Round) -> None:
    visit = visit_of(request)
    if not _may_drive(visit, round_):
        raise Forbidden(f"{visit.principal.name} does not drive this round")


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


def _day(request: Request, name: str, usual: date) -> date:
    text = request.query_params.get(name)
    try:
        return usual if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"{name} is no day", place=(name,)) from error


def _title(stop: Stop, names: Mapping[str, Entity]) -> str:
    if stop.title:
        return stop.title
    urns = [stop.at] if stop.at else list(stop.containers)
    return ", ".join(_called(names, urn) for urn in urns) or stop.what


def _called(names: Mapping[str, Entity], urn: str) -> str:
    return named(names[urn]) if urn in names else urn.rpartition(":")[2]


ANSWERS: Answers = {
    Verb.SEE: (
        ("rounds", "GET", show_rounds),
        ("rounds/{name}", "GET", show_round),
        ("rounds/{name}/said", "POST", say_of_round),
        ("rounds/{name}/deeds", "GET", show_deeds),
        ("rounds/{name}/gpx", "GET", show_gpx),
        ("rounds/{name}/sheet", "GET", show_sheet),
        ("rounds/{name}/pictures/{digest}", "GET", show_photo),
    ),
    Verb.RECORD: (
        ("rounds/{name}/release", "POST", release),
        ("rounds/{name}/recall", "POST", recall),
        ("rounds/{name}/drop", "POST", drop_round),
    ),
}
