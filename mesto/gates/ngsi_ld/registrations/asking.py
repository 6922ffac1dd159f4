"""What a request asks of sources: its parameters, put together. Pure.

Source: ETSI GS CIM 009 v1.9.1, 5.10.2 (discovery), 5.12 (matching).
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.query.geo import read_place
from mesto.gates.ngsi_ld.query.pattern import check_pattern
from mesto.gates.ngsi_ld.query.q import read_q
from mesto.gates.ngsi_ld.query.scope import read_scopes
from mesto.gates.ngsi_ld.query.selection import NARROWING, split_words
from mesto.gates.ngsi_ld.query.types import read_types
from mesto.gates.ngsi_ld.registrations.matching import Circumstances, Wanted
from mesto.gates.ngsi_ld.temporal_form import WINDOW_PARAMETERS, read_window
from mesto.kernel.errors import Malformed
from mesto.kernel.model import LOCATION
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
)

_GEO: Final = ("georel", "geometry", "coordinates")


class Question(msgspec.Struct, frozen=True):
    """What is asked for, and where, when and of whom."""

    wanted: Wanted
    circumstances: Circumstances


def read_question(said: Mapping[str, str], context: Context) -> Question:
    """Read parameters by name.

    Raises Malformed if a part is wrong, or if nothing narrows the question down.
    """
    said = {name: text for name, text in said.items() if text}
    if not any(said.get(name) for name in NARROWING):
        raise Malformed(f"too wide a query; say one of {', '.join(NARROWING)}")
    query = read_q(said["q"], context.expand, (), context.iri) if "q" in said else None
    geo = any(name in said for name in _GEO)
    place = read_place(said, context.expand) if geo else None
    in_time = not WINDOW_PARAMETERS.isdisjoint(said)
    named = {*map(context.expand, split_words(said.get("attrs"), "attrs"))}
    if query is not None:
        named.update(attributes_of(query))
    if place is not None and place.attribute != LOCATION:
        named.add(place.attribute)
    wanted = Wanted(
        types=read_types(said["type"], context.expand) if "type" in said else None,
        urns=tuple(check_uri(one, "id") for one in split_words(said.get("id"), "id")),
        pattern=_pattern(said),
        attributes=frozenset(named),
        datasets=frozenset(split_words(said.get("datasetId"), "datasetId")) or None,
    )
    circumstances = Circumstances(
        place=place,
        window=read_window(said, needed=True) if in_time else None,
        scopes=read_scopes(said["scopeQ"]) if "scopeQ" in said else None,
        source=read_filter(said["csf"], context) if "csf" in said else None,
    )
    return Question(wanted, circumstances)


def read_filter(text: str, context: Context) -> Condition:
    """Read what a source shall say of itself (csf)."""
    return read_q(text, context.expand, (), context.iri)


def attributes_of(condition: Condition) -> Iterator[str]:
    """Yield the attributes that a condition looks at."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from attributes_of(part)
        case Compare(path) | Has(path):
            yield path.attribute
        case _:
            return


def _pattern(said: Mapping[str, str]) -> str | None:
    if "idPattern" not in said or "id" in said:
        return None
    return check_pattern(said["idPattern"], "idPattern")
