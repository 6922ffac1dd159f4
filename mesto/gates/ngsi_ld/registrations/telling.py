"""Telling who wants to know of registrations: of new ones, changed ones, lost ones.

What each was told of is kept, so that nothing is missed while nobody looked, and
nothing is told as new that was told before.

Source: ETSI GS CIM 009 v1.9.1, 5.3.2 (ContextSourceNotification), 5.11.2, 5.11.7.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import orjson

from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.registrations.interest import interesting, read_interest
from mesto.gates.ngsi_ld.registrations.matching import Match
from mesto.gates.ngsi_ld.registrations.read import respell, respell_information
from mesto.gates.ngsi_ld.registrations.registry import Registry as Sources
from mesto.gates.ngsi_ld.registrations.registry import registry_of
from mesto.gates.ngsi_ld.subscriptions import store
from mesto.gates.ngsi_ld.subscriptions.delivery import Delivery
from mesto.gates.ngsi_ld.subscriptions.model import Known
from mesto.gates.ngsi_ld.subscriptions.read import status_of
from mesto.gates.ngsi_ld.subscriptions.registry import Registry
from mesto.gates.ngsi_ld.subscriptions.telling import envelope
from mesto.kernel import waiting
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City

LOOK_S: Final = 60.0  #: how long a notice that was lost may go unnoticed
SOON_S: Final = 1.0  #: how often it is looked where the clock decides
_CONVEYED: Final = "contextSourceInfo"  #: it may hold what opens the source


class Reason(StrEnum):
    """Why somebody is told of a registration."""

    NEWLY_MATCHING = "newlyMatching"
    UPDATED = "updated"
    NO_LONGER_MATCHING = "noLongerMatching"


#: What somebody was told of: the number of its change, and how it was shown.
Told = Mapping[str, tuple[int, Mapping[str, Any]]]


class SourceTeller:
    """Writes down what is to be told of registrations."""

    def __init__(
        self, city: City, registry: Registry, delivery: Delivery, contexts: ContextStore
    ) -> None:
        """Tell those that `registry` knows of; `delivery` carries it."""
        self._city = city
        self._registry = registry
        self._delivery = delivery
        self._contexts = contexts
        self._told_at: dict[str, datetime] = {}

    async def follow(self) -> None:
        """Tell of registrations, for ever; sleep while nothing changes."""
        with self._city.notices.heard() as woken:
            while True:
                woken.clear()
                await self._registry.refresh()
                await self._round()
                await waiting.woken(woken, self._rest_s())

    def _rest_s(self) -> float:
        """Return how long nothing can become due by itself."""
        known = self._registry.of_sources.values()
        by_clock = any(one.wish.every_s or one.wish.throttling_s for one in known)
        return SOON_S if by_clock else LOOK_S

    async def _round(self) -> None:
        if not self._registry.of_sources:
            return
        sources = await registry_of(self._city, self._contexts)
        now, eyes = datetime.now(UTC), self._registry.eyes()
        for known in list(self._registry.of_sources.values()):
            due = status_of(known.wish, now) == "active" and self._is_due(known, now)
            if due and Verb.SEE in (await eyes(known.record)).may:
                await self._tell(sources, known, now)

    def _is_due(self, known: Known, now: datetime) -> bool:
        record, wish = known.record, known.wish
        last = self._told_at.get(record.id, record.last_notification)
        pause = timedelta(seconds=wish.every_s or wish.throttling_s)
        return last is None or now - last >= pause

    async def _tell(self, sources: Sources, known: Known, now: datetime) -> None:
        of = known.record.id
        interest = read_interest(known.record.document, known.wish.spelled)
        matches = interesting(sources.index, interest, now)
        shown = {
            name: (sources.records[name].change, show(sources, match, known))
            for name, match in matches.items()
        }
        told = await what_was_told(self._city, of)
        due = differences(told, shown, by_clock=known.wish.every_s is not None)
        if not due:
            return
        self._told_at[of] = now
        notes = [
            envelope(
                known,
                [dict(one) for one in data],
                now,
                kind="ContextSourceNotification",
                more={"triggerReason": reason.value},
            )
            for reason, data in due
        ]
        await store.keep(self._city, notes)
        await note_what_was_told(self._city, of, shown)
        self._delivery.more.set()


def differences(
    told: Told, shown: Told, *, by_clock: bool
) -> list[tuple[Reason, Sequence[Mapping[str, Any]]]]:
    """Return what is to be told, by its reason. Pure.

    by_clock: all that matches is told, whatever was told before
    """
    new = [shown[of][1] for of in shown if of not in told]
    known = [of for of in shown if of in told]
    changed = [shown[of][1] for of in known if by_clock or told[of][0] != shown[of][0]]
    lost = [told[of][1] for of in told if of not in shown]
    due = (
        (Reason.NEWLY_MATCHING, new),
        (Reason.UPDATED, changed),
        (Reason.NO_LONGER_MATCHING, [] if by_clock else lost),
    )
    return [(reason, data) for reason, data in due if data]


def show(sources: Sources, match: Match, known: Known) -> dict[str, Any]:
    """Return of a registration what somebody is told: what is relevant, and no keys."""
    spelled, context = match.registration.spelled, known.wish.context

    def spell(name: str) -> str:
        return context.compact(spelled.expand(name))

    said = respell(sources.records[match.registration.id].document, spell)
    said.pop(_CONVEYED, None)
    said["information"] = [
        respell_information(one.said, spell) for one in match.information
    ]
    return said


async def what_was_told(city: City, of: str) -> Told:
    """Return what a subscription was told of."""
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select registration, change, shown from source_told "
            "where subscription = $1",
            of,
        )
    return {
        row["registration"]: (row["change"], orjson.loads(row["shown"])) for row in rows
    }


async def note_what_was_told(city: City, of: str, shown: Told) -> None:
    """Note what a subscription is told of by now."""
    async with city.bound() as connection, connection.transaction():
        await connection.execute("delete from source_told where subscription = $1", of)
        await connection.execute(
            "insert into source_told (subscription, registration, change, shown) "
            "select $1, r, c, s "
            "from unnest($2::text[], $3::bigint[], $4::jsonb[]) as t(r, c, s)",
            of,
            list(shown),
            [change for change, _ in shown.values()],
            [orjson.dumps(said).decode() for _, said in shown.values()],
        )
