"""Emptyings as people and contractors report them, and what is known of them all."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.emptyings.found import emptied_last, stated
from mesto.domains.waste.emptyings.happened import DOUBLED_WITHIN, Emptied
from mesto.domains.waste.emptyings.questions import Told
from mesto.domains.waste.emptyings.reading import emptyings_of, weighed_emptyings
from mesto.domains.waste.emptyings.reports import LATEST, Report, Sifted, sift
from mesto.domains.waste.emptyings.table import Line, read_lines
from mesto.domains.waste.emptyings.weights import WEIGHING, Weighing
from mesto.domains.waste.nouns import DISPOSAL_SITE, VEHICLE
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Malformed
from mesto.kernel.model import TYPE, Kind, Observation
from mesto.kernel.names import PEOPLE
from mesto.kernel.plugin import Answers
from mesto.kernel.reading import Clock
from mesto.kernel.table import Refused
from mesto.operations.written import urn_of
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import said, visit_of
from mesto.web.body import MOST_BYTES, read_body, read_bytes
from mesto.web.once import record_once
from mesto.web.picture import Picture

USUAL_DAYS: Final = 28
MOST_DAYS: Final = 366
MOST_URNS: Final = 100
Reports = Annotated[list[Report], msgspec.Meta(min_length=1, max_length=2_000)]


async def show_emptyings(request: Request, _picture: Picture) -> Response:
    """List emptyings: of some containers, or of all with their weights."""
    until = asked.moment(request, "until") or datetime.now(UTC)
    since = asked.moment(request, "since") or until - timedelta(days=USUAL_DAYS)
    if not timedelta(0) < until - since <= timedelta(days=MOST_DAYS):
        raise Malformed(f"ask for at most {MOST_DAYS} days, from since to until")
    urns = request.query_params.getlist("container")[:MOST_URNS]
    city = visit_of(request)
    found = (
        await emptyings_of(city, urns, since, until)
        if urns
        else await weighed_emptyings(city, since, until)
    )
    return answer_json(request, [_shown(one) for one in found])


async def report_emptyings(request: Request, _picture: Picture) -> Response:
    """Record what somebody reports; what cannot be true, or was told, is refused.

    Answers how many were recorded, and each that was not with the reason.
    """
    reports = await read_body(request, Reports, most_bytes=MOST_BYTES)
    sifted = await _recorded(request, reports)
    refused = [one._asdict() for one in sifted.refused]
    told = {"recorded": len(sifted.taken), "refused": refused}
    return answer_json(request, told)


async def import_emptyings(request: Request, picture: Picture) -> Response:
    """Record a contractor's table of emptyings, line by line.

    `format` in the query says how times are written, `decimal` how numbers are.
    """
    body = await read_bytes(request)
    lines: list[Line] = []
    refused: list[dict[str, object]] = []
    for one in read_lines(body, _clock(request, picture), _decimal(request)):
        if isinstance(one, Refused):
            refused.append({"line": one.line, "field": one.field, "why": one.why})
        else:
            lines.append(one)
    sifted = await _recorded(request, [one.report for one in lines])
    refused += [
        {"line": lines[one.number].number, "field": one.field, "why": one.why}
        for one in sifted.refused
    ]
    refused.sort(key=lambda one: str(one["line"]).zfill(9))
    return answer_json(request, {"recorded": len(sifted.taken), "refused": refused})


async def weigh(request: Request, _picture: Picture) -> Response:
    """Record that a vehicle was weighed where it unloaded.

    Raises Malformed for a vehicle or a site that is none.
    """
    weighing = await read_body(request, Weighing)
    now = datetime.now(UTC)
    if weighing.at.tzinfo is None or weighing.at > now + LATEST:
        raise Malformed("the time has a zone and is not to come", place=("at",))
    city = visit_of(request)
    there = await city.present(
        [one for one in (weighing.vehicle, weighing.site) if one]
    )
    for place, urn, type_ in (
        ("vehicle", weighing.vehicle, VEHICLE),
        ("site", weighing.site, DISPOSAL_SITE),
    ):
        if urn and (urn not in there or type_ not in there[urn].types):
            raise Malformed(f"there is no {type_} {urn}", place=(place,))
    urn = weighing_urn(weighing)
    await record_once(request, weighing_stated(weighing), None)
    return answer_json(request, {"id": urn})


def weighing_urn(weighing: Weighing) -> str:
    """Return what a weighing is called: one vehicle stands on one scale at a time."""
    at = f"{weighing.at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return urn_of(WEIGHING, f"{weighing.vehicle.rpartition(':')[2]}-{at}")


def weighing_stated(weighing: Weighing) -> list[Observation]:
    """Return what is recorded of a weighing."""
    urn = weighing_urn(weighing)
    stated_ = [
        said(urn, TYPE, [WEIGHING]),
        said(urn, "refGarbageTruck", weighing.vehicle, Kind.RELATIONSHIP),
        msgspec.structs.replace(
            said(urn, "weight", weighing.net_kg),
            observed_at=weighing.at,
            unit="KGM",
        ),
    ]
    if weighing.site:
        site = said(urn, "refWasteDisposalSite", weighing.site, Kind.RELATIONSHIP)
        stated_.append(site)
    return stated_


async def _recorded(request: Request, reports: Sequence[Report]) -> Sifted:
    """Record what can be true of some reports, in the name of who asks."""
    city = visit_of(request)
    known = await _known(request, reports)
    urns = {one.container for one in reports} | {one.vehicle for one in reports}
    sifted = sift(
        reports,
        by=city.principal.name,
        town=await city.present(sorted(urns - {""})),
        known=known,
        now=datetime.now(UTC),
    )
    if sifted.taken:
        await record_once(request, list(_said(sifted.taken)), None)
    return sifted


async def _known(request: Request, reports: Sequence[Report]) -> list[Emptied]:
    """Return what was told before of the containers of reports around their times."""
    times = [one.at for one in reports if one.at.tzinfo is not None]
    if not times:
        return []
    told = Told(
        urns=sorted({one.container for one in reports}),
        since=min(times) - DOUBLED_WITHIN,
        until=max(times) + DOUBLED_WITHIN + timedelta(microseconds=1),
    )
    return await visit_of(request).ask(told)


def _said(taken: Iterable[Emptied]) -> Iterable[Observation]:
    for one in taken:
        yield stated(one.container, one.emptying, one.at, "reported", PEOPLE)
        yield emptied_last(one.container, one.at, PEOPLE)


def _shown(one: Emptied) -> dict[str, Any]:
    return {
        "container": one.container,
        "at": one.at,
        "ways": list(one.ways),
        **msgspec.to_builtins(one.emptying),
    }


def _clock(request: Request, picture: Picture) -> Clock:
    written = request.query_params.get("format", "iso8601")
    try:
        return Clock(format=written, zone=picture.municipality.timezone)
    except ValueError as error:
        raise Malformed(str(error), place=("format",)) from error


def _decimal(request: Request) -> str:
    decimal = request.query_params.get("decimal", ".")
    if decimal not in {".", ","}:
        raise Malformed("decimal is . or ,", place=("decimal",))
    return decimal


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (("emptyings", "GET", show_emptyings),),
    Verb.RECORD: (
        ("emptyings", "POST", report_emptyings),
        ("emptyings/file", "POST", import_emptyings),
        ("weighings", "POST", weigh),
    ),
}
