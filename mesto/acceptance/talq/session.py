"""A vendor's gateway as we try it: asked as a client, heard as a CMS."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeAlias
from uuid import uuid4

import aiohttp
import orjson

from mesto.acceptance import reasons
from mesto.acceptance.finding import LANGUAGES, Failed, Text
from mesto.acceptance.running import Notebook
from mesto.acceptance.talq.ours import HEADER, Heard, Ours
from mesto.simulator.talq import contract
from mesto.simulator.talq.contract import VERSION, Wrong, check

Plain: TypeAlias = dict[str, Any]  #: a TALQ document, as JSON
Status: TypeAlias = int | tuple[int, ...]

ACTUATOR, MONITOR = "LampActuatorFunction", "LampMonitorFunction"
POLL_S = 0.1


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long things may take, seconds."""

    answer_s: float = 10.0  #: an answer
    within_s: float = 60.0  #: obeying, reporting, announcing
    hold_s: float = 20.0  #: an override that expires
    quiet_s: float = 5.0  #: how long nothing must come, to be sure


class Answer(NamedTuple):
    """What the gateway answered."""

    status: int
    body: Any  #: as JSON; None where there is none
    wrongs: tuple[Wrong, ...]


@dataclass(kw_only=True)
class Session:
    """One gateway under trial."""

    url: str
    client: str  #: our TALQ address
    pace: Pace
    ours: Ours
    http: aiohttp.ClientSession
    notebook: Notebook
    headers: Mapping[str, str] = field(default_factory=dict)
    lamp: Plain = field(default_factory=dict)  #: the device we try
    gateway: Plain = field(default_factory=dict)  #: the device that is the gateway
    #: Answers that were not as their operation demands, over the whole run.
    wrongs: list[tuple[str, Wrong]] = field(default_factory=list)

    async def ask(  # noqa: PLR0913 - a request has parts
        self,
        name: str,
        body: object = None,
        *,
        query: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        request: str = "",
        **path: str,
    ) -> Answer:
        """Ask an operation of the gateway, whatever it answers.

        raw: bytes instead of a document
        request: our name for the request; a new one where it is empty
        path: the variable parts of its path

        Raises Failed when no answer comes.
        """
        operation = contract.operations("gateway")[name]
        there = operation.path.format(**path)
        asked = {"clientAddress": self.client}
        if any(one.name == "talqRequestId" for one in operation.query):
            asked["talqRequestId"] = request or str(uuid4())
        asked |= query or {}
        sent = raw if raw is not None else b"" if body is None else orjson.dumps(body)
        status, got = await self._exchange(
            operation.method,
            there,
            {one: value for one, value in asked.items() if value},
            sent,
            {HEADER: VERSION} if headers is None else headers,
        )
        answer = _read(operation, status, got)
        self.wrongs += [(f"{operation} {status}", one) for one in answer.wrongs]
        return answer

    async def must(
        self, name: str, body: object = None, *, status: Status = 200, **more: Any
    ) -> Any:  # the document as JSON
        """Ask, and return the body of the answer.

        Raises Failed when status or form are not as demanded.
        """
        answer = await self.ask(name, body, **more)
        wanted = status if isinstance(status, tuple) else (status,)
        what = str(contract.operations("gateway")[name])
        if answer.status not in wanted:
            either = " / ".join(map(str, wanted))
            raise Failed(reasons.STATUS, what=what, status=answer.status, wanted=either)
        if answer.wrongs:
            raise Failed(reasons.SHAPE, what=what, where=said(answer.wrongs))
        return answer.body

    async def heard(
        self, what: str, fits: Callable[[Heard], bool], *, since: int = 0
    ) -> Heard:
        """Wait for a message of the gateway.

        since: how many messages had been heard before

        Raises Failed when it does not come.
        """

        def found() -> Heard | None:
            return next((one for one in self.ours.heard[since:] if fits(one)), None)

        one = await self.ours.until(found, self.pace.within_s)
        if one is None:
            raise Failed(reasons.UNHEARD, what=what, s=self.pace.within_s)
        return one

    async def attribute(self, name: str, function: str = ACTUATOR) -> Any:
        """Return the value of one of the lamp's attributes. Raises Failed."""
        found = await self.must(
            "getDeviceAttribute",
            deviceAddress=self.address,
            functionId=self.function(function)["id"],
            attributeName=name,
        )
        return found.get("value")

    async def level(self) -> int | None:
        """Return the level the lamp shows, percent. Raises Failed."""
        state = await self.attribute("actualLightState")
        level = state.get("value") if isinstance(state, dict) else None
        return level if isinstance(level, int) else None

    async def shows(self, wanted: int, *, within_s: float | None = None) -> None:
        """Wait until the lamp shows a level. Raises Failed when it does not."""
        limit_s = self.pace.within_s if within_s is None else within_s
        found = await until_equal(self.level, wanted, limit_s)
        if found != wanted:
            raise Failed(
                reasons.LEVEL, found=f"{found} %", wanted=f"{wanted} %", s=limit_s
            )

    @property
    def address(self) -> str:
        """Return the address of the lamp we try. Raises Failed without one."""
        if not self.lamp:
            raise Failed(reasons.UNTRIED, what=ACTUATOR)
        return str(self.lamp["address"])

    def function(self, type_: str) -> Plain:
        """Return a function of the lamp. Raises Failed without one."""
        assert self.address
        for one in self.lamp.get("functions", ()):
            if one["type"] == type_:
                found: Plain = one
                return found
        raise Failed(reasons.UNTRIED, what=type_)

    async def clock(self) -> datetime:
        """Return what the gateway's clock shows, in its local time. Raises Failed."""
        for type_ in ("TimeFunction", "BasicFunction"):
            for one in self.gateway.get("functions", ()):
                if one["type"] == type_ and "currentTime" in one:
                    shown = await self.must(
                        "getDeviceAttribute",
                        deviceAddress=self.gateway["address"],
                        functionId=one["id"],
                        attributeName="currentTime",
                    )
                    return datetime.fromisoformat(shown["value"])
        return datetime.now().astimezone()

    async def end(self, after_s: float) -> str:
        """Return the moment in so many seconds by the gateway's clock, RFC 3339."""
        return (await self.clock() + timedelta(seconds=after_s)).isoformat(
            timespec="milliseconds"
        )

    async def _exchange(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
    ) -> tuple[int, bytes]:
        line, begun_s = f"→ {method} {path}", time.monotonic()
        sent = body.decode(errors="replace")
        try:
            async with self.http.request(
                method,
                f"{self.url}{path}",
                params=query,
                data=body or None,
                headers={
                    "Content-Type": "application/json",
                    **self.headers,
                    **headers,
                },
                timeout=aiohttp.ClientTimeout(total=self.pace.answer_s),
            ) as answer:
                got = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            why = str(error) or type(error).__name__
            self.notebook.write(line, sent=sent, got=why)
            raise Failed(
                reasons.NO_ANSWER,
                what=f"{method} {path}",
                s=self.pace.answer_s,
                why=why,
            ) from error
        told = f"{answer.status} {got.decode(errors='replace')}"
        took_s = time.monotonic() - begun_s
        self.notebook.write(line, sent=sent, got=told, took_s=took_s)
        return answer.status, got


@asynccontextmanager
async def open_session(  # noqa: PLR0913 - who, where, and how patiently
    url: str,
    ours: Ours,
    notebook: Notebook,
    *,
    client: str,
    pace: Pace,
    key: str = "",
) -> AsyncIterator[Session]:
    """Open a session with a gateway."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield Session(
            url=url.rstrip("/"),
            client=client,
            pace=pace,
            ours=ours,
            http=http,
            notebook=notebook,
            headers={"Authorization": f"Bearer {key}"} if key else {},
        )


async def until_equal(
    read: Callable[[], Awaitable[object]], wanted: object, within_s: float
) -> object:
    """Read again and again until it is as wanted; return what was read last."""
    end_s = time.monotonic() + within_s
    while True:
        found = await read()
        if found == wanted or time.monotonic() >= end_s:
            return found
        await asyncio.sleep(POLL_S)


def said(wrongs: tuple[Wrong, ...]) -> Text:
    """Say the first few things that are wrong, in every language."""
    return {
        tag: "; ".join(_wrong_in(tag, one) for one in wrongs[:3]) for tag in LANGUAGES
    }


def _wrong_in(language: str, wrong: Wrong) -> str:
    why = reasons.WRONG[wrong.kind][language]
    return f"{wrong.at or '/'}: {why.format(found=wrong.found, wanted=wrong.wanted)}"


def _read(operation: contract.Operation, status: int, got: bytes) -> Answer:
    """Hold an answer against what its operation says."""
    code = str(status)
    try:
        body = orjson.loads(got) if got else None
    except orjson.JSONDecodeError:
        return Answer(status, None, (Wrong("", "unread"),))
    if code not in operation.answers:
        return Answer(status, body, (Wrong("", "answer", code),))
    wanted = operation.answers[code]
    return Answer(status, body, tuple(check(body, wanted)) if wanted else ())
