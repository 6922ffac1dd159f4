"""Where stations of a maker differ from the standard: one file each. Pure.

A device's `deviceProfile` names the file; without one a station speaks as it should.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from mesto.gates.ocpp.codec import Payload
from mesto.kernel.errors import Malformed


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is forgiven, and how it is read instead."""

    about: str = ""
    zoneless: bool = False  #: times without a zone are in UTC
    left_out: Mapping[str, Sequence[str]] = {}  #: fields not read, by action
    filled_in: Mapping[str, Mapping[str, Any]] = {}  #: what is missing, by action
    words: Mapping[str, str] = {}  #: a word of a status by the one that is sent
    units: Mapping[str, str] = {}  #: of a measurand, where none is said
    scales: Mapping[str, float] = {}  #: a measurand is told this many times too small


PLAIN = Profile()


@cache
def profile_named(name: str) -> Profile:
    """Return a profile; empty is the standard.

    Raises Malformed if there is none of that name.
    """
    if not name:
        return PLAIN
    file = files("mesto.gates.ocpp").joinpath("profiles").joinpath(f"{name}.json")
    if not name.replace("-", "").isalnum() or not file.is_file():
        raise Malformed(f"there is no profile of stations {name}", profile=name)
    return msgspec.json.decode(file.read_bytes(), type=Profile)


def mended(profile: Profile, action: str, payload: Payload) -> Payload:
    """Return what a station would have said, if it kept to the standard."""
    if profile is PLAIN:
        return payload
    left_out = profile.left_out.get(action, ())
    told = {name: value for name, value in payload.items() if name not in left_out}
    for name in ("status", "connectorStatus"):
        if isinstance(told.get(name), str):
            told[name] = profile.words.get(told[name], told[name])
    return {**profile.filled_in.get(action, {}), **told}
