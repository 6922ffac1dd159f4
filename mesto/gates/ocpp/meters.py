"""What meters of a station say, in the units of the city. Pure.

Source: OCPP 1.6, 7.31 to 7.35; OCPP 2.0.1 part 2, 2.35 and 2.46.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any, Final, NamedTuple

from mesto.gates.ocpp.codec import Payload, Refused
from mesto.gates.ocpp.profile import Profile

REGISTER: Final = "energyRegister"
POWER: Final = "powerConsumption"
_REGISTER: Final = "Energy.Active.Import.Register"

#: Attribute and unit of the city by measurand, and what one of OCPP's units is of it.
_SUMS: Final[Mapping[str, tuple[str, str | None, Mapping[str, float]]]] = {
    _REGISTER: (REGISTER, "KWH", {"Wh": 1e-3, "kWh": 1.0}),
    "Energy.Active.Export.Register": (
        "energyExported",
        "KWH",
        {"Wh": 1e-3, "kWh": 1.0},
    ),
    "Power.Active.Import": (POWER, "KWT", {"W": 1e-3, "kW": 1.0}),
    "Power.Offered": ("powerOffered", "KWT", {"W": 1e-3, "kW": 1.0}),
    "Current.Import": ("current", "AMP", {"A": 1.0}),
    "Current.Offered": ("currentOffered", "AMP", {"A": 1.0}),
    "Voltage": ("voltage", "VLT", {"V": 1.0}),
    "Temperature": (
        "temperature",
        "CEL",
        {"Celsius": 1.0, "Celcius": 1.0},
    ),
    "SoC": ("stateOfCharge", None, {"Percent": 0.01}),
    "Frequency": ("frequency", "HTZ", {"": 1.0, "Hz": 1.0}),
}
_PHASES: Final = ("L1", "L2", "L3")
_PHASED: Final = ("current", "voltage")  #: what one phase has of its own
#: Where something is measured that is the connector's.
_HERE: Final = (None, "Outlet", "EV")


class Reading(NamedTuple):
    """One number of a meter."""

    at: datetime  #: by the station's clock
    attribute: str
    value: float
    unit: str | None


def readings_of(
    meter_values: Iterable[Payload], times: Sequence[datetime], profile: Profile
) -> Iterator[Reading]:
    """Yield what meters say that the city knows a name for.

    times: of each of `meter_values`

    Raises Refused for what is no number.
    """
    for told, at in zip(meter_values, times, strict=True):
        watts: dict[str, float] = {}
        for sample in told["sampledValue"]:
            reading = _reading(sample, at, profile)
            if reading is None:
                continue
            phase = sample.get("phase")
            if not phase:
                yield reading
            elif phase[:2] in _PHASES and phase[2:] in ("", "-N"):
                if reading.attribute == POWER:
                    watts[phase[:2]] = reading.value
                elif reading.attribute in _PHASED:
                    yield reading._replace(attribute=reading.attribute + phase[:2])
        if watts and not any(_is_sum(one) for one in told["sampledValue"]):
            yield Reading(at, POWER, sum(watts.values()), "KWT")


def _is_sum(sample: Mapping[str, Any]) -> bool:
    return sample.get("measurand") == "Power.Active.Import" and "phase" not in sample


def _reading(
    sample: Mapping[str, Any], at: datetime, profile: Profile
) -> Reading | None:
    measurand = sample.get("measurand", _REGISTER)
    known = _SUMS.get(measurand)
    if (
        known is None
        or sample.get("location") not in _HERE
        or sample.get("format") == "SignedData"
    ):
        return None
    attribute, unit, factors = known
    said = sample.get("unitOfMeasure") or {}
    word = sample.get("unit") or said.get("unit") or profile.units.get(measurand)
    factor = next(iter(factors.values())) if word is None else factors.get(word)
    if factor is None:
        raise Refused("PropertyConstraintViolation", f"{measurand} in {word}")
    try:
        value = float(sample["value"]) * factor * 10.0 ** said.get("multiplier", 0)
    except (ValueError, OverflowError) as error:
        why = f"{sample['value']} is no number"
        raise Refused("TypeConstraintViolation", why) from error
    if not isfinite(value):
        raise Refused("TypeConstraintViolation", f"{sample['value']} is no number")
    value *= profile.scales.get(measurand, 1.0)
    return Reading(at, attribute, round(value, 6), unit)
