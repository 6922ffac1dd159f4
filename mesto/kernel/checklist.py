"""What is ticked off during work, as a town writes it or a domain brings it."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

Text: TypeAlias = Annotated[
    Mapping[str, Annotated[str, Meta(min_length=1, max_length=200)]],
    Meta(min_length=1, max_length=20),
]
Word: TypeAlias = Annotated[str, Meta(max_length=100, pattern=r"^[^\x00]*$")]
Words: TypeAlias = Annotated[tuple[Word, ...], Meta(max_length=50)]
Work: TypeAlias = Literal[
    "repair", "inspection", "maintenance", "cleaning", "installation"
]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to be ticked off."""

    text: Text
    wants: Literal["", "photo", "number"] = ""  #: what is to be told beside the tick
    unit: Annotated[str, Meta(max_length=20)] = ""  #: of the number, as people write it


class Checklist(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Steps in their order, and what they are for; what is left empty is any."""

    title: Text
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=100)]
    work: Annotated[tuple[Work, ...], Meta(max_length=5)] = ()
    types: Words = ()  #: of assets
    services: Words = ()  #: to which those belong
    #: by attribute, one of what an asset says of it: `faultKind` is `driverFailure`
    where: Annotated[Mapping[Word, Words], Meta(max_length=10)] = {}
