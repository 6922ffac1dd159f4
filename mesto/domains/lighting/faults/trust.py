"""Whether what is known of a lamp may be acted upon. Pure.

Who switches by a picture that is old, or that contradicts itself, switches blindly. The
guard says no with the reason; who orders may say so, and wait for the next report.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from mesto.domains.lighting.rules import (
    CABINET,
    DARK_V,
    FEEDER,
    LAMP_LIVE,
    PERIOD,
    is_dark,
)
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text
from mesto.kernel.text import Amount, filled
from mesto.kernel.verdict import (
    MAINTENANCE,
    PATIENCE,
    last_seen,
    led_to,
    named,
    number,
    own_period,
    spell,
)
from mesto.kernel.words import said

#: What doubts are about: of a lamp, and of its feeder and cabinet.
JUDGED_BY = (
    "maintenance",
    "reportingPeriod",
    "powerRating",
    *LAMP_LIVE,
    "name",
    "phaseVoltage",
    "voltageR",
    "voltageS",
    "voltageT",
)
BURNS_SHARE = 0.3  #: of its rating: above it a lamp burns
AHEAD = timedelta(minutes=5)  #: so far a lamp's clock may go before ours

NEVER_SEEN: Text = said(
    "It has never reported.",
    "Nikdy se neohlásilo.",
    "Nikdy sa neohlásilo.",
    "Nikada se nije javila.",
)
STALE: Text = said(
    "What is known of it is {time} old.",
    "Co se o něm ví, je staré {time}.",
    "Čo sa o ňom vie, je staré {time}.",
    "Ono što se o njoj zna staro je {time}.",
)
FROM_THE_FUTURE: Text = said(
    "Its clock goes {time} ahead.",
    "Jeho hodiny jdou o {time} napřed.",
    "Jeho hodiny idú o {time} dopredu.",
    "Njen sat ide {time} unapred.",
)
SUPPLY_MAINTAINED: Text = said(
    "People may be working on it: {name} is under maintenance.",
    "Může se na něm pracovat: {name} je v údržbě.",
    "Môže sa na ňom pracovať: {name} je v údržbe.",
    "Možda se na njemu radi: {name} je u održavanju.",
)
IMPOSSIBLE: Text = said(
    "It says what cannot be: {what} {seen}.",
    "Hlásí, co není možné: {what} {seen}.",
    "Hlási, čo nie je možné: {what} {seen}.",
    "Javlja nešto nemoguće: {what} {seen}.",
)
ON_WITHOUT_SUPPLY: Text = said(
    "It says it is on and draws {seen:.0f} W, while {name} is dark.",
    "Hlásí, že je zapnuté a odebírá {seen:.0f} W, ale {name} je bez napětí.",
    "Hlási, že je zapnuté a odoberá {seen:.0f} W, ale {name} je bez napätia.",
    "Javlja da je uključena i troši {seen:.0f} W, a {name} je bez napona.",
)
OFF_AND_DRAWING: Text = said(
    "It says it is off, and draws {seen:.0f} W.",
    "Hlásí, že je vypnuté, a odebírá {seen:.0f} W.",
    "Hlási, že je vypnuté, a odoberá {seen:.0f} W.",
    "Javlja da je isključena, a troši {seen:.0f} W.",
)


def doubt_about(
    lamp: Entity, related: Mapping[str, Entity], now: datetime
) -> Text | None:
    """Say why a lamp's state may not be acted upon; None where it may be.

    related: the present of what its `feederID` and `refStreetlightControlCabinet` lead
        to, by URN; what is not known there raises no doubt
    now: of our clock
    """
    return next(_doubts(lamp, related, now), None)


def _doubts(
    lamp: Entity, related: Mapping[str, Entity], now: datetime
) -> Iterator[Text]:
    supplies = list(led_to(lamp, [FEEDER, CABINET], related))
    if lamp.value("maintenance") is True:
        yield MAINTENANCE
    for supply in supplies:
        if supply.value("maintenance") is True:
            yield filled(SUPPLY_MAINTAINED, name=named(supply))
    yield from _age(lamp, now)
    yield from _impossible(lamp)
    yield from _contradictions(lamp, supplies)


def _age(lamp: Entity, now: datetime) -> Iterator[Text]:
    seen_at = last_seen(lamp, LAMP_LIVE)
    if seen_at is None:
        yield NEVER_SEEN
    elif now - seen_at >= PATIENCE * (own_period(lamp) or PERIOD):
        yield filled(STALE, time=spell(now - seen_at))
    elif seen_at - now > AHEAD:
        yield filled(FROM_THE_FUTURE, time=spell(seen_at - now))


def _impossible(lamp: Entity) -> Iterator[Text]:
    level = number(lamp, "illuminanceLevel")
    if level is not None and not 0 <= level <= 1:
        yield filled(IMPOSSIBLE, what="illuminanceLevel", seen=level)
    drawn_w = number(lamp, "powerConsumption")
    if drawn_w is not None and drawn_w < 0:
        yield filled(IMPOSSIBLE, what="powerConsumption", seen=Amount(drawn_w, "W"))


def _contradictions(lamp: Entity, supplies: list[Entity]) -> Iterator[Text]:
    """Compare what it says with what its supply says, and its switch with its meter.

    A lamp that draws power or carries voltage has supply: then its feeder is wrong, or
    it hangs on another one, and nobody knows on which.
    """
    drawn_w = number(lamp, "powerConsumption") or 0.0
    told_on = lamp.value("powerState") in ("on", "low")
    volts = number(lamp, "voltage")
    dark = next((one for one in supplies if is_dark(one)), None)
    if dark is not None and (told_on or (volts is not None and volts >= DARK_V)):
        yield filled(ON_WITHOUT_SUPPLY, seen=drawn_w, name=named(dark))
    rating_w = number(lamp, "powerRating") or 0.0
    switched_off = lamp.value("powerState") == "off"
    metered_at = last_seen(lamp, ["powerConsumption"])
    switched_at = last_seen(lamp, ["powerState"])
    metered_since = metered_at and switched_at and metered_at >= switched_at
    if switched_off and metered_since and drawn_w > BURNS_SHARE * rating_w > 0:
        yield filled(OFF_AND_DRAWING, seen=drawn_w)
