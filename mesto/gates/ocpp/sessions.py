"""One transaction of a station, and when its meter is not believed. Pure.

What a meter says is billed only if it never fell, was never negative and never rose
faster than anything charges; else the session says why not, and the message is kept.
"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from mesto.gates.ocpp import words
from mesto.gates.ocpp.clock import TOLERANCE
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import Amount, Text, by_language, filled, refusal

OPEN, ENDED = "open", "ended"
SLACK_KWH: Final = 0.001  #: meters are told in whole watt-hours by some messages
#: No connector gives more: 3,000 A at 1,250 V.
#: Source: CharIN, Megawatt Charging System.
MOST_KW: Final = 3_750.0
HOUR: Final = timedelta(hours=1)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be known of a session to go on with it."""

    urn: str
    transaction: str
    key: str = ""  #: what it began with, in the station's own words
    begun: bool = False
    ended: bool = False
    start_kwh: float | None = None  #: the meter when it began
    register_kwh: float | None = None  #: the last that is believed
    register_at: datetime | None = None
    doubt: Text = {}  #: why nobody will know what it gave


def session_in(entity: Entity | None, urn: str, transaction: str) -> Session:
    """Read a session as the city knows it."""
    if entity is None:
        return Session(urn=urn, transaction=transaction)
    register = entity.attribute("energyRegister")
    return Session(
        urn=urn,
        transaction=transaction,
        key=str(entity.value("startKey") or ""),
        begun=entity.attribute("startDateTime") is not None,
        ended=entity.value("status") == ENDED,
        start_kwh=_number(entity.value("meterStart")),
        register_kwh=None if register is None else _number(register.value),
        register_at=None if register is None else register.observed_at,
        doubt=by_language(entity.value("meterDoubt")),
    )


def read_on(session: Session, kwh: float, at: datetime) -> Session:
    """Return a session after its meter was read.

    Raises Malformed if that cannot be: it fell, leapt, or is negative.
    """
    require_positive(kwh)
    last, last_at = session.register_kwh, session.register_at
    if last is None or last_at is None:
        return msgspec.structs.replace(session, register_kwh=kwh, register_at=at)
    if at < last_at:  # it comes late
        if kwh > last + SLACK_KWH:
            raise _cannot_be(words.FELL, before=kwh, after=last)
        return session
    if kwh < last - SLACK_KWH:
        raise _cannot_be(words.FELL, before=last, after=kwh)
    if kwh - last > MOST_KW * ((at - last_at + TOLERANCE) / HOUR):
        raise _cannot_be(words.LEAPT, before=last, after=kwh)
    return msgspec.structs.replace(session, register_kwh=kwh, register_at=at)


def require_positive(kwh: float) -> None:
    """Raise Malformed if a meter is negative."""
    if kwh < 0:
        raise _cannot_be(words.NEGATIVE, kwh=kwh)


def _cannot_be(sentence: Text, **kwh: float) -> Malformed:
    amounts = {name: Amount(one, "kWh") for name, one in kwh.items()}
    return refusal(Malformed, filled(sentence, **amounts))


def latest(session: Session, at: datetime) -> datetime:
    """Return when the last reading of a session was, which is told to be at `at`."""
    return at if session.register_at is None else max(at, session.register_at)


def energy_of(session: Session, stop_kwh: float | None) -> tuple[float | None, Text]:
    """Return what a session has given, kWh, or else why that is not known."""
    if session.doubt:
        return None, session.doubt
    if session.start_kwh is None:
        return None, with_both_scripts(words.NO_BEGIN)
    if stop_kwh is None:
        return None, with_both_scripts(words.NO_END)
    return round(max(stop_kwh - session.start_kwh, 0.0), 6), {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
