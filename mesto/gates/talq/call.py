"""A request of a gateway that is let in, and taking in what it brings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import orjson

from mesto.gates.talq import naming
from mesto.gates.talq.announce import METHOD
from mesto.gates.talq.codec import read_json
from mesto.gates.talq.operation import Fault, Refused, Request
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import Document
from mesto.kernel.errors import Malformed
from mesto.kernel.exchange import Intake, Register
from mesto.kernel.model import TYPE, Message, Observation
from mesto.kernel.plugin import Known
from mesto.kernel.visit import Visit

Headers: TypeAlias = Mapping[str, str]

PREFIX: Final = "/talq"
OK, CREATED, BAD, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 201, 400, 404, 409, 422


class Answer(NamedTuple):
    """What is answered; without a document it has no body."""

    status: int
    document: Document = None
    headers: Headers = MappingProxyType({})


class Call(NamedTuple):
    """A request of a gateway that is let in, and where its things are."""

    request: Request
    city: Visit
    connection: str
    register: Register
    intake: Intake
    body: bytes
    target: str  #: path and query, as they came

    @property
    def resource(self) -> str:
        """Return the first part of the path, e.g. lamp-types."""
        return self.request.operation.path.split("/")[1]

    @property
    def key(self) -> str:
        """Return what the path names."""
        return self.request.variables[0]

    @property
    def known(self) -> Known[Settings]:
        """Return what the gate may know just now."""
        return self.register.gate_of(self.connection)[1]


def read_body(call: Call) -> Document:
    """Read the body. Raises Refused where it is not as the standard says."""
    shape = call.request.operation.body
    assert shape is not None, "only operations with a body are read"
    try:
        return read_json(call.body, shape)
    except Malformed as error:
        raise Refused(400, *_mistakes(error)) from error


def _mistakes(error: Malformed) -> Iterator[Fault]:
    told = error.facts.get("mistakes")
    for one in told if isinstance(told, list) else ():
        yield Fault("payloadError", f"{one['place'] or '/'}: {one['why']}")
    if not told:
        yield Fault("payloadError", str(error))


async def take(call: Call, told: Document | None = None) -> None:
    """Take in what was brought, or what it comes to.

    Raises Refused where it is not understood; then it lies in quarantine.
    """
    resource = call.request.operation.path.split("/")[1]
    message = Message(
        payload=call.body if told is None else orjson.dumps(told),
        origin=f"{PREFIX}/{resource}" if told is not None else call.target,
        received_at=datetime.now(UTC),
        headers={METHOD: call.request.operation.verb},
    )
    for refused, reason in await call.intake.take(call.connection, [message]):
        number = await call.intake.keep(call.connection, refused, reason)
        understood = reason.facts.get("understood")
        note = Fault("genericError", f"kept as number {number} in quarantine")
        status = UNPROCESSABLE if understood else 400
        raise Refused(status, *_mistakes(reason), note)


def missing(resource: str, keys: Sequence[str], status: int = NOT_FOUND) -> Refused:
    """Return the refusal of what names something that is not there."""
    why = f"there is no {', '.join(keys[:3])} among the {resource}"
    return Refused(
        status, Fault("resourceNotFound", why, [(resource, one) for one in keys])
    )


def by_key(call: Call, told: Sequence[Document]) -> dict[str, Document]:
    """Return documents by key. Raises Refused where two have the same."""
    name = naming.key_of(call.resource)
    found: dict[str, Document] = {}
    for one in told:
        key = str(one[name])
        if key in found:
            why = f"{key} comes twice among the {call.resource}"
            fault = Fault("resourceConflict", why, [(call.resource, key)])
            raise Refused(UNPROCESSABLE, fault)
        found[key] = one
    return found


def refuse_others(
    resource: str, told: Mapping[str, Document], before: Mapping[str, Document]
) -> None:
    """Raise Refused where another document has the key of one to be added."""
    others = [key for key, one in before.items() if told[key] != one]
    if others:
        why = f"{', '.join(others[:3])} is among the {resource} already, and otherwise"
        references = [(resource, one) for one in others]
        raise Refused(CONFLICT, Fault("resourceConflict", why, references))


def refuse_another(call: Call, key: str) -> None:
    """Raise Refused where a body tells of something else than the path."""
    if key.lower() != call.key.lower():
        why = f"the path names {call.key} and the body {key}"
        raise Refused(UNPROCESSABLE, Fault("resourceConflict", why))


async def forget(call: Call, urn: str) -> None:
    """Say that something is no more."""
    gone = Observation(entity=urn, attribute=TYPE, deleted=True, source=call.connection)
    await call.city.record([gone])
