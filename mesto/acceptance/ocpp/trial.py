"""Trying a charging station: all checks in their order, and the protocol of it."""

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mesto.acceptance import words
from mesto.acceptance.finding import Protocol, Text
from mesto.acceptance.ocpp.central import Central, open_central
from mesto.acceptance.ocpp.checks import CHECKS, booting
from mesto.acceptance.ocpp.session import Pace, Session
from mesto.acceptance.ocpp.tls import context_of
from mesto.acceptance.running import Notebook, Told, chosen, limits, run


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is tried, and where it dials in.

    identity: of the station: the last part of the path it comes to
    protocol: ocpp2.0.1 or ocpp1.6
    password: what it proves itself by; empty: any will do
    certificate, key: of ours, PEM files; None: no TLS
    hands: asks a person at the station to do something; None: nobody is there
    opened: hears the port we listen at, once we do
    only: names of checks; none: every one
    """

    identity: str
    protocol: str
    pace: Pace
    card: str
    evse: int = 1
    heartbeat_s: int = 10
    host: str = "127.0.0.1"
    port: int = 0
    password: str = ""
    certificate: Path | None = None
    key: Path | None = None
    hands: Callable[[Text], None] | None = None
    opened: Callable[[int], None] = lambda _port: None
    only: Sequence[str] = ()


async def try_station(trial: Trial, told: Told) -> Protocol:
    """Try a station; see `run` for `told`.

    Raises Unavailable when we cannot listen, Malformed for a certificate that is none,
    NotFound for a check nobody knows.
    """
    checks = chosen(CHECKS[trial.protocol], trial.only)
    notebook, begun_at = Notebook(), datetime.now(UTC)
    central = Central(
        notebook,
        trial.protocol,
        identity=trial.identity,
        heartbeat_s=trial.heartbeat_s,
    )
    central.password = trial.password or None
    central.cards[trial.card.lower()] = "Accepted"
    if any(one.tries is booting.pending for one in checks):
        central.registration = "Pending"
    tls = context_of(trial.certificate, trial.key, lambda: central.masked)
    async with open_central(central, trial.host, trial.port, tls):
        trial.opened(central.port)
        session = Session(
            central=central,
            pace=trial.pace,
            card=trial.card,
            evse=trial.evse,
            hands=trial.hands,
        )
        findings = await run(checks, session, notebook, told)
    return Protocol(
        kind=words.CHARGER,
        subject=trial.identity,
        about=[*_about(session, trial, tls), *limits(trial.only)],
        begun_at=begun_at,
        ended_at=datetime.now(UTC),
        findings=findings,
    )


def _about(
    session: Session, trial: Trial, tls: ssl.SSLContext | None
) -> list[tuple[Text, str]]:
    named = session.named
    maker = named.get("vendorName") or named.get("chargePointVendor", "")
    model = named.get("model") or named.get("chargePointModel", "")
    profile = (1 if trial.password else 0) + (1 if trial.password and tls else 0)
    said = [
        (words.VERSION, trial.protocol.removeprefix("ocpp")),
        (words.MAKER, f"{maker} {model}".strip()),
        (words.SOFTWARE, named.get("firmwareVersion", "")),
        (words.SECURITY, str(profile)),
        (words.PATIENCE, f"{trial.pace.within_s:g} s"),
    ]
    return [(name, value) for name, value in said if value]
