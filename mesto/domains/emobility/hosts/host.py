"""Who owns the site of stations, sells there, and what they get of it. Pure.

A site host is an entity, `urn:ngsi-ld:EVSiteHost:NAME`, with `definition`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final

import msgspec

from mesto.domains.emobility.mistakes import NAMED_TWICE
from mesto.domains.emobility.tariffs.tariff import Percent, Urn
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.kernel.text import refusal
from mesto.names.charging import STATION
from mesto.operations.sorts import Reference

Said = Annotated[str, msgspec.Meta(max_length=200)]
#: Whose stations belong to nobody else.
TOWN: Final = "town"


class Host(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A site host, who is the seller on receipts.

    share: percent of what is paid without VAT that is theirs
    prefix: what their receipts' numbers begin with
    stations: theirs; a station has one host
    """

    title: Text
    company: Said = ""
    address: Said = ""
    company_id: Said = ""
    vat_id: Said = ""
    contact: Said = ""
    prefix: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9-]{0,12}$")] = ""
    share: Percent = 0.0
    stations: Annotated[Sequence[Urn], msgspec.Meta(max_length=2_000)] = ()


def check_host(host: Host) -> None:
    """Raise Malformed where a station is named twice."""
    for number, one in enumerate(host.stations):
        if one in host.stations[:number]:
            raise refusal(Malformed, NAMED_TWICE, place=("stations", number))


def refers_of_host(host: Host) -> Iterator[Reference]:
    """Yield the stations of a host."""
    for number, urn in enumerate(host.stations):
        yield Reference(("stations", number), urn, STATION)


def host_of(station: str, hosts: Mapping[str, Host]) -> str:
    """Return the name of a station's host: the first that names it, else the town."""
    return next(
        (name for name in sorted(hosts) if station in hosts[name].stations), TOWN
    )
