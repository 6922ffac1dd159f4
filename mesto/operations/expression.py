"""Expressions and decision tables of the zen engine, read once and evaluated often.

Pure: the engine reads nothing but what it is given.

Source: https://docs.gorules.io, ZEN Expression Language and JSON Decision Model.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import zen

from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import Place

Context: TypeAlias = dict[str, Any]  # JSON
_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class Formula:
    """An expression that makes sense."""

    def __init__(self, text: str, place: Place) -> None:
        """Read it. Raises Malformed with the place."""
        self.text = text
        try:
            self._compiled = zen.compile_expression(text)
        except RuntimeError as error:
            raise Malformed(_said(error), place=place) from error

    def value(self, context: Context) -> Any:
        """Return what it comes to. Raises Malformed where it cannot be reckoned."""
        try:
            return self._compiled.evaluate(context)
        except RuntimeError as error:
            raise Malformed(f"{self.text}: {_said(error)}") from error


class Decisions:
    """A decision table, or several that lead to each other."""

    def __init__(self, document: Mapping[str, Any], place: Place) -> None:
        """Read it. Raises Malformed with the place."""
        try:
            self._decision = zen.ZenEngine().create_decision(json.dumps(document))
            self._decision.validate()
        except RuntimeError as error:
            raise Malformed(_said(error), place=place) from error
        for at, text, unary in _cells(document):
            read = zen.compile_unary_expression if unary else zen.compile_expression
            try:
                read(text)
            except RuntimeError as error:
                raise Malformed(
                    f"{text}: {_said(error)}", place=(*place, *at)
                ) from error

    def row(self, context: Context) -> Mapping[str, Any]:
        """Return what the row that fits says; empty where none does."""
        try:
            found = self._decision.evaluate(context)["result"]
        except RuntimeError as error:
            raise Malformed(_said(error)) from error
        return found if isinstance(found, Mapping) else {"rows": found}


def check_texts(value: object, place: Place) -> None:
    """Raise Malformed, with the place, for an expression in a text that makes none."""
    for at, text in _texts(value, place):
        if text.count("{{") != text.count("}}"):
            raise Malformed("{{ and }} do not match", place=at)
        for found in _BRACES.finditer(text):
            Formula(found[1].strip(), at)


def filled(value: Any, context: Context) -> Any:
    """Return a value with the expressions in its texts reckoned.

    Raises Malformed where one cannot be.
    """
    match value:
        case str():
            return _filled(value, context) if "{{" in value else value
        case Mapping():
            return {name: filled(one, context) for name, one in value.items()}
        case list() | tuple():
            return [filled(one, context) for one in value]
    return value


def _filled(text: str, context: Context) -> Any:
    try:
        return zen.render_template(text, context)
    except RuntimeError as error:
        raise Malformed(f"{text}: {_said(error)}") from error


def _texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    match value:
        case str():
            yield place, value
        case Mapping():
            for name, one in value.items():
                yield from _texts(one, (*place, str(name)))
        case list() | tuple():
            for number, one in enumerate(value):
                yield from _texts(one, (*place, number))


def _cells(document: Mapping[str, Any]) -> Iterator[tuple[Place, str, bool]]:
    """Yield the expressions of decision tables; the engine skips rows it cannot read.

    Each is with its place, and whether it is a test of an input.
    """
    for at, node in enumerate(document.get("nodes", ())):
        content = node.get("content")
        if node.get("type") != "decisionTableNode" or not isinstance(content, Mapping):
            continue
        inputs = {one["id"]: bool(one.get("field")) for one in content["inputs"]}
        outputs = {one["id"]: False for one in content["outputs"]}
        for number, row in enumerate(content["rules"]):
            for column, unary in {**inputs, **outputs}.items():
                place = ("nodes", at, "content", "rules", number, column)
                if text := row.get(column):
                    yield place, str(text), unary


def _said(error: RuntimeError) -> str:
    """Return what the engine complains of, without its stack."""
    first = str(error).partition("\n")[0]
    try:
        said = json.loads(first)
    except ValueError:
        return str(error).partition("\n\nStack backtrace")[0].replace("\n", " ")
    return str(said.get("source", first))
