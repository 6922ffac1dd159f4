"""How a session begins, is read and ends, in the words of the city. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from mesto.gates.ocpp.codec import Payload
from mesto.gates.ocpp.meters import REGISTER, Reading, readings_of
from mesto.gates.ocpp.sessions import (
    ENDED,
    OPEN,
    Session,
    energy_of,
    read_on,
    require_positive,
)
from mesto.gates.ocpp.telling import (
    Asked,
    evse_seen,
    is_a,
    learn,
    say,
    say_all,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Kind, Observation
from mesto.kernel.moments import date_time
from mesto.kernel.text import Text, in_english, said_by
from mesto.names.charging import NOW_CHARGING, OF_EVSE, OF_STATION, SESSION


def begin(  # noqa: PLR0913 - what a session begins with
    asked: Asked,
    session: Session,
    *,
    evse: int,
    at: datetime,
    kwh: float | None = None,
    token: str = "",
    key: str = "",
) -> tuple[list[Observation], Session]:
    """Let a session begin.

    Returns what is to be recorded, and what the session is then: its `doubt` says why
    its meter cannot be believed, if so.
    """
    teller, urn = asked.teller, session.urn
    link = Kind.RELATIONSHIP
    evse_urn, seen = evse_seen(asked, evse)
    seen += [
        is_a(teller, urn, SESSION),
        say(teller, urn, OF_STATION, teller.urn, at, kind=link),
        say(teller, urn, OF_EVSE, evse_urn, at, kind=link),
        say(teller, urn, "transactionId", session.transaction, at),
        say(teller, urn, "startDateTime", date_time(at), at),
        say(teller, urn, "status", OPEN, at),
        say(teller, evse_urn, NOW_CHARGING, urn, at, kind=link),
    ]
    seen += say_all(
        teller, urn, {"idToken": token or None, "startKey": key or None}, at
    )
    after = msgspec.structs.replace(session, begun=True, key=key)
    if kwh is None:
        return seen, after
    try:
        after = read_on(after, kwh, at)
    except Malformed as wrong:
        doubt = said_by(wrong)
        seen.append(_doubted(asked, session, doubt, at))
        return seen, msgspec.structs.replace(after, doubt=doubt)
    started, seen_start = started_at(asked, after, kwh, at)
    register = say(teller, urn, REGISTER, kwh, at, unit="KWH")
    return [*seen, register, *seen_start], started


def started_at(
    asked: Asked, session: Session, kwh: float, at: datetime
) -> tuple[Session, list[Observation]]:
    """Return a session whose meter was at `kwh` when it began."""
    seen = say(asked.teller, session.urn, "meterStart", kwh, at, unit="KWH")
    return msgspec.structs.replace(session, start_kwh=kwh), [seen]


def end(  # noqa: PLR0913 - what a session ends with
    asked: Asked,
    session: Session,
    *,
    at: datetime,
    kwh: float | None,
    reason: str = "",
    token: str = "",
    doubts: Sequence[Text] = (),
) -> tuple[list[Observation], Session]:
    """Let a session end; what it has given is told only if its meter is believed.

    doubts: what was wrong with its meter; without `kwh` the last says why
    """
    teller, urn = asked.teller, session.urn
    energy, unknown = energy_of(session, kwh)
    seen = [
        say(teller, urn, "status", ENDED, at),
        say(teller, urn, "endDateTime", date_time(at), at),
        *say_all(
            teller,
            urn,
            {"stopReason": reason or None, "stopIdToken": token or None},
            at,
        ),
    ]
    if energy is None:
        doubt = doubts[-1] if doubts and kwh is None else unknown
        seen.append(_doubted(asked, session, doubt, at))
    if not session.begun:  # its begin was never heard
        seen.insert(0, is_a(teller, urn, SESSION))
        link = Kind.RELATIONSHIP
        seen.append(say(teller, urn, OF_STATION, teller.urn, at, kind=link))
        seen.append(say(teller, urn, "transactionId", session.transaction, at))
    for name, number in (("meterStop", kwh), ("energy", energy)):
        if number is not None:
            seen.append(say(teller, urn, name, number, at, unit="KWH"))
    return seen, msgspec.structs.replace(session, ended=True)


def read_meters(
    asked: Asked, session: Session | None, evse: int, meter_values: Sequence[Payload]
) -> tuple[list[Observation], Session | None]:
    """Take in what meters say; a session's register must not fall.

    Raises Malformed where it does, and Refused for what cannot be read.
    """
    times = [asked.time(one["timestamp"]) for one in meter_values]
    teller = asked.teller
    seen = learn(asked, times)
    readings = list(readings_of(meter_values, times, teller.profile))
    readings.sort(key=_moment)
    evse_urn, introduced = evse_seen(asked, evse) if evse else (teller.urn, [])
    seen += introduced
    for one in readings:
        at = teller.clock.corrected(one.at, asked.at)
        urn = evse_urn
        if one.attribute == REGISTER and session is not None:
            session, urn = read_on(session, one.value, at), session.urn
        elif one.attribute == REGISTER:
            require_positive(one.value)
        seen.append(say(teller, urn, one.attribute, one.value, at, unit=one.unit))
    return seen, session


def why_kept(doubts: Iterable[Text]) -> str:
    """Return why a message is kept beside being answered; empty: it is not."""
    return "; ".join(dict.fromkeys(map(in_english, doubts)))


def _doubted(asked: Asked, session: Session, why: Text, at: datetime) -> Observation:
    kind = Kind.LANGUAGE_PROPERTY
    return say(asked.teller, session.urn, "meterDoubt", dict(why), at, kind=kind)


def _moment(reading: Reading) -> datetime:
    return reading.at
