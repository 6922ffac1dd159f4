"""What the standard's CMS API offers, and whether a request is one of it. Pure.

Source: TALQ 2.7.1, cms.openapi.json.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from urllib.parse import unquote
from uuid import UUID

from mesto.gates.talq.standard import VERSION, Shape, document, shape_of

_KNOWN_VERSION: Final = re.compile(r"2\.\d+\.\d+")
_NOT_VALID: Final = {"header": "headerValueNotValid"}
_MISSING: Final = {"header": "headerMissing"}


class Fault(NamedTuple):
    """One TALQErrorMessage."""

    key: str  #: one of the keys that the standard recommends
    description: str
    references: Sequence[tuple[str, str]] = ()  #: resource and address

    def as_json(self) -> dict[str, Any]:
        """Return it as it is sent."""
        told: dict[str, Any] = {"key": self.key, "description": self.description}
        if self.references:
            told["references"] = [
                {"address": {"resource": resource, "address": address}}
                for resource, address in self.references
            ]
        return told


class Refused(Exception):  # noqa: N818 - reads as a state of the request
    """A request that is answered with TALQErrorMessages."""

    def __init__(self, status: int, *faults: Fault) -> None:
        """Answer with `status` and these faults."""
        super().__init__(faults[0].description)
        self.status = status
        self.faults = faults


class Operation(NamedTuple):
    """One operation of the API."""

    path: str  #: as the standard writes it, e.g. /devices/{deviceAddress}
    verb: str  #: upper case
    parameters: Sequence[Mapping[str, Any]]
    body: Shape | None


class Request(NamedTuple):
    """A request that is one of the standard's."""

    operation: Operation
    variables: Sequence[str]  #: of the path, in order
    query: Mapping[str, Sequence[str]]

    @property
    def client(self) -> UUID:
        """Return how the gateway names itself."""
        return UUID(self.query["clientAddress"][0])


def read_request(
    verb: str, path: str, query: Mapping[str, Sequence[str]], headers: Mapping[str, str]
) -> Request:
    """Find what a request asks for.

    path: below the prefix, still percent-encoded; headers: by name in lower case

    Raises Refused where the standard has no such request.
    """
    operation, variables = _find(verb, path)
    faults = list(_faults(operation, variables, query, headers))
    if faults:
        raise Refused(400, *faults)
    return Request(operation, variables, query)


def _find(verb: str, path: str) -> tuple[Operation, list[str]]:
    """Return the operation and the path's variables; fixed paths come first."""
    parts = path.split("/")
    for template, verbs in _paths():
        if len(template) != len(parts):
            continue
        pairs = list(zip(template, parts, strict=True))
        if all(one == part or (one[:1] == "{" and part) for one, part in pairs):
            if verb not in verbs:
                allowed = ", ".join(sorted(verbs))
                why = f"{allowed} can be done here, {verb} cannot"
                raise Refused(405, Fault("genericError", why))
            return verbs[verb], [unquote(part) for one, part in pairs if one[:1] == "{"]
    raise Refused(404, Fault("resourceNotFound", f"TALQ {VERSION} has no {path}"))


@cache
def _paths() -> Sequence[tuple[list[str], Mapping[str, Operation]]]:
    """Return the operations by path, those without variables first."""
    found = [
        (
            path.split("/"),
            {
                verb.upper(): _operation(path, verb, told)
                for verb, told in verbs.items()
            },
        )
        for path, verbs in document("cms")["paths"].items()
    ]
    return sorted(found, key=lambda one: sum(part[:1] == "{" for part in one[0]))


def _operation(path: str, verb: str, told: Mapping[str, Any]) -> Operation:
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    return Operation(
        path=path,
        verb=verb.upper(),
        parameters=told["parameters"],
        body=shape_of(content["schema"]) if content else None,
    )


def _faults(
    operation: Operation,
    variables: Sequence[str],
    query: Mapping[str, Sequence[str]],
    headers: Mapping[str, str],
) -> Iterator[Fault]:
    """Yield what is wrong with headers, path and query."""
    in_path = dict(zip(_variables(operation.path), variables, strict=True))
    for told in operation.parameters:
        name, where = told["name"], told["in"]
        if where == "header":
            found = [headers[name]] if name in headers else []
        else:
            found = [in_path[name]] if where == "path" else list(query.get(name, ()))
        if not found and told.get("required"):
            yield Fault(_MISSING.get(where, "parameterMissing"), f"{name} is missing")
        for one in found:
            why = _why_not(name, one, told["schema"])
            if why:
                key = _NOT_VALID.get(where, "parameterValueNotValid")
                yield Fault(key, f"{name} {why}")


def _variables(path: str) -> list[str]:
    return re.findall(r"{(\w+)}", path)


def _why_not(name: str, value: str, schema: Mapping[str, Any]) -> str:
    """Say why a parameter cannot have a value; empty: it can."""
    if name == "talq-api-version":
        known = _KNOWN_VERSION.fullmatch(value)
        return "" if known else f"is {value[:20]}; {VERSION} is spoken here"
    if schema.get("format") == "uuid" and not is_uuid(value):
        return f"is {value[:40]}, which is no UUID"
    if schema.get("type") == "integer" and not value.isdecimal():
        return f"is {value[:20]}, which is no number from 0 up"
    return ""


def is_uuid(text: str) -> bool:
    """Tell whether a text is a UUID as JSON Schema writes them."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
