"""Keeping a town's outlooks: learnt anew by night, told anew by what is heard by day.

A town that has containers and no outlook of them is foretold at once, and anew when its
past has come in. One process of several does it. The night's work has a process of its
own; by day an outlook is only moved by what its container tells, which costs next to
nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec

from mesto.domains.waste.forecast.kept import (
    URN,
    Night,
    outlook_told,
    read_kept,
    told_of,
)
from mesto.domains.waste.forecast.night import Asked, foretell_town
from mesto.domains.waste.forecast.recondition import (
    READ_SPREAD,
    SEEN_SPREAD,
    moved,
    recondition,
)
from mesto.domains.waste.inventory.reading import policy_of
from mesto.domains.waste.nouns import CONTAINER, EMPTYING, LEVEL, OUTLOOK, SEEN
from mesto.domains.waste.outlook import Outlook
from mesto.domains.waste.unforetold import Unforetold
from mesto.kernel import waiting
from mesto.kernel.access.callers import Callers
from mesto.kernel.apart import apart
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import TYPE, Event
from mesto.kernel.question.catalogue import OfType
from mesto.kernel.question.retention import Retention
from mesto.operations.calendars.reading import spot_of

LEASE: Final = "waste: forecast"
READER: Final = "waste: forecast hears"
BEFORE_PLANS: Final = timedelta(hours=1)  #: the night's plan rests on the outlooks
LOOK_S: Final = 120.0
REST_S: Final = 30.0  #: readings come together; so are outlooks told
#: An inventory, or a past, to which nothing was added for so long is whole; that
#: something was is heard after a rest.
SETTLE_S: Final = 35.0
LONG_AGO: Final = timedelta(days=7)  #: what was then is told by who brings a past
KEPT_DAYS: Final = 45  #: outlooks of the past; they are judged by 30 days
FALLEN: Final = 0.15  #: share of the volume below all that was foretold: emptied unseen


class Heard(NamedTuple):
    """A level that was told of a container; `spread` 0 after an emptying."""

    at: datetime
    level: float
    spread: float
    ground: str


async def keep_outlooks(city: City, _callers: Callers) -> None:
    """Foretell a town's containers, if no other process does, for ever."""

    async def work() -> None:
        await city.begin(READER)
        more = asyncio.Event()  # containers were stated
        async with asyncio.TaskGroup() as group:
            group.create_task(_keep_foretelling(city, more))
            group.create_task(_keep_hearing(city, more))

    await while_held(city.bound, LEASE, uuid4(), work)


async def _keep_foretelling(city: City, more: asyncio.Event) -> None:
    """Foretell when a night's forecast is due, and when what came in has come in."""
    before: set[str] = set()
    given_up: set[str] = set()  # of which nothing is stated to foretell them from
    waits = False
    while True:
        heard = more.is_set()
        more.clear()
        now = datetime.now(UTC)
        fresh = set(await city.ask(Unforetold())) - given_up
        waits = waits or heard or bool(fresh)
        quiet = not heard and fresh == before
        if quiet if waits else await is_due(city, now):
            await foretell(city, now)
            given_up, fresh, waits = set(await city.ask(Unforetold())), set(), False
        before = fresh
        if waits:
            await asyncio.sleep(SETTLE_S)
            continue
        await waiting.woken(more, LOOK_S)


async def is_due(city: City, now: datetime) -> bool:
    """Tell whether the night's forecast has not been made."""
    at = (await policy_of(city)).at
    kept = read_kept((await city.present([URN])).get(URN))
    return kept.at < last_night(at, (await spot_of(city)).zone, now)


async def _keep_hearing(city: City, more: asyncio.Event) -> None:
    async for events in city.follow(READER, types=[CONTAINER], rest_s=REST_S):
        if any(_adds(event, datetime.now(UTC) - LONG_AGO) for event in events):
            more.set()
        await hear(city, events)


def _adds(event: Event, long_ago: datetime) -> bool:
    """Tell whether a container was stated, or something of its past was told."""
    seen = event.observation
    if seen.attribute == TYPE:
        return True
    past = seen.observed_at is not None and seen.observed_at < long_ago
    return past and seen.attribute in {EMPTYING, SEEN, LEVEL}


def last_night(at: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Return when outlooks were due last.

    at: when plans are made, by the clock of the town, HH:MM
    """
    local = now.astimezone(zone)
    hour, minute = map(int, at.split(":"))
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    due -= BEFORE_PLANS
    return due if due <= local else due - timedelta(days=1)


async def foretell(city: City, now: datetime) -> Night | None:
    """Learn a town anew and record what is foretold; None where it has no containers.

    Raises Unavailable if the database does not answer; what was recorded stays.
    """
    if not await city.ask(OfType(type=CONTAINER)):
        return None
    kept = read_kept((await city.present([URN])).get(URN))
    asked = Asked(city.database.dsn, city.name, now, kept.tallies, kept.widening)
    night = None
    async for told in apart(foretell_town, asked):
        if isinstance(told, Night):
            night = told
            await city.record(told_of(told))
        else:
            await city.record([outlook_told(*one) for one in told])
    if (await city.ask(Retention())).get(OUTLOOK) is None:
        await city.keep(OUTLOOK, KEPT_DAYS)
    return night


async def hear(city: City, events: Sequence[Event]) -> int:
    """Tell anew how full containers will be that told something; return how many."""
    heard = heard_of(events)
    entities = await city.present(sorted(heard)) if heard else {}
    news = []
    for urn, entity in entities.items():
        before = _outlook(entity.value(OUTLOOK))
        after = before and told_anew(before, heard[urn])
        if after is not None:
            news.append(outlook_told(urn, after))
    if news:
        await city.record(news)
    return len(news)


def heard_of(events: Sequence[Event]) -> Mapping[str, Heard]:
    """Return the last level that each container told, or that was told of it."""
    last: dict[str, Heard] = {}
    for event in events:
        heard = _heard(event)
        urn = event.observation.entity
        if heard and (urn not in last or last[urn].at <= heard.at):
            last[urn] = heard
    return last


def told_anew(before: Outlook, heard: Heard) -> Outlook | None:
    """Return an outlook that knows what was heard; None where it says nothing new."""
    if not before.made_at < heard.at < before.ends:
        return None
    emptied = heard.level < before.level(heard.at, 0) - FALLEN
    spread = 0.0 if emptied else heard.spread
    after = recondition(before, heard.level, spread, heard.at, heard.ground)
    return after if moved(before, after) else None


def _heard(event: Event) -> Heard | None:
    seen = event.observation
    value, at = seen.value, seen.observed_at
    assert at is not None
    if seen.attribute == EMPTYING and isinstance(value, Mapping) and not seen.deleted:
        left = value.get("after")
        level = float(left) if isinstance(left, int | float) else 0.0
        return Heard(at, level, 0.0, "emptyings")
    spreads = {LEVEL: (READ_SPREAD, "sensor"), SEEN: (SEEN_SPREAD, "seen")}
    if seen.attribute not in spreads or isinstance(value, bool):
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return Heard(at, float(value), *spreads[seen.attribute])


def _outlook(value: object) -> Outlook | None:
    try:
        return msgspec.convert(value, Outlook)
    except msgspec.ValidationError:
        return None
