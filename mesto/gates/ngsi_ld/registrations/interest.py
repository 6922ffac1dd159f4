"""Which registrations somebody wants to be told of. Pure.

Source: ETSI GS CIM 009 v1.9.1, 5.11.2.4, 5.12.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.members import a, words
from mesto.gates.ngsi_ld.query.geo import read_place
from mesto.gates.ngsi_ld.query.scope import read_scopes
from mesto.gates.ngsi_ld.query.selection import as_word
from mesto.gates.ngsi_ld.query.types import read_types
from mesto.gates.ngsi_ld.registrations.asking import read_filter
from mesto.gates.ngsi_ld.registrations.matching import (
    Circumstances,
    Index,
    Match,
    Wanted,
    fits,
)
from mesto.gates.ngsi_ld.temporal_form import read_window


class Interest(msgspec.Struct, frozen=True):
    """What is asked for, one of it is enough; and where, when and of whom."""

    wanted: tuple[Wanted, ...]
    circumstances: Circumstances


def read_interest(document: Mapping[str, Any], context: Context) -> Interest:
    """Read what a subscription wants to be told of; the rest of it was read already.

    Raises Malformed where a part is wrong.
    """
    watched = words(document, "watchedAttributes")
    shown = words(document.get("notification", {}), "attributes")
    named = (*watched, *shown) if watched and shown else ()
    attributes = frozenset(map(context.expand, named))
    when = document.get("temporalQ")
    said = a(Mapping, document.get("geoQ", {}), "geoQ")
    place = {name: as_word(name, part) for name, part in said.items()}
    csf = document.get("csf")
    return Interest(
        wanted=tuple(_wanted(document, context, attributes)),
        circumstances=Circumstances(
            place=read_place(place, context.expand) if place else None,
            window=None if when is None else _window(when),
            scopes=read_scopes(document["scopeQ"]) if "scopeQ" in document else None,
            source=None if csf is None else read_filter(csf, context),
        ),
    )


def interesting(index: Index, interest: Interest, now: datetime) -> dict[str, Match]:
    """Return the registrations somebody wants to know of, by their ids."""
    found: dict[str, Match] = {}
    for wanted in interest.wanted:
        for match in index.matching(wanted, now):
            of = match.registration.id
            if of in found:
                more = (*found[of].information, *match.information)
                found[of] = msgspec.structs.replace(match, information=more)
            elif fits(match.registration, interest.circumstances):
                found[of] = match
    return found


def _wanted(
    document: Mapping[str, Any], context: Context, attributes: frozenset[str]
) -> Iterator[Wanted]:
    if "entities" not in document:
        yield Wanted(attributes=attributes)
        return
    for one in document["entities"]:
        yield Wanted(
            types=read_types(as_word("type", one["type"]), context.expand),
            urns=(check_uri(one["id"], "id"),) if "id" in one else (),
            pattern=one.get("idPattern"),
            attributes=attributes,
        )


def _window(said: Any) -> Any:
    return read_window(a(Mapping, said, "temporalQ"), needed=True)
