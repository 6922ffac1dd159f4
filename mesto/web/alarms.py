"""Alarms: the list of them, their counts over time, and what people do about them.

An alarm is a time in which an asset is not well in one way. What people do is said of
an Alert entity of its own, as observations, so that it has a history and is open to
all, in the words of TMF642 and of the Smart Data Model.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import isnan

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.kernel.city import City
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.model import TYPE, Kind, Observation
from mesto.kernel.question.alarms import (
    AlarmCounts,
    Alarms,
    Answer,
    Bar,
    Listed,
    SortBy,
)
from mesto.kernel.question.film import Alarm
from mesto.kernel.question.handled import ALERT, CLEARED, RAISED
from mesto.kernel.question.observed import Observations
from mesto.kernel.script import fold
from mesto.operations.alarms.severity import SEVERITY
from mesto.operations.alarms.steps import LOGGED, Deed, check, done, steps_of
from mesto.web.abnormal import Row, in_both_scripts
from mesto.web.answers import answer_json
from mesto.web.asked import count, members, moment
from mesto.web.asker import said, visit_of
from mesto.web.body import read_body
from mesto.web.once import record_once
from mesto.web.picture import Picture
from mesto.web.sheet import lines_of
from mesto.web.tiles import STATUSES

MOST_ROWS, MOST_BARS, MOST_ANSWERED = 1_000, 400, 1_000
PAGE = 1_000  #: alarms of one question while a table is written
DAY = timedelta(days=1)
QUARTER_S = 900
COLUMNS = (
    *("asset", "type", "name", "street", "district", "longitude", "latitude"),
    *("status", "cause", "because", "since", "opened_at", "ended_at", "duration_s"),
    *("acknowledged_at", "acknowledged_by", "comment", "assigned_to"),
)


async def show_alarms(request: Request, picture: Picture) -> Response:
    """List alarms, a page at a time."""
    await picture.ready()
    question = _read(request, picture)
    page = await picture.city.ask(question)
    layers = _layers(picture)
    document = {
        "items": [written(one, layers) for one in page.alarms],
        "count": page.total,
        "districts": sorted(set(picture.assets.districts) - {""}),
    }
    return answer_json(request, document)


async def show_counts(request: Request, picture: Picture) -> Response:
    """Count what became abnormal in each step of a span."""
    end = moment(request, "to") or datetime.now(UTC)
    start = moment(request, "from") or end - DAY
    step = timedelta(seconds=count(request, "step_s", QUARTER_S, 30 * 86_400, 60))
    if not timedelta(0) < end - start <= MOST_BARS * step:
        raise Malformed(f"from lies before to, by up to {MOST_BARS} steps")
    question = AlarmCounts(
        start=start, end=end, step=step, types=_types(request, picture)
    )
    bars = await picture.city.ask(question)
    document = {
        "from": start,
        "step_s": step.total_seconds(),
        **in_columns(bars, start, end, step),
    }
    return answer_json(request, document)


async def export_alarms(request: Request, picture: Picture) -> Response:
    """Write alarms as a table, the oldest first."""
    await picture.ready()
    question = _read(request, picture)
    language = request.query_params.get("language", "en")
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="{picture.city.name}-alarms.csv"',
    }
    lines = _lines(picture.city, question, language)
    return StreamingResponse(lines, 200, headers, "text/csv; charset=utf-8")


async def handle_alarms(request: Request, picture: Picture) -> Response:
    """Do something about the open alarms of some assets, as `Deed` says.

    Only what a rule raised is cleared, and raised again: of all else the world decides.
    A deed may come late, having waited for a network: what is over by then needs it no
    more, and what began after it was not meant.

    Raises NotFound where none of the assets has an open alarm, Conflict where its alarm
    is not written yet.
    """
    deed = await _deed(request)
    meant = await _meant(picture.city, deed)
    if not meant:
        return _nothing_to_do(deed, picture)
    alerts = {one.alarm.entity: alert_of(one) for one in meant}
    visit, now = visit_of(request), datetime.now(UTC)
    await visit.record(said for one in meant for said in raised(one))
    await visit.host.ask(Answer(alerts=alerts))
    me = visit.principal.name
    seen = [said for urn in alerts.values() for said in done(urn, deed, now, source=me)]
    await record_once(request, seen, None)
    return Response(status_code=204)


async def show_steps(request: Request, picture: Picture) -> Response:
    """Say what became of an alarm, newest first."""
    alert = int(request.path_params["number"])
    told = await picture.city.ask(
        Observations(entity=alert, attributes=LOGGED, limit=MOST_ROWS)
    )
    return answer_json(request, [step._asdict() for step in steps_of(told)])


async def _meant(city: City, deed: Deed) -> Sequence[Listed]:
    """Return the alarms that a deed is about: open ones, or cleared ones to reopen.

    Raises Malformed where it would clear what no rule raised.
    """
    of_these = Alarms(statuses=(1, 2, 3, 4), entities=deed.assets, limit=MOST_ROWS)
    reopens = deed.what == "reopen"
    page = await city.ask(replace(of_these, over=reopens))
    meant = [one for one in page.alarms if was_seen(deed, one.alarm.since)]
    if reopens:
        newest = {one.alarm.entity: one for one in reversed(meant)}
        return [one for one in newest.values() if one.state == CLEARED]
    if deed.what == "clear" and any(one.state != RAISED for one in meant):
        raise Malformed("only what a rule raised can be cleared", place=("what",))
    return meant


def was_seen(deed: Deed, since: datetime) -> bool:
    """Tell whether a deed is about what was so since then."""
    return deed.seen_until is None or since <= deed.seen_until


def _nothing_to_do(deed: Deed, picture: Picture) -> Response:
    """Answer a deed whose alarms are over, or not written yet."""
    if deed.seen_until is None:
        raise NotFound("none of these assets has an open alarm")
    rows = [picture.assets.row(number) for number in deed.assets]
    now = [picture.assets.table[row] for row in rows if row is not None]
    if any(at["status"] and at["since"] <= deed.seen_until.timestamp() for at in now):
        raise Conflict("this alarm is just being written", retry_after_s=1)
    return Response(status_code=204)


def written(one: Listed, layers: Mapping[str, int]) -> Row:
    """Return an alarm as lists show it.

    layers: today's number of each layer, by its type
    """
    alarm = one.alarm
    return {
        "id": alarm.entity,
        "urn": one.urn,
        "type": alarm.type,
        "layer": layers.get(alarm.type),
        "name": alarm.name,
        "street": alarm.street,
        "district": alarm.district,
        "location": _place(alarm),
        "status": alarm.status,
        "since": alarm.since,
        "opened_at": alarm.opened_at,
        "ended_at": alarm.ended_at,
        "cause": in_both_scripts(tuple(one.cause.items())),
        "because": one.because and one.because._asdict(),
        "handled": one.handled and one.handled._asdict(),
        "members": one.members,
        "alert": one.alert,
        "alert_urn": alert_of(one),
        "state": one.state,
        "severity": SEVERITY[alarm.status],
    }


def in_columns(
    bars: Iterable[Bar], start: datetime, end: datetime, step: timedelta
) -> dict[str, list[int]]:
    """Return the counts of every step, in columns; zero where nothing opened."""
    steps = -((start - end) // step)
    columns = {"warning": [0] * steps, "critical": [0] * steps}
    for bar in bars:
        place = (bar.start - start) // step
        columns["warning"][place] = bar.warning
        columns["critical"][place] = bar.critical
    return columns


def alert_of(one: Listed) -> str:
    """Return the URN of the Alert that tells what people do about an alarm.

    An Alert that is shown itself tells it itself.
    """
    if one.alarm.type == ALERT:
        return one.urn
    code = one.urn.rpartition(":")[2]
    opened = one.alarm.opened_at.strftime("%Y%m%dT%H%M%S.%f")[:-3]
    return f"urn:ngsi-ld:{ALERT}:{one.alarm.type}:{code}:{opened}Z"


def raised(one: Listed) -> Iterable[Observation]:
    """Yield what an Alert says of its alarm. It stands nowhere: its asset does."""
    if one.alarm.type == ALERT:
        return
    urn, alarm = alert_of(one), one.alarm
    yield said(urn, TYPE, [ALERT])
    yield said(urn, "alertSource", one.urn, Kind.RELATIONSHIP)
    yield said(urn, "severity", SEVERITY[alarm.status])
    yield said(urn, "dateIssued", alarm.opened_at.isoformat())
    yield said(urn, "description", dict(one.cause), Kind.LANGUAGE_PROPERTY)


async def _deed(request: Request) -> Deed:
    deed = await read_body(request, Deed)
    if not 0 < len(deed.assets) <= MOST_ANSWERED:
        raise Malformed(f"at least one asset, at most {MOST_ANSWERED}")
    check(deed, datetime.now(UTC))
    return deed


def _read(request: Request, picture: Picture) -> Alarms:
    """Read which alarms are wanted."""
    asked = request.query_params
    state, sort = asked.get("state", "open"), asked.get("sort", SortBy.SINCE)
    if state not in ("open", "past", "all") or sort not in tuple(SortBy):
        raise Malformed("state is open, past or all; sort is " + ", ".join(SortBy))
    longer_s = count(request, "longer_s", 0, 400 * 86_400, 0)
    return Alarms(
        over={"open": False, "past": True}.get(state),
        statuses=members(request, "status") or (1, 2, 3),
        types=_types(request, picture),
        after=moment(request, "after"),
        before=moment(request, "before"),
        words=fold(asked.get("q", "")[:200]).split(),
        district=asked.get("district") or None,
        grouped=asked.get("group") == "true",
        of=_cause(request),
        assigned=_assigned(request),
        shelved=_shelved(asked.get("shelved"), state),
        longer_than=timedelta(seconds=longer_s) if longer_s else None,
        sort=SortBy(sort),
        ascending=asked.get("order") == "asc",
        limit=count(request, "limit", 200, MOST_ROWS),
        offset=count(request, "offset", 0, 10**9, 0),
    )


def _assigned(request: Request) -> str | None:
    """Read whose alarms are wanted: `me`, `nobody`, or anybody by name."""
    wanted = request.query_params.get("assigned") or None
    if wanted == "me":
        return visit_of(request).principal.name
    return "" if wanted == "nobody" else wanted


def _shelved(wanted: str | None, state: str) -> bool | None:
    """Read whether shelved alarms are wanted; of open ones only where it is said."""
    if wanted not in (None, "", "true", "false", "any"):
        raise Malformed("shelved is true, false or any")
    usual = "false" if state == "open" else "any"
    return {"true": True, "false": False}.get(wanted or usual)


def _cause(request: Request) -> tuple[int, datetime] | None:
    """Read which alarm explains those wanted: its asset's number, and its opening."""
    numbers, opened_at = members(request, "of"), moment(request, "opened")
    return (numbers[0], opened_at) if numbers and opened_at else None


def _types(request: Request, picture: Picture) -> list[str] | None:
    """Read which layers are wanted, as their types; None where all are."""
    wanted = members(request, "layer")
    if wanted is None:
        return None
    return [layer.type for at, (_, layer) in enumerate(picture.layers) if at in wanted]


def _layers(picture: Picture) -> dict[str, int]:
    return {layer.type: at for at, (_, layer) in enumerate(picture.layers)}


async def _lines(city: City, question: Alarms, language: str) -> AsyncIterator[str]:
    """Yield the table in pieces, page by page along the order of opening."""
    yield "\ufeff" + lines_of([COLUMNS])
    question = replace(
        question,
        grouped=False,
        sort=SortBy.SINCE,
        ascending=True,
        limit=PAGE,
        offset=0,
    )
    while True:
        page = await city.ask(question)
        yield lines_of(_cells(one, language) for one in page.alarms)
        if len(page.alarms) < PAGE:
            return
        last = page.alarms[-1].alarm
        question = replace(question, beyond=(last.opened_at, last.entity))


def _place(alarm: Alarm) -> tuple[float, float] | None:
    """Return longitude and latitude, degrees; None for what stands nowhere."""
    if isnan(alarm.longitude):
        return None
    return round(alarm.longitude, 7), round(alarm.latitude, 7)


def _cells(one: Listed, language: str) -> Iterable[object]:
    """Yield one row of the table."""
    alarm, handled = one.alarm, one.handled
    cause = in_both_scripts(tuple(one.cause.items()))
    ended_at = alarm.ended_at
    yield one.urn
    yield alarm.type
    yield alarm.name
    yield alarm.street
    yield alarm.district
    yield from _place(alarm) or ("", "")
    yield STATUSES[alarm.status]
    yield cause.get(language) or cause.get("en") or ""
    yield one.because.name if one.because else ""
    yield alarm.since.isoformat(timespec="seconds")
    yield alarm.opened_at.isoformat(timespec="seconds")
    yield ended_at.isoformat(timespec="seconds") if ended_at else ""
    yield round((ended_at - alarm.since).total_seconds()) if ended_at else ""
    acknowledged = handled if handled and handled.acknowledged else None
    yield acknowledged.at.isoformat(timespec="seconds") if acknowledged else ""
    yield acknowledged.by if acknowledged else ""
    yield handled.comment if handled else ""
    yield handled.assigned if handled else ""
