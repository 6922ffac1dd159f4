"""Checks of how a station proves who it is, and whom it believes."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta

from mesto.acceptance import reasons
from mesto.acceptance.finding import Failed, Inapplicable
from mesto.acceptance.ocpp.session import PASSWORD, Session
from mesto.gates.ocpp import certificates
from mesto.gates.ocpp.orders import call_of
from mesto.kernel.errors import Malformed

SET = ("Accepted", "RebootRequired")
LASTS = timedelta(days=90)  #: a certificate of the trial


async def proves(session: Session) -> None:
    """Prove that it brings its own name and the password it was given."""
    central = session.central
    if central.password is None:
        raise Inapplicable(reasons.NOT_OFFERED, what="--password")
    await central.until(
        "WebSocket", lambda: central.lines or None, session.pace.within_s
    )
    if central.turned_away:
        found = central.turned_away[0].user or "–"
        raise Failed(
            reasons.STATUS, what="WebSocket", status=f"401 {found}", wanted=101
        )


async def tries_again(session: Session) -> None:
    """Prove that it comes again after it was turned away."""
    central = session.central
    lines, turned = central.lines, len(central.turned_away)
    central.away = True
    try:
        await central.drop()
        await central.until(
            "WebSocket",
            lambda: len(central.turned_away) > turned or None,
            session.pace.within_s,
        )
    finally:
        central.away = False
    await session.comes(lines)


async def changes_password(session: Session) -> None:
    """Prove that it takes another password, and comes with that."""
    central, before = session.central, session.central.password
    if before is None:
        raise Inapplicable(reasons.NOT_OFFERED, what="--password")
    for password in (secrets.token_hex(16), before):
        central.hidden.add(password)
        said = await session.write(PASSWORD, password)
        if said not in SET:
            raise Failed(
                reasons.STATUS, what=PASSWORD.variable, status=said, wanted="Accepted"
            )
        central.password, lines = password, central.lines
        await central.drop()
        await session.comes(lines)


async def by_tls(session: Session) -> None:
    """Prove that it comes by TLS."""
    if session.central.tls is None:
        raise Inapplicable(reasons.NOT_OFFERED, what="--certificate")
    central = session.central
    await central.until("TLS", lambda: central.lines or None, session.pace.within_s)


async def believes_nobody_else(session: Session) -> None:
    """Prove that it does not come to whom it has no reason to believe."""
    central = session.central
    if central.tls is None:
        raise Inapplicable(reasons.NOT_OFFERED, what="--certificate")
    lines, knocks = central.lines, len(central.knocks) + len(central.turned_away)
    central.masked = True
    try:
        await central.drop()
        await asyncio.sleep(session.pace.quiet_s)
        came = len(central.knocks) + len(central.turned_away) > knocks
    finally:
        central.masked = False
    await session.comes(lines)
    if came:
        raise Failed(reasons.UNASKED, what="WebSocket")


async def is_certified(session: Session) -> None:
    """Prove that it asks for a certificate of its own, well, and takes it."""
    asks = call_of(session.central.protocol, "renewCertificate", None)
    since = session.now
    await session.offers(asks.action, asks.payload, "Accepted")
    told = (await session.hears("SignCertificate", since)).call.payload
    try:
        wanted = certificates.read_request(told["csr"], session.central.identity)
    except Malformed as wrong:
        raise Failed(reasons.SHAPE, what="CSR", where=wrong) from None
    now = datetime.now(UTC)
    authority = certificates.found("trial", now)
    issued = certificates.sign(authority, wanted, now, LASTS)
    payload = {"certificateChain": issued.chain}
    if not session.old:
        payload["certificateType"] = "ChargingStationCertificate"
    await session.offers("CertificateSigned", payload, "Accepted")
