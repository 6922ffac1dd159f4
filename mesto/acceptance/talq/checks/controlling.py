"""How lamps obey: overrides, groups, calendars, and programmes without a CMS."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, text
from mesto.acceptance.talq.checks.keeping import offers_groups
from mesto.acceptance.talq.documents import (
    calendar,
    command,
    device,
    group,
    override,
    programme,
)
from mesto.acceptance.talq.session import Plain, Session, said, until_equal

TAKEN = (201, 202)
ACCEPTED = 202
LOW, HIGH = 30, 70  #: levels of overrides, percent
FIRST, SECOND = 40, 60  #: and of programmes
LEAD_S = 2.0  #: before a programme switches, of a gateway that knows seconds
CLOCK = "%H:%M:%S"


async def obeyed(session: Session) -> None:
    """Prove that a lamp shows the level of an override, and then of another."""
    async with _overridden(session):
        for percent in (LOW, HIGH):
            await _order(session, command(percent))
            await session.shows(percent)


async def told(session: Session) -> None:
    """Prove that what was accepted for later is told when it is done."""
    since, request = len(session.ours.heard), str(uuid4())
    async with _overridden(session):
        order = override(device(session.address), command(LOW))
        answer = await session.ask("sendCommand", order, request=request)
        if answer.status == ACCEPTED:
            one = await session.heard(
                "PATCH /devices",
                lambda one: one.query.get("talqOriginRequestId") == request,
                since=since,
            )
            if one.wrongs:
                raise Failed(
                    reasons.SHAPE, what="PATCH /devices", where=said(tuple(one.wrongs))
                )
        elif answer.status not in TAKEN:
            raise Failed(
                reasons.STATUS,
                what="POST /override-commands",
                status=answer.status,
                wanted="201 / 202",
            )


async def expired(session: Session) -> None:
    """Prove that an override ends when it expires, and not before."""
    before = await session.level()
    async with _overridden(session):
        hold_s = session.pace.hold_s
        end = await session.end(hold_s)
        await _order(session, command(LOW, expiration=end))
        await session.shows(LOW, within_s=hold_s)
        await asyncio.sleep(max(0.0, (await _left_s(session, end))))
        await _returns(session, before)


async def released(session: Session) -> None:
    """Prove that an override ends when it is taken back."""
    before = await session.level()
    async with _overridden(session):
        await _order(session, command(LOW))
        await session.shows(LOW)
        await _order(session, None)
        await _returns(session, before)


async def grouped(session: Session) -> None:
    """Prove that a group in a group is commanded as one."""
    await offers_groups(session)
    inner, outer = str(uuid4()), str(uuid4())
    there = {"resource": "groups", "address": inner}
    groups = [
        group(session, inner, [device(session.address)]),
        group(session, outer, [there]),
    ]
    try:
        for one in groups:
            await session.must("addGroups", [one], status=201)
        async with _overridden(session):
            reference = {"resource": "groups", "address": outer}
            order = override(reference, command(LOW))
            await session.must("sendCommand", order, status=TAKEN)
            await session.shows(LOW)
    finally:
        for name in (outer, inner):
            await session.ask("deleteGroup", groupAddress=name)


async def assigned(session: Session) -> None:
    """Prove that a lamp follows the calendar it is given, until it is taken away."""
    async with _following(session, [("00:00:00", FIRST)]) as name:
        found = await until_equal(
            lambda: session.attribute("calendarID"), name, session.pace.within_s
        )
        if found != name:
            raise Failed(reasons.DIFFERS, what="calendarID", found=found)
        await session.shows(FIRST)


async def alone(session: Session) -> None:
    """Prove that a programme switches at its time, though no CMS is there."""
    at = await _switch_at(session)
    begun = (at - timedelta(hours=1)).strftime(CLOCK)
    steps = [(begun, FIRST), (at.strftime(CLOCK), SECOND)]
    async with _following(session, steps):
        session.ours.away = True
        try:
            left_s = (at - await session.clock()).total_seconds()
            await asyncio.sleep(max(0.0, left_s))
            await session.shows(SECOND)
        finally:
            session.ours.away = False


async def over(session: Session) -> None:
    """Prove that an override stands above a programme, which goes on afterwards."""
    async with _following(session, [("00:00:00", FIRST)]):
        await session.shows(FIRST)
        async with _overridden(session):
            await _order(session, command(HIGH))
            await session.shows(HIGH)
        await session.shows(FIRST)


async def _order(session: Session, target: Plain | None) -> None:
    order = override(device(session.address), target)
    await session.must("sendCommand", order, status=TAKEN)


@asynccontextmanager
async def _overridden(session: Session) -> AsyncIterator[None]:
    """Take every override back afterwards."""
    assert session.address
    try:
        yield
    finally:
        await session.ask("sendCommand", override(device(session.address), None))


@asynccontextmanager
async def _following(
    session: Session, steps: list[tuple[str, int]]
) -> AsyncIterator[str]:
    """Give the lamp a calendar of one programme, and take it away afterwards."""
    used, name = str(uuid4()), str(uuid4())
    first = programme(session, used, steps)
    async with following(session, [first], calendar(session, name, used)):
        yield name


@asynccontextmanager
async def following(
    session: Session, programmes: Sequence[Plain], days: Plain
) -> AsyncIterator[None]:
    """Give the lamp a calendar and its programmes, and take them away afterwards."""
    name = str(days["id"])
    here = [device(session.address)]
    before = await session.attribute("calendarID")
    await session.must("addControlPrograms", programmes, status=201)
    try:
        await session.must("addCalendars", [days], status=201)
        entity = {"resource": "calendars", "address": name}
        given = {"addresses": here, "entity": entity}
        await session.must("assignCommand", given, status=TAKEN)
        yield
    finally:
        entity = {"resource": "calendars", "address": before or ""}
        await session.ask("assignCommand", {"addresses": here, "entity": entity})
        await session.ask("deleteCalendar", calendarAddress=name)
        for one in programmes:
            await session.ask("deleteControlProgram", controlProgramAddress=one["id"])


async def _returns(session: Session, before: int | None) -> None:
    """Prove that the lamp shows again what it showed."""
    if before is None:
        raise Failed(reasons.UNTRIED, what="actualLightState")
    await session.shows(before)


async def _left_s(session: Session, end: str) -> float:
    """Return how long it is until a moment, by the gateway's clock."""
    left = datetime.fromisoformat(end) - await session.clock()
    return left.total_seconds()


async def _switch_at(session: Session) -> datetime:
    """Return the next moment at which a programme may switch, in local time."""
    control = await session.must("getService", serviceName="ControlService")
    now = await session.clock()
    if control.get("programSecondsSupported", True):
        return (now + timedelta(seconds=LEAD_S)).replace(microsecond=0)
    later = now + timedelta(seconds=60 + LEAD_S)
    return later.replace(second=0, microsecond=0)


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="C1",
        clause="Gateway API: POST /override-commands; LampActuatorFunction."
        "actualLightState",
        title=text(
            "A lamp obeys an override, and the next one",
            "Svítidlo poslechne přímý povel i ten následující",
            "Svietidlo poslúchne priamy povel aj ten nasledujúci",
            "Svetiljka sluša direktnu naredbu, i sledeću",
        ),
        tries=obeyed,
    ),
    Check(
        name="C2",
        clause="Gateway API: POST /override-commands (202); CMS API: PATCH /devices "
        "with talqOriginRequestId",
        title=text(
            "What is accepted for later is reported when done",
            "Co bylo přijato k vykonání, je po vykonání ohlášeno",
            "Čo bolo prijaté na vykonanie, je po vykonaní ohlásené",
            "Što je prihvaćeno za kasnije, javlja se kad je urađeno",
        ),
        tries=told,
    ),
    Check(
        name="C3",
        clause="Data model: Command.expiration",
        title=text(
            "An override ends when it expires",
            "Přímý povel skončí v čase, kdy vyprší",
            "Priamy povel skončí v čase, keď vyprší",
            "Direktna naredba prestaje kad istekne",
        ),
        tries=expired,
    ),
    Check(
        name="C4",
        clause="Data model: OverrideCommand without targetCommand",
        title=text(
            "An override can be taken back",
            "Přímý povel lze odvolat",
            "Priamy povel možno odvolať",
            "Direktna naredba se može povući",
        ),
        tries=released,
    ),
    Check(
        name="C5",
        clause="Data model: Group, OverrideCommand.addresses (groups)",
        title=text(
            "A group inside a group is commanded as one",
            "Skupina ve skupině se ovládá jako celek",
            "Skupina v skupine sa ovláda ako celok",
            "Grupom u grupi upravlja se kao celinom",
        ),
        tries=grouped,
    ),
    Check(
        name="C6",
        clause="Gateway API: POST /assign-commands; LampActuatorFunction.calendarID",
        title=text(
            "A lamp follows the calendar it is given",
            "Svítidlo se řídí přiděleným kalendářem",
            "Svietidlo sa riadi prideleným kalendárom",
            "Svetiljka sledi dodeljeni kalendar",
        ),
        tries=assigned,
    ),
    Check(
        name="C7",
        clause="Data model: ControlProgramOne, FixedTimeControl (executed by the ODN)",
        title=text(
            "Programmes run on when the CMS is away",
            "Programy běží dál i bez spojení s CMS",
            "Programy bežia ďalej aj bez spojenia s CMS",
            "Programi rade i kad CMS nije tu",
        ),
        tries=alone,
    ),
    Check(
        name="C8",
        clause="Data model: OverrideCommand, Command.expiration (back to the program)",
        title=text(
            "After an override, the programme goes on",
            "Po přímém povelu pokračuje program",
            "Po priamom poveli pokračuje program",
            "Posle direktne naredbe program se nastavlja",
        ),
        tries=over,
    ),
)
