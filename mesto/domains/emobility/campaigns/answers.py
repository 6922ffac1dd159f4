"""What people write as campaigns, and how those stand."""

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.campaigns.campaign import (
    Campaign,
    check_campaign,
    counted,
)
from mesto.domains.emobility.campaigns.reading import campaigns_of, courses_of
from mesto.domains.emobility.campaigns.words import WHY
from mesto.domains.emobility.nouns import CAMPAIGN, FIRMWARE, MODEL, UPDATE, VENDOR
from mesto.domains.emobility.refusals import NO_CAMPAIGN
from mesto.domains.emobility.stations.reading import numbers_of
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import Expect
from mesto.kernel.errors import NotFound
from mesto.kernel.model import Kind
from mesto.kernel.plugin import Answers
from mesto.kernel.text import refusal
from mesto.kernel.verdict import named
from mesto.operations.sorts import Sort, Sorts
from mesto.web.answers import answer_json
from mesto.web.asker import said, visit_of
from mesto.web.picture import Picture
from mesto.web.sorts import doors_of

KINDS: Final[Sorts] = {"campaigns": Sort(CAMPAIGN, Campaign, check_campaign)}


async def show_courses(request: Request, _picture: Picture) -> Response:
    """Tell how campaigns stand, and what makers, models and versions there are."""
    visit = visit_of(request)
    courses, stations = await courses_of(
        visit, await campaigns_of(visit), datetime.now(UTC)
    )
    numbers = await numbers_of(visit, list(stations))
    told = {
        name: {
            "stage": course.stage,
            "stopped": course.stopped,
            **dict(counted(course.members)),
            "members": [
                {
                    **one._asdict(),
                    "means": WHY.get(one.why) or ({"en": one.why} if one.why else {}),
                    "id": numbers.get(one.urn),
                    "name": named(stations[one.urn]),
                    "firmware": stations[one.urn].value(FIRMWARE),
                }
                for one in course.members
            ],
        }
        for name, course in courses.items()
    }
    kinds = {
        tuple(str(one.value(name) or "") for name in (VENDOR, MODEL, FIRMWARE))
        for one in stations.values()
        if one.value(VENDOR)
    }
    listed = [
        {"vendor": vendor, "model": model, "version": version}
        for vendor, model, version in sorted(kinds)
    ]
    return answer_json(request, {"courses": told, "kinds": listed})


async def try_again(request: Request, _picture: Picture) -> Response:
    """Let those that failed wait for their turn again; they do not count as failed.

    Raises NotFound, and Conflict where something became of one of them meanwhile.
    """
    visit, name = visit_of(request), request.path_params["name"]
    campaign = (await campaigns_of(visit)).get(name)
    if campaign is None:
        raise refusal(NotFound, NO_CAMPAIGN)
    courses, stations = await courses_of(visit, {name: campaign}, datetime.now(UTC))
    failed = [one.urn for one in courses[name].members if one.state == "failed"]
    seen, still = [], []
    for urn in failed:
        kept = stations[urn].attribute(UPDATE)
        assert kept is not None, "it was told"
        still.append(Expect(entity=urn, attribute=UPDATE, position=kept.position))
        seen.append(said(urn, UPDATE, {"again": name}, Kind.JSON_PROPERTY))
    await visit.record(seen, current=True, expect=still)
    return answer_json(request, {"again": failed})


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (
        *doors_of(KINDS, Verb.SEE),
        ("courses", "GET", show_courses),
    ),
    Verb.RECORD: (
        *doors_of(KINDS, Verb.RECORD),
        ("campaigns/{name}/again", "POST", try_again),
    ),
}
