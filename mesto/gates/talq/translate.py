"""What a gateway tells, as observations and answers. Pure."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
import orjson

from mesto.gates.talq import naming
from mesto.gates.talq.announce import ASKED, METHOD, THERE, read_devices, read_there
from mesto.gates.talq.codec import REPORT, Said, read_entry, read_json, read_parts
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import Document, kept_shapes
from mesto.gates.talq.statements import document_of, heard_of, speaker, told_of
from mesto.kernel.errors import Malformed
from mesto.kernel.model import EVENT, TYPE, Message, Observation, Settled
from mesto.kernel.plugin import Heard, Known


def decode(message: Message, known: Known[Settings]) -> Iterator[Heard]:
    """Read what a gateway told, or what the line to it has found out.

    Good entries are yielded first; if any was refused, Malformed is raised at the end.
    """
    if EVENT in message.headers:
        yield _settled(message.payload)
        return
    resource = resource_of(message.origin)
    if resource == "log-reports":
        yield from _report(message, known)
    elif resource == "devices":
        yield from read_devices(message, known)
    elif resource == THERE:
        yield from read_there(message, known)
    else:
        yield from _documents(message, resource, known)


def resource_of(origin: str) -> str:
    """Return the resource that a path or URL ends with."""
    return origin.partition("?")[0].rstrip("/").rpartition("/")[2]


def _settled(payload: bytes) -> Settled:
    """Read what the line found out about a command."""
    try:
        return msgspec.json.decode(payload, type=Settled)
    except msgspec.MsgspecError as error:
        raise Malformed(f"no answer to a command: {error}") from error


# reports


def _report(message: Message, known: Known[Settings]) -> Iterator[Heard]:
    def hear(entry: Document) -> Iterator[Heard]:
        for said in read_entry(entry):
            yield from _heard(said, message, known)

    yield from heard_of(read_parts(message.payload, REPORT), hear)


def _heard(said: Said, message: Message, known: Known[Settings]) -> Iterator[Heard]:
    """Say what was told of the asset that its device speaks for."""
    if isinstance(said, Settled):
        yield said
        return
    entity = speaker(said.source, known).entity
    yield from told_of(said, entity, message, known)


def _documents(
    message: Message, resource: str, known: Known[Settings]
) -> Iterator[Observation]:
    """Keep documents as they are: services, classes, types, what was configured."""
    shape = kept_shapes().get(resource)
    if shape is None:
        raise Malformed(f"TALQ has no {resource or 'resource without a name'}")
    for told in read_json(message.payload, shape):
        key = str(told[naming.key_of(resource)])
        yield from kept(resource, key, told, known.connection)


def kept(
    resource: str, key: str, told: Document, connection: str
) -> Iterator[Observation]:
    """Keep one document of a connection."""
    urn = naming.document_urn(connection, resource, key)
    for name, value in {TYPE: [naming.DOCUMENT], "resource": resource}.items():
        yield Observation(entity=urn, attribute=name, value=value, source=connection)
    yield document_of(urn, told, connection)


def as_message(
    resource: str, told: Document, at: datetime, *, method: str = ASKED
) -> Message:
    """Return a message that tells what we found at a resource of a gateway."""
    return Message(
        payload=orjson.dumps(told),
        origin=resource,
        received_at=at,
        headers={METHOD: method},
    )
