"""What a diagnosis says: the kind, how sure it is, and on which numbers. Pure."""

from collections.abc import Mapping

import msgspec

from mesto.domains.lighting.faults.kinds import BY_WEIGHT, Kind


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something found wrong with one asset.

    confidence: share in (0, 1) of such findings that should be right
    facts: the numbers of the sentence that states the evidence
    by: URN of what explains it, where that is another asset; empty: nothing does
    """

    kind: Kind
    since_s: float  #: seconds since 1970, as far as readings tell
    confidence: float
    facts: Mapping[str, float] = {}
    by: str = ""


class Cleared(msgspec.Struct, frozen=True):
    """What is proved not to be so any more."""

    kind: Kind


#: What one look at the readings says; nothing said leaves what was found as it is.
Opinion = Finding | Cleared


def weighed(opinions: Mapping[Kind, Finding]) -> Finding | None:
    """Return the finding that matters most; None where there is none."""
    return max(
        opinions.values(), key=lambda one: BY_WEIGHT.index(one.kind), default=None
    )


def surety(agreeing: int, *, each: float = 0.5) -> float:
    """Return how sure several agreeing readings make, a share in (0, 0.99].

    each: the share of doubt that one more reading takes away
    """
    return round(min(0.99, 1 - (1 - each) ** agreeing), 2)
