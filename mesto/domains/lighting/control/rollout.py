"""A changed schedule tried on a few lamps, then on more, then on all. Pure.

The lamps that try it are the same at every stage and after every restart. Where their
alarms rise, or they do not confirm what they are told, all go back to what was before.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias
from uuid import NAMESPACE_URL, uuid5

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.plugin import Text

ROLLOUT: Final = "rollout"  #: the attribute of a schedule
SHARES: Final = (0.1, 0.5, 1.0)  #: of its lamps, one stage after the other
FEWEST: Final = 20  #: commands that ended, before their share tells anything

State: TypeAlias = Literal["going", "done", "back"]
Share: TypeAlias = Annotated[float, msgspec.Meta(gt=0, le=1)]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When it goes on, and when back.

    stage_h: so long it stays at a stage
    alarms: more new alarms than in this share of the lamps that try it, and than two,
        send it back
    unconfirmed: so does a greater share of commands that failed or were too late
    """

    stage_h: Annotated[float, msgspec.Meta(gt=0, le=24 * 14)] = 24.0
    alarms: Share = 0.05
    unconfirmed: Share = 0.1


class Rollout(msgspec.Struct, frozen=True):
    """How far a changed schedule has got.

    before: the definition that lamps follow which do not try the new one yet
    ended_at: when it went back or was done
    why: it went back by itself, by language; empty where a person said so
    tried: so many lamps had tried it when it went back by itself
    """

    before: Any  # JSON of a schedule's definition
    began_at: datetime
    stage_at: datetime
    stage: int = 0
    state: State = "going"
    limits: Limits = Limits()
    ended_at: datetime | None = None
    why: Text = {}
    tried: int = 0

    @property
    def share(self) -> float:
        """Of the lamps that try it."""
        return SHARES[self.stage]


class Seen(NamedTuple):
    """What was seen of the lamps that try it, since the stage began."""

    lamps: int
    alarms: int  #: new ones
    ended: int  #: commands confirmed, failed or too late
    failed: int  #: of these, not confirmed


def read_rollout(value: object) -> Rollout | None:
    """Read how far a schedule has got; None where all its lamps follow it."""
    if value is None:
        return None
    try:
        return read_written(value, Rollout, strict=False)
    except Malformed:
        return None


def tries(rollout: Rollout, lamp: str) -> bool:
    """Tell whether a lamp, by its URN, tries what is rolled out."""
    place: int = uuid5(NAMESPACE_URL, lamp).int % 10_000
    return place < rollout.share * 10_000


def judge(rollout: Rollout, seen: Seen, now: datetime) -> Rollout:
    """Return how far it is now: at the same stage, the next, done, or back."""
    if rollout.state != "going":
        return rollout
    why = _against(rollout.limits, seen)
    if why:
        return msgspec.structs.replace(
            rollout, state="back", ended_at=now, why=why, tried=seen.lamps
        )
    if now - rollout.stage_at < timedelta(hours=rollout.limits.stage_h):
        return rollout
    if rollout.stage + 1 == len(SHARES):
        return msgspec.structs.replace(rollout, state="done", ended_at=now)
    return msgspec.structs.replace(rollout, stage=rollout.stage + 1, stage_at=now)


def _against(limits: Limits, seen: Seen) -> Mapping[str, str]:
    if seen.alarms > max(2, limits.alarms * seen.lamps):
        return _more_alarms(seen)
    if seen.ended >= FEWEST and seen.failed > limits.unconfirmed * seen.ended:
        return _unconfirmed(seen)
    return {}


def _more_alarms(seen: Seen) -> Text:
    alarms, lamps = seen.alarms, seen.lamps
    return {
        "en": f"{alarms} new alarms on {lamps} lamps.",
        "cs": f"Nové alarmy: {alarms}, na svítidlech: {lamps}.",
        "sk": f"Nové alarmy: {alarms}, na svietidlách: {lamps}.",
        "sr-Latn": f"Novi alarmi: {alarms}, na svetiljkama: {lamps}.",
    }


def _unconfirmed(seen: Seen) -> Text:
    failed, ended = seen.failed, seen.ended
    return {
        "en": f"{failed} of {ended} commands were not confirmed.",
        "cs": f"Nepotvrzené povely: {failed} z {ended}.",
        "sk": f"Nepotvrdené povely: {failed} z {ended}.",
        "sr-Latn": f"Nepotvrđene komande: {failed} od {ended}.",
    }
