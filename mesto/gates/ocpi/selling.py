"""Telling a partner what charging costs, and what its drivers' sessions came to.

A charge detail record is told once: what became of it is written on the receipt. Where
the partner took it and its answer was lost, it is told again under the same id.

Source: OCPI 2.2.1, 10.2.2, 11.2.2.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from mesto.gates.ocpi.codec import Document
from mesto.gates.ocpi.money import SENT, Sold, cdr_of, tariff_of
from mesto.gates.ocpi.naming import OF_PARTNER, RECORD, TARIFF, id_of
from mesto.gates.ocpi.partner import RECEIVER, Partner
from mesto.gates.ocpi.reading import read_own, read_town
from mesto.gates.ocpi.talk import Talk
from mesto.gates.ocpi.telling import Teller
from mesto.gates.ocpi.words import NOT_TAKEN
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity, Event, Kind, Observation
from mesto.kernel.text import filled, refusal, said_by
from mesto.names.charging import NOW_CHARGING, RECEIPT, token_urn

TAKEN, REFUSED = "taken", "refused"
_TARIFFS: Final = f"urn:ngsi-ld:{TARIFF}:"


class Selling:
    """What one partner is told of prices and costs."""

    def __init__(self, city: City, talk: Talk, partner: Partner) -> None:
        """Have told nothing."""
        self._city = city
        self._talk = talk
        self._teller = Teller(talk)
        self._partner = partner

    async def tell_all(self) -> list[Malformed]:
        """Tell all tariffs, and records that were not told; return what was not taken.

        Raises Unavailable where the partner does not answer.
        """
        tariffs = await self._city.entities(TARIFF)
        troubles = await self._tell_tariffs(list(tariffs), tariffs)
        own = await read_own(self._city, RECEIPT, self._talk.connection.name)
        return troubles + await self._tell_records(own)

    async def hear(self, events: Sequence[Event]) -> list[Malformed]:
        """Tell what is new. Returns and raises what `tell_all` does."""
        tariffs = sorted({u for u in map(_urn, events) if u.startswith(_TARIFFS)})
        troubles = []
        if tariffs:
            found = await self._city.present(tariffs)
            troubles += await self._tell_tariffs(tariffs, found)
        receipts = sorted({_urn(one) for one in events if RECEIPT in one.types})
        if receipts:
            found = await self._city.present(receipts)
            troubles += await self._tell_records(list(found.values()))
        return troubles

    async def _tell_tariffs(
        self, urns: Sequence[str], found: Mapping[str, Entity]
    ) -> list[Malformed]:
        module = self._partner.endpoint("tariffs", RECEIVER)
        troubles: list[Malformed] = []
        for urn in urns if module else ():
            entity = found.get(urn)
            told = tariff_of(entity, self._talk.settings) if entity else None
            url = self._teller.url(str(module), id_of(urn))
            if told is None:
                await self._teller.delete(url)  # where it has none, that is well
            else:
                troubles += await self._teller.put(url, told)
        return troubles

    async def _tell_records(self, receipts: Sequence[Entity]) -> list[Malformed]:
        module = self._partner.endpoint("cdrs", RECEIVER)
        wanted = [
            one
            for one in receipts
            if one.value("status") in SENT and one.value(RECORD) is None
        ]
        sold = await sold_of(self._city, wanted, self._talk.connection.name)
        if not sold:
            return []
        await self._mark(sold)
        if module is None:
            return []
        town, troubles = await read_town(self._city), []
        for one in sold:
            told = cdr_of(one, town, self._talk.settings)
            if told is not None:
                troubles += await self._tell_record(module, one, told)
        return troubles

    async def _tell_record(
        self, module: str, sold: Sold, told: Document
    ) -> list[Malformed]:
        try:
            where = await self._teller.post(module, told)
        except Malformed as error:
            await self._note(sold, {"status": REFUSED, "reason": str(error)})
            says = filled(NOT_TAKEN, what=told["id"], why=said_by(error))
            return [refusal(Malformed, says)]
        await self._note(sold, {"status": TAKEN, "location": where})
        return []

    async def _mark(self, sold: Sequence[Sold]) -> None:
        """Write on receipts whose drivers' they are, so that they can be asked for."""
        name = self._talk.connection.name
        news = [
            Observation(
                entity=one.receipt.id, attribute=OF_PARTNER, value=name, source=name
            )
            for one in sold
            if one.receipt.value(OF_PARTNER) is None
        ]
        if news:
            await self._city.record(news)

    async def _note(self, sold: Sold, became: Document) -> None:
        """Write on a receipt what became of it at its partner."""
        note = Observation(
            entity=sold.receipt.id,
            attribute=RECORD,
            value=became,
            kind=Kind.JSON_PROPERTY,
            source=self._talk.connection.name,
        )
        await self._city.record([note])


async def sold_of(
    city: City, receipts: Sequence[Entity], connection: str
) -> list[Sold]:
    """Return those receipts that are for a partner's drivers, with their sessions."""
    credited = {str(one.value("creditOf")) for one in receipts} - {"None"}
    whole = await city.present(sorted(credited)) if credited else {}
    about = {}
    for one in receipts:
        first = whole.get(str(one.value("creditOf")), one)
        about[one.id] = str(first.value(NOW_CHARGING))
    sessions = await city.present(sorted(set(about.values()))) if about else {}
    cards = {token_urn(str(one.value("idToken"))) for one in sessions.values()}
    tokens = await city.present(sorted(cards)) if cards else {}
    found = []
    for one in receipts:
        session = sessions.get(about[one.id])
        uid = str(session.value("idToken")) if session else ""
        token = tokens.get(token_urn(uid))
        if session and token and token.value(OF_PARTNER) == connection:
            found.append(Sold(one, session, token))
    return found


def _urn(event: Event) -> str:
    return event.observation.entity
