"""Which rows fit a query, and in which order they come. Pure, in columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray

from mesto.kernel.script import fold, natural
from mesto.web.assets import Indices
from mesto.web.readings import Column, Text, Texts
from mesto.web.tables.filter import (
    Aged,
    Condition,
    Has,
    Is,
    Known,
    Lies,
    number_of,
)

Mask: TypeAlias = NDArray[np.bool]
Columns: TypeAlias = Mapping[str, Column]


@dataclass(frozen=True)
class Key:
    """A column to sort by."""

    column: str
    descending: bool = False


def chosen(
    where: Sequence[Condition], order: Sequence[Key], columns: Columns, now_s: float
) -> Indices:
    """Return the rows of columns of one length that fit, in order.

    What a row has no value for comes last, either way; rows that are alike keep their
    order.
    """
    rows = np.arange(_length(columns))
    for one in where:
        here = columns[one.column].at(rows)
        rows = rows[fits(one, here, now_s)]
    return rows[sorted_by([(key, columns[key.column].at(rows)) for key in order], rows)]


def fits(condition: Condition, column: Column, now_s: float) -> Mask:
    """Tell which values fit a condition.

    now_s: seconds since 1970
    """
    match condition:
        case Is(values=values, denied=denied):
            mask = _is_one_of(values, column)
            return _present(column) & ~mask if denied else mask
        case Lies(least=least, greatest=greatest):
            return _within(column, least, greatest)
        case Has(text=text):
            words = fold(text).split()
            return _where(column.texts, lambda said: _holds(said, words))
        case Aged(age_s=age_s, within=True):
            return _within(column, now_s - age_s, None)
        case Aged(age_s=age_s):
            return _within(column, None, now_s - age_s)
        case Known(known=known):
            return _present(column) if known else ~_present(column)
    assert_never(condition)


def sorted_by(keys: Sequence[tuple[Key, Column]], rows: Indices) -> Indices:
    """Return the places of `rows` in order; numbers come before texts."""
    weights: list[NDArray[np.float64]] = []
    for key, column in keys:
        sign = -1.0 if key.descending else 1.0
        words = _ranks(column.texts)
        missing = np.isnan(words) & np.isnan(column.numbers)
        kind = sign * np.where(np.isnan(words), 0.0, 1.0)
        kind[missing] = 2.0
        weights += [kind, sign * np.where(np.isnan(words), column.numbers, words)]
    return np.lexsort([rows, *reversed(weights)]) if weights else np.arange(len(rows))


def _length(columns: Columns) -> int:
    return next((len(one.numbers) for one in columns.values()), 0)


def _within(column: Column, least: float | None, greatest: float | None) -> Mask:
    mask: Mask = ~np.isnan(column.numbers)
    if least is not None:
        mask &= column.numbers >= least
    if greatest is not None:
        mask &= column.numbers <= greatest
    return mask


def _present(column: Column) -> Mask:
    mask: Mask = ~np.isnan(column.numbers) | (column.texts != None)  # noqa: E711 - by element
    return mask


def _is_one_of(values: Sequence[str], column: Column) -> Mask:
    numbers = [number for number in map(number_of, values) if number is not None]
    truths = [word == "true" for word in values if word in ("true", "false")]
    wanted = {*values}

    def wants(said: Text) -> bool:
        return said in truths if isinstance(said, bool) else said in wanted

    return np.isin(column.numbers, numbers) | _where(column.texts, wants)


def _holds(said: Text, words: Sequence[str]) -> bool:
    folded = fold(said) if isinstance(said, str) else ""
    return all(word in folded for word in words)


def _where(texts: Texts, test: Callable[[Text], bool]) -> Mask:
    """Tell where a test holds, asking once of each different text."""
    different: set[Text] = set(texts)
    holds = {text: text is not None and test(text) for text in different}
    return np.fromiter(map(holds.__getitem__, texts), bool, len(texts))


def _ranks(texts: Texts) -> NDArray[np.float64]:
    """Return the place of each text among those that are not alike; NaN for none."""
    forms = {text: _sorted(text) for text in set(texts) - {None}}
    if not forms:
        return np.full(len(texts), np.nan)
    places = {form: place for place, form in enumerate(sorted({*forms.values()}))}
    ranks: dict[Text, float] = {text: places[form] for text, form in forms.items()}
    ranks[None] = np.nan
    return np.fromiter(map(ranks.__getitem__, texts), np.float64, len(texts))


def _sorted(text: Text) -> str:
    """Return a text by which truth comes before texts."""
    return natural(text) if isinstance(text, str) else f"\0{text:d}"
