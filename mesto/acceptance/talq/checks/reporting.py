"""What a gateway reports: as configured, once, and also what happened meanwhile."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

import orjson

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, Inapplicable, text
from mesto.acceptance.talq.checks.controlling import HIGH, LOW, TAKEN
from mesto.acceptance.talq.documents import (
    command,
    device,
    event_logger,
    override,
    sampling_logger,
)
from mesto.acceptance.talq.ours import Heard
from mesto.acceptance.talq.session import MONITOR, Plain, Session, said

SAMPLES = 3
CHANGE = "lightStateChange"
OTHER = "deviceReset"
ENERGY = "activeEnergy"


async def events(session: Session) -> None:
    """Prove that a change of light is reported as soon as it happens."""
    async with _logging(session, event_logger(session, _name(), [CHANGE])) as logger:
        await _dim(session, LOW)
        await _entry(session, CHANGE, _is_event(logger, CHANGE))


async def chosen(session: Session) -> None:
    """Prove that what was not asked for is not reported."""
    async with _logging(session, event_logger(session, _name(), [OTHER])) as logger:
        await _dim(session, HIGH)
        await session.shows(HIGH)
        await asyncio.sleep(session.pace.quiet_s)
        others = [one["data"].get("eventType") for one in _entries(session, logger)]
        if others != [OTHER] * len(others):
            raise Failed(reasons.UNASKED, what=", ".join(map(str, others)))


async def samples(session: Session) -> None:
    """Prove that values come as often as they were asked for, each with its moment."""
    modes = await session.must("getService", serviceName="DataCollectService")
    offered = modes.get("supportedModes", ["PeriodicRecordingMode"])
    if "PeriodicRecordingMode" not in offered:
        raise Inapplicable(reasons.NOT_OFFERED, what="PeriodicRecordingMode")
    name = _measured(session)
    begin = await session.end(0.5)
    config = sampling_logger(session, _name(), [name], begin)
    async with _logging(session, config) as logger:

        def enough() -> list[Plain] | None:
            found = [one["data"] for one in _entries(session, logger)]
            return found if len(found) >= SAMPLES else None

        found = await session.ours.until(enough, session.pace.within_s)
        if found is None:
            raise _unheard(session, f"{SAMPLES} {name}")
        others = {one.get("attributeName") for one in found} - {name}
        if others:
            raise Failed(reasons.UNASKED, what=", ".join(map(str, others)))
        if not all("timestamp" in one for one in found):
            raise Failed(reasons.LACKS, what="LogData.timestamp")


async def kept(session: Session) -> None:
    """Prove that what happens while the CMS is away is reported afterwards."""
    async with _logging(session, event_logger(session, _name(), [CHANGE])) as logger:
        session.ours.away = True
        try:
            session.ours.knocked.clear()
            await _dim(session, LOW)
            await session.shows(LOW)
            await session.ours.until(lambda: _tried(session), session.pace.quiet_s)
            back_at = await session.clock()
        finally:
            session.ours.away = False
        entry = await _entry(session, CHANGE, _is_event(logger, CHANGE))
        if _moment(entry) > back_at:
            raise Failed(
                reasons.RANGE,
                what="LogData.timestamp",
                found=entry["data"].get("timestamp", "–"),
                wanted=f"< {back_at.isoformat(timespec='seconds')}",
            )


async def on_request(session: Session) -> None:
    """Prove that a logger's report can be asked for."""
    config = event_logger(session, _name(), [CHANGE])
    async with _logging(session, config) as logger:
        report = await session.must("getLogReport", loggerAddress=logger)
        if report.get("address") != logger:
            raise Failed(reasons.DIFFERS, what="address", found=report.get("address"))
        await session.must("getLogReportsCount")


async def energy(session: Session) -> None:
    """Prove that the meter of a burning lamp rises."""
    if ENERGY not in session.function(MONITOR):
        raise Inapplicable(reasons.NOT_OFFERED, what=f"{MONITOR}.{ENERGY}")
    async with _logging(session, event_logger(session, _name(), [])):
        await _dim(session, 100)
        await session.shows(100)
        before = await session.attribute(ENERGY, MONITOR)
        end = asyncio.get_running_loop().time() + session.pace.within_s
        after = before
        while after <= before and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(session.pace.quiet_s / 5)
            after = await session.attribute(ENERGY, MONITOR)
        if after <= before:
            raise Failed(reasons.FALLS, what=ENERGY, before=before, after=after)


async def by_the_standard(session: Session) -> None:
    """Prove that all that was heard has the form the standard demands."""
    wrongs = [
        wrong._replace(at=f"{one.operation}{wrong.at}")
        for one in session.ours.heard
        for wrong in one.wrongs
    ]
    strange = [one for one in session.ours.heard if not one.operation]
    if wrongs or strange:
        where = said(tuple(wrongs)) if wrongs else "404"
        raise Failed(reasons.SHAPE, what="CMS API", where=where)
    if not session.ours.heard:
        raise Failed(reasons.UNTRIED, what="CMS API")


async def once(session: Session) -> None:
    """Prove that no entry of a log came twice."""
    entries = Counter(
        orjson.dumps([one.body.get("address"), entry], option=orjson.OPT_SORT_KEYS)
        for one in session.ours.heard
        if one.operation == "sendLogReport"
        for entry in one.body.get("entries", ())
    )
    twice = [entry for entry, count in entries.items() if count > 1]
    if twice:
        raise Failed(reasons.TWICE, what=twice[0].decode()[:300])
    if not entries:
        raise Failed(reasons.UNTRIED, what="POST /log-reports")


def _measured(session: Session) -> str:
    """Return an attribute of the monitor that is there."""
    function = session.function(MONITOR)
    for name in (ENERGY, "activePower", "lampFailure"):
        if name in function:
            return name
    raise Failed(reasons.UNTRIED, what=f"{MONITOR}.{ENERGY}")


@asynccontextmanager
async def _logging(session: Session, config: Plain) -> AsyncIterator[str]:
    """Let a logger record; forget it, and every override, afterwards."""
    logger = config["address"]
    await session.must("addLoggerConfig", config, status=201)
    try:
        yield logger
    finally:
        await session.ask("sendCommand", override(device(session.address), None))
        await session.ask("deleteLoggerConfig", loggerAddress=logger)


async def _dim(session: Session, percent: int) -> None:
    order = override(device(session.address), command(percent))
    await session.must("sendCommand", order, status=TAKEN)


async def _entry(session: Session, what: str, fits: Callable[[Plain], bool]) -> Plain:
    """Wait for an entry of a log. Raises Failed when none comes."""

    def found() -> Plain | None:
        return next((one for one in _all_entries(session) if fits(one)), None)

    one = await session.ours.until(found, session.pace.within_s)
    if one is None:
        raise _unheard(session, what)
    return one


def _is_event(logger: str, event: str) -> Callable[[Plain], bool]:
    def fits(entry: Plain) -> bool:
        data = entry["data"]
        return bool(entry["logger"] == logger and data.get("eventType") == event)

    return fits


def _entries(session: Session, logger: str) -> list[Plain]:
    return [one for one in _all_entries(session) if one["logger"] == logger]


def _all_entries(session: Session) -> Iterator[Plain]:
    """Yield all entries that were heard, each with its logger."""
    for one in session.ours.heard:
        if one.operation == "sendLogReport" and not one.wrongs:
            yield from _of_report(one)


def _of_report(heard: Heard) -> Iterator[Plain]:
    report: Any = heard.body
    for entry in report.get("entries", ()):
        yield {"logger": report.get("address"), "data": entry.get("data", {})}


def _moment(entry: Plain) -> datetime:
    told = entry["data"].get("timestamp")
    if told is None:
        raise Failed(reasons.LACKS, what="LogData.timestamp")
    return datetime.fromisoformat(told)


def _tried(session: Session) -> bool | None:
    """Tell whether a report was tried while we were away; None: not yet."""
    reports = [one for one in session.ours.knocked if one.endswith("/log-reports")]
    return True if reports else None


def _unheard(session: Session, what: str) -> Failed:
    return Failed(reasons.UNHEARD, what=what, s=session.pace.within_s)


def _name() -> str:
    return str(uuid4())


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="R1",
        clause="Data model: EventRecordingMode, ImmediateReportingMode; CMS API: "
        "POST /log-reports",
        title=text(
            "Reports a change of light at once",
            "Změnu světla hlásí okamžitě",
            "Zmenu svetla hlási okamžite",
            "Promenu svetla javlja odmah",
        ),
        tries=events,
    ),
    Check(
        name="R2",
        clause="Data model: EventRecordingMode.sourceEvents.whiteList",
        title=text(
            "Reports nothing that was not asked for",
            "Nehlásí nic, co nebylo vyžádáno",
            "Nehlási nič, čo nebolo vyžiadané",
            "Ne javlja ništa što nije traženo",
        ),
        tries=chosen,
    ),
    Check(
        name="R3",
        clause="Data model: PeriodicRecordingMode.samplingProfiles; AttributeLogData",
        title=text(
            "Samples values as often as asked",
            "Vzorkuje hodnoty tak často, jak má",
            "Vzorkuje hodnoty tak často, ako má",
            "Uzorkuje vrednosti koliko je traženo",
        ),
        tries=samples,
    ),
    Check(
        name="R4",
        clause="Data model: ReportingMode.numberOfRetries; LogData.timestamp",
        title=text(
            "Keeps what it could not report, and reports it later",
            "Co nemohla ohlásit, uchová a ohlásí později",
            "Čo nemohla ohlásiť, uchová a ohlási neskôr",
            "Čuva ono što nije mogao da javi i javlja kasnije",
        ),
        tries=kept,
    ),
    Check(
        name="R5",
        clause="Gateway API: GET /log-reports/{loggerAddress}, GET /log-reports/count",
        title=text(
            "A report can be asked for",
            "O hlášení lze požádat",
            "O hlásenie možno požiadať",
            "Izveštaj se može zatražiti",
        ),
        tries=on_request,
    ),
    Check(
        name="R6",
        clause="Data model: LampMonitorFunction.activeEnergy",
        title=text(
            "The meter of a burning lamp rises",
            "Elektroměr svítícího svítidla roste",
            "Elektromer svietiaceho svietidla rastie",
            "Brojilo upaljene svetiljke raste",
        ),
        tries=energy,
    ),
    Check(
        name="R7",
        clause="CMS API: request bodies and parameters of every operation",
        title=text(
            "All it says has the form of the standard",
            "Vše, co sděluje, má tvar podle normy",
            "Všetko, čo oznamuje, má tvar podľa normy",
            "Sve što javlja ima oblik po standardu",
        ),
        tries=by_the_standard,
    ),
    Check(
        name="R8",
        clause="CMS API: POST /log-reports (201)",
        title=text(
            "Nothing is reported twice",
            "Nic není hlášeno dvakrát",
            "Nič nie je hlásené dvakrát",
            "Ništa se ne javlja dvaput",
        ),
        tries=once,
    ),
)
