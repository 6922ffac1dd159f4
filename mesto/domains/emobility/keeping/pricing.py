"""Planning by what each connection pays: who may wait for a cheaper hour. Pure.

Where a root connection says `waitsForPrice`, its cars wait for hours that `energyPrice`
says are cheaper, if there is time; elsewhere each charges as soon as it can. Roots
share no cable, so each is planned by itself.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from mesto.domains.emobility.charging.held import Moment
from mesto.domains.emobility.charging.plan import Grant, Price, Session, plan
from mesto.domains.emobility.charging.tree import Tree
from mesto.domains.emobility.keeping.site import root_of
from mesto.domains.emobility.nouns import WAITS
from mesto.domains.emobility.savings.terms import Terms, terms_of
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity

AHEAD: Final = 96  #: slots, a day
SLOT: Final = timedelta(minutes=15)


def waiting_terms(connections: Mapping[str, Entity]) -> dict[str, Terms]:
    """Return what those connections pay whose cars wait, by URN.

    Who has no prices that can be read does not wait.
    """
    found = {}
    for urn, one in connections.items():
        if one.value(WAITS) is True:
            try:
                found[urn] = terms_of(one)
            except Malformed:
                continue
    return found


def planned(
    tree: Tree,
    sessions: Sequence[Session],
    moment: Moment,
    terms: Mapping[str, Terms],
) -> list[Grant]:
    """Plan what every session draws in a moment, by root; who is first comes first."""
    by_root: dict[str, list[Session]] = {}
    for one in sessions:
        by_root.setdefault(root_of(tree, one.connector), []).append(one)
    found = []
    for root, those in by_root.items():
        price = price_at(terms[root], moment.since) if root in terms else None
        found += plan(tree, those, moment, price)
    return found


def price_at(terms: Terms, since: datetime) -> Price | None:
    """Return what a kWh costs from now on, a day ahead; None: nobody says."""
    each = [terms.price(since + k * SLOT) for k in range(AHEAD)]
    known = [one for one in each if one is not None]
    if len(known) < len(each):
        return None
    return Price(each=known, slot_h=SLOT / timedelta(hours=1))
