"""A charging station as we try it: what it is asked, and what is waited for."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, NamedTuple

from mesto.acceptance import reasons
from mesto.acceptance.finding import Failed, Inapplicable, Text
from mesto.acceptance.ocpp.central import Central, Told, is_old
from mesto.gates.ocpp import naming
from mesto.gates.ocpp.codec import Fault, Payload
from mesto.gates.ocpp.meters import POWER, REGISTER
from mesto.gates.ocpp.orders import call_of
from mesto.gates.ocpp.sessions import ENDED, OPEN
from mesto.kernel.model import Observation
from mesto.names.charging import SESSION

#: In these words a station says that it has no such thing.
LACKS: Final = ("NotSupported", "NotImplemented")
SESSIONS: Final = f"urn:ngsi-ld:{SESSION}:"
HOUR: Final = timedelta(hours=1)


class Variable(NamedTuple):
    """A setting of a station, in the words of both versions."""

    key: str
    component: str
    variable: str
    instance: str = ""


METERS: Final = Variable(
    "MeterValueSampleInterval", "SampledDataCtrlr", "TxUpdatedInterval"
)
BEAT: Final = Variable("HeartbeatInterval", "OCPPCommCtrlr", "HeartbeatInterval")
PASSWORD: Final = Variable("AuthorizationKey", "SecurityCtrlr", "BasicAuthPassword")
NONSENSE: Final = Variable("NoSuchKey", "OCPPCommCtrlr", "NoSuchVariable")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long things may take.

    within_s: something must happen
    every_s: between two readings of the meter while a car charges
    quiet_s: nothing must come, or the line is away
    """

    within_s: float = 60.0
    every_s: float = 10.0
    quiet_s: float = 20.0


@dataclass(kw_only=True)
class Session:
    """One station under trial.

    card: a token that may charge
    evse: where a car is connected
    hands: asks a person at the station to do something; None: nobody is there
    """

    central: Central
    pace: Pace
    card: str
    evse: int = 1
    hands: Callable[[Text], None] | None = None
    transaction: str = ""  #: that is under way
    named: dict[str, str] = field(default_factory=dict)  #: what it said it is

    @property
    def old(self) -> bool:
        """Tell whether it speaks 1.6."""
        return is_old(self.central.protocol)

    @property
    def now(self) -> int:
        """Return how much was told until now."""
        return len(self.central.told)

    # asking

    async def ask(self, action: str, payload: Payload) -> Payload:
        """Return what it answers. Raises Failed."""
        return await self.central.ask(action, payload, self.pace.within_s)

    async def order(self, name: str, value: object) -> Payload:
        """Let it do something, as the gate does. Raises Failed."""
        asks = call_of(self.central.protocol, name, value)
        return await self.ask(asks.action, asks.payload)

    async def does(self, name: str, value: object, *wanted: str) -> Payload:
        """Let it do something, to be answered by one of some words.

        Raises Failed, and Inapplicable where it says that it has no such thing.
        """
        asks = call_of(self.central.protocol, name, value)
        return await self.offers(asks.action, asks.payload, *wanted)

    async def offers(self, action: str, payload: Payload, *wanted: str) -> Payload:
        """Return what it answers, if it has what is asked for.

        Raises Failed, and Inapplicable where it says that it has no such thing.
        """
        frame = await self.central.ask_anything(action, payload, self.pace.within_s)
        said = frame.code if isinstance(frame, Fault) else frame.payload.get("status")
        if said in LACKS and said not in wanted:
            raise Inapplicable(reasons.NOT_OFFERED, what=action)
        if isinstance(frame, Fault) or (wanted and said not in wanted):
            raise Failed(
                reasons.STATUS,
                what=action,
                status=said,
                wanted=" / ".join(wanted) or "CALLRESULT",
            )
        return frame.payload

    async def read(self, one: Variable) -> tuple[str, str | None]:
        """Return how it answers for a variable, and its value. Raises Failed."""
        if self.old:
            answer = await self.ask("GetConfiguration", {"key": [one.key]})
            if one.key in answer.get("unknownKey", ()):
                return "UnknownVariable", None
            found: Any = answer.get("configurationKey") or ({},)
            return "Accepted", found[0].get("value")
        wanted = _place(one)
        answer = await self.ask("GetVariables", {"getVariableData": [wanted]})
        (result,) = answer["getVariableResult"]
        return result["attributeStatus"], result.get("attributeValue")

    async def write(self, one: Variable, value: str) -> str:
        """Set a variable; return what it says to that. Raises Failed."""
        if self.old:
            told = {"key": one.key, "value": value}
            return str((await self.ask("ChangeConfiguration", told))["status"])
        wanted = {**_place(one), "attributeValue": value}
        answer = await self.ask("SetVariables", {"setVariableData": [wanted]})
        return str(answer["setVariableResult"][0]["attributeStatus"])

    # hearing

    async def hears(
        self,
        action: str,
        since: int,
        fits: Callable[[Payload], bool] = lambda _: True,
        within_s: float | None = None,
    ) -> Told:
        """Wait for a call after the first `since`. Raises Failed."""

        def found() -> Told | None:
            return next(
                (
                    one
                    for one in self.central.told[since:]
                    if one.call.action == action and fits(one.call.payload)
                ),
                None,
            )

        return await self.central.until(action, found, within_s or self.pace.within_s)

    def seen(self, since: int) -> Iterator[Observation]:
        """Yield what a town would know by what was told after the first `since`."""
        for one in self.central.told[since:]:
            yield from one.seen

    async def learns(
        self,
        what: str,
        since: int,
        fits: Callable[[Observation], bool],
        within_s: float | None = None,
    ) -> Observation:
        """Wait until a town would know something. Raises Failed."""

        def found() -> Observation | None:
            return next((one for one in self.seen(since) if fits(one)), None)

        return await self.central.until(what, found, within_s or self.pace.within_s)

    async def shows(self, status: str, since: int) -> None:
        """Wait until its EVSE has a status. Raises Failed."""
        urn = naming.evse_urn(self.central.teller.tail, self.evse)

        def fits(one: Observation) -> bool:
            return one.entity == urn and (one.attribute, one.value) == (
                "status",
                status,
            )

        await self.learns(status, since, fits)

    async def at_hand(self, what: Text) -> None:
        """Ask the person at the station. Raises Inapplicable where nobody is there."""
        if self.hands is None:
            raise Inapplicable(reasons.NOBODY)
        said = {name: one.format(card=self.card) for name, one in what.items()}
        await asyncio.to_thread(self.hands, said)

    async def comes(self, lines: int) -> None:
        """Wait until it has come by more than `lines` lines. Raises Failed."""
        central = self.central

        def found() -> bool | None:
            return (central.lines > lines and central.here) or None

        await central.until("WebSocket", found, self.pace.within_s)

    # charging

    async def charges(self) -> str:
        """Let it charge from afar, unless it does; return the transaction.

        Raises Failed.
        """
        if self.transaction:
            return self.transaction
        since = self.now
        value = {"idToken": self.card, "evse": self.evse}
        await self.does("remoteStart", value, "Accepted")
        self.transaction = await self.begun(since)
        return self.transaction

    async def begun(self, since: int) -> str:
        """Wait until a transaction begins; return it. Raises Failed."""
        urn = (await self.learns(OPEN, since, lambda one: _state(one) == OPEN)).entity
        return next(
            str(one.value)
            for one in self.seen(since)
            if one.entity == urn and one.attribute == "transactionId"
        )

    async def stops(self) -> Sequence[Observation]:
        """End what is under way from afar; return all that was said. Raises Failed."""
        since = self.now
        await self.does("remoteStop", {"transactionId": self.transaction}, "Accepted")
        await self.ended(since)
        return list(self.seen(since))

    async def ended(self, since: int) -> None:
        """Wait until what is under way has ended. Raises Failed."""
        urn = naming.session_urn(self.central.teller.tail, self.transaction)
        await self.learns(
            ENDED, since, lambda one: one.entity == urn and _state(one) == ENDED
        )
        self.transaction = ""

    async def draws(
        self, what: str, since: int, fits: Callable[[float], bool]
    ) -> float:
        """Wait until its meter shows a fitting power, kW. Raises Failed."""
        within_s = self.pace.within_s + 2 * self.pace.every_s

        def found() -> float | None:
            shown = list(powers_kw(self.seen(since)))
            return next((one for one in shown if fits(one)), None)

        try:
            return await self.central.until(what, found, within_s)
        except Failed:
            shown = list(powers_kw(self.seen(since)))
            if not shown:
                raise
            raise Failed(
                reasons.RANGE, what="kW", found=f"{shown[-1]:g}", wanted=what
            ) from None


def powers_kw(seen: Iterable[Observation]) -> Iterator[float]:
    """Yield the power meters show, kW: as told, or by what the register rose."""
    before: Observation | None = None
    for one in seen:
        if one.attribute == POWER and isinstance(one.value, int | float):
            yield float(one.value)
        if one.attribute != REGISTER or not one.entity.startswith(SESSIONS):
            continue
        if before is not None and before.entity == one.entity:
            assert one.observed_at is not None, "a reading has a time"
            assert before.observed_at is not None, "a reading has a time"
            took = (one.observed_at - before.observed_at) / HOUR
            if took > 0:
                yield (number(one) - number(before)) / took
        before = one


def number(one: Observation) -> float:
    """Return what was measured."""
    assert isinstance(one.value, int | float), "a register is a number"
    return float(one.value)


def _state(one: Observation) -> object:
    mine = one.entity.startswith(SESSIONS) and one.attribute == "status"
    return one.value if mine else None


def _place(one: Variable) -> dict[str, Any]:
    instance = {"instance": one.instance} if one.instance else {}
    return {
        "component": {"name": one.component},
        "variable": {"name": one.variable, **instance},
    }
