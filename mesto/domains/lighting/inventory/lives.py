"""What is newly known of the lives of a town's lamps. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from mesto.domains.lighting.energy.nights import Burning, Dark
from mesto.domains.lighting.inventory.life import Life, Model, Past, life_of, model_in
from mesto.kernel.model import Observation, Value
from mesto.kernel.moments import moment_in
from mesto.operations.calendars.sun import Spot

#: What is recorded of each lamp.
HOURS, LEFT = "hoursBurned", "lightLeft"
DUE, REASON, KNOWN = "replacementDue", "replacementReason", "hoursKnownBy"
OURS: Final = (HOURS, LEFT, DUE, REASON, KNOWN)

SOURCE = "lighting:life"
STARTED, CHANGED = "dateServiceStarted", "dateLastLampChange"
COUNTER, ENERGY, RATING = "burningHours", "lifetimePowerConsumption", "powerRating"
MODEL = "refStreetlightModel"
#: What is read of each lamp.
OF_LAMP: Final = (STARTED, CHANGED, COUNTER, ENERGY, RATING, MODEL, *OURS)
OF_MODEL: Final = ("workingLife", "ratedLumenMaintenance", "driverWorkingLife")

STEP_H = 100.0  #: hours are told in steps, so that the ledger is not filled with them


def news_of(
    lamps: Mapping[str, Mapping[str, Value]],
    models: Mapping[str, Mapping[str, Value]],
    spot: Spot,
    now: datetime,
) -> Iterator[Observation]:
    """Yield what the town does not know yet of its lamps' lives.

    lamps, models: what is said of them, by URN
    spot: where the nights are looked at

    A lamp that does not say since when it hangs has no life.
    """
    since = {urn: at for urn, said in lamps.items() if (at := _since(said, now))}
    if not since:
        return
    dark = Dark(Burning(), min(since.values()).date(), now.date(), spot)
    known = {urn: model_in(said) for urn, said in models.items()}
    for urn, at in since.items():
        said = lamps[urn]
        past = _past(said, at, dark.hours(at, now))
        life = life_of(past, known.get(str(said.get(MODEL)), Model()), now)
        yield from _unsaid(urn, said, _told(life))


def _told(life: Life) -> Mapping[str, tuple[Value, str | None]]:
    """Return what is said of a life, with its unit."""
    left = life.light_left
    return ({} if left is None else {LEFT: (round(left, 3), None)}) | {
        HOURS: (life.hours // STEP_H * STEP_H, "HUR"),
        DUE: (life.due.isoformat(), None),
        REASON: (life.reason, None),
        KNOWN: (life.known, None),
    }


def _unsaid(
    urn: str,
    said: Mapping[str, Value],
    told: Mapping[str, tuple[Value, str | None]],
) -> Iterable[Observation]:
    return [
        Observation(entity=urn, attribute=name, value=value, source=SOURCE, unit=unit)
        for name, (value, unit) in told.items()
        if said.get(name) != value
    ]


def _past(said: Mapping[str, Value], since: datetime, dark_h: float) -> Past:
    """Read a lamp's past; its counters count from when it was put up."""
    whole = moment_in(said.get(CHANGED)) is None
    return Past(
        since=since,
        dark_h=dark_h,
        counter_h=_number(said.get(COUNTER)) if whole else None,
        energy_kwh=_number(said.get(ENERGY)) if whole else None,
        rating_w=_number(said.get(RATING)),
    )


def _since(said: Mapping[str, Value], now: datetime) -> datetime | None:
    """Return since when its light source burns; None: unknown, or still to come."""
    at = moment_in(said.get(CHANGED)) or moment_in(said.get(STARTED))
    return at if at is not None and at <= now else None


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
