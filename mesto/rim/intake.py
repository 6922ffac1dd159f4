"""Messages in: decoded and recorded, or kept with the reason and read again later."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import orjson

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Message, Observation, Settled
from mesto.kernel.plausible import Plausibility
from mesto.kernel.plugin import Gate, Heard, Known
from mesto.kernel.table import accept
from mesto.operations.doubts import Doubts
from mesto.rim.clocks import require_clock, without_days_to_come
from mesto.rim.peek import Peek
from mesto.rim.register import Register
from mesto.rim.tally import Tally
from mesto.rim.trial import Said, decode, said_by

Refusal = tuple[Message, Malformed]
TOGETHER = 500  #: messages read again at once
MOST_BYTES = 32 * 2**20  #: of their payloads


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of messages that were read again."""

    understood: int
    refused: int
    after: int | None  #: the last number done; None when there was nothing to do


def _nothing(_seen: Sequence[Observation]) -> Iterable[Settled]:
    return ()


class Intake:
    """Takes in what a municipality's connections hear."""

    def __init__(
        self,
        city: City,
        register: Register,
        tally: Tally,
        plausible: Sequence[Plausibility] = (),
        shown: Callable[[Sequence[Observation]], Iterable[Settled]] = _nothing,
    ) -> None:
        """Record in `city` what the gates in `register` understand.

        plausible: what the services say about rows of tables that cannot be true
        shown: which commands observations show to be done
        """
        self._shown = shown
        self.peek = Peek()
        self._city = city
        self._register = register
        self._tally = tally
        self._plausible = plausible

    async def hear(self, name: str, messages: Sequence[Message]) -> list[int]:
        """Record what messages say; keep those nobody understands.

        Returns the numbers in quarantine of what was refused.

        Raises Unavailable when they could be neither recorded nor kept.
        """
        return [
            await self.keep(name, message, reason)
            for message, reason in await self.take(name, messages)
        ]

    def note(
        self,
        name: str,
        origin: str,
        received_at: datetime,
        observations: int,
        message: Callable[[], Message],
    ) -> None:
        """Count a message that a gate took in itself, and show it to who looks.

        message: makes it, which costs more than to count it
        """
        self._tally.add(name, origin, received_at, observations=observations)
        if self.peek.wanted(name):
            self.peek.show(name, message(), observations, "")

    async def keep(self, name: str, message: Message, reason: Malformed) -> int:
        """Keep a message that was refused; return its number in quarantine."""
        gate = self._register.connections[name].gate
        return await self._city.quarantine(
            name, gate, message, str(reason), reason.facts
        )

    async def take(self, name: str, messages: Sequence[Message]) -> list[Refusal]:
        """Record what messages of a connection say; return those that were refused.

        Raises NotFound without such a connection and Unavailable when nothing could
        be recorded.
        """
        said, refused = await self._read(name, messages)
        self._tally.count(
            name,
            messages,
            observations=sum(len(one.heard) for one in said),
            refused=len(refused),
        )
        if self.peek.wanted(name):
            self._show(name, messages, said, refused)
        return refused

    async def _read(
        self, name: str, messages: Sequence[Message]
    ) -> tuple[Sequence[Said], list[Refusal]]:
        """Decode and record; return what each message said and which were refused."""
        try:
            gate, known = self._register.gate_of(name)
        except Malformed as unset:  # its settings: mend them and replay
            nothing = Said(heard=[], refused=unset)
            return [nothing] * len(messages), [(one, unset) for one in messages]
        said = [await self._decode(gate, message, known) for message in messages]
        refused: list[Refusal] = [
            (message, one.refused)
            for message, one in zip(messages, said, strict=True)
            if one.refused is not None
        ]
        try:
            await self._record(one for part in said for one in part.heard)
        except Malformed:
            refused += await self._record_apart(messages, said)
        return said, refused

    async def _decode(
        self, gate: Gate[Any], message: Message, known: Known[Any]
    ) -> Said:
        """Read a message; of a table, refuse what cannot be true, row by row."""
        if gate.sheet is None:
            return _by_the_clock(decode(gate, message, known), message)
        try:
            sheet = gate.sheet(message, known)
            outcomes = without_days_to_come(sheet.outcomes, message.received_at)
            doubts = await Doubts.about(self._city, sheet.mapping, self._plausible)
            if not doubts.judges:
                return said_by(accept(outcomes))
            rows = list(outcomes)
        except Malformed as error:
            return Said(heard=[], refused=error)
        doubts.survey(rows)
        return said_by(accept(await doubts.sift(rows)))

    def _show(
        self,
        name: str,
        messages: Sequence[Message],
        said: Sequence[Said],
        refused: Sequence[Refusal],
    ) -> None:
        """Let whoever looks see the messages, and what became of them."""
        reasons = {id(message): str(reason) for message, reason in refused}
        for message, one in zip(messages, said, strict=True):
            reason = reasons.get(id(message), "")
            self.peek.show(name, message, len(one.heard), reason)

    async def replay(self, number: int) -> None:
        """Decode a message in quarantine again, with today's settings.

        Raises NotFound if there is none, and Malformed if it is still not understood.
        """
        kept = await self._kept(number=number)
        if not kept:
            raise NotFound(f"there is no message {number} in quarantine")
        refused = await self._read_again(kept)
        if refused:
            raise refused[number]

    async def replay_some(
        self, name: str, cause: str | None = None, *, after: int = 0
    ) -> Replayed:
        """Decode the next messages that were refused for a reason again.

        cause: None is any
        after: the number up to which it was done before

        There is more to do while `after` of the answer is not None.
        """
        kept = await self._kept(name=name, cause=cause, after=after)
        refused = await self._read_again(kept)
        return Replayed(
            understood=len(kept) - len(refused),
            refused=len(refused),
            after=max((number for number, _, _ in kept), default=None),
        )

    async def _kept(
        self,
        *,
        number: int | None = None,
        name: str | None = None,
        cause: str | None = None,
        after: int = 0,
    ) -> list[tuple[int, str, Message]]:
        """Return held messages with their numbers and connections."""
        async with self._city.bound() as connection:
            rows = await connection.fetch(
                HELD, number, name, cause, after, TOGETHER, MOST_BYTES
            )
        return [
            (
                row["id"],
                row["connection"],
                Message(
                    payload=row["payload"],
                    origin=row["origin"],
                    headers=orjson.loads(row["headers"]),
                    received_at=row["received_at"],
                ),
            )
            for row in rows
        ]

    async def _read_again(
        self, kept: Sequence[tuple[int, str, Message]]
    ) -> dict[int, Malformed]:
        """Read messages of one connection; return why some stay, by their number."""
        if not kept:
            return {}
        _, refusals = await self._read(kept[0][1], [message for _, _, message in kept])
        number_of = {id(message): number for number, _, message in kept}
        refused = {number_of[id(message)]: reason for message, reason in refusals}
        numbers = [number for number, _, _ in kept]
        reasons = [str(refused.get(number, "")) for number in numbers]
        async with self._city.bound() as connection:
            await connection.execute(NOTE_TRIES, numbers, reasons)
        return refused

    async def _record_apart(
        self, messages: Sequence[Message], said: Sequence[Said]
    ) -> list[Refusal]:
        """Record message by message, to find what the database refuses."""
        refused = []
        for message, one in zip(messages, said, strict=True):
            try:
                await self._record(one.heard)
            except Malformed as error:
                refused.append((message, error))
        return refused

    async def _record(self, said: Iterable[Heard]) -> None:
        seen, settled = [], []
        for one in said:
            if isinstance(one, Observation):
                seen.append(one)
            else:
                settled.append(one)
        if seen:
            await self._city.record(seen)
            settled += self._shown(seen)
        if settled:
            await self._city.settle(settled)


def _by_the_clock(said: Said, message: Message) -> Said:
    """Refuse what a device with a wrong clock says."""
    try:
        require_clock(said.heard, message.received_at)
    except Malformed as wrong:
        return Said(heard=[], refused=said.refused or wrong)
    return said


#: One held message, or the next of a connection that were refused for a reason: at most
#: $5, together at most $6 bytes, but at least one.
HELD = """
    select id, connection, origin, headers, payload, received_at
      from (select q.*, sum(octet_length(payload)) over (order by id) as bytes,
                   row_number() over (order by id) as place
              from quarantine q
             where state = 'held'
               and ($1::bigint is null or id = $1)
               and ($2::text is null or connection = $2)
               and ($3::text is null or cause = $3)
               and id > $4
             order by id
             limit $5) next
     where bytes <= $6 or place = 1
     order by id
"""

#: What has a reason stays; what has none is settled.
NOTE_TRIES = """
    update quarantine q
       set state = case when t.reason = '' then 'replayed' else 'held' end,
           settled_at = case when t.reason = '' then now() end,
           reason = coalesce(nullif(t.reason, ''), q.reason),
           tries = q.tries + 1
      from unnest($1::bigint[], $2::text[]) as t(id, reason)
     where q.id = t.id and q.state = 'held'
"""
