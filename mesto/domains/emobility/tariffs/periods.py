"""A session in periods, each of one price, with what was given and how long. Pure.

A period begins where something changes that a price depends on: another component of
the tariff holds, or the vehicle stops charging. Energy counts in whole Wh and time in
whole seconds, both of the sum so far, as on a bill: so the periods add up to what is
billed before its steps, and who has the tariff reckons the same price from them.

Source: OCPI 2.2.1-d2, 10.4.2 ChargingPeriod, 10.4.1 CdrDimension.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from fractions import Fraction
from itertools import groupby
from typing import Final, NamedTuple

import msgspec

from mesto.domains.emobility.tariffs.course import Course, Span, spans_of
from mesto.domains.emobility.tariffs.price import amount_of, component_of, nearest
from mesto.domains.emobility.tariffs.tariff import Dimension, Tariff

_PRICED: Final[Sequence[Dimension]] = ("ENERGY", "TIME", "PARKING_TIME")


class Drawn(NamedTuple):
    """What a vehicle drew at a time, on one phase."""

    at: datetime
    amps: float


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A while in which the same prices held, until the next one begins.

    wh: what was given
    charging_s, standing_s: how long, as far as it may cost something: while the station
        gives nothing, neither runs
    least_a, most_a: A a phase, of what meters told; None: they told none
    """

    begin: datetime
    wh: int
    charging_s: int
    standing_s: int
    least_a: float | None = None
    most_a: float | None = None


def periods_of(
    course: Course, tariff: Tariff, zone: tzinfo, drawn: Sequence[Drawn] = ()
) -> list[Period]:
    """Return a session in periods, in order; they have no gap between them.

    zone: of the town's clock
    drawn: in any order
    """

    def held(span: Span) -> tuple[object, ...]:
        holding = (component_of(span, one, course, tariff, zone) for one in _PRICED)
        return (span.doing, *(None if one is None else id(one) for one in holding))

    spans = groupby(spans_of(course, tariff, zone), key=held)
    return list(_counted([list(group) for _, group in spans], drawn))


def _counted(
    groups: Sequence[Sequence[Span]], drawn: Sequence[Drawn]
) -> Iterator[Period]:
    sums = dict.fromkeys(_PRICED, Fraction(0))
    for spans in groups:
        whole = []
        for dimension in _PRICED:
            before = sums[dimension]
            sums[dimension] += sum(amount_of(one, dimension) for one in spans)
            whole.append(nearest(sums[dimension]) - nearest(before))
        begin, end = spans[0].begin, spans[-1].end
        amps = [one.amps for one in drawn if begin <= one.at < end]
        yield Period(
            begin=begin,
            wh=whole[0],
            charging_s=whole[1],
            standing_s=whole[2],
            least_a=min(amps, default=None),
            most_a=max(amps, default=None),
        )
