"""What a session was granted, and why, as it is written down. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from mesto.domains.emobility.charging.plan import Grant
from mesto.domains.emobility.charging.words import told
from mesto.domains.emobility.keeping.round import Given, Round, State
from mesto.domains.emobility.keeping.site import VOLTS
from mesto.domains.emobility.nouns import GRANTED, LIMIT, LIMIT_REASON
from mesto.kernel.model import Kind, Value
from mesto.kernel.plugin import Text
from mesto.kernel.words import said

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


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a session: A a phase, kW, and why; None: nothing was told."""

    session: str
    amps: float | None
    kw: float | None
    why: Mapping[str, str]

    def attributes(self) -> Iterator[tuple[str, Value, Kind, str | None]]:
        """Yield names, values, kinds and units."""
        if self.amps is not None and self.kw is not None:
            yield GRANTED, self.amps, Kind.PROPERTY, "AMP"
            yield LIMIT, self.kw, Kind.PROPERTY, "KWT"
        yield LIMIT_REASON, dict(self.why), Kind.LANGUAGE_PROPERTY, None


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
        amps = None if order is None else order.amps
        phases = 3 if order is None else order.phases
        found.append(
            Said(
                session=car.urn,
                amps=amps,
                kw=None if amps is None else round(amps * phases * VOLTS / 1000, 3),
                why=why_of(state, car.evse, one),
            )
        )
    return found


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
