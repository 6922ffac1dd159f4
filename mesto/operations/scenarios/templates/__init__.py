"""Scenarios ready to begin with: a file each, and what is asked to fill one in.

`definition` is written like any other; `asks` are the few things that differ from town
to town, each with the places of the definition where its answer belongs:

districts   which assets it is about, in the definition's scope
limit       a number `at` which it begins and `back` from which it is over, kept as far
            apart as they are; `that` is an expression that says the latter
length      how long, s
told        who is told
crew        who gets the work order
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import orjson


@cache
def templates() -> Mapping[str, Mapping[str, Any]]:  # JSON
    """Return the templates by name, in order."""
    found = (one for one in files(__name__).iterdir() if one.name.endswith(".json"))
    return {
        one.name.removesuffix(".json"): orjson.loads(one.read_bytes())
        for one in sorted(found, key=lambda one: one.name)
    }
