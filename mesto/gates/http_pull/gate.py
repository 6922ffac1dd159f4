"""Polling a URL: when, how politely, and what to tell when nothing comes."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from mesto.gates.http_pull.settings import Settings, next_poll
from mesto.gates.http_pull.watch import ARRIVED, MISSING, Watch
from mesto.kernel.errors import CityError, Malformed, Unavailable
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Connection, Message
from mesto.kernel.outbound import Response, fetch
from mesto.kernel.plugin import Delivery, Line
from mesto.kernel.reach import ANSWERED
from mesto.kernel.text import filled, refusal, said_by

log = logging.getLogger(__name__)

OK = 200
NOT_MODIFIED = 304
KEPT_HEADERS = ("content-type", "last-modified", "etag")  #: for decoding and people


@asynccontextmanager
async def open_polling(connection: Connection) -> AsyncIterator[Line]:
    """Begin to poll the URL of a connection.

    Raises Malformed if its settings have no sense.
    """
    settings = read_written(connection.settings, Settings, strict=False)
    yield Polling(connection, settings)


class Polling:
    """One URL, asked again and again."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        """Begin to watch now."""
        self._name = connection.name
        self._url = connection.url  #: as people may see it
        self._secrets = connection.secrets
        self._settings = settings
        self._allow_private = settings.allow_private and connection.allow_private
        self._validators: dict[str, str] = {}  # what we have already, RFC 9110, 13
        self._digest = b""
        self._trouble: CityError | None = None  # of the last poll
        expected_s = settings.expected_every_s
        self._watch = Watch(
            expected_every=None
            if expected_s is None
            else timedelta(seconds=expected_s),
            since=datetime.now(UTC),
        )

    async def deliveries(self) -> AsyncIterator[Delivery]:
        """Yield what each poll brought, and that nothing new came when it should.

        A peer that does not answer is tried again at the next turn.

        Raises Forbidden if the URL leads to an address that may not be polled, and
        NotFound if a secret was given for another.
        """
        due = datetime.now(UTC)
        while True:
            deadline = self._watch.deadline
            await _wait_until(due if deadline is None else min(due, deadline))
            now = datetime.now(UTC)
            if now >= due:
                due = next_poll(self._settings, now, random.random())  # noqa: S311 - jitter
                yield self._delivery(*await self._poll(now))
            deadline = self._watch.deadline
            if deadline is not None and now >= deadline:
                self._watch.told = MISSING
                told = self._watch.message(MISSING, self._url, now)
                yield self._delivery(told)

    async def send(self, message: Message) -> None:
        """Refuse: nothing is sent to what is polled."""
        raise Unavailable(f"{self._name} is only polled", origin=message.origin)

    async def _poll(self, now: datetime) -> list[Message]:
        """Ask once; return what is new."""
        try:
            answer = await fetch(
                self._secrets.in_url(self._url),
                allow_private=self._allow_private,
                max_bytes=self._settings.max_bytes,
                timeout_s=self._settings.timeout_s,
                headers={
                    name: self._secrets.in_text(text)
                    for name, text in self._settings.headers.items()
                }
                | self._validators,
            )
        except (Unavailable, Malformed) as error:
            return self._give_up(self._secrets.hidden(error))
        if answer.status not in (OK, NOT_MODIFIED):
            says = filled(ANSWERED, where=self._url, status=answer.status)
            return self._give_up(refusal(Unavailable, says))
        self._trouble = None
        return self._accept(answer, now) if answer.status == OK else []

    def _accept(self, answer: Response, now: datetime) -> list[Message]:
        digest = sha256(answer.body).digest()
        if digest == self._digest:
            return []
        self._digest = digest
        self._validators = _validators(answer)
        message = Message(
            payload=answer.body,
            origin=self._url,
            received_at=now,
            headers={
                name: answer.headers[name]
                for name in KEPT_HEADERS
                if name in answer.headers
            },
        )
        if self._watch.hear(now):
            return [message, self._watch.message(ARRIVED, self._url, now)]
        return [message]

    def _give_up(self, trouble: CityError) -> list[Message]:
        log.warning("connection %s: %s", self._name, trouble)
        self._watch.reason, self._trouble = said_by(trouble), trouble
        return []

    def _delivery(self, *news: Message) -> Delivery:
        return Delivery(messages=news, done=_nothing, trouble=self._trouble)


def _validators(answer: Response) -> dict[str, str]:
    """Return the headers that ask for something newer than this answer."""
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return {
        asked: answer.headers[told]
        for told, asked in names.items()
        if told in answer.headers
    }


async def _wait_until(moment: datetime) -> None:
    await asyncio.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))


async def _nothing() -> None:
    """Acknowledge nothing: what is polled is not consumed."""
