"""What a session was granted, and why, as it is written down. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

import msgspec

from mesto.domains.emobility.charging.plan import Grant
from mesto.domains.emobility.charging.words import told
from mesto.domains.emobility.keeping.promise import judged, promises_of
from mesto.domains.emobility.keeping.round import Given, Round, State
from mesto.domains.emobility.keeping.site import VOLTS, Place
from mesto.domains.emobility.nouns import (
    CHARGING_STATE,
    FULL_AT,
    GRANTED,
    LIMIT,
    LIMIT_REASON,
    PROMISE,
    PROMISED_BY,
    PROMISED_ENERGY,
    PROMISED_WITHIN,
)
from mesto.kernel.model import Entity, Kind, Value
from mesto.kernel.moments import date_time
from mesto.kernel.plugin import Text
from mesto.kernel.words import said

AT_ONCE: Final = 10  #: promises in a round; others follow in the next ones

SILENT: Final = said(
    "The station is not heard: it keeps to what it was told, then to {amps:g} A.",
    "Stanice se neozývá: drží se posledního pokynu, potom {amps:g} A.",
    "Stanica sa neozýva: drží sa posledného pokynu, potom {amps:g} A.",
    "Stanica se ne javlja: drži se poslednjeg naloga, potom {amps:g} A.",
)
UNSAFE: Final = said(
    "The station has not confirmed yet what it draws without being told.",
    "Stanice ještě nepotvrdila, kolik odebírá bez pokynu.",
    "Stanica ešte nepotvrdila, koľko odoberá bez pokynu.",
    "Stanica još nije potvrdila koliko troši bez naloga.",
)


#: Entity, name, value, kind and unit.
Attribute: TypeAlias = tuple[str, str, Value, Kind, str | None]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a session: A a phase, kW, and why; None: nothing was told."""

    session: str
    amps: float | None
    kw: float | None
    why: Mapping[str, str]

    def attributes(self) -> Iterator[Attribute]:
        """Yield what is written down of it."""
        urn = self.session
        if self.amps is not None and self.kw is not None:
            yield urn, GRANTED, self.amps, Kind.PROPERTY, "AMP"
            yield urn, LIMIT, self.kw, Kind.PROPERTY, "KWT"
        yield urn, LIMIT_REASON, dict(self.why), Kind.LANGUAGE_PROPERTY, None


def promised(state: State) -> Iterator[Attribute]:
    """Yield what cars that have come are promised."""
    fresh = [
        one
        for one in state.cars
        if not one.is_promised and one.evse in state.site.places
    ]
    for urn, one in promises_of(state, fresh[:AT_ONCE]).items():
        low, high = PROMISED_WITHIN
        yield urn, PROMISED_ENERGY, one.energy_kwh, Kind.PROPERTY, "KWH"
        yield urn, PROMISED_BY, date_time(one.by), Kind.PROPERTY, None
        if one.low_kwh < one.high_kwh:  # of nobody's past nothing is known
            yield urn, low, one.low_kwh, Kind.PROPERTY, "KWH"
            yield urn, high, one.high_kwh, Kind.PROPERTY, "KWH"


def filled(state: State) -> Iterator[Attribute]:
    """Yield since when cars take no more."""
    for one in state.cars:
        evse = state.evses.get(one.evse)
        told = None if evse is None else evse.attribute(CHARGING_STATE)
        if told is None or told.value != "SuspendedEV" or one.full or one.got_kwh <= 0:
            continue
        since = told.observed_at or state.at
        if since > one.known.arrived:
            yield one.urn, FULL_AT, date_time(since), Kind.PROPERTY, None


def judgements(sessions: Iterable[Entity]) -> Iterator[Attribute]:
    """Yield what became of promises, once."""
    for one in sessions:
        told = judged(one)
        if told is not None and one.value(PROMISE) is None:
            yield one.id, PROMISE, told, Kind.PROPERTY, None


def said_of(state: State, round_: Round) -> list[Said]:
    """Return what there is to be said of every session."""
    given = {one.car.urn: one for one in round_.given}
    found = []
    for car in state.cars:
        if car.evse not in state.site.places:
            continue
        one = given.get(car.urn)
        order = one.order if one is not None else None
        order = order or state.told_of(car.evse).last
        place = state.site.places[car.evse]
        amps = None if order is None else order.amps
        phases = 3 if order is None else order.phases
        found.append(
            Said(
                session=car.urn,
                amps=amps,
                kw=None if amps is None else _kw(place, amps, phases),
                why=why_of(state, car.evse, one),
            )
        )
    return found


def _kw(place: Place, amps: float, phases: int) -> float:
    """Return what a limit is in kW, as the station was told it or as it comes to."""
    return place.kw(amps) if place.lines else round(amps * phases * VOLTS / 1000, 3)


def why_of(state: State, evse: str, given: Given | None) -> Text:
    """Say why a car draws what it does."""
    place = state.site.places[evse]
    if given is not None:
        return told(named(given.grant, state.site.names))
    if not place.connected:
        amps = place.fail_safe_a
        return {language: one.format(amps=amps) for language, one in SILENT.items()}
    return UNSAFE


def named(grant: Grant, names: Mapping[str, str]) -> Grant:
    """Return a grant that calls the cable as people do."""
    node = names.get(grant.node, grant.node)
    return msgspec.structs.replace(grant, node=node)
