"""Places to charge and starts without a card, as the ledger has them."""

from datetime import UTC, datetime

from mesto.domains.emobility.adhoc.page import Here, Mine
from mesto.domains.emobility.adhoc.starts import (
    going_of,
    place_of,
    start_urn,
    token_of,
)
from mesto.domains.emobility.nouns import (
    BEGIN,
    ID_TOKEN,
    NUMBER,
    ORDERED,
    POWER,
    PROMISED_BY,
    PROMISED_ENERGY,
    RECEIPT_NUMBER,
    RECEIPT_STATUS,
)
from mesto.domains.emobility.receipts.bill import bill_in, credited_of
from mesto.domains.emobility.receipts.reading import course_of, terms_of
from mesto.domains.emobility.tariffs.price import price_of
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, NotFound
from mesto.kernel.model import Entity, State
from mesto.kernel.question.condition import (
    AllOf,
    Compare,
    OfType,
    Operator,
    Order,
    Path,
)
from mesto.kernel.question.find import Find
from mesto.kernel.verdict import moment, named
from mesto.names.charging import (
    EVSE,
    NOW_CHARGING,
    OF_RECEIPT,
    OF_STATION,
    SESSION,
    STATION,
)


async def place_in(city: City, name: str, number: int) -> tuple[Entity, Entity]:
    """Return the station and the EVSE an address names. Raises Forbidden."""
    station = f"urn:ngsi-ld:{STATION}:{name}"
    evse = f"urn:ngsi-ld:{EVSE}:{name}:{number}"
    found = await city.present([station, evse])
    if station not in found or evse not in found:
        raise Forbidden("this address leads nowhere")
    return found[station], found[evse]


async def here_at(city: City, station: Entity, evse: Entity) -> Here:
    """Return what a place to charge is like for who comes without a card."""
    last = evse.value(NOW_CHARGING)
    session = (await city.present([str(last)])).get(str(last)) if last else None
    number = evse.value(NUMBER)
    terms = await terms_of(city, station.id, "", datetime.now(UTC), ad_hoc=True)
    return Here(
        name=named(station),
        number=number if isinstance(number, int) else 1,
        state=place_of(station, evse, session),
        tariff=terms.holding.tariff if terms.holding else None,
    )


async def start_by(city: City, secret: str) -> tuple[Entity, Entity | None]:
    """Return a start by its secret, and the session it became. Raises Forbidden."""
    urn = start_urn(secret)
    wish = (await city.present([urn])).get(urn)
    if wish is None:
        raise Forbidden("this address leads nowhere")
    token = Compare(Path(ID_TOKEN), Operator.EQUAL, token_of(urn))
    order = (Order(Path(BEGIN), descending=True),)
    where = AllOf((OfType(SESSION), token))
    page = await city.ask(Find(where=where, order=order, limit=1))
    found = await city.present(page.urns)
    return wish, next(iter(found.values()), None)


async def mine_of(city: City, wish: Entity, session: Entity | None, path: str) -> Mine:
    """Return how a start is going, as its page at `path` shows it."""
    station, number = str(wish.value(OF_STATION)), wish.value(NUMBER)
    tail = station.rpartition(":")[2]
    known = (await city.present([station])).get(station)
    going = going_of(wish, session, await _state(city, wish))
    shown = Here(
        name=named(known) if known else tail,
        number=number if isinstance(number, int) else 1,
        state="free",
        tariff=None,
    )
    page = f"/open/{city.name}/emobility/charge/{tail}/{shown.number}"
    mine = Mine(going=going, station=page, here=shown)
    if session is None:
        return mine
    now = datetime.now(UTC)
    course = await course_of(city, session, now)
    begin = moment(session, BEGIN) or now
    terms = await terms_of(city, station, token_of(wish.id), begin, ad_hoc=True)
    cost = None
    if course is not None and terms.holding is not None:
        zone = (await city.municipality()).zone
        cost = price_of(course, terms.holding.tariff, zone)
    promised, by = session.value(PROMISED_ENERGY), moment(session, PROMISED_BY)
    kw = session.value(POWER)
    mine = mine._replace(
        kwh=course.kwh if course else None,
        kw=float(kw) if isinstance(kw, int | float) else None,
        cost=cost.gross if cost else None,
        currency=cost.currency if cost else "",
        promised=(float(promised), by)
        if isinstance(promised, int | float) and by
        else None,
    )
    receipt = await receipt_of(city, session)
    return mine if receipt is None else receipted(mine, receipt, path)


def receipted(mine: Mine, receipt: Entity, path: str) -> Mine:
    """Return a session with what became of its receipt, which may be a person's word.

    path: of its page
    """
    number, status = receipt.value(RECEIPT_NUMBER), receipt.value(RECEIPT_STATUS)
    if number is None:
        waived = status == "waived"
        return mine._replace(cost=None, waived=waived, doubtful=not waived)
    bill = bill_in(receipt)
    return mine._replace(
        currency=bill.currency,
        charged=bill.gross,
        given_back=credited_of(receipt),
        receipt=f"{path}/receipt",
        number=str(number),
    )


async def _state(city: City, wish: Entity) -> State | None:
    command = wish.value(ORDERED)
    if not isinstance(command, str):
        return None
    try:
        return await city.command_state(command)
    except NotFound:
        return State.FAILED


async def receipt_of(city: City, session: Entity | None) -> Entity | None:
    """Return the receipt of a session; None: there is none yet."""
    urn = session.value(OF_RECEIPT) if session else None
    return (await city.present([str(urn)])).get(str(urn)) if urn else None
