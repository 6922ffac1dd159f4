"""What one station is asked: one thing at a time, as the standard wants it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import uuid4

from mesto.gates.ocpp.central import Central, Send
from mesto.gates.ocpp.codec import Fault, Payload, Refused, Result, write_call
from mesto.gates.ocpp.orders import Errand, call_of
from mesto.gates.ocpp.schemas import require_valid
from mesto.gates.ocpp.words import ANSWERED, GONE, NO_ANSWER
from mesto.kernel.errors import Unavailable
from mesto.kernel.failure import failed, why
from mesto.kernel.model import Settled, State
from mesto.kernel.text import Text, filled, refusal

#: What a station says when it will do what it was asked, be it that it gives up
#: another log or firmware for it (OCPP 2.0.1: AcceptedCanceled).
YES = (
    *("Accepted", "AcceptedCanceled", "Scheduled"),
    *("Unlocked", "RebootRequired", "Downloaded"),
)


Keep = Callable[[str, Payload], Awaitable[None]]


class Asking:
    """Asks one station, and waits for its answers."""

    def __init__(self, protocol: str, central: Central, send: Send, keep: Keep) -> None:
        """Ask by `send`; `keep` writes down what is told in an answer."""
        self._protocol = protocol
        self._central = central
        self._send = send
        self._keep = keep
        self._turn = asyncio.Lock()
        self._id = ""
        self._answer: asyncio.Future[Result | Fault] | None = None
        self._tasks: set[asyncio.Task[object]] = set()

    def start(self, errand: Errand) -> None:
        """Let the station do something, after what it was told before."""
        self.beside(self.do(errand))

    def beside(self, what: Coroutine[Any, Any, object]) -> None:
        """Do something that asks, until the station is gone."""
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def answered(self, frame: Result | Fault) -> None:
        """Take in an answer; one nobody waits for means nothing."""
        answer = self._answer
        if answer is not None and frame.id == self._id and not answer.done():
            answer.set_result(frame)

    async def end(self) -> None:
        """Give up what is under way: the station is gone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def ask(self, action: str, payload: Payload) -> Payload:
        """Return what a station answers.

        Raises Unavailable where it does not, and Refused where it will not, or what it
        is asked or answers is not valid.
        """
        require_valid(self._protocol, action, payload)
        async with self._turn:
            self._id = str(uuid4())
            self._answer = asyncio.get_running_loop().create_future()
            call = write_call(self._id, action, payload)
            try:
                async with asyncio.timeout(self._central.settings.answer_s):
                    await self._send({"type": "websocket.send", "text": call})
                    frame = await self._answer
            except (TimeoutError, RuntimeError, OSError) as error:
                raise refusal(Unavailable, NO_ANSWER) from error
            finally:
                self._answer = None
        if isinstance(frame, Fault):
            raise Refused(frame.code, f"{frame.code}: {frame.text}".rstrip(": "))
        require_valid(self._protocol, action, frame.payload, asks=False)
        return frame.payload

    async def do(self, errand: Errand) -> Text:
        """Let the station do something; return why it does not, empty: it does."""
        settled = failed(errand.command, GONE)
        try:
            asks = call_of(self._protocol, errand.name, errand.value)
            answer = await self.ask(asks.action, asks.payload)
            if answer.keys() - {"status", "statusInfo"}:
                await self._keep(asks.action, answer)
            settled = outcome_of(errand.command, answer)
        except (Refused, Unavailable) as error:
            settled = failed(errand.command, why(error), str(error))
        finally:
            self._central.settle(settled)
        return settled.says


def outcome_of(command: str, answer: Payload) -> Settled:
    """Return what an answer means for a command."""
    status = answer.get("status")
    if status is None or status in YES:
        return Settled(command=command, state=State.CONFIRMED)
    info = answer.get("statusInfo") or {}
    more = info.get("additionalInfo") or info.get("reasonCode") or ""
    said = f"{status} {more}".strip()
    return failed(command, filled(ANSWERED, said=said), said)
