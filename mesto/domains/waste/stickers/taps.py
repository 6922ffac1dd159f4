"""How full somebody saw a container: which of it is believed, and what is recorded.

Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final, NamedTuple

import msgspec

from mesto.domains.waste.nouns import CONTAINER, SEEN, Share
from mesto.kernel.model import Entity, Observation

CITIZENS: Final = "sticker"  #: source of what anybody said, by no account
QUARTERS: Final = (0, 25, 50, 75, 100)  #: percent, as eyes tell them apart
LATEST: Final = timedelta(minutes=10)
EARLIEST: Final = timedelta(days=366 * 3)


class Tap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody saw in a container."""

    container: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    level: Share
    at: datetime


class Unbelieved(NamedTuple):
    """What is not taken."""

    number: int  #: place in what was sent, from 0
    field: str
    why: str


def doubts(
    taps: Sequence[Tap], town: Mapping[str, Entity], now: datetime
) -> Iterator[Unbelieved]:
    """Yield which of some taps cannot be true, and why."""
    for number, tap in enumerate(taps):
        container = town.get(tap.container)
        if container is None or CONTAINER not in container.types:
            why = f"there is no container {tap.container}"
            yield Unbelieved(number, "container", why)
        elif tap.at.tzinfo is None:
            yield Unbelieved(number, "at", "the time needs its zone")
        elif not now - EARLIEST < tap.at <= now + LATEST:
            why = f"{tap.at.isoformat()} cannot be: a clock that is wrong?"
            yield Unbelieved(number, "at", why)


def tapped(tap: Tap, source: str) -> Observation:
    """State what somebody saw."""
    return Observation(
        entity=tap.container,
        attribute=SEEN,
        value=tap.level,
        source=source,
        observed_at=tap.at,
    )
