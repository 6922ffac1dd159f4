"""How a connection is, in one word and its reason. Pure."""

from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from mesto.kernel.question.traffic import Total, Trouble

State: TypeAlias = Literal["off", "broken", "late", "waiting", "runs"]
LIVELY = timedelta(hours=2)  #: what was silent for longer only waits


def state_of(
    *,
    enabled: bool,
    trouble: Trouble | None,
    late: bool,
    total: Total | None,
    now: datetime,
) -> State:
    """Return how a connection is.

    trouble: why its line does not run
    late: a batch that was expected did not come
    total: what it has brought, if anything
    """
    if not enabled:
        return "off"
    if trouble is not None:
        return "broken"
    if late:
        return "late"
    if total is None or now - total.last_at > LIVELY:
        return "waiting"
    return "runs"
