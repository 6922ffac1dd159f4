"""All that is demanded of a lamp controller, in the order in which it is tried."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, Inapplicable, text
from mesto.acceptance.lamp.session import Session, near

LOW, HIGH, WHOLE, DARK = 0.3, 0.7, 1.0, 0.0
FIRST, SECOND = 0.4, 0.6  #: levels of a programme
LEAD_S = 3.0  #: before a programme switches
CLOCK = "%H:%M:%S"
GUIDE = "docs/how-to/acceptance.md"


async def schedule(session: Session) -> None:
    """Prove that it reports by itself, as often as asked."""
    since = len(session.reports)
    every_s = session.demands.every_s
    for more in (1, 2):
        heard = len(session.reports)
        await session.until(
            reasons.REPORT, _any, max(since, heard), every_s * 1.1 + more
        )


async def dims(session: Session) -> None:
    """Prove that it obeys levels, and reports them in time."""
    async with _ordered(session):
        for level in (LOW, HIGH, WHOLE):
            await session.shows(level, await session.order(level))


async def confirms(session: Session) -> None:
    """Prove that an order is acknowledged."""
    if not session.profile.confirms:
        raise Inapplicable(reasons.NOT_OFFERED, what=session.profile.title)
    async with _ordered(session):
        since = await session.order(HIGH)
        await session.until(
            reasons.ACKNOWLEDGED,
            lambda one: one.confirms,
            since,
            session.demands.within_s,
        )


async def power(session: Session) -> None:
    """Prove that power follows the level, and is the luminaire's at full light."""
    async with _ordered(session):
        levels = (WHOLE, HIGH, LOW)
        powers = [await session.power_at(level) for level in levels]
    _descend(levels, powers)
    rated_w, tolerance = session.demands.rated_w, session.demands.tolerance
    if rated_w and abs(powers[0] - rated_w) > tolerance * rated_w:
        raise Failed(
            reasons.RANGE,
            what="100 %",
            found=f"{powers[0]:g} W",
            wanted=f"{rated_w:g} W ± {tolerance:.0%}",
        )


async def standby(session: Session) -> None:
    """Prove that it draws little while it is dark."""
    async with _ordered(session):
        found_w = await session.power_at(DARK)
    if found_w > session.demands.standby_w:
        raise Failed(
            reasons.RANGE,
            what="0 %",
            found=f"{found_w:g} W",
            wanted=f"≤ {session.demands.standby_w:g} W",
        )


async def energy(session: Session) -> None:
    """Prove that its meter rises while it burns, and has never fallen."""
    async with _ordered(session):
        since = await session.order(WHOLE)
        before = await session.latest(reasons.ENERGY, lambda one: one.energy_kwh, since)
        try:
            await session.until(
                reasons.ENERGY,
                lambda one: (one.energy_kwh or 0) > before,
                since,
                2 * session.demands.every_s,
            )
        except Failed:
            last = reversed(session.reports)
            after = next(one.energy_kwh for one in last if one.energy_kwh is not None)
            raise Failed(
                reasons.FALLS, what=reasons.ENERGY, before=before, after=after
            ) from None
    told = [one.energy_kwh for one in session.reports if one.energy_kwh is not None]
    for first, second in pairwise(told):
        if second < first:
            raise Failed(reasons.FALLS, what=reasons.ENERGY, before=first, after=second)


async def returns(session: Session) -> None:
    """Prove that it follows its own programme again when the order ends."""
    async with _ordered(session):
        since = await session.order(None)
        before = await session.settled(since)
        other = HIGH if near(before, LOW) else LOW
        await session.shows(other, await session.order(other))
        await session.shows(before, await session.order(None))


async def keeps(session: Session) -> None:
    """Prove that it keeps a programme, and runs it with nobody there."""
    write = session.profile.programme
    if write is None:
        raise Inapplicable(reasons.NOT_OFFERED, what=session.profile.title)
    since = await session.order(None)
    now = await session.latest(reasons.CLOCK, lambda one: one.clock, since)
    at = now + timedelta(seconds=LEAD_S)
    begun = (at - timedelta(hours=1)).strftime(CLOCK)
    steps = [(begun, FIRST), (at.strftime(CLOCK), SECOND)]
    since = len(session.reports)
    await session.send(write(session.serial, sorted(steps)))
    await session.shows(FIRST, since)
    await asyncio.sleep(LEAD_S)
    await session.shows(SECOND, since)


async def nonsense(session: Session) -> None:
    """Prove that messages it cannot know change nothing, and end nothing."""
    async with _ordered(session):
        await session.shows(HIGH, await session.order(HIGH))
        since = len(session.reports)
        for message in session.profile.nonsense(session.serial, session.topic):
            await session.send(message)
        await session.shows(LOW, await session.order(LOW))
        for one in session.reports[since:]:
            if one.level is not None and not near(one.level, HIGH):
                if near(one.level, LOW):
                    break
                raise Failed(
                    reasons.RANGE,
                    what=reasons.LIGHT,
                    found=f"{one.level:.0%}",
                    wanted=f"{HIGH:.0%}",
                )


async def failure(session: Session) -> None:
    """Prove that a lamp that does not burn is reported."""
    if session.breaks is None:
        raise Inapplicable(reasons.BY_HAND)
    async with _ordered(session):
        since = await session.order(WHOLE)
        await session.shows(WHOLE, since)
        since = len(session.reports)
        await asyncio.to_thread(session.breaks)
        await session.until(
            reasons.FAILURE,
            lambda one: one.failed is True,
            since,
            session.demands.every_s + session.demands.within_s,
        )


async def understood(session: Session) -> None:
    """Prove that all it said can be read."""
    if session.wrongs:
        what = session.profile.title
        raise Failed(reasons.SHAPE, what=what, where=session.wrongs[0])
    if session.silent and not session.topic:
        raise session.silent
    if not session.reports:
        raise Failed(reasons.UNTRIED, what=session.profile.title)


@asynccontextmanager
async def _ordered(session: Session) -> AsyncIterator[None]:
    """Let the lamp follow its own programme afterwards."""
    try:
        yield
    finally:
        await session.order(None)


def _descend(levels: Sequence[float], powers: Sequence[float]) -> None:
    """Prove that less light draws less. Raises Failed."""
    for number in range(1, len(levels)):
        if powers[number] >= powers[number - 1]:
            raise Failed(
                reasons.RANGE,
                what=f"{levels[number]:.0%}",
                found=f"{powers[number]:g} W",
                wanted=f"< {powers[number - 1]:g} W",
            )


def _any(_: object) -> bool:
    return True


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="L1",
        clause=f"{GUIDE} L1, --every",
        title=text(
            "Reports by itself, as often as asked",
            "Hlásí se samo tak často, jak má",
            "Hlási sa samo tak často, ako má",
            "Javlja se samo koliko je traženo",
        ),
        tries=schedule,
    ),
    Check(
        name="L2",
        clause=f"{GUIDE} L2, --within",
        title=text(
            "Dims to levels and reports them in time",
            "Stmívá na úrovně a včas je hlásí",
            "Stmieva na úrovne a včas ich hlási",
            "Prigušuje na nivoe i na vreme ih javlja",
        ),
        tries=dims,
    ),
    Check(
        name="L3",
        clause=f"{GUIDE} L3; LoRaWAN 1.0.4, 4.3.1",
        title=text(
            "Acknowledges orders",
            "Potvrzuje povely",
            "Potvrdzuje povely",
            "Potvrđuje naredbe",
        ),
        tries=confirms,
    ),
    Check(
        name="L4",
        clause=f"{GUIDE} L4, --rated, --tolerance",
        title=text(
            "Power follows the level",
            "Příkon odpovídá úrovni",
            "Príkon zodpovedá úrovni",
            "Snaga prati nivo",
        ),
        tries=power,
    ),
    Check(
        name="L5",
        clause=f"{GUIDE} L5, --standby",
        title=text(
            "Draws little while it is dark",
            "Ve tmě odebírá málo",
            "V tme odoberá málo",
            "Malo troši dok ne svetli",
        ),
        tries=standby,
    ),
    Check(
        name="L6",
        clause=f"{GUIDE} L6",
        title=text(
            "Its energy counter rises and never falls",
            "Čítač energie roste a nikdy neklesá",
            "Počítadlo energie rastie a nikdy neklesá",
            "Brojač energije raste i nikad ne opada",
        ),
        tries=energy,
    ),
    Check(
        name="L7",
        clause=f"{GUIDE} L7",
        title=text(
            "Returns to its programme after an order",
            "Po povelu se vrací ke svému programu",
            "Po poveli sa vracia k svojmu programu",
            "Posle naredbe se vraća svom programu",
        ),
        tries=returns,
    ),
    Check(
        name="L8",
        clause=f"{GUIDE} L8",
        title=text(
            "Keeps a programme and runs it alone",
            "Uchová program a řídí se jím samo",
            "Uchová program a riadi sa ním samo",
            "Čuva program i sam ga izvršava",
        ),
        tries=keeps,
    ),
    Check(
        name="L9",
        clause=f"{GUIDE} L9",
        title=text(
            "Survives messages that mean nothing",
            "Přežije zprávy, které nic neznamenají",
            "Prežije správy, ktoré nič neznamenajú",
            "Preživljava poruke bez smisla",
        ),
        tries=nonsense,
    ),
    Check(
        name="L10",
        clause=f"{GUIDE} L10",
        title=text(
            "Reports that the lamp has failed",
            "Ohlásí poruchu světelného zdroje",
            "Ohlási poruchu svetelného zdroja",
            "Javlja kvar svetlosnog izvora",
        ),
        tries=failure,
    ),
    Check(
        name="L11",
        clause=f"{GUIDE} L11",
        title=text(
            "All it says can be read",
            "Vše, co sděluje, lze přečíst",
            "Všetko, čo oznamuje, možno prečítať",
            "Sve što javlja može se pročitati",
        ),
        tries=understood,
    ),
)
