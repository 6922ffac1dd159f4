"""Reading a month of sessions, by the connection at whose root they were charged."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from mesto.domains.emobility.keeping.questions import SessionsThat
from mesto.domains.emobility.keeping.site import LOW_V, VOLTS, Site, root_of, site_of
from mesto.domains.emobility.nouns import (
    BEGIN,
    END,
    ENERGY,
    GRID_CONNECTION,
    METER_START,
)
from mesto.domains.emobility.refusals import NO_MONTH
from mesto.domains.emobility.savings.course import Charged
from mesto.domains.emobility.savings.month import Month
from mesto.domains.emobility.savings.questions import Meters, Readings
from mesto.domains.emobility.savings.terms import Terms, terms_of
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.text import filled, refusal
from mesto.kernel.verdict import moment, number
from mesto.names.charging import EVSE, OF_EVSE, STATION

MOST: Final = 20_000  #: sessions of a month


async def month_of(city: City, month: str) -> Month:
    """Read a month, YYYY-MM, by the clock of the town.

    Raises Malformed where that is none.
    """
    since, until = span(month, (await city.municipality()).zone)
    connections = await city.entities(GRID_CONNECTION)
    site = site_of(connections, await city.entities(STATION), await city.entities(EVSE))
    urns = await city.ask(
        SessionsThat(status="ended", since=since.astimezone(UTC), limit=MOST)
    )
    found = (await city.present(urns)).values() if urns else ()
    began = {one.id: moment(one, BEGIN) for one in found}
    mine = [
        one
        for one in found
        if (at := began[one.id]) is not None
        and since <= at < until
        and one.value(OF_EVSE) in site.places
    ]
    meters = await city.ask(Meters(urns=[one.id for one in mine], since=since))
    charged = [_charged(one, site, meters.get(one.id, ())) for one in mine]
    known = [one for one in charged if one is not None and one.energy_kwh > 0]
    roots = {one.root for one in known} | {
        node.name for node in site.tree.nodes if not node.parent
    }
    return Month(
        since=since,
        until=until,
        terms={
            urn: terms_of(connections[urn]) if urn in connections else Terms()
            for urn in roots
        },
        names={urn: site.names.get(urn, urn) for urn in roots},
        sessions={urn: [one for one in known if one.root == urn] for urn in roots},
        doubted=sum(one is None for one in charged),
    )


def span(month: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a month begins and ends. Raises Malformed where it is none."""
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=zone)
    except ValueError as error:
        says = filled(NO_MONTH, example="2026-05")
        raise refusal(Malformed, says, place=("month",)) from error
    year, number_ = divmod(first.year * 12 + first.month, 12)
    return first, first.replace(year=year, month=number_ + 1)


def _charged(session: Entity, site: Site, readings: Readings) -> Charged | None:
    """Read a session; None: nobody knows what it took."""
    energy, start = number(session, ENERGY), number(session, METER_START)
    began, ended = moment(session, BEGIN), moment(session, END)
    if energy is None or start is None or began is None or ended is None:
        return None
    evse = str(session.value(OF_EVSE))
    connector = site.tree.connectors[site.tree.place[evse]]
    volts = LOW_V if site.places[evse].lines else VOLTS  # as its amperes were reckoned
    return Charged(
        session=session.id,
        root=root_of(site.tree, evse),
        since_s=began.timestamp(),
        until_s=ended.timestamp(),
        energy_kwh=energy,
        most_kw=connector.most_a * len(connector.phases) * volts / 1000,
        readings=[(at, round(kwh - start, 6)) for at, kwh in readings],
    )
