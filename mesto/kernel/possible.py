"""What cannot be, and is taken from nobody: the limits of what sensors can say. Pure.

Most sensors that are broken are worth seeing, so what they say is kept and doubted. A
few values would silently ruin what is reckoned from them: those are refused, and the
message that says them waits in quarantine.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Observation
from mesto.kernel.plugin import Layer
from mesto.kernel.refusals import A_NUMBER, CLOCK_AHEAD, OUT_OF_LIMITS
from mesto.kernel.text import Text, filled, in_english

#: By attribute and entity type: the least and the most it can be.
Possible: TypeAlias = Mapping[str, Mapping[str, tuple[float, float]]]
NOTHING_IMPOSSIBLE: Final[Possible] = {}

AHEAD: Final = timedelta(days=1)  #: nothing was seen later than so from now
TYPE_IN_URN: Final = 2  #: its place in urn:ngsi-ld:TYPE:NAME


def possible_of(layers: Iterable[Layer]) -> Possible:
    """Return the limits that layers do not only show but insist on."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for layer in layers:
        for field in layer.fields:
            if field.strict and field.limits is not None:
                found.setdefault(field.attribute, {})[layer.type] = field.limits
    return found


def require_possible(
    seen: Iterable[Observation], possible: Possible, now: datetime
) -> None:
    """Raise Malformed for the first that cannot be, or was seen on a day to come."""
    for one in seen:
        if one.attribute not in possible or one.deleted:
            continue
        limits = possible[one.attribute].get(_type_in(one.entity))
        if limits is None:
            continue
        least, most = limits
        number = one.value
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise _impossible(one, A_NUMBER, attribute=one.attribute)
        if not least <= number <= most:
            facts = {"found": float(number), "least": least, "most": most}
            raise _impossible(one, OUT_OF_LIMITS, attribute=one.attribute, **facts)
        if one.observed_at is not None and one.observed_at - now > AHEAD:
            days = (one.observed_at - now).days
            raise _impossible(one, CLOCK_AHEAD, days=str(days))


def _impossible(seen: Observation, sentence: Text, **facts: object) -> Malformed:
    says = filled(sentence, **facts)
    why = in_english(says)
    about = {"field": seen.attribute, "entity": seen.entity}
    return Malformed(why, **about, why=why, says=says, given=str(seen.value)[:40])


def _type_in(urn: str) -> str:
    parts = urn.split(":", TYPE_IN_URN + 1)
    return parts[TYPE_IN_URN] if len(parts) > TYPE_IN_URN else ""
