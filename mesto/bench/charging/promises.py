"""How true it is what drivers are promised, where no cable holds them down. Pure."""

from collections.abc import Sequence

from mesto.bench.charging.acn import POWER_KW, Charged
from mesto.domains.emobility.charging.learnt import MIDDLE, Outlook, still
from mesto.domains.emobility.keeping.promise import NEARLY, within


def promises_row(
    sessions: Sequence[Charged], outlooks: Sequence[Outlook]
) -> dict[str, float]:
    """Return how often the energy by then lay within what was said, and reached it."""
    inside, below, reached = 0, 0, 0
    for one, outlook in zip(sessions, outlooks, strict=True):
        known, left = one.ended.known, still(outlook, 0.0, 0.0)
        by_h = known.stated_h or left.quantile(left.stay_h, MIDDLE)
        low, high = within(left, by_h, ([0.0, by_h], [0.0, POWER_KW * by_h]))
        wished = known.wanted_kwh or left.quantile(left.energy_kwh, MIDDLE)
        promised = min(wished, POWER_KW * by_h)
        got = min(one.energy_kwh, POWER_KW * min(one.ended.stay_h, by_h))
        inside += low <= got <= high
        below += got < low
        reached += got >= NEARLY * promised
    count = len(sessions) / 100
    return {
        "within, %": round(inside / count, 1),
        "below, %": round(below / count, 1),
        "reached what was promised, %": round(reached / count, 1),
    }
