"""Notifications as they are sent: what happened, in the words of a subscription.

Source: ETSI GS CIM 009 v1.8.1, 5.3.1 (Notification), 5.8.6 (behaviour), 6.3.8,
6.3.14 (tenants).
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

import msgspec
import orjson

from mesto.gates.ngsi_ld.codec.encode import Json, Shape, collect, encode, feature
from mesto.gates.ngsi_ld.codec.encode import sent_value as _sent
from mesto.gates.ngsi_ld.codec.kinds import MEMBER_OF, NULL
from mesto.gates.ngsi_ld.linked import join_all
from mesto.gates.ngsi_ld.request import (
    GEO_JSON,
    LD_JSON,
    TENANT,
    context_link,
    sent_context,
    with_context,
)
from mesto.gates.ngsi_ld.subscriptions.happened import Change, Happening
from mesto.gates.ngsi_ld.subscriptions.matching import watched
from mesto.gates.ngsi_ld.subscriptions.model import Known, Trigger, Wish
from mesto.gates.ngsi_ld.subscriptions.store import Told
from mesto.kernel.city import City
from mesto.kernel.model import Attribute, Entity, Kind

_DUMP: Final = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


async def tell(
    city: City, known: Known, what: Sequence[Happening], now: datetime
) -> Told | None:
    """Return the notification of what happened; None where nothing of it is shown.

    city: as who subscribed may see it
    """
    wish = known.wish
    data: list[Json] = []
    for one in what:
        shown = await join_all(
            city,
            [_shown(wish, one)],
            wish.view,
            wish.context,
            join=None if one.is_gone else wish.join,
            shown=feature if wish.endpoint.accept == GEO_JSON else encode,
        )
        for payload in shown[:1]:
            _add_changes(payload, wish, one)
        data.extend(shown)
    return envelope(known, data, now) if data else None


def envelope(
    known: Known,
    data: list[Json],
    now: datetime,
    *,
    kind: str = "Notification",
    more: Mapping[str, str] | None = None,
) -> Told:
    """Return what is told as a notification that is ready to be sent."""
    wish, of = known.wish, known.record.id
    accept = wish.endpoint.accept
    plain = wish.endpoint.headers.get("Prefer") == "body=json"
    said: Json = {
        "id": f"urn:ngsi-ld:{kind}:{uuid4()}",
        "type": kind,
        "subscriptionId": of,
        "notifiedAt": now,
        "data": collect(data) if accept == GEO_JSON else data,
        **(more or {}),
    }
    context = sent_context(wish.context)
    headers = {"Content-Type": accept}
    if known.record.tenant is not None:
        headers[TENANT] = known.record.tenant
    if accept == LD_JSON:
        said |= {"data": with_context(data, wish.context), "@context": context}
    else:
        headers["Link"] = context_link(known.link)
    if accept == GEO_JSON and not plain:
        said["data"]["@context"] = context
    return Told(of, orjson.dumps(said, option=_DUMP), headers)


def _shown(wish: Wish, what: Happening) -> Entity:
    """Return an entity with what was taken away from it, as far as that is told."""
    told = watched(wish, what.changes)
    if what.is_gone and wish.shows_changes:
        told = iter(what.changes)
    gone = [
        change.before
        for change in told
        if change.what is Trigger.ATTRIBUTE_DELETED and change.before is not None
    ]
    kept = () if what.is_gone else what.entity.attributes
    if not wish.shows_changes:
        gone = _one_for_all(gone, {one.name for one in kept})
    nulls = tuple(map(_null, gone))
    return msgspec.structs.replace(what.entity, attributes=(*kept, *nulls))


def _one_for_all(gone: Sequence[Attribute], kept: AbstractSet[str]) -> list[Attribute]:
    """Let one instance stand for those of an attribute of which none is left."""
    first = {one.name: one for one in reversed(gone) if one.name not in kept}
    return [
        *(one for one in gone if one.name in kept),
        *(msgspec.structs.replace(one, dataset=None) for one in first.values()),
    ]


def _null(was: Attribute) -> Attribute:
    """Return an instance that says it was taken away (4.5.0)."""
    value: Any = NULL
    if was.kind is Kind.LANGUAGE_PROPERTY:
        value = {"@none": NULL}
    elif was.kind in (Kind.LIST_PROPERTY, Kind.LIST_RELATIONSHIP):
        value = [NULL]
    return msgspec.structs.replace(
        was, value=value, unit=None, meta=None, observed_at=None
    )


def _add_changes(payload: Json, wish: Wish, what: Happening) -> None:
    """Add when something was taken away, and what it was before."""
    if what.is_gone:
        payload["deletedAt"] = what.at
    if wish.view.shape is Shape.SIMPLIFIED:
        return
    members = payload.get("properties", payload)
    for change in what.changes:
        name = wish.context.compact(change.name)
        if name in members:
            members[name] = _with_change(members[name], change, wish, what.at)


def _with_change(said: Any, change: Change, wish: Wish, at: datetime) -> Any:
    if isinstance(said, list):
        return [
            _with_change(one, change, wish, at)
            if one.get("datasetId") == change.dataset
            else one
            for one in said
        ]
    more: Json = {}
    if change.what is Trigger.ATTRIBUTE_DELETED and wish.view.sys_attrs:
        more["deletedAt"] = at
    if wish.shows_changes and change.before is not None:
        more |= _previous(change.before, wish)
    if not more:
        return said
    return {**(said if isinstance(said, Mapping) else {"value": said}), **more}


def _previous(was: Attribute, wish: Wish) -> Json:
    member = MEMBER_OF[was.kind]
    name = f"previous{member[0].upper()}{member[1:]}"
    return {name: _sent(was.kind, was.value, wish.context)}
