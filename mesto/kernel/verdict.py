"""How an asset is: what the judges of every service share. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.moments import moment_in
from mesto.kernel.plugin import Field, Layer, Text, Verdict
from mesto.kernel.text import Amount, filled

#: From best to worst: of two findings the worse one is shown.
BADNESS: Mapping[str, int] = {
    "ok": 0,
    "maintenance": 1,
    "offline": 2,
    "warning": 3,
    "critical": 4,
}

PATIENCE = 3  #: reports that may be missed before an asset counts as offline
BATTERY_LEVEL = "batteryLevel"  #: of the device: share of charge
LOW_BATTERY = 0.15  #: share of charge
MINUTES_READ_TO, HOURS_READ_TO = 120, 48  #: from there the next unit reads better
A_YEAR_S = 365 * 86_400  #: nothing that speaks more rarely is watched

MAINTENANCE: Text = {
    "en": "Under maintenance.",
    "cs": "Probíhá údržba.",
    "sk": "Prebieha údržba.",
    "sr-Latn": "U toku je održavanje.",
}
SILENT: Text = {
    "en": "No data for {time}; expected every {period}.",
    "cs": "Bez dat už {time}; čekají se každých {period}.",
    "sk": "Bez údajov už {time}; čakajú sa každých {period}.",
    "sr-Latn": "Nema podataka već {time}; očekuju se na svakih {period}.",
}
BATTERY: Text = {
    "en": "Battery at {percent:.0f} %.",
    "cs": "Baterie na {percent:.0f} %.",
    "sk": "Batéria na {percent:.0f} %.",
    "sr-Latn": "Baterija na {percent:.0f} %.",
}
IMPOSSIBLE: Text = {
    "en": "Cannot be true, the sensor is probably broken: {title} {seen}",
    "cs": "To nemůže být pravda, čidlo je zřejmě vadné: {title} {seen}",
    "sk": "To nemôže byť pravda, snímač je zrejme chybný: {title} {seen}",
    "sr-Latn": "To ne može biti tačno, senzor je verovatno neispravan: {title} {seen}",
}


def judge_still(
    asset: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how what cannot fail is: a street, a depot, a model; it may be maintained."""
    return judged(asset, now, live=(), period=timedelta(0), found=())


def judged(
    entity: Entity,
    now: datetime,
    *,
    live: Sequence[str],
    period: timedelta,
    found: Iterable[Verdict],
) -> Verdict:
    """Weigh what was found against maintenance and silence.

    live: attributes the device itself reports; their newest time is its last sign
    period: how often it speaks, unless its `reportingPeriod` (s) says otherwise
    found: what is wrong with it, in any order

    Returns the worst. Silence hides everything but a critical finding: a sensor that
    reported fire and then fell silent still burns.
    """
    if entity.value("maintenance") is True:
        return Verdict("maintenance", MAINTENANCE)
    worst = max(found, key=lambda one: BADNESS[one.status], default=Verdict("ok"))
    seen_at = last_seen(entity, live)
    if seen_at is None:
        return worst
    every = own_period(entity) or period
    until = seen_at + PATIENCE * every
    if now < until:
        return msgspec.structs.replace(worst, until=until)
    if worst.status == "critical":
        return worst
    cause = filled(SILENT, time=spell(now - seen_at), period=spell(every))
    return Verdict("offline", cause, since=seen_at)


def judge(
    layer: Layer, entity: Entity, related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how an asset is: as its layer judges it, and whether its sensor can be true.

    By what cannot be nothing is judged. A sensor is doubted where all else is well.
    """
    wrong = [field for field in layer.fields if _is_impossible(entity, field)]
    verdict = layer.judge(_without(entity, wrong), related, now)
    if verdict.status != "ok":
        return verdict
    doubts = [*(_doubt(entity, field) for field in wrong), *_low_battery(entity)]
    if not doubts:
        return verdict
    return msgspec.structs.replace(doubts[0], until=verdict.until)


def _is_impossible(entity: Entity, field: Field) -> bool:
    seen = number(entity, field.attribute)
    if field.limits is None or seen is None:
        return False
    least, most = field.limits
    return not least <= seen <= most


def _without(entity: Entity, wrong: Sequence[Field]) -> Entity:
    if not wrong:
        return entity
    names = {field.attribute for field in wrong}
    rest = tuple(one for one in entity.attributes if one.name not in names)
    return msgspec.structs.replace(entity, attributes=rest)


def _doubt(entity: Entity, field: Field) -> Verdict:
    """Warn of a value that cannot be."""
    seen = (number(entity, field.attribute) or 0) * field.scale
    facts = {"title": field.title, "seen": Amount(seen, field.unit)}
    return finding(entity, field.attribute, "warning", IMPOSSIBLE, **facts)


def _low_battery(entity: Entity) -> Iterator[Verdict]:
    """Warn when the battery of the device is nearly empty."""
    level = number(entity, BATTERY_LEVEL)
    if level is not None and 0 <= level < LOW_BATTERY:
        yield finding(entity, BATTERY_LEVEL, "warning", BATTERY, percent=level * 100)


def finding(
    entity: Entity, attribute: str, status: str, text: Text, **facts: object
) -> Verdict:
    """State what `attribute` shows, since when it says so."""
    return Verdict(status, filled(text, **facts), since=last_seen(entity, [attribute]))


def number(entity: Entity, name: str) -> float | None:
    """Return a numeric value; None where it is absent or no number."""
    value = entity.value(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return None


def moment(entity: Entity, name: str) -> datetime | None:
    """Return a DateTime, plain or as NGSI-LD writes it; None where there is none."""
    return moment_in(entity.value(name))


def named(entity: Entity) -> str:
    """Return what people call an entity: its name, or the end of its URN."""
    name = entity.value("name")
    if isinstance(name, Mapping):
        return str(next(iter(name.values()), entity.id))
    return name if isinstance(name, str) and name else entity.id.rpartition(":")[2]


def place_of(entity: Entity) -> tuple[float, float] | None:
    """Return longitude and latitude; None where nobody says them."""
    geometry = entity.value(LOCATION)
    if not isinstance(geometry, Mapping) or geometry.get("type") != "Point":
        return None
    at = geometry.get("coordinates")
    return (float(at[0]), float(at[1])) if isinstance(at, list | tuple) else None


def grouped(entities: Iterable[Entity], by: str) -> dict[str, list[Entity]]:
    """Return entities by what a relationship of theirs leads to."""
    found: dict[str, list[Entity]] = {}
    for one in entities:
        whole = one.value(by)
        if isinstance(whole, str):
            found.setdefault(whole, []).append(one)
    return found


def led_to(
    entity: Entity, relationships: Iterable[str], related: Mapping[str, Entity]
) -> Iterator[Entity]:
    """Yield what the relationships of an entity lead to, as far as it is known."""
    for name in relationships:
        target = entity.value(name)
        if isinstance(target, str) and target in related:
            yield related[target]


def last_seen(entity: Entity, names: Iterable[str]) -> datetime | None:
    """Return when any of the attributes was last observed."""
    wanted = frozenset(names)
    return max((a.seen_at for a in entity.attributes if a.name in wanted), default=None)


def own_period(entity: Entity) -> timedelta | None:
    """Return how often an asset says it reports; None where it does not say."""
    period_s = number(entity, "reportingPeriod")
    if period_s is None or not 0 < period_s <= A_YEAR_S:
        return None
    return timedelta(seconds=period_s)


def spell(time: timedelta) -> str:
    """Write a duration in one unit every language reads: min, h or d."""
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < MINUTES_READ_TO:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < HOURS_READ_TO else f"{round(hours / 24)} d"
