"""What other systems are told: how telling each fares, and what of it was given up."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed
from mesto.kernel.question.subscribed import (
    DropGivenUp,
    ListGivenUp,
    SendAgain,
    Subscribed,
    Subscriptions,
    TakeBackDropped,
)
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.workbench import payload_of

MOST: Final = 100  #: notifications that are listed
GLANCE_BYTES: Final = 8 * 2**10  #: of each

State: TypeAlias = Literal["failing", "active", "paused", "expired"]


#: Of a notification, as the database counts.
Number: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]


class Which(msgspec.Struct, frozen=True):
    """Which of what was given up: all of a subscription, or those numbers."""

    subscription: str
    numbers: Annotated[list[Number], msgspec.Meta(max_length=MOST)] | None = None


class Together(msgspec.Struct, frozen=True):
    """What of a subscription was let go together, by when that was."""

    subscription: str
    at: datetime


async def show_subscriptions(request: Request, _picture: Picture) -> Response:
    """List subscriptions, those to look after first."""
    found, count = await visit_of(request).ask(Subscriptions())
    now = datetime.now(UTC)
    items = [_written(one, now) for one in found]
    return answer_json(request, {"items": items, "count": count})


async def show_given_up(request: Request, _picture: Picture) -> Response:
    """List what was given up of one subscription, with the beginning of each."""
    of = request.query_params.get("subscription")
    if not of:
        raise Malformed("say the subscription", place=("subscription",))
    question = ListGivenUp(
        subscription=of,
        limit=asked.count(request, "limit", 20, MOST),
        body_bytes=GLANCE_BYTES,
    )
    page = await visit_of(request).ask(question)
    items = [
        {
            "number": one.number,
            "made_at": one.made_at,
            "tries": one.tries,
            "why": one.why,
            "size": one.size,
            **payload_of(one.body),
        }
        for one in page.told
    ]
    return answer_json(request, {"items": items, "count": page.total})


async def send_again(request: Request, _picture: Picture) -> Response:
    """Try again what was given up."""
    which = await read_body(request, Which)
    question = SendAgain(subscription=which.subscription, numbers=which.numbers)
    return answer_json(request, {"sent": await visit_of(request).ask(question)})


async def drop(request: Request, _picture: Picture) -> Response:
    """Let go what was given up."""
    which = await read_body(request, Which)
    question = DropGivenUp(subscription=which.subscription, numbers=which.numbers)
    return answer_json(request, (await visit_of(request).ask(question))._asdict())


async def take_back(request: Request, _picture: Picture) -> Response:
    """List again what was let go together."""
    which = await read_body(request, Together)
    question = TakeBackDropped(subscription=which.subscription, at=which.at)
    back = await visit_of(request).ask(question)
    return answer_json(request, {"notifications": back})


def state_of(one: Subscribed, now: datetime) -> State:
    """Return how a subscription is: whether it is told, and whether that is taken."""
    until = one.document.get("expiresAt")
    if until is not None and datetime.fromisoformat(until) <= now:
        return "expired"
    if one.document.get("isActive") is False:
        return "paused"
    failed, taken = one.last_failure, one.last_success
    if failed is not None and (taken is None or taken < failed):
        return "failing"
    return "active"


def address_of(document: Mapping[str, Any]) -> str:
    """Return where a subscription is told; who is named there stays unsaid."""
    url = str(document["notification"]["endpoint"]["uri"])
    who, at, _ = urlsplit(url).netloc.rpartition("@")
    return url.replace(who + at, "•••@", 1) if at else url


def _written(one: Subscribed, now: datetime) -> dict[str, object]:
    document = one.document
    name = document.get("subscriptionName") or document.get("description")
    told = {name: value for name, value in one._asdict().items() if name != "document"}
    return {
        **told,
        "name": name or one.id,
        "address": address_of(document),
        "state": state_of(one, now),
    }
