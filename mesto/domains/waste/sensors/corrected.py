"""What a level really is, where it is known how the sensor errs. Pure.

A creeping zero and a wrong depth can be reckoned out; what a blinded, stuck or swapped
sensor says is worth nothing, and it is better to know that than to believe it.
"""

from mesto.domains.waste.nouns import Share
from mesto.domains.waste.sensors.course import DAY_S
from mesto.domains.waste.sensors.finding import Finding
from mesto.domains.waste.sensors.kinds import WORTHLESS, Kind

LEAST_SPAN = 0.2  #: between empty and full, as read; less cannot be stretched


def corrected(level: Share, at_s: float, finding: Finding | None) -> Share | None:
    """Return what a reading means; None: nothing, from when the finding holds.

    level: as the sensor says, share of the volume
    at_s: when, seconds since 1970
    finding: what was found wrong with the sensor; None: nothing
    """
    if finding is None or at_s < finding.since_s:
        return level
    if finding.kind in WORTHLESS:
        return None
    facts = finding.facts
    if finding.kind is Kind.DRIFT:
        days = (at_s - finding.since_s) / DAY_S
        floor, top = facts["floor"] + facts["a_day"] * days, 1.0 + facts["a_day"] * days
        return _between(level, floor, top)
    if finding.kind is Kind.WRONG_HEIGHT:
        return _between(level, facts["floor"], facts["top"])
    return level


def _between(level: float, floor: float, top: float) -> float:
    """Return where a level lies between what empty and full read, in [0, 1]."""
    return min(max((level - floor) / max(top - floor, LEAST_SPAN), 0.0), 1.0)
