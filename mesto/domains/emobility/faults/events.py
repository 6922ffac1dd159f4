"""Faults that stations of OCPP 2.x tell as events, as codes of OCPP 1.6. Pure.

Source: OCPP 2.0.1 edition 3 part 2, N07 and EventDataType.
"""

from typing import Final

from mesto.domains.emobility.faults.kinds import COMPONENTS, FAULTS
from mesto.kernel.model import Value

ALERTS: Final = frozenset({"Alerting", "Delta"})
WELL: Final = frozenset({"false", "0", "", "ok", "inactive"})


def code_in(event: Value) -> tuple[int, str] | None:
    """Return the EVSE an event is about, 0 being the station, and its code.

    The code is empty where what was wrong is well again. None for an event that tells
    of no fault.
    """
    if not isinstance(event, dict) or event.get("trigger") not in ALERTS:
        return None
    component = event.get("component") or {}
    variable = (event.get("variable") or {}).get("name")
    known = COMPONENTS.get(str(component.get("name")))
    told = str(event.get("techCode") or "")
    code = known or (told if told in FAULTS else "")
    if not code and variable not in {"Problem", "Tripped", "Failure"}:
        return None
    over = event.get("cleared") is True or (
        str(event.get("actualValue", "")).lower() in WELL
    )
    evse = (component.get("evse") or {}).get("id", 0)
    return int(evse), "" if over else code or "OtherError"
