"""Write down what the simulator's gateway and `mesto accept` need of TALQ.

    python tools/talq.py FOLDER

FOLDER holds `dm.json`, `gateway.openapi.json` and `cms.openapi.json` as the consortium
publishes them (github.com/TALQ-consortium/TALQ_specification, BSD-3-Clause). What is
kept are the operations of both sides and the schemas, without prose, and of the
profiles what a gateway for lighting must have.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "mesto/simulator/talq/standard"
#: Words of a schema that decide nothing; `additionalProperties` stands once, and there
#: forbids what the same schema inherits.
PROSE = {"additionalProperties", "default", "description", "example", "externalDocs"}
#: Words the checker knows; another one must not pass unread.
KNOWN = {
    "$ref", "allOf", "anyOf", "discriminator", "enum", "format",
    "items", "maxItems", "maximum", "minItems", "minimum", "nullable", "oneOf",
    "pattern", "properties", "required", "type", "uniqueItems", "x-need", "x-scope",
}  # fmt: skip
METHODS = ("get", "post", "put", "patch", "delete")


def main(folder: Path) -> None:
    """Read the three documents, write one and the licence."""
    model = _read(folder / "dm.json")
    schemas = model["components"]["schemas"]
    kept = {
        "version": _read(folder / "gateway.openapi.json")["info"]["version"],
        "gateway": _operations(_read(folder / "gateway.openapi.json"), "gw"),
        "cms": _operations(_read(folder / "cms.openapi.json"), "cms"),
        "schemas": {name: _lean(schema) for name, schema in schemas.items()},
    }
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "talq-2.7.1.json").write_text(json.dumps(kept, separators=(",", ":")))
    terms = model["info"]["license"]["x-license-content"]
    lines = [line.strip() for line in terms.splitlines()]
    (OUT / "LICENSE-talq.txt").write_text("\n".join(lines) + "\n")


def _operations(api: dict[str, Any], side: str) -> list[dict[str, Any]]:
    return [
        {
            "name": told["operationId"],
            "method": method.upper(),
            "path": path,
            "need": _need(told, side),
            "query": [
                {
                    "name": one["name"],
                    "required": one.get("required", False),
                    "schema": _lean(one["schema"]),
                }
                for one in told["parameters"]
                if one["in"] == "query"
            ],
            "body": _content(told.get("requestBody")),
            "answers": {
                code: _content(answer) for code, answer in told["responses"].items()
            },
        }
        for path, methods in api["paths"].items()
        for method, told in methods.items()
        if method in METHODS
    ]


def _content(told: dict[str, Any] | None) -> Any:
    media = (told or {}).get("content", {}).get("application/json")
    return None if media is None else _lean(media["schema"])


def _need(told: dict[str, Any], side: str) -> str:
    profiles = told.get("x-talq-profiles") or [{}]
    return str(profiles[0].get("lighting", {}).get(side, "O"))


def _lean(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without prose; properties keep their names, whatever they are."""
    lean = dict(_words(schema))
    unknown = set(lean) - KNOWN
    if unknown:
        sys.exit(f"the checker does not know {', '.join(sorted(unknown))}")
    return lean


def _words(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for word, value in schema.items():
        match word:
            case "x-talq-profiles":
                yield "x-need", _need(schema, "gw")
            case "x-talq-scope":
                yield "x-scope", value
            case "properties":
                yield word, {name: _lean(one) for name, one in value.items()}
            case "items" if value:
                yield word, _lean(value)
            case "allOf" | "anyOf" | "oneOf":
                yield word, [_lean(one) for one in value]
            case "$ref":
                yield word, value.rsplit("/", 1)[-1]
            case "discriminator":
                yield word, value["propertyName"]
            case _ if word not in PROSE and not word.startswith("x-"):
                yield word, value


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text())
    return read


if __name__ == "__main__":
    main(Path(sys.argv[1]))
