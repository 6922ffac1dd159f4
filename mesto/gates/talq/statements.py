"""What a gateway tells of assets, as observations. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from mesto.gates.talq.codec import Happened, Part, Source, Stated
from mesto.gates.talq.meaning import Meaning, happening, meanings
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import Document, Mistake
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Device, Kind, Message, Observation
from mesto.kernel.plugin import Heard, Known

Hearing: TypeAlias = Callable[[Document], Iterator[Heard]]

AHEAD: Final = timedelta(hours=1)  #: so far may a device's clock be ahead of ours
MOST_TOLD: Final = 10  #: mistakes that a refusal names


def told_of(
    said: Stated | Happened, entity: str, message: Message, known: Known[Settings]
) -> Iterator[Observation]:
    """Yield what was said of an entity.

    Raises Malformed where the device's clock is far ahead of ours.
    """
    at = said.at or message.received_at
    if at > message.received_at + AHEAD:
        raise Malformed(
            f"{said.source.device} says what will be at {at:%F %T}: its clock is ahead"
        )
    for one in _meant(said, entity):
        yield observation(entity, one, at, known)


def _meant(said: Stated | Happened, entity: str) -> Iterable[Meaning]:
    match said:
        case Stated():
            return meanings(said.type, said.attribute, said.value, entity)
        case Happened():
            return happening(said.event, begins=said.begins)


def observation(
    entity: str, meant: Meaning, at: datetime, known: Known[Settings]
) -> Observation:
    """Say that something was observed of an entity."""
    return Observation(
        entity=entity,
        attribute=meant.attribute,
        value=meant.value,
        unit=meant.unit,
        observed_at=at,
        source=known.connection,
    )


def speaker(source: Source, known: Known[Settings]) -> Device:
    """Return the device that speaks: one for the very function, or for all of them.

    Raises Malformed where it is not known, or speaks through another connection.
    """
    whole = f"{source.device}/{source.function.lower()}"
    device = known.devices.get(whole) or known.devices.get(source.device)
    if device is None:
        raise Malformed(
            f"device {source.device} is not known: its gateway has not announced it; "
            f"let the gateway announce it, or add a Device with serialNumber "
            f"{source.device}, the controlledAsset it speaks for and connection "
            f"{known.connection}",
            device=source.device,
        )
    if device.connection != known.connection:
        raise Malformed(
            f"device {source.device} belongs to connection "
            f"{device.connection or '(none)'}, not to {known.connection}",
            device=source.device,
        )
    return device


def document_of(urn: str, told: Document, connection: str) -> Observation:
    """Say how something stands in TALQ."""
    return Observation(
        entity=urn,
        attribute="document",
        value=told,
        kind=Kind.JSON_PROPERTY,
        source=connection,
    )


def heard_of(parts: Sequence[Part], hear: Hearing) -> Iterator[Heard]:
    """Yield what each part says.

    Raises Malformed at the end, with the place and the reason of each that was refused;
    `facts["understood"]` tells that all were as the standard says.
    """
    refused: list[Mistake] = []
    for part in parts:
        refused += part.mistakes
        try:
            if not part.mistakes:
                yield from hear(part.document)
        except Malformed as error:
            refused.append(Mistake(part.place, str(error)))
    if refused:
        raise Malformed(
            f"{len(refused)} mistakes; the first: {refused[0].place}: {refused[0].why}",
            mistakes=[one._asdict() for one in refused[:MOST_TOLD]],
            understood=not any(part.mistakes for part in parts),
        )
