"""What decides what a session costs, as the ledger has it: terms, meters, states."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from mesto.domains.emobility.hosts.host import Host, host_of
from mesto.domains.emobility.nouns import (
    BEGIN,
    CARD_GROUP,
    CHARGING_STATE,
    CURRENT,
    CURRENT_SUM,
    END,
    ENERGY,
    HOST,
    METER_START,
    METER_STOP,
    OF_AD_HOC,
    RECEIPT_NUMBER,
    REGISTER,
    TARIFF,
)
from mesto.domains.emobility.receipts import words
from mesto.domains.emobility.receipts.bill import seller_of
from mesto.domains.emobility.receipts.case import Holding, Terms
from mesto.domains.emobility.receipts.questions import AsOf
from mesto.domains.emobility.receipts.twice import ANEW_KWH, is_twice, span_of
from mesto.domains.emobility.tariffs.course import Course, Metered, Stated
from mesto.domains.emobility.tariffs.periods import Drawn
from mesto.domains.emobility.tariffs.tariff import Asker, Tariff, tariff_for
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity, Value
from mesto.kernel.question.condition import (
    AllOf,
    Compare,
    Condition,
    Has,
    OfType,
    Operator,
    Order,
    Path,
)
from mesto.kernel.question.evolution import Evolution, Evolutions
from mesto.kernel.question.find import Find
from mesto.kernel.question.window import Window
from mesto.kernel.text import Text, filled
from mesto.kernel.verdict import moment
from mesto.names.charging import OF_EVSE, OF_RECEIPT, SESSION, TOKEN, token_urn
from mesto.operations.written import DEFINITION

T = TypeVar("T")

MOST_READINGS: Final = 50_000
MOST_ALIKE: Final = 200
_TICK: Final = timedelta(microseconds=1)


async def terms_of(
    city: City, station: str, token: str, at: datetime, *, ad_hoc: bool = False
) -> Terms:
    """Return by which terms somebody charges who begins at a time.

    ad_hoc: they have no card, whatever the token
    """
    tariffs = await _written(city, TARIFF, at, Tariff)
    hosts = await _written(city, HOST, at, Host)
    host = host_of(station, {name: one for name, (one, _) in hosts.items()})
    urn = token_urn(token) if token else ""
    card = (await city.present([urn])).get(urn) if urn else None
    groups = AsOf(type=TOKEN, attribute=CARD_GROUP, at=at, urns=[urn])
    group = (await city.ask(groups)).get(urn) if card else None
    asker = Asker(
        station=station,
        host=host,
        group=str(group.value) if group else "",
        ad_hoc=ad_hoc or (card is not None and card.value(OF_AD_HOC) is not None),
    )
    name = tariff_for(asker, at, {name: one for name, (one, _) in tariffs.items()})
    holding = None
    if name is not None:
        tariff, version = tariffs[name]
        holding = Holding(name, version, tariff)
    written = hosts[host][0] if host in hosts else None
    town = (await city.municipality()).title
    seller = seller_of(written, town)
    return Terms(host, seller, holding)


async def course_of(city: City, session: Entity, now: datetime) -> Course | None:
    """Return how a session went, or goes; None where nobody knows its begin."""
    begin = moment(session, BEGIN)
    if begin is None:
        return None
    end = max(moment(session, END) or now, begin)
    evse = str(session.value(OF_EVSE) or "")
    told = await city.ask(
        Evolutions(
            urns=tuple({session.id, evse} - {""}),
            window=Window(since=begin, before=end + _TICK),
            attributes=(REGISTER, CHARGING_STATE),
            limit=MOST_READINGS,
        )
    )
    meters = [
        Metered(at, float(value))
        for at, value in _told(told.get(session.id), REGISTER)
        if isinstance(value, int | float)
    ]
    states = _told(told.get(session.id), CHARGING_STATE) or _told(
        told.get(evse), CHARGING_STATE
    )
    energy = session.value(ENERGY)
    if not isinstance(energy, int | float):
        energy = max((one.kwh for one in meters), default=0.0) - min(
            (one.kwh for one in meters), default=0.0
        )
    return Course(
        begin=begin,
        end=end,
        kwh=float(energy),
        meters=meters,
        states=[Stated(at, str(value)) for at, value in states],
    )


async def drawn_in(city: City, session: Entity, now: datetime) -> list[Drawn]:
    """Return what currents the meter of a session's EVSE told while it lasted.

    Where a station tells them by phase, they are of the phases; else of what it tells.
    """
    begin, evse = moment(session, BEGIN), str(session.value(OF_EVSE) or "")
    if begin is None or not evse:
        return []
    end = max(moment(session, END) or now, begin)
    told = await city.ask(
        Evolutions(
            urns=(evse,),
            window=Window(since=begin, before=end + _TICK),
            attributes=(*CURRENT, CURRENT_SUM),
            limit=MOST_READINGS,
        )
    )
    by_phase = [one for name in CURRENT for one in _told(told.get(evse), name)]
    return [
        Drawn(at, float(value))
        for at, value in by_phase or _told(told.get(evse), CURRENT_SUM)
        if isinstance(value, int | float)
    ]


async def told_twice(city: City, session: Entity) -> Text:
    """Say which receipt bills what a session's meter shows; empty: none does."""
    span = span_of(session)
    if span is None:
        return {}
    here = Compare(Path(OF_EVSE), Operator.EQUAL, str(session.value(OF_EVSE)))
    billed = await _of_evse(
        city,
        here,
        Compare(Path(METER_START), Operator.LESS, span.stop_kwh),
        Compare(Path(METER_STOP), Operator.GREATER, span.start_kwh),
        Has(Path(OF_RECEIPT)),
    )
    billed.pop(session.id, None)
    if not billed:
        return {}
    least = Compare(Path(METER_START), Operator.LESS, ANEW_KWH)
    first_ones = await _of_evse(city, here, least)
    begun_anew = [*first_ones.values(), *billed.values(), session]
    anew = [
        one.begin
        for one in map(span_of, begun_anew)
        if one is not None and one.start_kwh < ANEW_KWH
    ]
    alike = [
        str(other.value(OF_RECEIPT))
        for other in billed.values()
        if (was := span_of(other)) is not None and is_twice(span, was, anew)
    ]
    return await _named(city, alike) if alike else {}


async def _named(city: City, receipts: Sequence[str]) -> Text:
    """Say that what is billed is on one of some receipts, by its number if it has one.

    One that is doubted itself has none.
    """
    found = await city.present(receipts)
    numbers = (found[urn].value(RECEIPT_NUMBER) for urn in receipts if urn in found)
    number = next((str(one) for one in numbers if one), "")
    sentence = words.TWICE if number else words.TWICE_WITHOUT_NUMBER
    return filled(sentence, number=number)


async def _of_evse(city: City, *where: Condition) -> dict[str, Entity]:
    """Return the last sessions of an EVSE that are so, by URN."""
    page = await city.ask(
        Find(
            where=AllOf((OfType(SESSION), *where)),
            order=(Order(Path(BEGIN), descending=True),),
            limit=MOST_ALIKE,
        )
    )
    return dict(await city.present(page.urns))


async def _written(
    city: City, type_: str, at: datetime, shape: type[T]
) -> dict[str, tuple[T, int]]:
    """Return what was written of a kind at a time, with its version, by name."""
    was = await city.ask(AsOf(type=type_, attribute=DEFINITION, at=at))
    read = {}
    for urn, one in was.items():
        try:
            read[urn.rpartition(":")[2]] = (
                read_written(one.value, shape),
                one.position,
            )
        except Malformed:
            continue
    return read


def _told(past: Evolution | None, attribute: str) -> list[tuple[datetime, Value]]:
    """Return what was said of an attribute and when, in order."""
    if past is None:
        return []
    return [
        (one.at, one.attribute.value)
        for one in past.instances
        if one.attribute.name == attribute and not one.deleted
    ]
