"""A cabinet as one looks into it: its phases, its load, its feeders and lamps. Pure."""

from collections.abc import Mapping, Sequence
from math import inf, isnan

from mesto.domains.lighting.faults.diagnosis import Diagnosis, diagnosis_of
from mesto.domains.lighting.faults.inventory import Described, describe
from mesto.domains.lighting.faults.places import apart_m
from mesto.domains.lighting.faults.words import evidence
from mesto.kernel.model import Entity
from mesto.kernel.script import with_both_scripts
from mesto.kernel.verdict import number

Row = dict[str, object]

STANDBY_W = 1.0  #: of a lamp that is told to be out
SHOWN_V = ("voltageR", "voltageS", "voltageT")


def cabinet_shown(cabinet: Entity, feeders: Sequence[Row]) -> Row:
    """Describe a cabinet with its feeders, as `feeder_shown` describes them.

    expected_w: what its lamps should draw at their levels, by model; None: unknown
    """
    expected = [one["expected_w"] for one in feeders]
    known = [one for one in expected if isinstance(one, float)]
    return {
        "phases_v": [number(cabinet, name) for name in SHOWN_V],
        "door_open": cabinet.value("doorOpen"),
        "load_w": _watts(cabinet),
        "expected_w": sum(known) if known else None,
        "found": found_shown(diagnosis_of(cabinet)),
        "feeders": list(feeders),
    }


def feeder_shown(feeder: Entity, lamps: Sequence[Row]) -> Row:
    """Describe a feeder, without its lamps.

    expected_w: what its lamps should draw at their levels; None: unknown
    """
    expected = [one["expected_w"] for one in lamps]
    phases = feeder.value("phaseVoltage")
    return {
        "phases_v": phases if isinstance(phases, list) else [],
        "load_w": _watts(feeder),
        "expected_w": sum(w for w in expected if isinstance(w, float)) or None,
        "found": found_shown(diagnosis_of(feeder)),
    }


def lamps_shown(
    lamps: Mapping[str, Entity],
    models: Mapping[str, Entity],
    origin: Described | None,
) -> list[Row]:
    """Describe lamps, the nearest to the cabinet first.

    origin: the cabinet; without one they are in the order of their names
    """
    rows = sorted(
        (_lamp_shown(one, models, origin) for one in lamps.values()),
        key=lambda row: (row[0], str(row[1]["urn"])),
    )
    return [row for _, row in rows]


def found_shown(diagnosis: Diagnosis | None) -> Row | None:
    """Describe what was found: the evidence, how sure it is, and what explains it."""
    if diagnosis is None:
        return None
    return {
        "kind": diagnosis.kind,
        "evidence": with_both_scripts(evidence(diagnosis.kind, diagnosis.facts)),
        "confidence": diagnosis.confidence,
        "since": diagnosis.since,
        "by": diagnosis.by,
    }


def _lamp_shown(
    lamp: Entity, models: Mapping[str, Entity], origin: Described | None
) -> tuple[float, Row]:
    """Return how far a lamp is from the cabinet, and what is shown of it."""
    described = describe(lamp, models)
    assert described is not None
    level = number(lamp, "illuminanceLevel")
    if lamp.value("powerState") == "off":
        level = 0.0
    expected_w = None
    if level is not None and described.nature.rated_w > 0:
        lit = 0 < level <= 1
        expected_w = described.nature.expected_w(level) if lit else STANDBY_W
    far_m = apart_m(described.place, origin.place if origin else None)
    return inf if isnan(far_m) else far_m, {
        "urn": lamp.id,
        "level": level,
        "power_w": number(lamp, "powerConsumption"),
        "expected_w": expected_w,
        "far_m": None if isnan(far_m) else round(far_m),
        "found": found_shown(diagnosis_of(lamp)),
    }


def _watts(meter: Entity) -> float | None:
    load_kw = number(meter, "totalActivePower")
    return None if load_kw is None else 1000 * load_kw
