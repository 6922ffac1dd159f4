"""What anybody may know of charging in a town: a page, a map layer, and DATEX II."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.business.reading import hosts_of, tariffs_of
from mesto.domains.emobility.hosts.host import host_of
from mesto.domains.emobility.opendata.datex import Publisher, statuses_of, table_of
from mesto.domains.emobility.opendata.page import TITLE, body_of, word
from mesto.domains.emobility.opendata.sites import Site, features, sites_of
from mesto.domains.emobility.refusals import NO_PLACES
from mesto.domains.emobility.tariffs.tariff import Asker, Tariff, tariff_for
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.text import refusal
from mesto.names.charging import CONNECTOR, EVSE, STATION
from mesto.web.answers import answer_tagged
from mesto.web.plain import KEPT, answer_page, language_of

LIVE: Final = "public, max-age=30"  #: of what changes with every car
XML: Final = "application/xml"
GEOJSON: Final = "application/geo+json"
#: Where a town lies, by its clock: ISO 3166 alpha-2.
COUNTRIES: Final[Mapping[str, str]] = {
    "Europe/Prague": "cz",
    "Europe/Bratislava": "sk",
    "Europe/Belgrade": "rs",
}


async def show_page(request: Request, city: City) -> Response:
    """Show where a charger is free now."""
    town = await city.municipality()
    language = language_of(request, town.languages[0])
    sites = await _sites(city)
    rates = await _rates(city, sites)
    prices = {
        urn: (price, tariff.currency)
        for urn, (_, tariff) in rates.items()
        if (price := _price_of_energy(tariff)) is not None
    }
    body = body_of(sites, prices, language)
    title = word(TITLE, language)
    return answer_page(request, title=title, language=language, body=body, keep=LIVE)


async def show_layer(request: Request, city: City) -> Response:
    """Write stations as a layer of a map, with what is free now."""
    found = {"type": "FeatureCollection", "features": [*features(await _sites(city))]}
    return _open(answer_tagged(request, orjson.dumps(found), GEOJSON, LIVE))


async def show_table(request: Request, city: City) -> Response:
    """Write what stations there are, in DATEX II. Raises NotFound where none is."""
    sites = await _some_sites(city)
    written = table_of(sites, await _rates(city, sites), await _publisher(city))
    return _open(answer_tagged(request, written, XML, KEPT))


async def show_statuses(request: Request, city: City) -> Response:
    """Write what is free now, in DATEX II. Raises NotFound where no station is."""
    written = statuses_of(await _some_sites(city), await _publisher(city))
    return _open(answer_tagged(request, written, XML, LIVE))


async def _some_sites(city: City) -> list[Site]:
    found = await _sites(city)
    if not found:
        raise refusal(NotFound, NO_PLACES)
    return found


async def _publisher(city: City) -> Publisher:
    town = await city.municipality()
    country = COUNTRIES.get(town.timezone, "rs")
    return Publisher(city.name, country, town.languages[0])


async def _sites(city: City) -> list[Site]:
    return sites_of(
        await city.entities(STATION),
        await city.entities(EVSE),
        await city.entities(CONNECTOR),
    )


async def _rates(city: City, sites: list[Site]) -> dict[str, tuple[str, Tariff]]:
    """Return the tariff for who comes without a card, by station, with its name."""
    tariffs, hosts = await tariffs_of(city), await hosts_of(city)
    now = datetime.now(UTC)
    found = {}
    for one in sites:
        asker = Asker(station=one.urn, host=host_of(one.urn, hosts), ad_hoc=True)
        name = tariff_for(asker, now, tariffs)
        if name is not None:
            found[one.urn] = (name, tariffs[name])
    return found


def _price_of_energy(tariff: Tariff) -> float | None:
    """Return what a kWh costs with VAT, where it is always the same."""
    if tariff.free:
        return 0.0
    found = [
        component.price * (1 + (component.vat or 0) / 100)
        for element in tariff.elements
        for component in element.price_components
        if component.type == "ENERGY"
    ]
    return found[0] if len(found) == 1 else None


def _open(answer: Response) -> Response:
    """Let pages of others read it."""
    answer.headers["access-control-allow-origin"] = "*"
    return answer


#: Answers below /public/{city}/emobility, to anybody.
PUBLIC: Final[Mapping[str, Callable[..., Awaitable[Response]]]] = {
    "chargers": show_page,
    "chargers.geojson": show_layer,
    "energy-infrastructure.xml": show_table,
    "energy-infrastructure-status.xml": show_statuses,
}
