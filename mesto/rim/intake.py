"""Messages in: decoded and recorded, or kept with the reason and read again later."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Message, Observation
from mesto.kernel.plugin import Gate, Heard, Known
from mesto.rim.register import Register

Refusal = tuple[Message, Malformed]


class Intake:
    """Takes in what a municipality's connections hear."""

    def __init__(self, city: City, register: Register) -> None:
        """Record in `city` what the gates in `register` understand."""
        self._city = city
        self._register = register

    async def hear(self, name: str, messages: Sequence[Message]) -> list[int]:
        """Record what messages say; keep those nobody understands.

        Returns the numbers in quarantine of what was refused.

        Raises Unavailable when they could be neither recorded nor kept.
        """
        return [
            await self.keep(name, message, reason)
            for message, reason in await self.take(name, messages)
        ]

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
        try:
            gate, known = self._register.gate_of(name)
        except Malformed as unset:  # its settings: mend them and replay
            return [(message, unset) for message in messages]
        refused: list[Refusal] = []
        heard: list[tuple[Message, list[Heard]]] = []
        for message in messages:
            said, error = _decode(gate, message, known)
            heard.append((message, said))
            if error is not None:
                refused.append((message, error))
        try:
            await self._record(one for _, said in heard for one in said)
        except Malformed:
            refused += await self._record_apart(heard)
        return refused

    async def replay(self, number: int) -> None:
        """Decode a message in quarantine again, with today's settings.

        Raises NotFound if there is none, and Malformed if it is still not understood.
        """
        name, message = await self._kept(number)
        refused = await self.take(name, [message])
        if refused:
            _, reason = refused[0]
            await self._note_try(number, "held", str(reason))
            raise reason
        await self._note_try(number, "replayed", "")

    async def _record_apart(
        self, heard: Iterable[tuple[Message, list[Heard]]]
    ) -> list[Refusal]:
        """Record message by message, to find what the database refuses."""
        refused = []
        for message, said in heard:
            try:
                await self._record(said)
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
        for one in settled:
            await self._city.settle(one)

    async def _kept(self, number: int) -> tuple[str, Message]:
        async with self._city.bound() as connection:
            row = await connection.fetchrow(
                "select connection, origin, headers, payload, received_at "
                "from quarantine where id = $1 and state = 'held'",
                number,
            )
        if row is None:
            raise NotFound(f"there is no message {number} in quarantine")
        return row["connection"], Message(
            payload=row["payload"],
            origin=row["origin"],
            headers=orjson.loads(row["headers"]),
            received_at=row["received_at"],
        )

    async def _note_try(self, number: int, state: str, reason: str) -> None:
        async with self._city.bound() as connection:
            await connection.execute(
                "update quarantine set state = $2, tries = tries + 1, "
                "reason = case when $3 = '' then reason else $3 end where id = $1",
                number,
                state,
                reason,
            )


def _decode(
    gate: Gate[Any], message: Message, known: Known[Any]
) -> tuple[list[Heard], Malformed | None]:
    """Return what a message says, up to where it cannot be understood."""
    if gate.decode is None:
        return [], Malformed(f"{gate.name} reads no messages")
    said: list[Heard] = []
    try:
        for one in gate.decode(message, known):
            said.append(one)  # noqa: PERF402 - what came before the error counts
    except Malformed as error:
        return said, error
    return said, None
