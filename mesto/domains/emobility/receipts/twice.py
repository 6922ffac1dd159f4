"""Whether two sessions of one EVSE were given the same energy. Pure.

A meter shows each kilowatt-hour once. So two sessions over the same ones are one that a
station told twice, under two names, perhaps hours apart. But a meter may begin anew:
with each session, or when it was exchanged; then it shows the same at another time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from mesto.domains.emobility.nouns import BEGIN, END, METER_START, METER_STOP
from mesto.kernel.model import Entity
from mesto.kernel.verdict import moment, number

ANEW_KWH: Final = 0.001  #: a meter that began below this was begun anew
ROUNDED_KWH: Final = 0.1  #: so much the next session may lap over by rounding
#: Longer apart, it is another meter; no station keeps a session back for longer.
WITHIN: Final = timedelta(days=60)


class Span(NamedTuple):
    """When a session went, and over what of its meter, kWh."""

    begin: datetime
    end: datetime
    start_kwh: float
    stop_kwh: float


def span_of(session: Entity) -> Span | None:
    """Return the span of a session; None where it does not say all of it."""
    begin, end = moment(session, BEGIN), moment(session, END)
    start, stop = number(session, METER_START), number(session, METER_STOP)
    if begin is None or end is None or start is None or stop is None:
        return None
    return Span(begin, end, start, stop)


def is_twice(one: Span, other: Span, anew: Iterable[datetime]) -> bool:
    """Tell whether two sessions of one EVSE were given the same energy.

    anew: when sessions of that EVSE began whose meter began anew
    """
    same_kwh = min(one.stop_kwh, other.stop_kwh) - max(one.start_kwh, other.start_kwh)
    if same_kwh <= 0:
        return False
    first, later = sorted((one, other))
    if later.begin < first.end:
        return True
    return (
        same_kwh > ROUNDED_KWH
        and later.begin - first.end <= WITHIN
        and not any(first.begin < at <= later.begin for at in anew)
    )
