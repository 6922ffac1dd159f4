"""OpenAPI 3.1 of tables of routes.

Source: OpenAPI Specification 3.1; ETSI GS CIM 009, 6.3.2 (errors), 6.3.4 (media types).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mesto.gates.ngsi_ld import problem
from mesto.gates.ngsi_ld.described.operations import OPERATIONS, USUAL, Operation
from mesto.gates.ngsi_ld.described.parts import PARAMETERS, SCHEMAS
from mesto.gates.ngsi_ld.problem import Problem
from mesto.gates.ngsi_ld.request import EVERYWHERE, JSON, LD_JSON, PREFIX, Route, Routes

#: What the variables of paths are called, in the order they come.
_VARIABLES: Final = ("id", "name", "instance")

#: What may go wrong with any request.
_ALWAYS: Final[Sequence[type[Problem]]] = (
    problem.InvalidRequest,
    problem.BadRequestData,
    problem.KeyNeeded,
    problem.NotAllowed,
    problem.NonexistentTenant,
    problem.OperationNotSupported,
    problem.TooManyRequests,
    problem.LdContextNotAvailable,
    problem.NotAvailable,
)
_OF_BODIES: Final[Sequence[type[Problem]]] = (
    problem.LengthRequired,
    problem.ContentTooLarge,
    problem.UnsupportedMediaType,
)
_OF_QUERIES: Final[Sequence[type[Problem]]] = (
    problem.TooComplexQuery,
    problem.TooManyResults,
)


def described(tables: Sequence[Routes]) -> dict[str, Any]:
    """Return the OpenAPI document of what `tables` offer."""
    paths: dict[str, dict[str, Any]] = {}
    for path, method, route in sorted(every_route(tables), key=lambda one: one[:2]):
        told = paths.setdefault(PREFIX + named(path), {})
        told[method.lower()] = _operation(path, method, route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "NGSI-LD",
            "version": "1.8.1",
            "description": "ETSI GS CIM 009, as this town offers it.",
        },
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def every_route(tables: Sequence[Routes]) -> Iterator[tuple[str, str, Route]]:
    """Yield path, method and route of each operation."""
    for table in tables:
        for path, methods in table.items():
            for method, route in methods.items():
                yield path, method, route


def named(path: str) -> str:
    """Return a path with its variables called by name."""
    names = iter(_VARIABLES)
    return re.sub(r"{}", lambda _: f"{{{next(names)}}}", path)


def said_of(path: str, method: str) -> Operation:
    """Return what the standard says of a method on a path."""
    return OPERATIONS.get(f"{method} {path}", USUAL[method])


def title(route: Route) -> str:
    """Return what an operation does, by the name of who answers."""
    return route.handler.__name__.replace("_", " ").capitalize()


def refusals(path: str, method: str, route: Route) -> list[type[Problem]]:
    """Return how an operation may be refused, by status."""
    said = said_of(path, method)
    found = list(_ALWAYS)
    if said.reads:
        found += _OF_BODIES
    if said.answers:
        found.append(problem.NotAcceptable)
    if "{}" in path:
        found.append(problem.ResourceNotFound)
    if 201 in said.done and said.reads not in ("", "Query"):  # noqa: PLR2004 - created
        found.append(problem.AlreadyExists)
    if "q" in route.parameters or said.reads == "Query":
        found += _OF_QUERIES
    return sorted(found, key=lambda kind: (kind.status, kind.__name__))


def _operation(path: str, method: str, route: Route) -> dict[str, Any]:
    said = said_of(path, method)
    told: dict[str, Any] = {
        "operationId": f"{method.lower()}{re.sub(r'[^A-Za-z]+', '_', named(path))}",
        "summary": title(route),
        "parameters": [*_in_path(path), *_in_query(route)],
        "responses": {**_successes(said), **_failures(path, method, route)},
    }
    if said.clause:
        told["description"] = f"ETSI GS CIM 009, {said.clause}."
    if said.reads:
        told["requestBody"] = {"required": True, "content": _content(said.reads)}
    return told


def _in_path(path: str) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", named(path)):
        schema = {"type": "string", "minLength": 1}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(route: Route) -> Iterator[dict[str, Any]]:
    for name in sorted(route.parameters | EVERYWHERE):
        schema, meaning = PARAMETERS.get(name, ({"type": "string"}, ""))
        yield {"name": name, "in": "query", "schema": schema, "description": meaning}


def _content(schema: str, *also: str) -> dict[str, Any]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return dict.fromkeys((JSON, LD_JSON, *also), shape)


def _successes(said: Operation) -> dict[str, Any]:
    told = {}
    for status in said.done:
        answer: dict[str, Any] = {"description": _DONE[status]}
        if status == _MIXED:
            answer["content"] = _content("Any")
        elif said.answers and status != _NOTHING:
            answer["content"] = _content(said.answers, *said.also)
        told[str(status)] = answer
    return told


def _failures(path: str, method: str, route: Route) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for kind in refusals(path, method, route):
        status = str(kind.status)
        title_ = kind.title
        if status in told:
            title_ = f"{told[status]['description']}; {title_}"
        told[status] = {"description": title_}
        if kind not in _BARE:
            told[status]["content"] = _PROBLEM
    return told


_NOTHING: Final = 204
_MIXED: Final = 207
_DONE: Final = {
    200: "OK",
    201: "Created",
    204: "Done",
    206: "A part of it",
    207: "Some of it was done",
}
_BARE: Final = (*_OF_BODIES, problem.NotAcceptable)
_PROBLEM: Final = {JSON: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
