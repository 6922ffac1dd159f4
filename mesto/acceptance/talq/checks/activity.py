"""When programmes are active, and what makes lamps rise from outside."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, text
from mesto.acceptance.talq.checks.controlling import TAKEN, following
from mesto.acceptance.talq.checks.keeping import covers
from mesto.acceptance.talq.checks.programming import (
    SPECIAL,
    USUAL,
    light_in,
    offers,
)
from mesto.acceptance.talq.documents import calendar, command, programme
from mesto.acceptance.talq.session import Plain, Session

DARK = 0  #: percent, outside every active period
HOLD_S = 3600  #: longer than the check takes


async def by_the_clock(session: Session) -> None:
    """Prove that a lamp burns within a period of the clock, and not without."""
    now = await session.clock()
    for begins_h, level in ((-2, USUAL), (2, DARK)):
        begins = now + timedelta(hours=begins_h)
        ends = begins + timedelta(hours=4)
        period = {"startTime": f"{begins:%H:%M:00}", "endTime": f"{ends:%H:%M:00}"}
        await _burns(session, [{"name": "AbsoluteActivePeriod", **period}], level)


async def by_sun_and_sensor(session: Session) -> None:
    """Prove that a period of sun and sensor is kept as written."""
    await offers(session, "AstroAndSensorActivePeriod")
    period = {
        "name": "AstroAndSensorActivePeriod",
        "sensor": {"sensorAddresses": []},
        "sunsetOffset": -10,
        "sunriseOffset": 10,
        "pcActiveBeforeSunset": 60,
        "pcActiveBeforeSunrise": 30,
        "onLevel": 20.0,
        "offLevel": 40.0,
    }
    name = str(uuid4())
    written = _active(session, name, [period])
    await session.must("addControlPrograms", [written], status=201)
    try:
        read = await session.must("getControlProgram", controlProgramAddress=name)
        found = read.get("activePeriods")
        if not covers(found, [period]):
            raise Failed(reasons.DIFFERS, what="activePeriods", found=found)
    finally:
        await session.ask("deleteControlProgram", controlProgramAddress=name)


async def by_value(session: Session) -> None:
    """Prove that a lamp burns while an attribute is as it is compared with."""
    await offers(session, "ValueActivePeriod")
    sensor, _ = await light_in(session)
    reference = {"resource": "devices", "address": f"{sensor}/lightLevel"}
    for operator, level in (("GE", USUAL), ("LT", DARK)):
        state = {"name": "FloatState", "value": -1.0}
        compared = {"reference": reference, "operator": operator, "state": state}
        await _burns(session, [{"name": "ValueActivePeriod", **compared}], level)


async def from_outside(session: Session) -> None:
    """Prove that a lamp does as a sensor elsewhere wants, of which the CMS tells."""
    await offers(session, "DynamicControl")
    await offers(session, "ExternalControlEffect")
    used, name, sensor = str(uuid4()), str(uuid4()), str(uuid4())
    effect = {
        "type": "ExternalControlEffect",
        "source": {"sensor": {"sensorAddresses": [sensor]}},
        "operation": "Set",
        "holdTime": HOLD_S,
    }
    written = {
        **programme(session, used, [("00:00:00", USUAL)]),
        "dynamicControls": [{"effect": effect}],
    }
    async with following(session, [written], calendar(session, name, used)):
        await session.shows(USUAL)
        seen = command(SPECIAL, reason="sensor", refAddress=sensor)
        await session.must("sendCommand", {"targetCommand": seen}, status=TAKEN)
        await session.shows(SPECIAL)


async def _burns(session: Session, periods: Sequence[Plain], level: int) -> None:
    """Prove that a lamp has a level by a programme of these periods."""
    used, name = str(uuid4()), str(uuid4())
    written = _active(session, used, periods)
    async with following(session, [written], calendar(session, name, used)):
        await session.shows(level)


def _active(session: Session, name: str, periods: Sequence[Plain]) -> Plain:
    written = programme(session, name, [("00:00:00", USUAL)])
    return {**written, "activePeriods": list(periods)}


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="P4",
        clause="Data model: AbsoluteActivePeriod.startTime and endTime",
        title=text(
            "The clock begins and ends a programme",
            "Hodiny spouštějí a ukončují program",
            "Hodiny spúšťajú a ukončujú program",
            "Sat počinje i završava program",
        ),
        tries=by_the_clock,
    ),
    Check(
        name="P5",
        clause="Data model: AstroAndSensorActivePeriod",
        title=text(
            "A period of sun and sensor is kept",
            "Období podle slunce a čidla je uloženo",
            "Obdobie podľa slnka a snímača je uložené",
            "Period po suncu i senzoru je sačuvan",
        ),
        tries=by_sun_and_sensor,
    ),
    Check(
        name="P6",
        clause="Data model: ValueActivePeriod.operator and state",
        title=text(
            "A value begins and ends a programme",
            "Hodnota spouští a ukončuje program",
            "Hodnota spúšťa a ukončuje program",
            "Vrednost počinje i završava program",
        ),
        tries=by_value,
    ),
    Check(
        name="P7",
        clause="Data model: ExternalControlEffect; OverrideCommand without addresses",
        title=text(
            "Does as a sensor elsewhere wants",
            "Řídí se čidlem, které stojí jinde",
            "Riadi sa snímačom, ktorý stojí inde",
            "Postupa po senzoru koji stoji drugde",
        ),
        tries=from_outside,
    ),
)
