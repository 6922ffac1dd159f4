"""Checks of how a station comes, tells what it is, and begins anew."""

from datetime import timedelta

from mesto.acceptance import reasons
from mesto.acceptance.finding import Failed, Inapplicable
from mesto.acceptance.ocpp.central import REGISTRATION
from mesto.acceptance.ocpp.session import Session
from mesto.gates.ocpp import naming
from mesto.gates.ocpp.clock import TOLERANCE, read_time

SOUND = 60  #: seconds a clock may be off
RESET = ("RemoteReset", "ScheduledReset")


async def pending(session: Session) -> None:
    """Prove that it says nothing but that it is there until it is welcome."""
    central = session.central
    try:
        await session.hears(REGISTRATION, 0)
        first = session.now
        await session.hears(REGISTRATION, first)
        unasked = {one.call.action for one in central.told} - {REGISTRATION}
    finally:
        central.registration = "Accepted"
    await session.hears(REGISTRATION, session.now)
    if unasked:
        raise Failed(reasons.UNASKED, what=", ".join(sorted(unasked)))


async def boots(session: Session) -> None:
    """Prove that it says what it is once it has come."""
    told = (await session.hears(REGISTRATION, 0)).call.payload
    station = told.get("chargingStation", told)
    for name, value in station.items():
        if isinstance(value, str):
            session.named[name] = value


async def statuses(session: Session) -> None:
    """Prove that it tells the status of the EVSE to be tried."""
    urn = naming.evse_urn(session.central.teller.tail, session.evse)
    await session.learns(
        f"StatusNotification {session.evse}",
        0,
        lambda one: one.entity == urn and one.attribute == "status",
    )


async def clock(session: Session) -> None:
    """Prove that it has set its clock by ours."""
    booted = await session.hears(REGISTRATION, 0)
    told = session.central.told
    since = told.index(booted) + 1
    named = [one for one in told[since:] if "timestamp" in one.call.payload]
    if not named:
        value = {"message": "StatusNotification", "evse": session.evse}
        since = session.now
        await session.does("triggerMessage", value, "Accepted")
        one = await session.hears("StatusNotification", since)
        if "timestamp" not in one.call.payload:
            raise Inapplicable(reasons.NOT_OFFERED, what="timestamp")
        named = [one]
    last = named[-1]
    apart = read_time(last.call.payload["timestamp"]) - last.at
    if abs(apart) > TOLERANCE:
        found = f"{apart / timedelta(seconds=1):.0f} s"
        raise Failed(
            reasons.RANGE, what="timestamp", found=found, wanted=f"± {SOUND} s"
        )


async def beats(session: Session) -> None:
    """Prove that it says that it is there as often as it was told."""
    every_s = session.central.teller.settings.heartbeat_s
    await session.hears("Heartbeat", session.now, within_s=2.0 * every_s + 1)


async def triggered(session: Session) -> None:
    """Prove that it tells its status when it is asked to."""
    since = session.now
    value = {"message": "StatusNotification", "evse": session.evse}
    await session.does("triggerMessage", value, "Accepted")
    await session.hears("StatusNotification", since)


async def restarts(session: Session) -> None:
    """Prove that it begins anew when it is told to, and says so."""
    if session.transaction:
        await session.stops()
    lines, since = session.central.lines, session.now
    await session.does("reset", "Soft", "Accepted")
    await session.comes(lines)
    await _back(session, since)


async def restarts_charging(session: Session) -> None:
    """Prove that a session ends, with its meter, when it has to begin anew at once."""
    await session.charges()
    lines, since = session.central.lines, session.now
    await session.does("reset", "Hard", "Accepted")
    await session.ended(since)
    wanted = "HardReset" if session.old else "ImmediateReset"
    reason = next(
        one.value for one in session.seen(since) if one.attribute == "stopReason"
    )
    await session.comes(lines)
    await _back(session, since)
    if reason != wanted:
        raise Failed(reasons.RANGE, what="reason", found=reason, wanted=wanted)


async def _back(session: Session, since: int) -> None:
    boot = await session.hears(REGISTRATION, since)
    reason = boot.call.payload.get("reason")
    if not session.old and reason not in RESET:
        wanted = " / ".join(RESET)
        raise Failed(reasons.RANGE, what="reason", found=reason, wanted=wanted)
    await statuses(session)
