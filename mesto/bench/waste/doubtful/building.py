"""Building a town of containers, and spoiling some of their sensors."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp, inf
from random import Random
from typing import Final

from mesto.bench.waste.doubtful.things import (
    DAY_S,
    DAYS,
    DEAD,
    HOUR_S,
    SPOT,
    Bin,
    Sensor,
    Truth,
    chance,
)
from mesto.domains.waste.sensors.kinds import Kind

FRACTIONS: Final = ("paper", "plastic", "glass", "other")
#: Which illness, how many of a hundred containers, in how many ways.
ILLS: Final[Sequence[tuple[Kind, float, int]]] = (
    (Kind.DRIFT, 3.0, 1),
    (Kind.WRONG_HEIGHT, 3.0, 2),
    (Kind.JAM, 3.0, 1),
    (Kind.STUCK, 2.5, 1),
    (Kind.NOISY, 2.5, 2),
    (Kind.BROKEN, 2.5, 3),
    (Kind.SILENT, 2.0, 1),
    (Kind.BATTERY_EMPTY, 2.0, 1),
    (Kind.BATTERY_ENDING, 2.0, 1),
    (Kind.FIRE, 1.5, 1),
    (Kind.TIPPED, 1.5, 1),
    (Kind.MOVED, 1.0, 1),
    (Kind.LID_OPEN, 1.5, 1),
)
SWAPPED_PAIRS: Final = 1.5  #: of a hundred
MENDED: Final = 0.25
MENDABLE: Final = frozenset(
    {Kind.DRIFT, Kind.JAM, Kind.STUCK, Kind.NOISY, Kind.TIPPED, Kind.SILENT}
)


def build(dice: Random, containers: int) -> list[Bin]:
    """Place containers on isles, two to four of a fraction or two on each."""
    bins: list[Bin] = []
    isle = 0
    while len(bins) < containers:
        isle += 1
        urn = f"urn:ngsi-ld:WasteContainerIsle:{isle}"
        place = (SPOT[0] + dice.uniform(0, 0.06), SPOT[1] + dice.uniform(0, 0.04))
        for fraction in dice.sample(FRACTIONS, dice.choice((1, 1, 2))):
            rate = min(max(exp(dice.gauss(-2.1, 0.7)), 0.03), 0.5)
            many = dice.choice((1, 2, 2, 3))
            first = _bin(dice, urn, fraction, place=place, rate=rate)
            bins += [_beside(dice, first, len(bins) + at) for at in range(many)]
    for one in bins:
        if chance(dice, 1 / 60):
            one.listed = dice.choice(bins).isle
        if chance(dice, 0.03):
            one.rate = 0.004
        if chance(dice, 0.03):
            begin_s = dice.uniform(20, 70) * DAY_S
            one.closed_s = (begin_s, begin_s + dice.uniform(10, 25) * DAY_S)
        if chance(dice, 0.03):
            one.dirt = dice.uniform(0.04, 0.08)
        if chance(dice, 0.03):
            one.sensor.charge = min(one.sensor.charge, 0.6)
            one.sensor.replaced_s = dice.uniform(20, 90) * DAY_S
    return bins


def _bin(
    dice: Random, isle: str, fraction: str, *, place: tuple[float, float], rate: float
) -> Bin:
    return Bin(
        urn="",
        isle=isle,
        listed=isle,
        fraction=fraction,
        place=place,
        rate=rate,
        settles=dice.uniform(0, 0.03) if fraction in {"paper", "other"} else 0.0,
        dirt=0.0,
        sensor=_sensor(dice),
        watched=False,
    )


def _beside(dice: Random, like: Bin, number: int) -> Bin:
    """Set up another container that collects the same at the same place."""
    east, north = like.place
    return replace(
        like,
        urn=f"urn:ngsi-ld:WasteContainer:{number}",
        place=(east + dice.gauss(0, 2e-5), north + dice.gauss(0, 2e-5)),
        rate=like.rate * exp(dice.gauss(0, 0.15)),
        sensor=_sensor(dice),
        watched=chance(dice, 0.4),
        lies_by=dice.uniform(0, 12),
        levels=[],
        emptied_s=[],
    )


def _sensor(dice: Random) -> Sensor:
    period_s = dice.choice((1, 2, 4, 4, 6)) * HOUR_S
    return Sensor(
        period_s=period_s,
        turn_s=dice.uniform(0, period_s),
        noise=dice.uniform(0.006, 0.025),
        step=dice.choice((0.01, 0.01, 0.01, 0.001, 0.05)),
        a_degree=dice.uniform(-0.0012, 0.0012),
        heap=dice.uniform(-0.06, 0.06),
        loss=0.25 if chance(dice, 1 / 25) else dice.uniform(0.01, 0.12),
        charge=dice.uniform(0.45, 1.0),
        a_day=1 / (365 * dice.uniform(4, 9)),
        knee=chance(dice, 0.3),
        tells_battery=chance(dice, 0.9),
    )


def spoil(dice: Random, bins: Sequence[Bin]) -> Iterator[Truth]:
    """Make sensors ill, each of one illness; yield what is so."""
    sound = [one for one in bins if one.sensor.replaced_s == inf]
    dice.shuffle(sound)
    yield from _exchange(dice, sound, round(SWAPPED_PAIRS * len(bins) / 100))
    for kind, of_hundred, sorts in ILLS:
        for number in range(max(1, round(of_hundred * len(bins) / 100))):
            if sound:
                yield from _sicken(dice, sound.pop(), kind, number % sorts)


def _exchange(dice: Random, sound: list[Bin], pairs: int) -> Iterator[Truth]:
    """Let two sensors be mounted the wrong way round, some from a day on."""
    for _ in range(pairs):
        one = sound.pop()
        other = next(b for b in reversed(sound) if b.isle != one.isle)
        sound.remove(other)
        begin_s = 0.0 if chance(dice, 0.5) else dice.uniform(10, 45) * DAY_S
        for here, there in ((one, other), (other, one)):
            here.sensor.partner = there.urn
            here.sensor.ill, here.sensor.ill_s = Kind.SWAPPED, (begin_s, inf)
            yield Truth(urn=here.urn, kind=Kind.SWAPPED, begin_s=begin_s)


def _sicken(dice: Random, one: Bin, kind: Kind, sort: int) -> Iterator[Truth]:
    sensor = one.sensor
    begin_s = dice.uniform(25, 72) * DAY_S
    end_s = inf
    if kind in MENDABLE and chance(dice, MENDED):
        end_s = dice.uniform(84, 88) * DAY_S
    match kind:
        case Kind.DRIFT:
            sensor.size = dice.uniform(0.004, 0.012)
            begin_s = min(begin_s, 55 * DAY_S)
        case Kind.WRONG_HEIGHT:
            begin_s = 0.0
            sensor.size = dice.uniform(0.16, 0.4)
        case Kind.NOISY:
            sensor.size = dice.uniform(0.25, 0.5)
        case Kind.BATTERY_EMPTY:
            _run_out(sensor, begin_s)
        case Kind.BATTERY_ENDING:
            ends_s = dice.uniform(DAYS + 5, DAYS + 25) * DAY_S
            _run_out(sensor, ends_s)
            begin_s = ends_s - 75 * DAY_S
    if kind in {Kind.BATTERY_EMPTY, Kind.BATTERY_ENDING, Kind.BROKEN}:
        sensor.tells_battery = True
    if kind is Kind.BATTERY_EMPTY:  # it is foreseen, if it is well done
        soon = begin_s - 75 * DAY_S
        yield Truth(urn=one.urn, kind=Kind.BATTERY_ENDING, begin_s=soon, sure=False)
    if kind is Kind.FIRE:
        end_s = begin_s + dice.uniform(1, 3) * HOUR_S
        yield Truth(urn=one.urn, kind=Kind.SILENT, begin_s=end_s, sure=False)
    sensor.ill, sensor.sort, sensor.ill_s = kind, sort, (begin_s, end_s)
    yield Truth(urn=one.urn, kind=kind, begin_s=begin_s, end_s=end_s)


def _run_out(sensor: Sensor, at_s: float) -> None:
    """Let the battery be empty at a moment."""
    days = at_s / DAY_S
    if sensor.knee:
        slow = max(0.0, days - 40.0)
        sensor.a_day = (0.25 - DEAD) / (3 * min(40.0, days))
        sensor.charge = min(1.0, 0.25 + sensor.a_day * slow)
    else:
        sensor.charge = min(1.0, DEAD + 0.004 * days)
        sensor.a_day = (sensor.charge - DEAD) / days


def rounds(
    dice: Random, bins: Sequence[Bin]
) -> Iterator[tuple[list[Bin], list[float]]]:
    """Yield groups that one lorry empties, and when it comes, in hours since day 0."""
    groups: dict[tuple[str, str], list[Bin]] = {}
    for one in bins:
        groups.setdefault((one.isle, one.fraction), []).append(one)
    for group in groups.values():
        rate = max(one.rate for one in group)
        every = min(max(round(dice.uniform(0.6, 0.9) / rate), 1), 14)
        phase, hour = dice.randrange(every), dice.uniform(6, 14)
        strike = (inf, inf)
        if chance(dice, 0.06):
            first = dice.uniform(20, 80)
            strike = (first, first + dice.uniform(8, 14))
        yield (
            group,
            [
                24 * day + hour + dice.gauss(0, 0.5)
                for day in range(phase, DAYS, every)
                if not (chance(dice, 0.03) or strike[0] <= day < strike[1])
            ],
        )
