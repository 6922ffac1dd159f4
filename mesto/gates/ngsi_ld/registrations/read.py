"""Registrations as peers say them, understood. Pure.

Source: ETSI GS CIM 009 v1.9.1, 5.2.8 to 5.2.11, 5.2.34, 4.3.6.3, 4.3.6.6, 5.9.2, 5.9.3.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from mesto.gates.ngsi_ld.codec.decode import decode_fragment, observe
from mesto.gates.ngsi_ld.codec.kinds import NULL
from mesto.gates.ngsi_ld.codec.values import (
    check_uri,
    read_geometry,
    read_scopes,
    read_time,
)
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.members import (
    a,
    flag,
    headers,
    refuse_unknown,
    seconds,
    spell_in,
    words,
)
from mesto.gates.ngsi_ld.query.pattern import check_pattern
from mesto.gates.ngsi_ld.registrations.model import (
    About,
    Information,
    Interval,
    Mode,
    Registration,
)
from mesto.gates.ngsi_ld.registrations.operations import (
    GROUPS,
    OF_AUXILIARIES,
    OPERATIONS,
    USUAL,
    offered,
)
from mesto.gates.ngsi_ld.request import JSON, LD_JSON
from mesto.gates.ngsi_ld.temporal_form import read_duration
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Attribute, Entity, Kind
from mesto.kernel.url import parts_of

TYPE: Final = "ContextSourceRegistration"
TIMEOUT_S: Final = 5.0  #: where a registration does not say
TIMEOUT_MAX_S: Final = 30.0
_MOST: Final = 100  #: pieces of information, and entities in one

#: Members that the city writes, and nobody else.
READ_ONLY: Final = frozenset(
    {"status", "timesSent", "timesFailed", "lastSuccess", "lastFailure"}
    | {"createdAt", "modifiedAt", "deletedAt"}
)
_TEXTS: Final = ("registrationName", "description", "contextSourceAlias", "tenant")
_PLACES: Final = ("location", "observationSpace", "operationSpace")
_INTERVALS: Final = ("observationInterval", "managementInterval")
_MEMBERS: Final = frozenset(
    {"id", "type", "endpoint", "information", "mode", "operations", "datasetId"}
    | {"contextSourceInfo", "expiresAt", "management", "refreshRate", "scope"}
    | {*_TEXTS, *_PLACES, *_INTERVALS}
)
_OF_INFORMATION: Final = frozenset({"entities", "propertyNames", "relationshipNames"})
_OF_MANAGEMENT: Final = frozenset({"cacheDuration", "cooldown", "localOnly", "timeout"})
_ALIAS: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}(:\d{1,5})?")

#: Keys of contextSourceInfo that say how a source is spoken to (4.3.6.6).
ACCEPT: Final = "accept"
CONTENT_TYPE: Final = "contentType"
CONTEXT: Final = "jsonldContext"
_TOLD: Final[Mapping[str, Callable[[str], bool]]] = {
    ACCEPT: lambda text: text in (JSON, LD_JSON),
    CONTENT_TYPE: lambda text: text in (JSON, LD_JSON),
    CONTEXT: lambda text: parts_of(text, parameter=CONTEXT).scheme in ("http", "https"),
    "ngsildConformance": lambda text: re.fullmatch(r"\d+\.\d+", text) is not None,
}


def read_document(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a registration as it is kept: without what the city writes itself.

    Raises Malformed for one of another type.
    """
    if payload.get("type") != TYPE:
        raise Malformed(f"the type is {TYPE}", parameter="type")
    return {name: part for name, part in payload.items() if name not in READ_ONLY}


def patch_document(
    before: Mapping[str, Any], fragment: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a registration after a fragment: each member is replaced, null removes.

    Raises Malformed for a fragment that would change what it is.
    """
    if fragment.get("id", before.get("id")) != before.get("id"):
        raise Malformed("the id of a registration stays", parameter="id")
    merged = {**before, **fragment, "type": fragment.get("type", TYPE)}
    return read_document(
        {name: part for name, part in merged.items() if part not in (None, NULL)}
    )


def read_registration(document: Mapping[str, Any], context: Context) -> Registration:
    """Understand a registration.

    Raises Malformed where a part is wrong, or parts contradict each other.
    """
    for name in _TEXTS:
        if name in document and not a(str, document[name], name):
            raise Malformed(f"{name} is not empty", parameter=name)
    alias = document.get("contextSourceAlias")
    if alias is not None and not _ALIAS.fullmatch(alias):
        raise Malformed("contextSourceAlias is a pseudonym", parameter="alias")
    mode = _mode(document)
    operations = words(document, "operations") or list(USUAL)
    _check_operations(mode, operations)
    information = tuple(_information(document, context, mode))
    management = a(Mapping, document.get("management", {}), "management")
    refuse_unknown(management, _OF_MANAGEMENT, "management")
    for said, name in ((document, "refreshRate"), (management, "cacheDuration")):
        if name in said:
            read_duration(a(str, said[name], name), name)
    datasets = words(document, "datasetId")
    timeout_s = seconds(management, "timeout", per_second=1000)
    return Registration(
        id=str(document.get("id", "")),
        mode=mode,
        information=information,
        operations=offered(operations),
        endpoint=_endpoint(document),
        alias=alias,
        tenant=document.get("tenant"),
        headers=dict(_conveyed(document)),
        datasets=frozenset(datasets) or None,
        observed=_interval(document, "observationInterval"),
        managed=_interval(document, "managementInterval"),
        expires_at=_expiry(document),
        timeout_s=min(timeout_s or TIMEOUT_S, TIMEOUT_MAX_S),
        cooldown_s=seconds(management, "cooldown", per_second=1000) or 0.0,
        local_only=flag(management, "localOnly"),
        as_entity=_as_entity(document, context),
        spelled=context,
    )


def respell(document: Mapping[str, Any], spell: Callable[[str], str]) -> dict[str, Any]:
    """Return a registration with its names of types and attributes spelled anew.

    What is not as it should be stays, so that whoever reads it can say so.
    """
    said = {
        name if name in _MEMBERS | READ_ONLY else spell(name): part
        for name, part in document.items()
    }
    if isinstance(said.get("information"), list):
        said["information"] = [
            respell_information(one, spell) for one in said["information"]
        ]
    return said


def respell_information(said: Any, spell: Callable[[str], str]) -> Any:
    """Return one RegistrationInfo with its names spelled anew."""
    if not isinstance(said, Mapping):
        return said
    spelled = {
        name: spell_in(part, spell) if name in _OF_INFORMATION else part
        for name, part in said.items()
        if name != "entities"
    }
    entities = said.get("entities")
    if isinstance(entities, list):
        entities = [
            {**one, "type": spell_in(one["type"], spell)}
            if isinstance(one, Mapping) and "type" in one
            else one
            for one in entities
        ]
    return spelled if "entities" not in said else {"entities": entities, **spelled}


def _mode(document: Mapping[str, Any]) -> Mode:
    said = document.get("mode", Mode.INCLUSIVE.value)
    if said not in set(Mode):
        raise Malformed(f"there is no mode {said!r:.50}", parameter="mode")
    return Mode(said)


def _check_operations(mode: Mode, names: list[str]) -> None:
    unknown = set(names) - OPERATIONS - GROUPS.keys()
    if unknown:
        raise Malformed(
            f"no operation is called {', '.join(sorted(unknown))}",
            parameter="operations",
        )
    if mode is Mode.AUXILIARY and names != list(USUAL) and set(names) - OF_AUXILIARIES:
        raise Malformed(
            "an auxiliary source offers retrieveOps, retrieveEntity or queryEntity",
            parameter="operations",
        )


def _information(
    document: Mapping[str, Any], context: Context, mode: Mode
) -> Iterator[Information]:
    said = a(list, document.get("information"), "information")
    if not 0 < len(said) <= _MOST:
        raise Malformed("information is a list that is not empty")
    for one in said:
        a(Mapping, one, "information")
        refuse_unknown(one, _OF_INFORMATION, "information")
        if not one:
            raise Malformed("information says something", parameter="information")
        listed = (*words(one, "propertyNames"), *words(one, "relationshipNames"))
        about = tuple(_about(one, context))
        if mode is Mode.EXCLUSIVE and not (
            listed and about and all(each.id or each.pattern for each in about)
        ):
            raise Malformed(
                "an exclusive source knows attributes of entities it names",
                parameter="information",
            )
        attributes = frozenset(map(context.expand, listed)) or None
        yield Information(about=about, attributes=attributes, said=one)


def _about(said: Mapping[str, Any], context: Context) -> Iterator[About]:
    if "entities" not in said:
        return
    entities = a(list, said["entities"], "entities")
    if not 0 < len(entities) <= _MOST:
        raise Malformed("entities is a list that is not empty", parameter="entities")
    for one in entities:
        a(Mapping, one, "entities")
        refuse_unknown(one, {"id", "idPattern", "type"}, "an EntityInfo")
        types = one.get("type")
        listed = words({"type": types if isinstance(types, list) else [types]}, "type")
        pattern = one.get("idPattern")
        if pattern is not None:
            check_pattern(a(str, pattern, "idPattern"), "idPattern")
        yield About(
            types=tuple(map(context.expand, listed)),
            id=check_uri(one["id"], "id") if "id" in one else None,
            pattern=None if pattern is None else re.compile(pattern),
        )


def _endpoint(document: Mapping[str, Any]) -> str:
    uri = check_uri(document.get("endpoint"), "endpoint")
    where = parts_of(uri, parameter="endpoint")
    if where.scheme not in ("http", "https") or where.query or where.fragment:
        raise Malformed("an endpoint is an address of the web", parameter="endpoint")
    return uri.rstrip("/").removesuffix("/ngsi-ld/v1")


def _conveyed(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is conveyed; the tenant is said elsewhere (4.3.6.5)."""
    said = document.get("contextSourceInfo", [])
    ours = [one for one in a(list, said, "contextSourceInfo") if not _is_ours(one)]
    for key, value in headers({"contextSourceInfo": ours}, "contextSourceInfo"):
        if key in _TOLD and not _TOLD[key](value):
            raise Malformed(f"{key} cannot be {value!r:.50}", parameter=key)
        yield key, value


def _is_ours(pair: Any) -> bool:
    key = pair.get("key") if isinstance(pair, Mapping) else None
    return isinstance(key, str) and key.lower() in _IGNORED


#: What sets a connection up cannot be overridden, and is not read (4.3.6.5).
_IGNORED: Final = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection"}
    | {"ngsild-tenant", "via"}
)


def _interval(document: Mapping[str, Any], name: str) -> Interval | None:
    said = document.get(name)
    if said is None:
        return None
    a(Mapping, said, name)
    refuse_unknown(said, {"startAt", "endAt"}, name)
    start = read_time(said.get("startAt"), f"{name}.startAt")
    end = read_time(said["endAt"], f"{name}.endAt") if "endAt" in said else None
    if end is not None and end < start:
        raise Malformed(f"{name} ends before it starts", parameter=name)
    return Interval(start, end)


def _expiry(document: Mapping[str, Any]) -> datetime | None:
    said = document.get("expiresAt")
    return None if said is None else read_time(said, "expiresAt")


def _as_entity(document: Mapping[str, Any], context: Context) -> Entity:
    """Return the properties of a registration itself, so that they can be queried."""
    own = {name: part for name, part in document.items() if name not in _MEMBERS}
    read = decode_fragment(own, context)
    plain = ("endpoint", "mode", "refreshRate", *_TEXTS)
    attributes = [
        *(own_attribute(n, Kind.PROPERTY, document[n]) for n in plain if n in document),
        *(
            own_attribute(name, Kind.GEO_PROPERTY, read_geometry(document[name]))
            for name in _PLACES
            if name in document
        ),
        *(
            own_attribute(seen.attribute, seen.kind, seen.value)
            for name, fragments in read.attributes.items()
            for seen in (observe("", name, one, source="") for one in fragments)
        ),
    ]
    scopes = read_scopes(document["scope"]) if "scope" in document else []
    return Entity(
        id=str(document.get("id", "")),
        types=(TYPE,),
        scopes=tuple("/" + one.strip("/") for one in scopes),
        created_at=_ALWAYS,
        modified_at=_ALWAYS,
        attributes=tuple(attributes),
    )


def own_attribute(name: str, kind: Kind, value: Any) -> Attribute:
    """Return what something says of itself, so that it can be queried."""
    return Attribute(
        name=name,
        value=value,
        kind=kind,
        position=0,
        observed_at=None,
        created_at=_ALWAYS,
        modified_at=_ALWAYS,
        source="",
    )


_ALWAYS: Final = datetime(1970, 1, 1, tzinfo=UTC)
