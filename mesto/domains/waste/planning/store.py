"""Plans and rounds in the ledger: read and written."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

import msgspec

from mesto.domains.waste.driving.deeds import (
    Emptied,
    Impossible,
    deeds_in,
    standing,
)
from mesto.domains.waste.nouns import ROUND
from mesto.domains.waste.planning.afoot import Afoot, Begun, begun
from mesto.domains.waste.planning.orders import Change
from mesto.domains.waste.planning.plans import (
    CONSIDERED,
    PLAN,
    Kept,
    Made,
    Plan,
    round_urn,
)
from mesto.domains.waste.planning.told import Considered
from mesto.domains.waste.rounds import Place, Round
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.model import LOCATION, TYPE, Entity, Kind, Observation, Value
from mesto.operations.written import DEFINITION, name_of, read_definition, urn_of

#: A vehicle is where it said to be not longer ago than that.
FRESH: Final = timedelta(minutes=15)


def name_of_plan(day: date) -> str:
    """Return a name for a new plan of a day."""
    return f"{day}-{uuid4().hex[:6]}"


async def plan_named(city: City, name: str) -> Kept:
    """Return a plan. Raises NotFound where there is none that makes sense."""
    urn = urn_of(PLAN, name)
    entity = (await city.present([urn])).get(urn)
    kept = None if entity is None else _kept(entity)
    if kept is None:
        raise NotFound(f"there is no {urn}")
    return kept


async def rounds_in(city: City, plan: Plan) -> dict[str, tuple[Entity, Round]]:
    """Return the rounds of a plan by name, with what else is said of them."""
    urns = [round_urn(name) for name in plan.rounds]
    found = await city.present(urns) if urns else {}
    read = {name_of(one): (one, read_definition(one, Round)) for one in found.values()}
    return {
        name: (entity, round_)
        for name, (entity, round_) in read.items()
        if round_ is not None
    }


async def considered_in(city: City, name: str) -> list[Considered]:
    """Return what a plan thought of. Raises NotFound."""
    urn = urn_of(PLAN, name)
    entity = (await city.present([urn])).get(urn)
    if entity is None:
        raise NotFound(f"there is no {urn}")
    return msgspec.convert(entity.value(CONSIDERED) or [], list[Considered])


async def afoot_in(city: City, plan: Plan, change: Change, now: datetime) -> Afoot:
    """Return how far the rounds of a plan are."""
    rounds = await rounds_in(city, plan)
    vehicles = await city.present([one.vehicle for _, one in rounds.values()])
    found: dict[str, Begun] = {}
    done: set[str] = set()
    for name, (entity, round_) in rounds.items():
        dealt = dealt_with(entity)
        done |= dealt
        place = change.places.get(round_.vehicle) or _place(
            vehicles.get(round_.vehicle), now
        )
        found[round_.shift] = begun(name, round_, dealt, place)._replace(
            version=version_of(entity)
        )
    return Afoot(found, frozenset(done))


def observations_of(name: str, made: Made) -> Iterator[Observation]:
    """Yield what is stated of a plan and its rounds."""
    plan = urn_of(PLAN, name)
    yield _said(plan, TYPE, [PLAN])
    yield _said(plan, DEFINITION, msgspec.to_builtins(made.plan), Kind.JSON_PROPERTY)
    considered = msgspec.to_builtins(made.considered)
    yield _said(plan, CONSIDERED, considered, Kind.JSON_PROPERTY)
    for its_name, round_ in made.rounds.items():
        urn = round_urn(its_name)
        yield _said(urn, TYPE, [ROUND])
        yield _said(urn, DEFINITION, msgspec.to_builtins(round_), Kind.JSON_PROPERTY)


def dealt_with(entity: Entity) -> set[str]:
    """Return the containers of a round that were emptied or could not be."""
    return {
        urn
        for deed in standing(deeds_in(entity).values())
        if isinstance(deed, Emptied | Impossible)
        for urn in deed.containers
    }


def version_of(entity: Entity) -> int:
    """Return the position in the ledger of what is written."""
    written = entity.attribute(DEFINITION)
    return written.position if written else 0


def _kept(entity: Entity) -> Kept | None:
    plan = read_definition(entity, Plan)
    written = entity.attribute(DEFINITION)
    if plan is None or written is None:
        return None
    return Kept(name_of(entity), plan, written.position)


def _place(vehicle: Entity | None, now: datetime) -> Place | None:
    """Return where a vehicle is, if it has said so lately."""
    told = None if vehicle is None else vehicle.attribute(LOCATION)
    if told is None or told.observed_at is None or now - told.observed_at > FRESH:
        return None
    match told.value:
        case {"coordinates": [int() | float() as x, int() | float() as y, *_]}:
            return float(x), float(y)
    return None


def _said(
    urn: str, attribute: str, value: Value, kind: Kind = Kind.PROPERTY
) -> Observation:
    return Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        source=SOURCE,
        kind=kind,
    )


SOURCE: Final = "waste planning"  #: a visit signs with the name of who asks
