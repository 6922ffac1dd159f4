"""What the city has that partners ask for."""

from collections.abc import Sequence
from typing import Final

from mesto.gates.ocpi.codec import Document
from mesto.gates.ocpi.locations import Town
from mesto.gates.ocpi.money import billed_session, tariffs_by_place
from mesto.gates.ocpi.naming import OF_PARTNER, TARIFF
from mesto.gates.ocpi.settings import Settings
from mesto.kernel.city import City
from mesto.kernel.model import Entity
from mesto.kernel.question.condition import AllOf, Compare, OfType, Operator, Path
from mesto.kernel.question.find import Find
from mesto.kernel.verdict import grouped
from mesto.names.charging import (
    CONNECTOR,
    EVSE,
    OF_EVSE,
    OF_RECEIPT,
    OF_STATION,
    STATION,
    token_urn,
)

MOST: Final = 1_000  #: found by one statement


async def read_town(city: City) -> Town:
    """Return what there is to charge at."""
    town = await city.municipality()
    title = town.title.get("en") or next(iter(town.title.values()), city.name)
    return Town(
        name=title,
        time_zone=town.timezone,
        stations=await city.entities(STATION),
        evses=grouped((await city.entities(EVSE)).values(), OF_STATION),
        connectors=grouped((await city.entities(CONNECTOR)).values(), OF_EVSE),
        tariffs=tariffs_by_place(await city.entities(TARIFF)),
    )


async def read_own(
    city: City, type_: str, connection: str, **said: str
) -> list[Entity]:
    """Return what is a partner's, oldest first.

    said: what texts its attributes are to have
    """
    wanted = {OF_PARTNER: connection, **said}
    where = AllOf(
        (
            OfType(type_),
            *(Compare(Path(n), Operator.EQUAL, v) for n, v in wanted.items()),
        )
    )
    urns: list[str] = []
    while True:
        page = await city.ask(Find(where=where, limit=MOST, offset=len(urns)))
        urns += page.urns
        if not page.more:
            break
    found = await city.present(urns) if urns else {}
    return [found[urn] for urn in urns if urn in found]


async def read_tokens(city: City, sessions: Sequence[Entity]) -> dict[str, Entity]:
    """Return the tokens of sessions, by URN."""
    urns = {token_urn(str(one.value("idToken"))) for one in sessions}
    return await city.present(sorted(urns)) if urns else {}


async def read_sessions(
    city: City, sessions: Sequence[Entity], settings: Settings
) -> list[Document]:
    """Return sessions as partners read them, but those nobody knows the place of."""
    cards = await read_tokens(city, sessions)
    receipts = {_receipt(one) for one in sessions} - {"None"}
    bills = await city.present(sorted(receipts)) if receipts else {}
    told = []
    for one in sessions:
        card = cards.get(token_urn(str(one.value("idToken"))))
        bill = bills.get(_receipt(one))
        session = billed_session(one, card, bill, settings) if card else None
        if session is not None:
            told.append(session)
    return told


def _receipt(session: Entity) -> str:
    return str(session.value(OF_RECEIPT))
