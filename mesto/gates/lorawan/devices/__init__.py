"""Payload codecs, one file a model, found by the device's profile.

A file is named `<maker>_<model>.py` and has a pure function `decode(port, payload)`
that yields readings or raises Malformed, and, for what obeys, `encode(name, value)`
that returns a port and a payload or raises Malformed; what shows by itself that it was
done, and so can be told many together, has a `shows(name, value)`.
"""

import re
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from mesto.gates.lorawan.reading import Codec


def _found() -> Mapping[str, Codec]:
    modules = {
        found.name: import_module(f"{__name__}.{found.name}")
        for found in iter_modules(__path__)
    }
    return {
        name: Codec(
            profile=name,
            decode=module.decode,
            encode=getattr(module, "encode", None),
            shows=getattr(module, "shows", None),
        )
        for name, module in modules.items()
    }


CODECS = _found()


def codec_of(profile: str) -> Codec | None:
    """Find the codec of a profile: `Milesight EM400-MUD` is milesight_em400_mud."""
    return CODECS.get(re.sub(r"[^a-z0-9]+", "_", profile.lower()).strip("_"))
