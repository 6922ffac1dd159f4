"""Scenarios ready to begin with: a file each, written like any other."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import orjson


@cache
def templates() -> Mapping[str, Mapping[str, Any]]:  # JSON
    """Return the definitions by name, in order."""
    found = (one for one in files(__name__).iterdir() if one.name.endswith(".json"))
    return {
        one.name.removesuffix(".json"): orjson.loads(one.read_bytes())
        for one in sorted(found, key=lambda one: one.name)
    }
