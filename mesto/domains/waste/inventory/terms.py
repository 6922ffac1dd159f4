"""The words that everything written about waste is written in. Pure."""

from typing import Annotated, TypeAlias

import msgspec

Urn: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^urn:", max_length=256)]
#: A file's way to say that there is none.
UrnOrNone: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^(urn:.*)?$", max_length=256)
]
Words: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
Word: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Money: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
Minutes: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1440)]
#: ISO 4217
Currency: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
