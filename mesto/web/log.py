"""What became of an asset: one timeline of what was said, ordered and alerted.

It comes from several streams, each newest first and each cut somewhere. A page reaches
back as far as all of them were read, so that nothing is told twice or left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import TYPE, Entity
from mesto.kernel.plugin import Text
from mesto.kernel.question.commands import Commands, Ordered
from mesto.kernel.question.handled import CLEARED, STATE
from mesto.kernel.question.links import LinksTo
from mesto.kernel.question.picture import Judged
from mesto.kernel.question.told import Telling, Tellings, Told
from mesto.kernel.script import with_both_scripts
from mesto.kernel.verdict import moment
from mesto.operations.alarms.alert import CLEARED_TIME
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.picture import Picture

ALERT = "Alert"  #: the entity type
ALERT_FACTS = ("severity", "description", "category", "subCategory")
ALERT_TIMES = ("validFrom", "dateIssued", "validTo", STATE, CLEARED_TIME)
MOST_ALERTS = 500  #: the newest about one asset
MOST_ENTRIES = 200  #: of each stream in a page
WHATS = ("said", "command", "alert")

Entry = dict[str, object]


class Dated(NamedTuple):
    """An entry of the timeline and its moment."""

    at: datetime
    entry: Entry


class Stream(NamedTuple):
    """Entries of one sort, and from when on they are all there."""

    entries: Sequence[Dated]
    cut: datetime | None  #: None: there are no older ones


class Page(NamedTuple):
    """A page of the timeline, newest first."""

    entries: Sequence[Dated]
    before: datetime | None  #: where the next page begins; None: there is none


async def show_log(request: Request, picture: Picture) -> Response:
    """Say who said and ordered what, and what was alerted, newest first."""
    await picture.ready()
    number, entity = await asked.entity(request, picture)
    limit = asked.count(request, "limit", 50, MOST_ENTRIES)
    before = asked.moment(request, "before") or datetime.max.replace(tzinfo=UTC)
    start = asked.moment(request, "from")
    streams: list[Stream] = []
    wanted = _whats_in(request)
    if "said" in wanted:
        for by_people in (True, False):
            question = Told(
                entity=number,
                before=before,
                start=start,
                by_people=by_people,
                limit=limit,
            )
            streams.append(tellings(await picture.city.ask(question)))
    if "command" in wanted:
        given = Commands(entity=entity.id, before=before, start=start, limit=limit)
        streams.append(commands(await picture.city.ask(given), limit))
    if "alert" in wanted:
        alerts = await _alerts_about(picture.city, entity.id)
        streams.append(alert_times(alerts, before, start, datetime.now(UTC)))
    page = merged(streams)
    items = [{"at": at, **entry} for at, entry in page.entries]
    return answer_json(request, {"items": items, "next": page.before})


def merged(streams: Iterable[Stream]) -> Page:
    """Put streams together as far back as all of them were read."""
    streams = list(streams)
    cuts = [one.cut for one in streams if one.cut is not None]
    edge = max(cuts, default=None)
    known = [
        dated
        for stream in streams
        for dated in stream.entries
        if edge is None or dated.at >= edge
    ]
    once = {(at, str(entry["id"])): Dated(at, entry) for at, entry in known}
    newest_first = sorted(once.values(), key=lambda one: one.at, reverse=True)
    return Page(newest_first, edge)


def tellings(told: Tellings) -> Stream:
    """Turn what was said of an asset into entries."""
    return Stream([_telling(one) for one in told.items], told.cut)


def commands(given: Sequence[Ordered], limit: int) -> Stream:
    """Turn what an asset was told into entries, one a command."""
    cut = given[-1].created_at if len(given) >= limit else None
    return Stream([Dated(one.created_at, written_command(one)) for one in given], cut)


def written_command(one: Ordered) -> Entry:
    """Write a command and its life."""
    return {"what": "command", **one._asdict(), "state": one.state.value}


def alert_times(
    alerts: Mapping[int, Entity],
    before: datetime,
    start: datetime | None,
    now: datetime,
) -> Stream:
    """Say when alerts were raised, and when they were cleared until now."""
    entries = [
        dated
        for number, alert in alerts.items()
        for dated in _raised_and_cleared(number, alert, now)
        if dated.at < before and (start is None or dated.at >= start)
    ]
    return Stream(entries, None)


def _raised_and_cleared(number: int, alert: Entity, now: datetime) -> Iterator[Dated]:
    raised_at = (
        moment(alert, "validFrom") or moment(alert, "dateIssued") or alert.created_at
    )
    description = alert.value("description")
    entry: Entry = {
        "what": "alert",
        "alert": number,
        "urn": alert.id,
        **{name: alert.value(name) for name in ALERT_FACTS},
        "description": _text(description),
    }
    yield Dated(raised_at, {**entry, "id": f"{number} raised", "turn": "raised"})
    by_hand = alert.value(STATE) == CLEARED
    cleared_at = moment(alert, CLEARED_TIME if by_hand else "validTo")
    if cleared_at is not None and cleared_at <= now:
        yield Dated(cleared_at, {**entry, "id": f"{number} cleared", "turn": "cleared"})


def _text(said: object) -> Text | str | None:
    if isinstance(said, Mapping):
        return with_both_scripts({str(tag): str(text) for tag, text in said.items()})
    return said if isinstance(said, str) else None


def _telling(one: Telling) -> Dated:
    said = one.said
    entry: Entry = {
        "what": "said",
        "id": str(said.position),
        "attribute": said.attribute,
        "value": said.value,
        "before": one.before,
        "first": one.first,
        "created": one.first and said.attribute == TYPE,
        "unit": said.unit,
        "dataset": said.dataset,
        "deleted": said.deleted,
        "recorded_at": said.recorded_at,
        "source": said.source,
    }
    return Dated(said.observed_at, entry)


async def _alerts_about(city: City, urn: str) -> Mapping[int, Entity]:
    """Return the newest alerts that name an entity as what they are about."""
    leading = await city.ask(LinksTo(urn=urn))
    numbers = sorted({one.id for one in leading if ALERT in one.types})
    names = [*ALERT_FACTS, *ALERT_TIMES]
    return await city.ask(Judged(attributes=names, ids=numbers[-MOST_ALERTS:]))


def _whats_in(request: Request) -> Sequence[str]:
    wanted = request.query_params.getlist("what") or WHATS
    unknown = set(wanted).difference(WHATS)
    if unknown:
        raise Malformed(f"what is one of {', '.join(WHATS)}")
    return wanted
