"""What becomes of a message that was tried. Pure."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from mesto.kernel.errors import CityError, Unavailable

SENT, FAILED, DEAD = "sent", "failed", "dead"
FIRST: Final = timedelta(seconds=30)
LONGEST: Final = timedelta(hours=1)
MOST_TRIES: Final = 12  #: then about seven hours have passed


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a message fares after it was tried."""

    state: str
    due_at: datetime  #: when it is tried again, where it failed
    why: str = ""


def outcome(error: CityError | None, tries: int, now: datetime) -> Outcome:
    """Say what becomes of a message after its `tries`th try.

    What may be taken later is tried again, ever more seldom; the rest is dead at once.
    """
    if error is None:
        return Outcome(state=SENT, due_at=now)
    if not isinstance(error, Unavailable) or tries >= MOST_TRIES:
        return Outcome(state=DEAD, due_at=now, why=str(error))
    asked = error.facts.get("retry_after_s")
    wanted = timedelta(seconds=asked) if isinstance(asked, int) else timedelta(0)
    pause = max(FIRST * 2 ** (tries - 1), wanted)
    return Outcome(state=FAILED, due_at=now + min(pause, LONGEST), why=str(error))
