"""Which subscriptions want to hear of what happened. Pure.

They are found by the ids or types they name and the attributes they watch, so that what
it costs grows with those that may fit, and not with all there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product

from mesto.gates.ngsi_ld.keyed import ANY, Key, Keyed
from mesto.gates.ngsi_ld.subscriptions.happened import Change, Happening, ends
from mesto.gates.ngsi_ld.subscriptions.model import Trigger, Wish
from mesto.gates.ngsi_ld.subscriptions.read import status_of
from mesto.kernel.model import Event
from mesto.kernel.question.holds import holds, lies


class Index:
    """Subscriptions by what they are about."""

    def __init__(self) -> None:
        """Know none."""
        self._wishes: dict[str, Wish] = {}
        self._keyed = Keyed()

    def put(self, of: str, wish: Wish) -> None:
        """Know a subscription, in the place of the one of that id."""
        self._wishes[of] = wish
        self._keyed.put(of, _keys(wish))

    def drop(self, of: str) -> None:
        """Forget a subscription."""
        self._wishes.pop(of, None)
        self._keyed.drop(of)

    def about(self, events: Sequence[Event]) -> Iterator[Event]:
        """Yield the events of entities somebody may want to hear of.

        What ceased to be has no types any more, and is looked at anyway.
        """
        heard = {
            event.observation.entity
            for event in events
            if ends(event) or self._is_heard(event)
        }
        return (event for event in events if event.observation.entity in heard)

    def wanting(self, what: Happening, now: datetime) -> Iterator[tuple[str, Wish]]:
        """Yield the subscriptions that are to be told."""
        for of in sorted(self._candidates(what)):
            wish = self._wishes[of]
            if status_of(wish, now) == "active" and is_wanted(wish, what):
                yield of, wish

    def _is_heard(self, event: Event) -> bool:
        told = event.observation
        keys = _found_by(told.entity, event.types, (told.attribute,))
        return any(key in self._keyed for key in keys)

    def _candidates(self, what: Happening) -> set[str]:
        names = {change.name for change in what.changes}
        return self._keyed.find(_found_by(what.entity.id, what.entity.types, names))


def is_wanted(wish: Wish, what: Happening) -> bool:
    """Tell whether a subscription that may fit is about what happened."""
    if not _is_triggered(wish, what):
        return False
    if not holds(wish.where, what.entity):
        return False
    return wish.place is None or lies(wish.place, what.entity)


def watched(wish: Wish, changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes that a subscription is told of."""
    for change in changes:
        if change.what in wish.triggers and (
            not wish.watched or change.name in wish.watched
        ):
            yield change


def _is_triggered(wish: Wish, what: Happening) -> bool:
    if what.is_gone and Trigger.ENTITY_DELETED in wish.triggers:
        return True
    if what.is_new and Trigger.ENTITY_CREATED in wish.triggers:
        return True
    return any(True for _ in watched(wish, what.changes))


def _keys(wish: Wish) -> Iterator[Key]:
    """Yield what a subscription is found by; one told by the clock is not."""
    if wish.every_s is not None:
        return
    of_entity = {Trigger.ENTITY_CREATED, Trigger.ENTITY_DELETED} & wish.triggers
    names = {ANY} if of_entity or not wish.watched else wish.watched
    for anchor in wish.anchors or {ANY}:
        for name in names:
            yield anchor, name


def _found_by(urn: str, types: Sequence[str], names: Iterable[str]) -> Iterator[Key]:
    """Yield the keys of whoever may want to hear of attributes of an entity."""
    return product((urn, *types, ANY), (*names, ANY))
