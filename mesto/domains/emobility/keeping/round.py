"""One round of the keeper: what stations are to be told now. Pure.

All sessions are planned anew. What the plan takes from a car is told at once; what it
gives is told as far as no cable is overloaded by anything that any station may still
hold. So the rest follows in the rounds after, when stations have answered.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from mesto.domains.emobility.charging.held import Held, Moment, may_tell
from mesto.domains.emobility.charging.learnt import Outlook
from mesto.domains.emobility.charging.plan import Grant, Session
from mesto.domains.emobility.keeping.cars import Car
from mesto.domains.emobility.keeping.loads import Hangs, Past, loads_of
from mesto.domains.emobility.keeping.pricing import planned
from mesto.domains.emobility.keeping.site import Place, Site
from mesto.domains.emobility.keeping.told import SLACK, Order, Told
from mesto.domains.emobility.savings.terms import Terms
from mesto.kernel.model import Entity

HOLDS: Final = timedelta(minutes=15)  #: a profile, then it falls to the fail-safe
RENEWED: Final = timedelta(minutes=5)  #: before it ends, or sooner
AGAIN: Final = timedelta(seconds=2)  #: what came to nothing is told again, then after
SELDOM: Final = timedelta(minutes=2)  #: twice as long, up to this


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A town as the keeper knows it at a moment.

    at: by the clock of the town
    told: what EVSEs were told, by URN
    outlooks: by session
    terms: what those connections pay whose cars wait for a cheaper hour
    """

    at: datetime
    site: Site
    cars: Sequence[Car]
    evses: Mapping[str, Entity]
    told: Mapping[str, Told]
    outlooks: Mapping[str, Outlook]
    hangs: Sequence[Hangs] = ()
    past: Past = {}
    terms: Mapping[str, Terms] = {}

    def told_of(self, evse: str) -> Told:
        """Return what an EVSE was told."""
        return self.told.get(evse, Told())


class Given(NamedTuple):
    """A car with what the plan grants it, and what it is told now."""

    car: Car
    grant: Grant
    order: Order | None  #: None: what it was told before holds on


class Round(NamedTuple):
    """What comes of a round: fail-safes first, then who charges, in rank."""

    safe: Sequence[Order]
    given: Sequence[Given]

    @property
    def orders(self) -> list[Order]:
        """All that is to be told now."""
        return [*self.safe, *(one.order for one in self.given if one.order is not None)]


def moment_of(state: State, *, silent: bool = False) -> Moment:
    """Return for when something is told now; silent: with who is not heard alone."""
    until = state.at + HOLDS + SLACK
    held: dict[str, Sequence[Held]] = {}
    for urn, place in state.site.places.items():
        if not silent or not _listens(place):
            held[urn] = state.told_of(urn).held
    return Moment(
        since=state.at,
        until=until,
        loads=loads_of(state.hangs, state.past, state.at, until),
        held=held,
    )


def sessions_of(state: State) -> list[Session]:
    """Return the sessions of a town as the planner wants them."""
    tree = state.site.tree
    return [
        one.with_outlook(
            state.outlooks[one.urn],
            tree.connectors[tree.place[one.evse]],
            state.evses[one.evse],
            state.told_of(one.evse).last,
        )
        for one in state.cars
        if one.evse in tree.place
    ]


def round_of(state: State) -> Round:
    """Return what stations are to be told now."""
    safe = [one for place in state.site.places.values() for one in _safe(state, place)]
    sessions = sessions_of(state)
    silent = moment_of(state, silent=True)
    grants = planned(state.site.tree, sessions, silent, state.terms)
    wanted = {
        one.connector: one.amps
        for one in grants
        if not state.told_of(one.connector).open
    }
    phases = {one.connector: one.phases for one in sessions}
    shared = may_tell(state.site.tree, wanted, moment_of(state), phases)
    cars = {one.evse: one for one in state.cars}
    given = []
    for grant in grants:
        car, order = cars[grant.connector], None
        if grant.connector in wanted:
            place = state.site.tree.place[grant.connector]
            amps = float(shared.amps[place])
            order = _order(state, car, amps, phases[grant.connector])
        given.append(Given(car, grant, order))
    return Round(safe, given)


def _safe(state: State, place: Place) -> list[Order]:
    """Return the fail-safe that a station has yet to be told."""
    told = state.told_of(place.evse)
    if not place.retell or not place.connected or told.open:
        return []
    if told.safe is not None and state.at - told.safe.at < _after(told.unsafe):
        return []
    return [Order(evse=place.evse, amps=place.fail_safe_a, at=state.at)]


def _after(missed: int) -> timedelta:
    """Return after how long something is told again that came to nothing so often."""
    return min(AGAIN * float(1 << min(missed, 10)), SELDOM)


def _listens(place: Place) -> bool:
    return place.connected and place.kept


def _order(state: State, car: Car, amps: float, phases: int) -> Order | None:
    """Return what is to be told to a car; None: it has heard that."""
    place, told = state.site.places[car.evse], state.told_of(car.evse)
    if not place.kept or not car.transaction:
        return None
    last, until = told.last, state.at + HOLDS
    if last is not None:
        sure = last is told.confirmed
        if not sure and state.at - last.at < _after(told.missed):
            return None
        lasts = last.until is not None and last.until - state.at > HOLDS - RENEWED
        if sure and lasts and (last.amps, last.phases) == (amps, phases):
            return None
    return Order(
        evse=car.evse,
        transaction=car.transaction,
        amps=amps,
        phases=phases,
        until=until,
        at=state.at,
    )
