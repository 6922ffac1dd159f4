"""Whether a meter rose faster than its EVSE can charge. Pure.

A gate refuses what no charger of the world could have given. What a small one could not
is known here, where it is billed.
"""

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Final

from mesto.domains.emobility.keeping.site import VOLTS, phases_in
from mesto.domains.emobility.nouns import MOST_CURRENT, MOST_POWER, PHASES
from mesto.domains.emobility.receipts.words import LEAPT
from mesto.domains.emobility.tariffs.course import Metered
from mesto.kernel.model import Entity
from mesto.kernel.text import Amount, Text, filled
from mesto.kernel.verdict import number

#: What is rated for 230 V draws more by a tenth where the voltage is higher by that
#: (EN 50160), and plates are rounded.
MARGIN: Final = 1.2
#: Clocks of stations are believed to a minute, and a meter is read a little late.
LATE: Final = timedelta(seconds=60)
SLACK_KWH: Final = 0.001  #: meters are told in whole watt-hours by some messages
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


def power_of(places: Iterable[Entity]) -> float | None:
    """Return what an EVSE gives at most, kW; None where nobody says.

    places: it and then its station, the first of which that says so is believed
    """
    for one in places:
        kw, amps = number(one, MOST_POWER), number(one, MOST_CURRENT)
        lines = len(phases_in(one.value(PHASES)))
        by_current = None if amps is None else amps * VOLTS * lines / 1000
        told = [most for most in (kw, by_current) if most is not None and most > 0]
        if told:
            return min(told)
    return None


def leap_in(meters: Iterable[Metered], most_kw: float) -> Text:
    """Say where a meter rose faster than its EVSE can charge; empty: nowhere."""
    for (was_at, was), (at, now) in pairwise(sorted(meters)):
        took = at - was_at
        most = MARGIN * most_kw * ((took + LATE) / _HOUR) + SLACK_KWH
        if now - was > most:
            return filled(
                LEAPT,
                was=Amount(was, "kWh"),
                now=Amount(now, "kWh"),
                took=f"{took / _MINUTE:.0f} min",
                most=Amount(most_kw, "kW"),
            )
    return {}
