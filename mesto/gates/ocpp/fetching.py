"""Asking a station for a log that it brings to the town.

Source: OCPP 1.6, 5.7; OCPP 2.0.1 part 2, N01.
"""

from datetime import UTC, datetime
from secrets import token_urlsafe

from mesto.gates.ocpp import logs
from mesto.gates.ocpp.asking import Asking
from mesto.gates.ocpp.central import Central
from mesto.gates.ocpp.codec import Refused
from mesto.gates.ocpp.orders import Errand
from mesto.gates.ocpp.telling import Teller
from mesto.gates.ocpp.words import NO_HOST, NO_HTTP
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.failure import failed
from mesto.kernel.text import Text, filled


async def fetch(  # noqa: PLR0913 - who asks whom for what
    asking: Asking,
    teller: Teller,
    errand: Errand,
    *,
    city: City,
    central: Central,
    base: str,
) -> None:
    """Ask for a log, and tell the line what becomes of that; the file comes later.

    base: the address of the connection as the station has come to it
    """
    urn = logs.log_urn(teller.urn, errand.command)
    why = await _hindrance(asking, teller.protocol) if base else NO_HOST
    if why:
        central.settle(failed(errand.command, why))
    else:
        secret = token_urlsafe(32)
        url = logs.address_of(base, teller.identity, errand.command, secret)
        await city.record(logs.told(teller, urn, secret, datetime.now(UTC)))
        why = await asking.do(logs.addressed(errand, url))
    if why:
        await city.record(logs.failed(teller, urn, why))


async def _hindrance(asking: Asking, protocol: str) -> Text:
    """Say why a station cannot bring files here; empty: it can, or nobody knows."""
    asks = logs.asks_ways(protocol)
    try:
        ways = logs.ways_in(await asking.ask(asks.action, asks.payload))
    except (Refused, Unavailable):  # it does not say; it will when it is asked
        return {}
    return {} if logs.speaks_http(ways) else filled(NO_HTTP, ways=ways)
