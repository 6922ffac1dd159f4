"""How lamps follow people, as it is written. Pure."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import msgspec

from mesto.domains.lighting.control.programme import Share
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text

PRESENCE = "LightingPresence"  #: the entity type


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where lamps rest at a base level and rise where somebody is seen.

    groups: names of groups of lamps; none: every lamp that stands along a street
    on: name of a calendar, while it holds and it is dark; empty: from dusk to dawn
    base, full: levels while nobody is near and while somebody is, never below the
        floor of a street's class
    ahead_m, behind_m: along the streets, before and behind who is seen
    hold_s: so long a lamp stays at full after somebody was last seen near it
    fade_s, steps: then it goes down to the base in so many equal steps within so long
    kept: lamps that keep their programme follow by themselves, by the sensors behind
        their gateway, from dusk to dawn
    follow_s: who is seen at the next sensor within so long came from the one before
    """

    title: Text
    groups: Annotated[Sequence[str], msgspec.Meta(max_length=200)] = ()
    on: str = ""
    base: Share = 0.2
    full: Share = 1.0
    ahead_m: Annotated[float, msgspec.Meta(ge=10, le=500)] = 90.0
    behind_m: Annotated[float, msgspec.Meta(ge=0, le=500)] = 0.0
    hold_s: Annotated[int, msgspec.Meta(ge=5, le=3600)] = 45
    fade_s: Annotated[int, msgspec.Meta(ge=0, le=600)] = 20
    steps: Annotated[int, msgspec.Meta(ge=1, le=10)] = 3
    kept: bool = False
    follow_s: Annotated[int, msgspec.Meta(ge=5, le=600)] = 120

    @property
    def hold(self) -> timedelta:
        """How long a lamp stays at full."""
        return timedelta(seconds=self.hold_s)

    @property
    def falls(self) -> int:
        """In how many steps a lamp really goes down."""
        return self.steps if self.fade_s else 1

    @property
    def pause(self) -> timedelta:
        """How long after the hold, and after each step, the next step is."""
        return timedelta(seconds=self.fade_s) / self.falls


def check(definition: Definition) -> None:
    """Raise Malformed, with the place, for what nobody can see."""
    if definition.full <= definition.base:
        raise Malformed("it is brighter than the base level", place=("full",))
    if definition.kept and definition.on:
        why = "lamps that follow by themselves do so from dusk to dawn"
        raise Malformed(why, place=("on",))
