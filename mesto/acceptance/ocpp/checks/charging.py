"""Checks of sessions: how they begin, are metered, obey limits, and end."""

import asyncio
from datetime import UTC, datetime, timedelta

from mesto.acceptance import reasons
from mesto.acceptance.finding import Failed, Inapplicable, text
from mesto.acceptance.ocpp.session import METERS, SESSIONS, Session, Variable, number
from mesto.gates.ocpp import naming
from mesto.gates.ocpp.codec import Call, Payload
from mesto.gates.ocpp.meters import REGISTER
from mesto.gates.ocpp.sessions import OPEN

SLACK = 1.05  #: of a limit
LEAST_KW = 0.1  #: draws something
FULLY = 0.9  #: of what was drawn without a limit
WATTS = 1000
LASTING_S = 60
ATTEMPTS = Variable(
    "TransactionMessageAttempts", "OCPPCommCtrlr", "MessageAttempts", "TransactionEvent"
)
AGAIN = Variable(
    "TransactionMessageRetryInterval",
    "OCPPCommCtrlr",
    "MessageAttemptInterval",
    "TransactionEvent",
)
SHOW = text(
    "Connect the car, and show the card {card} at the station",
    "Připojte vůz a přiložte ke stanici kartu {card}",
    "Pripojte vozidlo a priložte k stanici kartu {card}",
    "Priključite vozilo i prislonite karticu {card} uz stanicu",
)
STRANGE = text(
    "Show a card other than {card} at the station",
    "Přiložte ke stanici jinou kartu než {card}",
    "Priložte k stanici inú kartu než {card}",
    "Prislonite uz stanicu karticu koja nije {card}",
)
AGAIN_SHOWN = text(
    "End the session by the card {card}",
    "Ukončete nabíjení kartou {card}",
    "Ukončite nabíjanie kartou {card}",
    "Završite punjenje karticom {card}",
)


async def starts(session: Session) -> None:
    """Prove that it begins a session from afar, for whom it was told to."""
    if session.transaction:
        await session.stops()
    since = session.now
    transaction = await session.charges()
    token = next(
        (one.value for one in session.seen(since) if one.attribute == "idToken"), ""
    )
    if str(token).lower() != session.card.lower():
        raise Failed(reasons.RANGE, what="idToken", found=token, wanted=session.card)
    if not session.old:
        await session.hears(
            "TransactionEvent",
            since,
            lambda told: (
                told["transactionInfo"]["transactionId"] == transaction
                and "remoteStartId" in told["transactionInfo"]
            ),
        )


async def meters(session: Session) -> None:
    """Prove that it tells the meter of a session as often as it was told, rising."""
    said = await session.write(METERS, f"{session.pace.every_s:.0f}")
    if said not in ("Accepted", "RebootRequired"):
        raise Failed(reasons.STATUS, what=METERS.key, status=said, wanted="Accepted")
    transaction = await session.charges()
    urn = naming.session_urn(session.central.teller.tail, transaction)
    since, read = session.now, []
    for _ in range(2):
        one = await session.learns(
            REGISTER,
            since,
            lambda one: one.entity == urn and one.attribute == REGISTER,
            session.pace.every_s * 2 + 1,
        )
        read.append(number(one))
        since = session.now
    await session.draws("> 0", 0, lambda kw: kw > LEAST_KW)
    if not read[1] >= read[0]:
        raise Failed(reasons.FALLS, what="kWh", before=read[0], after=read[1])


async def obeys_station(session: Session) -> None:
    """Prove that a limit of the whole station is obeyed."""
    await _obeys(session, {})


async def obeys_evse(session: Session) -> None:
    """Prove that a limit of an EVSE is obeyed."""
    await _obeys(session, {"evse": session.evse})


async def obeys_session(session: Session) -> None:
    """Prove that a limit of a session is obeyed."""
    number = await session.charges()
    await _obeys(session, {"evse": session.evse, "transactionId": number})


async def _obeys(session: Session, place: dict[str, object]) -> None:
    """Prove by the meter that half of what is drawn is obeyed, and then ended."""
    await session.charges()
    whole_kw = await session.draws("> 0", session.now, lambda kw: kw > LEAST_KW)
    limit_kw = round(whole_kw / 2, 1)
    await session.does("setPowerLimit", {**place, "kw": limit_kw}, "Accepted")
    below = f"≤ {limit_kw:g}"
    try:
        await session.draws(below, session.now, lambda kw: kw <= limit_kw * SLACK)
        since = session.now
        above = limit_kw * SLACK
        await session.draws(below, since, lambda _: True)
        await session.draws(below, session.now, lambda kw: kw <= above)
        await _composed(session, limit_kw)
    finally:
        if session.central.here:
            await session.does("setPowerLimit", {**place, "kw": None}, "Accepted")
    most = whole_kw * FULLY
    await session.draws(f"≥ {most:g}", session.now, lambda kw: kw >= most)


async def _composed(session: Session, limit_kw: float) -> None:
    """Prove that its own schedule says what it was told."""
    where = "connectorId" if session.old else "evseId"
    asked = {where: session.evse, "duration": LASTING_S}
    answer = await session.ask("GetCompositeSchedule", asked)
    schedule = answer.get("chargingSchedule") or answer.get("schedule") or {}
    periods = schedule.get("chargingSchedulePeriod") or [{}]
    most = periods[0].get("limit")
    if schedule.get("chargingRateUnit") == "W" and most > limit_kw * WATTS * SLACK:
        wanted = f"≤ {limit_kw * WATTS:g} W"
        raise Failed(reasons.RANGE, what="limit", found=most, wanted=wanted)


async def composes(session: Session) -> None:
    """Prove that it says what it will do in the next minute."""
    where = "connectorId" if session.old else "evseId"
    asked = {where: session.evse, "duration": LASTING_S, "chargingRateUnit": "W"}
    await session.offers("GetCompositeSchedule", asked, "Accepted")


async def clears(session: Session) -> None:
    """Prove that a limit that was never set cannot be taken away."""
    name = "id" if session.old else "chargingProfileId"
    await session.offers("ClearChargingProfile", {name: 987_654}, "Unknown")


async def goes_on_offline(session: Session) -> None:
    """Prove that a session goes on without a line, and its meter is told afterwards."""
    transaction = await session.charges()
    urn = naming.session_urn(session.central.teller.tail, transaction)
    away_s = max(session.pace.quiet_s, 2.5 * session.pace.every_s)
    since, from_, lines = session.now, datetime.now(UTC), session.central.lines
    await _away(session, away_s)
    until = datetime.now(UTC)
    await session.comes(lines)

    def of_then(one: object) -> bool:
        at = getattr(one, "observed_at", None)
        slack = timedelta(seconds=0.2)
        mine = getattr(one, "entity", "") == urn
        return mine and at is not None and from_ + slack < at < until - slack

    await session.learns("MeterValues", since, of_then)
    begun = {
        one.entity
        for one in session.seen(since)
        if one.entity.startswith(SESSIONS) and (one.attribute, one.value) == _BEGUN
    }
    if begun:
        raise Failed(reasons.TWICE, what="transaction")


_BEGUN = ("status", OPEN)


async def ends_offline(session: Session) -> None:
    """Prove that an end nobody could hear is told afterwards, once."""
    if session.hands is None:
        raise Inapplicable(reasons.NOBODY)
    await session.charges()
    since, lines, central = session.now, session.central.lines, session.central
    central.away = True
    try:
        await central.drop()
        await session.at_hand(AGAIN_SHOWN)
    finally:
        central.away = False
    await session.comes(lines)
    await session.ended(since)
    if not session.old:
        await session.hears("TransactionEvent", since, _ended_offline)


def _ended_offline(told: Payload) -> bool:
    return told["eventType"] == "Ended" and told.get("offline") is True


async def _away(session: Session, for_s: float) -> None:
    central = session.central
    central.away = True
    try:
        await central.drop()
        await asyncio.sleep(for_s)
    finally:
        central.away = False


async def ends(session: Session) -> None:
    """Prove that a session ends from afar, and says what it gave."""
    await session.charges()
    seen = await session.stops()
    told = {one.attribute: one.value for one in seen if one.entity.startswith(SESSIONS)}
    if told.get("stopReason") != "Remote":
        found = told.get("stopReason")
        raise Failed(reasons.RANGE, what="reason", found=found, wanted="Remote")
    if "energy" not in told:
        raise Failed(reasons.LACKS, what=told.get("meterDoubt", "kWh"))


async def tells_again(session: Session) -> None:
    """Prove that an end we could not keep is told again."""
    await session.charges()
    await session.write(ATTEMPTS, "3")
    await session.write(AGAIN, "1")
    since = session.now
    session.central.refuses_once = _is_end
    await session.does("remoteStop", {"transactionId": session.transaction}, "Accepted")
    await session.ended(since)
    if session.central.refuses_once is not None:
        session.central.refuses_once = None
        raise Failed(reasons.UNTRIED, what="StopTransaction")


def _is_end(call: Call) -> bool:
    return call.action == "StopTransaction" or (
        call.action == "TransactionEvent" and call.payload.get("eventType") == "Ended"
    )


async def knows_no_other(session: Session) -> None:
    """Prove that what is not under way cannot be ended."""
    value = {"transactionId": "987654321"}
    await session.does("remoteStop", value, "Rejected")


async def refuses_strangers(session: Session) -> None:
    """Prove that a card that may not charge begins nothing."""
    if session.hands is not None and session.transaction:
        await session.stops()
    since = session.now
    await session.at_hand(STRANGE)
    await session.hears("Authorize", since)
    await asyncio.sleep(session.pace.quiet_s)
    if any(
        one.attribute == "status" and one.value == OPEN for one in session.seen(since)
    ):
        raise Failed(reasons.UNASKED, what="transaction")


async def charges_by_card(session: Session) -> None:
    """Prove that a card begins a session and ends it."""
    if session.hands is not None and session.transaction:
        await session.stops()
    since = session.now
    await session.at_hand(SHOW)
    session.transaction = await session.begun(since)
    tokens = {one.value for one in session.seen(since) if one.attribute == "idToken"}
    if session.card.lower() not in {str(one).lower() for one in tokens}:
        found = ", ".join(map(str, tokens))
        raise Failed(reasons.RANGE, what="idToken", found=found, wanted=session.card)
    await session.at_hand(AGAIN_SHOWN)
    await session.ended(since)
    told = {one.attribute for one in session.seen(since)}
    if "energy" not in told:
        raise Failed(reasons.LACKS, what="kWh")
