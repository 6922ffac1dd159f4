"""Subscriptions as peers say them, and as they are given back. Pure.

Source: ETSI GS CIM 009 v1.8.1, 5.2.12, 5.2.14, 5.2.15, 5.8.1 and 5.8.2.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from mesto.gates.ngsi_ld.codec.encode import Shape
from mesto.gates.ngsi_ld.codec.values import check_uri, read_time
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.linked import read_join
from mesto.gates.ngsi_ld.members import (
    a,
    flag,
    headers,
    refuse_unknown,
    seconds,
    spell_in,
    words,
)
from mesto.gates.ngsi_ld.query.geo import read_place
from mesto.gates.ngsi_ld.query.selection import as_word, read_conditions
from mesto.gates.ngsi_ld.request import GEO_JSON, JSON, LD_JSON
from mesto.gates.ngsi_ld.subscriptions.model import (
    USUAL,
    Endpoint,
    Record,
    Trigger,
    Wish,
)
from mesto.gates.ngsi_ld.subscriptions.signed import is_signed
from mesto.gates.ngsi_ld.views import SHAPES, choose
from mesto.kernel.errors import Malformed
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Condition,
    IdIn,
    OfType,
    Place,
)
from mesto.kernel.url import parts_of

TIMEOUT_S: Final = 10.0  #: where an endpoint does not say
TIMEOUT_MAX_S: Final = 30.0
MQTT: Final = frozenset({"mqtt", "mqtts"})
_SCHEMES: Final = MQTT | {"http", "https"}
_ACCEPTED: Final = frozenset({JSON, LD_JSON, GEO_JSON})

_TEXTS: Final = frozenset(
    {"id", "type", "subscriptionName", "description", "q", "csf", "scopeQ", "lang"}
    | {"jsonldContext", "expiresAt"}
)
#: Members that the city writes, and nobody else.
READ_ONLY: Final = frozenset({"status", "createdAt", "modifiedAt", "deletedAt"})
_MEMBERS: Final = _TEXTS | {
    "entities",
    "watchedAttributes",
    "notificationTrigger",
    "timeInterval",
    "throttling",
    "geoQ",
    "isActive",
    "notification",
    "datasetId",
}
_OF_SOURCES: Final = _MEMBERS | {"temporalQ"}
_OF_NOTIFICATION: Final = frozenset(
    {"attributes", "pick", "omit", "sysAttrs", "format", "showChanges"}
    | {"join", "joinLevel", "containedBy", "endpoint"}
)
_COUNTED: Final = frozenset(
    {"status", "timesSent", "timesFailed", "lastNotification"}
    | {"lastSuccess", "lastFailure"}
)
_OF_ENDPOINT: Final = frozenset(
    {"uri", "accept", "timeout", "cooldown", "receiverInfo", "notifierInfo"}
)


def read_document(
    payload: Mapping[str, Any], *, of_sources: bool = False
) -> dict[str, Any]:
    """Return a subscription as it is kept: without what the city writes itself.

    Raises Malformed for a member that is none.
    """
    known = {name: part for name, part in payload.items() if name not in READ_ONLY}
    members = _OF_SOURCES if of_sources else _MEMBERS
    refuse_unknown(known, members, "a subscription")
    if known.get("type") != "Subscription":
        raise Malformed("the type is Subscription", parameter="type")
    notification = known.get("notification")
    if isinstance(notification, Mapping):
        known["notification"] = {
            name: part for name, part in notification.items() if name not in _COUNTED
        }
    return known


def patch_document(
    before: Mapping[str, Any],
    fragment: Mapping[str, Any],
    *,
    of_sources: bool = False,
) -> dict[str, Any]:
    """Return a subscription after a fragment: each member is replaced, null removes.

    Raises Malformed for a fragment that would change what it is.
    """
    if fragment.get("id", before.get("id")) != before.get("id"):
        raise Malformed("the id of a subscription stays", parameter="id")
    merged = {**before, **fragment, "type": fragment.get("type", "Subscription")}
    whole = {name: part for name, part in merged.items() if part is not None}
    return read_document(whole, of_sources=of_sources)


def read_wish(document: Mapping[str, Any], context: Context, told_by: Context) -> Wish:
    """Understand a subscription.

    told_by: the @context of its notifications

    Raises Malformed where a part is wrong, or parts contradict each other.
    """
    for name in _TEXTS & document.keys():
        a(str, document[name], name)
    watched = words(document, "watchedAttributes")
    if "entities" not in document and not watched:
        raise Malformed("say entities or watchedAttributes", parameter="entities")
    every_s = seconds(document, "timeInterval")
    throttling_s = seconds(document, "throttling")
    if every_s and (throttling_s or watched or "notificationTrigger" in document):
        raise Malformed(
            "timeInterval goes without throttling, watchedAttributes and "
            "notificationTrigger",
            parameter="timeInterval",
        )
    where = AllOf(tuple(read_conditions(_said(document), context, _entities(document))))
    notification = a(Mapping, document.get("notification"), "notification")
    refuse_unknown(notification, _OF_NOTIFICATION, "notification")
    shape = _shape(notification)
    shows_changes = flag(notification, "showChanges")
    if shows_changes and shape is Shape.SIMPLIFIED:
        raise Malformed("showChanges does not go with keyValues", parameter="format")
    said = _view_said(document, notification)
    return Wish(
        where=where,
        anchors=_anchors(where) or frozenset(),
        place=_place(document, context),
        watched=frozenset(map(context.expand, watched)),
        triggers=frozenset(_triggers(document)),
        every_s=every_s,
        throttling_s=throttling_s or 0.0,
        is_active=flag(document, "isActive", otherwise=True),
        expires_at=_expiry(document),
        view=choose(
            said, context, shape=shape, sys_attrs=flag(notification, "sysAttrs")
        ),
        join=read_join(said, context),
        shows_changes=shows_changes,
        endpoint=_endpoint(notification),
        only_sources="csf" in document,
        context=told_by,
        spelled=context,
    )


def write(
    record: Record, wish: Wish, context: Context, now: datetime, *, sys_attrs: bool
) -> dict[str, Any]:
    """Return a subscription as `context` spells it, with what became of it."""
    said = respell(
        record.document, lambda name: context.compact(wish.spelled.expand(name))
    )
    if not record.of_sources:
        said.setdefault("notificationTrigger", [one.value for one in USUAL])
    said["status"] = status_of(wish, now)
    said["notification"] = {**said["notification"], **dict(_became(record))}
    if sys_attrs:
        said |= {"createdAt": record.created_at, "modifiedAt": record.modified_at}
    return said


def status_of(wish: Wish, now: datetime) -> str:
    """Return whether it is told: active, paused or expired."""
    if wish.expires_at is not None and wish.expires_at <= now:
        return "expired"
    return "active" if wish.is_active else "paused"


def respell(document: Mapping[str, Any], spell: Callable[[str], str]) -> dict[str, Any]:
    """Return a subscription with its names of types and attributes spelled anew.

    What is not as it should be stays, so that whoever reads it can say so.
    """
    said = {**document, **_respelled(document, ("watchedAttributes",), spell)}
    if isinstance(said.get("entities"), list):
        said["entities"] = [_respell_selector(one, spell) for one in said["entities"]]
    shown = said.get("notification")
    if isinstance(shown, Mapping):
        names = ("attributes", "pick", "omit")
        said["notification"] = {**shown, **_respelled(shown, names, spell)}
    return said


def _respelled(
    said: Mapping[str, Any], names: Sequence[str], spell: Callable[[str], str]
) -> dict[str, Any]:
    return {
        name: spell_in(said[name], spell)
        for name in names
        if isinstance(said.get(name), list)
    }


def _respell_selector(selector: Any, spell: Callable[[str], str]) -> Any:
    if not isinstance(selector, Mapping) or "type" not in selector:
        return selector
    return {**selector, "type": spell_in(selector["type"], spell)}


def _became(record: Record) -> Iterator[tuple[str, Any]]:
    if record.last_notification is None:
        return
    failed = record.last_failure is not None and (
        record.last_success is None or record.last_failure > record.last_success
    )
    yield "status", "failed" if failed else "ok"
    yield "timesSent", record.times_sent
    yield "timesFailed", record.times_failed
    yield "lastNotification", record.last_notification
    for name, at in (
        ("lastSuccess", record.last_success),
        ("lastFailure", record.last_failure),
    ):
        if at is not None:
            yield name, at


def _said(document: Mapping[str, Any]) -> dict[str, str]:
    """Return what a subscription asks of entities, as parameters say it.

    `q` comes as it stands in a URL, since that is how 4.9 writes it.
    """
    said = {name: document[name] for name in ("q", "scopeQ") if name in document}
    return {**said, **({"q": unquote(said["q"])} if "q" in said else {})}


def _entities(document: Mapping[str, Any]) -> object:
    entities = document.get("entities")
    if entities is not None:
        a(list, entities, "entities")
    return entities


def _anchors(where: Condition) -> frozenset[str] | None:
    """Return ids and types of which an entity must have one; None: it need not.

    Ids narrow more than types do.
    """
    match where:
        case OfType(name):
            return frozenset({name})
        case IdIn(urns):
            return frozenset(urns)
        case AllOf(parts):
            first = sorted(parts, key=lambda part: not isinstance(part, IdIn))
            return next(filter(None, map(_anchors, first)), None)
        case AnyOf(parts):
            each = [_anchors(part) for part in parts]
            found = [one for one in each if one is not None]
            return frozenset().union(*found) if len(found) == len(each) else None
        case _:
            return None


def _place(document: Mapping[str, Any], context: Context) -> Place | None:
    if "geoQ" not in document:
        return None
    said = a(Mapping, document["geoQ"], "geoQ")
    return read_place({n: as_word(n, part) for n, part in said.items()}, context.expand)


def _view_said(
    document: Mapping[str, Any], notification: Mapping[str, Any]
) -> dict[str, str]:
    """Return what shall be shown, as parameters say it."""
    said = {
        name: as_word(name, notification[name])
        for name in ("pick", "omit", "join", "containedBy")
        if name in notification
    }
    if "joinLevel" in notification:
        said["joinLevel"] = str(notification["joinLevel"])
    if "attributes" in notification:
        said["attrs"] = ",".join(words(notification, "attributes"))
    for name in ("lang", "datasetId"):
        if name in document:
            said[name] = as_word(name, document[name])
    return said


def _shape(notification: Mapping[str, Any]) -> Shape:
    named = notification.get("format", "normalized")
    if named not in SHAPES:
        raise Malformed(f"there is no format {named!r:.50}", parameter="format")
    return SHAPES[named]


def _triggers(document: Mapping[str, Any]) -> Iterator[Trigger]:
    """Yield what is told of; a change of an entity is one of its attributes."""
    for name in words(document, "notificationTrigger") or [str(one) for one in USUAL]:
        if name not in set(Trigger):
            raise Malformed(f"nothing is {name!r:.50}", parameter="notificationTrigger")
        if name == Trigger.ENTITY_UPDATED:
            yield from (*USUAL, Trigger.ATTRIBUTE_DELETED)
        else:
            yield Trigger(name)


def _expiry(document: Mapping[str, Any]) -> datetime | None:
    said = document.get("expiresAt")
    return None if said is None else read_time(said, "expiresAt")


def _endpoint(notification: Mapping[str, Any]) -> Endpoint:
    said = a(Mapping, notification.get("endpoint"), "notification.endpoint")
    refuse_unknown(said, _OF_ENDPOINT, "endpoint")
    uri = check_uri(said.get("uri"), "endpoint.uri")
    scheme = parts_of(uri, parameter="endpoint.uri").scheme
    if scheme not in _SCHEMES:
        raise Malformed(
            f"say one of {', '.join(sorted(_SCHEMES))}", parameter="endpoint.uri"
        )
    accept = said.get("accept", JSON)
    if accept not in _ACCEPTED:
        raise Malformed(f"{accept!r:.50} is not offered", parameter="endpoint.accept")
    timeout_s = seconds(said, "timeout", per_second=1000)
    return Endpoint(
        uri=uri,
        accept=accept,
        timeout_s=min(timeout_s or TIMEOUT_S, TIMEOUT_MAX_S),
        cooldown_s=seconds(said, "cooldown", per_second=1000) or 0.0,
        headers=dict(headers(said, "receiverInfo")),
        **(_by_mqtt(uri, said) if scheme in MQTT else {}),
    )


def _by_mqtt(uri: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a broker is spoken to (7.2)."""
    if not parts_of(uri).path.strip("/"):
        raise Malformed("behind the broker comes a topic", parameter="endpoint.uri")
    if is_signed({"notification": {"endpoint": said}}):
        raise Malformed("what goes by HTTP is signed", parameter="notifierInfo")
    told = {
        one.get("key"): str(one.get("value"))
        for one in a(list, said.get("notifierInfo", []), "notifierInfo")
        if isinstance(one, Mapping)
    }
    qos, version = told.get("MQTT-QoS", "0"), told.get("MQTT-Version", "mqtt5.0")
    if qos not in ("0", "1", "2") or version not in ("mqtt3.1.1", "mqtt5.0"):
        raise Malformed("there is no such MQTT", parameter="notifierInfo")
    return {"qos": int(qos), "version": version.removeprefix("mqtt")}
