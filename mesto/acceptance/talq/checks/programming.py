"""What programmes look at besides the clock: special days, light, and people."""

from datetime import date, timedelta
from uuid import uuid4

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, Inapplicable, text
from mesto.acceptance.talq.checks.controlling import following
from mesto.acceptance.talq.documents import calendar, command, programme
from mesto.acceptance.talq.session import Plain, Session, until_equal

USUAL, SPECIAL = 35, 65  #: levels, percent
LIGHT = "LightSensorFunction"
STEP_LX = 1000.0  #: so much darker or brighter than now


async def special_day(session: Session) -> None:
    """Prove that a rule for a date comes before the usual programme."""
    await offers(session, "ccDate")
    today = (await session.clock()).date()
    usual, special, name = (str(uuid4()) for _ in range(3))
    programmes = [
        programme(session, usual, [("00:00:00", USUAL)]),
        programme(session, special, [("00:00:00", SPECIAL)]),
    ]
    for years_ago, level in ((0, SPECIAL), (2, USUAL)):
        rule = _about(today, special, years_ago)
        days = {**calendar(session, name, usual), "rules": [rule]}
        async with following(session, programmes, days):
            await session.shows(level)


async def light_sensor(session: Session) -> None:
    """Prove that a lamp burns while its sensor shows less than a level."""
    await offers(session, "SensorActivePeriod")
    sensor, lux = await light_in(session)
    for on_lx, burns in ((lux + STEP_LX, True), (lux / 4, False)):
        if burns or lux > 1:
            used, name = str(uuid4()), str(uuid4())
            written = {
                **programme(session, used, [("00:00:00", USUAL)]),
                "activePeriods": [
                    {
                        "name": "SensorActivePeriod",
                        "sensor": {"sensorAddresses": [sensor]},
                        "onLevel": on_lx,
                        "offLevel": on_lx * 2,
                    }
                ],
            }
            async with following(session, [written], calendar(session, name, used)):
                await _burns(session, sensor, burns=burns)


async def presence(session: Session) -> None:
    """Prove that control by presence is kept as written, and the lamp goes by it."""
    await offers(session, "DynamicControl")
    await offers(session, "FixedControlEffect")
    used, name = str(uuid4()), str(uuid4())
    effect = {
        "type": "FixedControlEffect",
        "source": {"sensor": {"sensorAddresses": []}},
        "operation": "Set",
        "holdTime": 1,
        "command": command(SPECIAL),
    }
    written = {
        **programme(session, used, [("00:00:00", USUAL)]),
        "dynamicControls": [{"effect": effect}],
    }
    async with following(session, [written], calendar(session, name, used)):
        read = await session.must("getControlProgram", controlProgramAddress=used)
        found = [one["effect"] for one in read.get("dynamicControls", ())]
        if not any(_says(one, effect) for one in found):
            raise Failed(reasons.DIFFERS, what="dynamicControls", found=found)

        async def by_it() -> bool:
            return await session.level() in (USUAL, SPECIAL)

        if not await until_equal(by_it, wanted=True, within_s=session.pace.within_s):
            level = f"{await session.level()} %"
            either = f"{USUAL} % / {SPECIAL} %"
            raise Failed(
                reasons.LEVEL, found=level, wanted=either, s=session.pace.within_s
            )


def _says(read: Plain, written: Plain) -> bool:
    """Tell whether what was read says all that was written."""
    return all(read.get(name) == value for name, value in written.items())


async def _burns(session: Session, sensor: str, *, burns: bool) -> None:
    async def by_it() -> bool:
        return await session.level() == USUAL

    if await until_equal(by_it, burns, session.pace.within_s) != burns:
        raise Failed(reasons.DIFFERS, what=sensor, found=f"{await session.level()} %")


def _about(today: date, used: str, years_ago: int) -> Plain:
    """Write a rule for today and the days about it, in one year alone."""
    days = [today + timedelta(days=ahead) for ahead in (-1, 0, 1)]
    past = timedelta(days=365 * years_ago)
    return {
        "startDate": (days[0] - past).isoformat(),
        "endDate": (days[-1] - past).isoformat(),
        "condition": {
            "type": "ccDate",
            "dates": [{"start": f"--{day:%m-%d}"} for day in days],
        },
        "program": used,
    }


async def light_in(session: Session) -> tuple[str, float]:
    """Return the address of a light sensor and what it shows, lx."""
    for one in await session.must("getDevices"):
        for function in one.get("functions", ()):
            lux = function.get("lightLevel", {}).get("value")
            if function["type"] == LIGHT and isinstance(lux, int | float):
                return f"{one['address']}/{function['id']}", float(lux)
    raise Inapplicable(reasons.NOT_OFFERED, what=LIGHT)


async def offers(session: Session, option: str) -> None:
    """Raise Inapplicable where an option of control is not offered."""
    control = await session.must("getService", serviceName="ControlService")
    if option not in control.get("supportedTypes", ()):
        raise Inapplicable(reasons.NOT_OFFERED, what=option)


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="P1",
        clause="Data model: Calendar.rules, ccDate, CalendarRule.startDate and endDate",
        title=text(
            "Special days come before usual ones",
            "Zvláštní dny mají přednost před běžnými",
            "Zvláštne dni majú prednosť pred bežnými",
            "Posebni dani imaju prednost nad običnim",
        ),
        tries=special_day,
    ),
    Check(
        name="P2",
        clause="Data model: SensorActivePeriod.onLevel and offLevel",
        title=text(
            "A light sensor begins and ends a programme",
            "Čidlo osvětlení spouští a ukončuje program",
            "Snímač osvetlenia spúšťa a ukončuje program",
            "Senzor svetla počinje i završava program",
        ),
        tries=light_sensor,
    ),
    Check(
        name="P3",
        clause="Data model: ControlProgramOne.dynamicControls, FixedControlEffect",
        title=text(
            "Control by presence is kept and followed",
            "Řízení podle přítomnosti je uloženo a dodržováno",
            "Riadenie podľa prítomnosti je uložené a dodržiavané",
            "Upravljanje po prisustvu je sačuvano i poštuje se",
        ),
        tries=presence,
    ),
)
