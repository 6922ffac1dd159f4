"""Packs what the TALQ gate needs of the standard's OpenAPI files.

python tools/talq_gate.py FOLDER

FOLDER holds cms.openapi.json, gateway.openapi.json and dm.json of
https://github.com/TALQ-consortium/TALQ_specification.

Shapes, units and scopes are kept; prose, profiles and examples are left to the
standard itself.
"""

import json
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent / "mesto/gates/talq/standard"
KEPT_MARKS = ("x-talq-unit", "x-talq-scope")
PROSE = ("description", "summary", "example", "examples", "externalDocs", "tags")
#: Where the names below are a user's and not the format's.
NAMING = ("properties", "schemas", "paths", "responses", "headers", "discriminator")


def bare(part: Any, *, names: bool = False) -> Any:
    """Return a part of a document without its prose.

    names: its keys are names, and all are kept
    """
    if isinstance(part, list):
        return [bare(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    return {
        key: bare(value, names=key in NAMING and not names)
        for key, value in part.items()
        if names or not _is_prose(key)
    }


def _is_prose(key: str) -> bool:
    return key in PROSE or (key.startswith("x-") and key not in KEPT_MARKS)


def main(folder: Path) -> None:
    """Write the packed files and the licence beside them."""
    for name, source in {
        "cms": "cms.openapi.json",
        "gateway": "gateway.openapi.json",
        "dm": "dm.json",
    }.items():
        document = json.loads((folder / source).read_text())
        if name == "cms":
            licence = document["info"]["license"]["x-license-content"]
            paragraphs = [one.strip() for one in licence.splitlines() if one.strip()]
            text = "\n\n".join(textwrap.fill(one, 80) for one in paragraphs)
            (HOME / "LICENSE-TALQ.txt").write_text(f"BSD 3-Clause License\n\n{text}\n")
        document["info"] = {
            "title": document["info"]["title"],
            "version": document["info"]["version"],
            "license": {"name": "BSD 3-Clause License"},
        }
        packed = json.dumps(bare(document), separators=(",", ":"), ensure_ascii=False)
        (HOME / f"{name}.json").write_text(packed + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
