"""Actions laid out one after the other, so that a run can stop and go on. Pure.

A branch becomes jumps. Where a run waits is then a number, which survives a restart.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import Place
from mesto.operations.expression import Formula
from mesto.operations.scenarios.definition import Action, Branch, Wait

DEEPEST = 8  #: branches within branches


class Do(NamedTuple):
    """Do something, and go on."""

    action: Action
    place: Place


class Unless(NamedTuple):
    """Go to a step unless something is so."""

    formula: Formula
    place: Place
    to: int


class GoTo(NamedTuple):
    """Go to a step."""

    to: int


class Rest(NamedTuple):
    """Wait before going on."""

    for_s: int
    place: Place


Step: TypeAlias = Do | Unless | GoTo | Rest


def lay_out(actions: Sequence[Action], place: Place) -> list[Step]:
    """Return the steps of actions; a place beyond the last is the end.

    Raises Malformed with the place of what makes no sense.
    """
    return list(_steps(actions, place, 0))


def _steps(actions: Sequence[Action], place: Place, first: int) -> Iterator[Step]:
    at = first
    for number, action in enumerate(actions):
        for step in _laid_out(action, (*place, number), at):
            yield step
            at += 1


def _laid_out(action: Action, place: Place, first: int) -> Sequence[Step]:
    match action:
        case Wait():
            return [Rest(action.for_s, place)]
        case Branch():
            if len(place) > 2 * DEEPEST:
                raise Malformed(f"at most {DEEPEST} branches deep", place=place)
            formula = Formula(action.that, (*place, "that"))
            then = list(_steps(action.then, (*place, "then"), first + 1))
            other_first = first + len(then) + 2
            other = list(_steps(action.otherwise, (*place, "otherwise"), other_first))
            over = Unless(formula, (*place, "that"), other_first)
            return [over, *then, GoTo(other_first + len(other)), *other]
        case _:
            return [Do(action, place)]
