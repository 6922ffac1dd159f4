"""By risk, as the planner sees it: through an outlook of five quantiles. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from mesto.domains.waste.outlook import QUANTILES, Outlook
from mesto.domains.waste.planning.worth import Price, worth_of
from mesto.domains.waste.rehearsal.foresight import SPANS, Foresight
from mesto.domains.waste.rehearsal.policies import ByRisk, Policy, Today, Wish

NOW: Final = datetime(2026, 11, 30, tzinfo=UTC)  #: any day; only spans count
DAY: Final = timedelta(days=1)
CHANCES: Final = (NOW + DAY, NOW + 2 * DAY)
END: Final = NOW + 3 * DAY


def as_planned(policy: Policy, today: Today) -> Wish:
    """Return what the planner would want emptied, of a policy by risk."""
    assert isinstance(policy, ByRisk)
    price = Price(policy.overflow_km, today.visit_km)
    worth_km = [
        worth_of(outlook, NOW, CHANCES, END, price).prize
        for outlook in outlooks(today.foresight, today.level)
    ]
    return Wish(np.zeros(len(worth_km), bool), np.array(worth_km))


def outlooks(foresight: Foresight, level: np.ndarray) -> Iterator[Outlook]:
    """Yield of each container how full it will be, day by day."""
    days = [np.repeat(level[:, None], len(QUANTILES), axis=1)]
    for span in SPANS:
        ratios = np.quantile(foresight.ratios[SPANS.index(span)], QUANTILES)
        usual = foresight.usual[:, :span].sum(axis=1)
        days.append(level[:, None] + usual[:, None] * ratios)
    rising = np.maximum.accumulate(np.stack(days, axis=1), axis=1)
    for levels in rising.tolist():
        yield Outlook(made_at=NOW, begins=NOW, step_h=24.0, levels=levels)
