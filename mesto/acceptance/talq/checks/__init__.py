"""All that is demanded of a gateway, in the order in which it is tried."""

from mesto.acceptance.finding import Check
from mesto.acceptance.talq.checks import (
    activity,
    announcing,
    controlling,
    discovering,
    keeping,
    packaging,
    programming,
    refusing,
    reporting,
)
from mesto.acceptance.talq.session import Session

CHECKS: tuple[Check[Session], ...] = (
    *announcing.CHECKS,
    *discovering.CHECKS,
    *keeping.CHECKS,
    *packaging.CHECKS,
    *controlling.CHECKS,
    *programming.CHECKS,
    *activity.CHECKS,
    *reporting.CHECKS,
    *refusing.CHECKS,
)
