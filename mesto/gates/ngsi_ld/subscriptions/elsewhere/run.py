"""Subscribing at sources for those who subscribed here, for ever.

What should be there is compared with what is, whenever something was subscribed or
registered: so nothing is left behind by who stopped in between. What is left at a
source that cannot be reached any more ends there by itself.

Source: ETSI GS CIM 009 v1.9.1, 5.8.1 to 5.8.6, 5.12, 4.20.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, unquote

import msgspec
import orjson

from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.distributed.way import Answer, Errand, Way
from mesto.gates.ngsi_ld.registrations.interest import interesting, read_interest
from mesto.gates.ngsi_ld.registrations.matching import Match
from mesto.gates.ngsi_ld.registrations.model import Mode, Registration
from mesto.gates.ngsi_ld.registrations.registry import Registry as Sources
from mesto.gates.ngsi_ld.registrations.registry import registry_of
from mesto.gates.ngsi_ld.request import LD_JSON, Request
from mesto.gates.ngsi_ld.subscriptions.delivery import Delivery
from mesto.gates.ngsi_ld.subscriptions.elsewhere import store
from mesto.gates.ngsi_ld.subscriptions.elsewhere.asking import asked_of
from mesto.gates.ngsi_ld.subscriptions.elsewhere.store import Held
from mesto.gates.ngsi_ld.subscriptions.model import Known
from mesto.gates.ngsi_ld.subscriptions.read import status_of
from mesto.gates.ngsi_ld.subscriptions.registry import Registry
from mesto.kernel import waiting
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed

TOLD: Final = "/ngsi-ld/told/"  #: and the municipality, and a key: where sources tell
LOOK_S: Final = 60.0  #: how long a notice that was lost may go unnoticed
LASTS: Final = timedelta(days=2)  #: how long a subscription at a source lives
ANEW: Final = timedelta(days=1)  #: so long before its end it is made anew
FIRST_S: Final = 30.0  #: before the second try; each further one waits twice as long
LONGEST_S: Final = 3600.0

log = logging.getLogger(__name__)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)

Pair = tuple[str, str]  #: a subscription here, and a registration


class Elsewhere:
    """Keeps subscriptions at sources as those here want them."""

    def __init__(  # noqa: PLR0913 - who knows, who carries, and where we are
        self,
        city: City,
        registry: Registry,
        contexts: ContextStore,
        delivery: Delivery,
        *,
        allow_private: bool,
        base: str,
    ) -> None:
        """Have asked nobody yet.

        base: where sources reach us; without it they cannot tell us anything
        """
        self._city = city
        self._registry = registry
        self._contexts = contexts
        self._delivery = delivery
        self._allow_private = allow_private
        self._base = base
        self._known: dict[str, Registration] = {}  #: also for a while after their end
        self._refused: dict[Pair, bytes] = {}  #: what was asked in vain
        self._rests: dict[Pair, tuple[int, float]] = {}  #: tries, and until when

    async def follow(self) -> None:
        """Compare and ask for ever; sleep while nothing changes."""
        with self._city.notices.heard() as woken:
            while True:
                woken.clear()
                await self._registry.refresh()
                # What is heard is written down by whoever answers, which may be another
                # process: who carries it has to look for it as soon as it may come.
                self._delivery.more.set()
                await self._round()
                await waiting.woken(woken, LOOK_S)

    async def _round(self) -> None:
        sources = await registry_of(self._city, self._contexts)
        left = {one.pair: one for one in await store.held(self._city)}
        if not self._base or not (left or len(sources.index)):
            return
        now = datetime.now(UTC)
        self._known |= {one.id: one for one in sources.index.everyone()}
        async for known, match in self._wanted(sources, now):
            pair = known.record.id, match.registration.id
            one = left.pop(pair, None)
            asked = asked_of(known, match, uri="", until=_NEVER)
            said = sha256(orjson.dumps([asked, match.registration.endpoint])).digest()
            fresh = one is not None and one.said == said and one.remote
            if fresh and one is not None and one.until - now > ANEW:
                continue
            if self._may_try(pair, said):
                await self._subscribe(sources, known, match, said, one)
        for one in left.values():
            await self._end(sources, one)

    async def _wanted(
        self, sources: Sources, now: datetime
    ) -> AsyncIterator[tuple[Known, Match]]:
        """Yield which subscriptions should be at which sources."""
        eyes = self._registry.eyes()
        for known in self._registry.of_entities:
            await asyncio.sleep(0)  # there may be many, and others want to go on
            record, wish = known.record, known.wish
            if status_of(wish, now) != "active" or sources.alias in record.via:
                continue
            if Verb.SEE not in (await eyes(record)).may:
                continue
            try:
                interest = read_interest(record.document, wish.spelled)
            except Malformed as error:  # it was kept by who read it less strictly
                log.warning("%s reaches no source: %s", record.id, error)
                continue
            for match in interesting(sources.index, interest, now).values():
                one = match.registration
                offers = "createSubscription" in one.operations
                was_there = one.alias in record.via
                if offers and not was_there and one.mode is not Mode.AUXILIARY:
                    yield known, match

    async def _subscribe(
        self,
        sources: Sources,
        known: Known,
        match: Match,
        said: bytes,
        before: Held | None,
    ) -> None:
        """Make a subscription, and then end the one that was there before it.

        Both are heard meanwhile, and what the one before had under way then.
        """
        registration = match.registration
        one = Held(
            subscription=known.record.id,
            registration=registration.id,
            key=secrets.token_urlsafe(32),
            remote="",
            said=said,
            until=datetime.now(UTC) + LASTS,
            key_before=before.key if before else None,
        )
        await store.keep(self._city, one)  # before the source tells the first time
        uri = f"{self._base}{TOLD}{quote(self._city.name)}/{one.key}"
        errand = Errand(
            registration=registration,
            method="POST",
            path="/subscriptions",
            spelled=known.wish.spelled,
            body=asked_of(known, match, uri=uri, until=one.until),
            as_is=True,
        )
        answer = await self._ask(sources, errand, known.record.via)
        if answer.status != HTTPStatus.CREATED or not answer.location:
            if before is None:
                await store.drop(self._city, one)
            else:
                await store.keep(self._city, before)  # it goes on as it was
            self._rest(one.pair, answer, said)
            return
        self._rests.pop(one.pair, None)
        remote = unquote(answer.location.rstrip("/").rpartition("/")[2])
        made = msgspec.structs.replace(one, remote=remote)
        await store.keep(self._city, made)
        if before is None:
            return
        ended = before.remote and await self._delete(sources, registration, before)
        if not ended or not ended.is_well:  # it goes on telling, and is not heard
            await store.keep(self._city, msgspec.structs.replace(made, key_before=None))

    async def _end(self, sources: Sources, one: Held) -> None:
        """End what nobody wants any more; who does not answer is asked again."""
        registration = self._known.get(one.registration)
        over = one.until <= datetime.now(UTC)
        if registration is not None and one.remote and not over:
            if not self._may_try(one.pair, b""):
                return
            answer = await self._delete(sources, registration, one)
            if answer is not None and answer.status >= HTTPStatus.BAD_GATEWAY:
                self._rest(one.pair, answer, b"")
                return
        await store.drop(self._city, one)
        self._rests.pop(one.pair, None)

    async def _delete(
        self, sources: Sources, registration: Registration, one: Held
    ) -> Answer | None:
        if "deleteSubscription" not in registration.operations:
            return None
        errand = Errand(
            registration=registration,
            method="DELETE",
            path=f"/subscriptions/{quote(one.remote, safe=':')}",
            spelled=registration.spelled,
        )
        return await self._ask(sources, errand, ())

    async def _ask(
        self, sources: Sources, errand: Errand, via: Sequence[str]
    ) -> Answer:
        request = asking(self._city, self._contexts, errand.method, via)
        way = Way(request, sources, allow_private=self._allow_private)
        (answer,) = await way.ask([errand])
        return answer

    def _may_try(self, pair: Pair, said: bytes) -> bool:
        """Tell whether it is time to ask; who refused is not asked the same again."""
        _, until = self._rests.get(pair, (0, 0.0))
        return self._refused.get(pair) != said and time.monotonic() >= until

    def _rest(self, pair: Pair, answer: Answer, said: bytes) -> None:
        why = answer.problem().get("detail") or answer.status
        log.warning("%s takes no subscription for %s: %s", pair[1], pair[0], why)
        if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR or (
            answer.status == HTTPStatus.LOOP_DETECTED
        ):
            self._refused[pair] = said
            return
        tries, _ = self._rests.get(pair, (0, 0.0))
        rest_s = min(FIRST_S * 2**tries, LONGEST_S)
        self._rests[pair] = tries + 1, time.monotonic() + rest_s


def asking(
    city: City,
    contexts: ContextStore,
    method: str,
    via: Sequence[str] = (),
) -> Request:
    """Return a request of the city's own, that was with others before."""

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    passed = ", ".join(f"1.1 {name}" for name in via)
    return Request(
        city=city,
        contexts=contexts,
        method=method,
        path="/ngsi-ld/v1/subscriptions",
        query="",
        headers={"content-type": LD_JSON, **({"via": passed} if passed else {})},
        receive=receive,
    )
