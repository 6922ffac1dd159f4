"""What becomes of rounds: proof, files for navigation, paper, pictures."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.driving import gpx
from mesto.domains.waste.driving.carried import round_of
from mesto.domains.waste.driving.proof import compare
from mesto.domains.waste.driving.reading import evidence_of
from mesto.domains.waste.driving.shown import (
    beside,
    listed,
    pictures_in,
)
from mesto.domains.waste.driving.track import driven_km
from mesto.domains.waste.rounds import Stop
from mesto.kernel.model import Entity
from mesto.kernel.verdict import named
from mesto.operations.reports.pdf import MEDIA_TYPE as PDF
from mesto.web import asked
from mesto.web.answers import answer, answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture
from mesto.web.work.sent import hand_out

MOST_FIXES = 2_000  #: of a track that is shown


async def show_deeds(request: Request, _picture: Picture) -> Response:
    """Lay plan, deeds, sensors and the vehicle's track side by side."""
    visit, now = visit_of(request), datetime.now(UTC)
    known = await round_of(request)
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
    known = await round_of(request)
    names = await visit_of(request).present(beside(known))
    title = f"{known.round.day} {_called(names, known.round.vehicle)}"
    content = gpx.write_gpx(known.round, title, lambda stop: _title(stop, names))
    headers = {"content-disposition": f'attachment; filename="{known.name}.gpx"'}
    return answer(request, content, gpx.MEDIA_TYPE, headers=headers)


async def show_sheet(request: Request, _picture: Picture) -> Response:
    """Hand out a round on paper."""
    from mesto.domains.waste.driving.sheet import Sheet, write_sheet

    language = asked.language(request)
    known = await round_of(request)
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
    return await hand_out(request, pictures_in(await round_of(request)))


def _title(stop: Stop, names: Mapping[str, Entity]) -> str:
    if stop.title:
        return stop.title
    urns = [stop.at] if stop.at else list(stop.containers)
    return ", ".join(_called(names, urn) for urn in urns) or stop.what


def _called(names: Mapping[str, Entity], urn: str) -> str:
    return named(names[urn]) if urn in names else urn.rpartition(":")[2]
