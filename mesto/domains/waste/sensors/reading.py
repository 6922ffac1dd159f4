"""What the ledger knows of containers, as a look takes it: some at a time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from mesto.domains.waste.emptyings.happened import Emptied as Told
from mesto.domains.waste.emptyings.questions import Series
from mesto.domains.waste.emptyings.questions import Told as AskTold
from mesto.domains.waste.nouns import CONTAINER, LEVEL, SEEN
from mesto.domains.waste.sensors.course import (
    AHEAD_S,
    HOUR_S,
    WINDOW_S,
    Course,
    Emptied,
    Point,
    Seen,
    Strange,
    believable,
    warm,
)
from mesto.domains.waste.sensors.diagnosis import (
    BATTERY_OUTLOOK,
    SENSOR_WORTH,
    BatteryOutlook,
    Diagnosis,
    read_diagnosis,
    read_outlook,
    read_worth,
)
from mesto.domains.waste.sensors.look import Beside, Place
from mesto.domains.waste.sensors.questions import Belated, Refusal, Refused, States
from mesto.domains.waste.sensors.worth import Worth
from mesto.kernel.city import City
from mesto.kernel.diagnosed import DIAGNOSIS, FAULT_KIND, NONE
from mesto.kernel.model import LOCATION, Value
from mesto.kernel.question.stated import Stated
from mesto.kernel.verdict import BATTERY_LEVEL

WINDOW: Final = timedelta(seconds=WINDOW_S)
FAR: Final = timedelta(days=3 * 366)  #: so far ahead a wrong clock is looked for
LATELY: Final = timedelta(days=14)
NOTHING_REFUSED: Final[Mapping[str, list[Strange]]] = {}
DAY_ONLY_S: Final = 14 * HOUR_S  #: of a report that tells a day only
TEMPERATURE: Final = "temperature"
#: What is known of the containers themselves, for a whole town.
ABOUT: Final = (
    LOCATION,
    "refWasteContainerIsle",
    "storedWasteKind",
    "reportingPeriod",
    FAULT_KIND,
    DIAGNOSIS,
    BATTERY_OUTLOOK,
    SENSOR_WORTH,
    LEVEL,
)


class About(NamedTuple):
    """What a look knows of a container before it reads its course."""

    beside: Beside
    period_s: float
    diagnosis: Diagnosis | None  #: what was found before
    battery: BatteryOutlook | None
    worth: Worth | None


async def about(city: City) -> Mapping[str, About]:
    """Return all containers of a town that have a sensor, by URN, isle by isle."""
    stated = await city.ask(Stated(types=[CONTAINER], attributes=ABOUT))
    found = {
        urn: _about(said) for urn, said in stated.items() if said.get(LEVEL) is not None
    }
    by_isle = sorted(found, key=lambda urn: (found[urn].beside.isle or urn, urn))
    return {urn: found[urn] for urn in by_isle}


async def about_some(city: City, urns: Sequence[str]) -> Mapping[str, About]:
    """Return what is known of some containers, by URN."""
    return {
        urn: _about({a.name: a.value for a in one.attributes if a.dataset is None})
        for urn, one in (await city.present(urns)).items()
    }


async def refused_of(city: City, now: datetime) -> Mapping[str, list[Strange]]:
    """Return what sensors said lately that no gate took, by URN."""
    found: dict[str, list[Strange]] = {}
    for one in await city.ask(Refused(since=now - LATELY)):
        found.setdefault(one.urn, []).append(_strange(one))
    return found


async def courses_of(
    city: City,
    of: Mapping[str, About],
    now: datetime,
    refused: Mapping[str, list[Strange]] = NOTHING_REFUSED,
) -> list[Course]:
    """Return the courses of some containers up to a moment.

    refused: what their sensors said that no gate took, by URN

    Raises Unavailable if the database does not answer.
    """
    urns, since = list(of), now - WINDOW

    async def series(attribute: str) -> Mapping[str, list[Point]]:
        asked = Series(urns=urns, attribute=attribute, since=since, until=now + FAR)
        read = await city.ask(asked)
        return {
            urn: [(at.timestamp(), value) for at, value in one]
            for urn, one in read.items()
        }

    levels, seen = await series(LEVEL), await series(SEEN)
    temperatures, batteries = await series(TEMPERATURE), await series(BATTERY_LEVEL)
    states: dict[str, list[tuple[float, str]]] = {}
    for one in await city.ask(States(urns=urns, since=since)):
        states.setdefault(one.urn, []).append((one.at.timestamp(), one.state))
    told: dict[str, list[Told]] = {}
    for emptied in await city.ask(AskTold(urns=urns, since=since, until=now)):
        told.setdefault(emptied.container, []).append(emptied)
    belated = await city.ask(Belated(urns=urns, since=now - LATELY))
    return [
        course_of(
            urn,
            now.timestamp(),
            known,
            levels=levels.get(urn, []),
            temperatures=temperatures.get(urn, []),
            batteries=batteries.get(urn, []),
            seen=seen.get(urn, []),
            states=states.get(urn, []),
            told=told.get(urn, []),
            refused=refused.get(urn, []),
            belated=belated.get(urn, 0),
        )
        for urn, known in of.items()
    ]


async def course_of_one(city: City, urn: str, now: datetime) -> Course:
    """Return the course of one container up to a moment."""
    nothing = About(Beside(), 0.0, None, None, None)
    refused = await refused_of(city, now)
    (course,) = await courses_of(city, {urn: nothing}, now, refused)
    return course


def course_of(  # noqa: PLR0913 - one of each kind of statement
    urn: str,
    now_s: float,
    known: About,
    *,
    levels: Iterable[Point],
    temperatures: Iterable[Point],
    batteries: Iterable[Point],
    seen: Iterable[Point],
    states: Iterable[tuple[float, str]],
    told: Iterable[Told],
    refused: Iterable[Strange],
    belated: int,
) -> Course:
    """Put together what is known, and part from it what cannot be."""
    good, odd = believable(levels, now_s, "level")
    charged, no_charge = believable(batteries, now_s, "battery")
    mild, no_warmth = warm(temperatures, now_s)
    looks, _ = believable(seen, now_s, "level")
    late = [Strange(now_s, "clock", 0.0) for _ in range(belated)]
    return Course(
        urn=urn,
        now_s=now_s,
        levels=good,
        temperatures=mild,
        batteries=charged,
        states=[one for one in states if one[0] <= now_s + AHEAD_S],
        strange=[*odd, *no_charge, *no_warmth, *late, *refused],
        seen=[Seen(*one) for one in looks],
        emptied=[_emptied(one.at) for one in told if "reported" in one.ways],
        period_s=known.period_s,
    )


def _emptied(at: datetime) -> Emptied:
    """Return an emptying that is reported; a list often tells no more than its day."""
    whole = at.minute == at.second == at.microsecond == 0
    return Emptied(at.timestamp(), DAY_ONLY_S) if whole else Emptied(at.timestamp())


def _strange(refused: Refusal) -> Strange:
    """Return what was refused as a reading that cannot be."""
    at_s = refused.at.timestamp()
    try:
        return Strange(at_s, "level", float(refused.given))
    except ValueError:  # nothing was said of a level: the time was wrong
        return Strange(at_s, "clock", 0.0)


def _about(said: Mapping[str, Value]) -> About:
    wrong = said.get(FAULT_KIND) not in (None, NONE)
    return About(
        Beside(
            isle=_text(said.get("refWasteContainerIsle")),
            fraction=_text(said.get("storedWasteKind")),
            place=_place(said.get(LOCATION)),
        ),
        period_s=_number(said.get("reportingPeriod")),
        diagnosis=read_diagnosis(said.get(DIAGNOSIS)) if wrong else None,
        battery=read_outlook(said.get(BATTERY_OUTLOOK)),
        worth=read_worth(said.get(SENSOR_WORTH)),
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Value) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return max(float(value), 0.0)


def _place(value: Value) -> Place | None:
    if not isinstance(value, Mapping) or value.get("type") != "Point":
        return None
    found = value.get("coordinates")
    if not isinstance(found, Sequence) or len(found) < 2:  # noqa: PLR2004 - lon, lat
        return None
    return float(found[0]), float(found[1])
