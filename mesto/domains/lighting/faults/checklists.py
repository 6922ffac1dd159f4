"""What is ticked off to mend a fault, by its kind; the part to bring comes first. Pure.

A checklist of here fits where the diagnosis has named the fault; elsewhere one for the
type of the asset does.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from mesto.domains.lighting.faults import steps
from mesto.domains.lighting.faults.inventory import Of
from mesto.domains.lighting.faults.kinds import TITLES, Kind
from mesto.domains.lighting.faults.parts import bring, part_for
from mesto.kernel.checklist import Checklist, Step, Text
from mesto.kernel.diagnosed import FAULT_KIND
from mesto.kernel.words import said

SUPPLIES: Final = (Of.FEEDER, Of.CABINET)
STREET_BURNS: Final[Text] = said(
    "Street burns by day",
    "Ulice svítí ve dne",
    "Ulica svieti cez deň",
    "Ulica svetli danju",
)

_SAFE: Final = (steps.SWITCH_OFF, steps.CORDON)
#: By kind, what is done between bringing the part and seeing the lamp light.
_AT_LAMPS: Final[Mapping[Kind, Sequence[Step]]] = {
    Kind.LAMP_FAILURE: (*_SAFE, steps.VOLTAGE, steps.LIGHT_SOURCE, steps.PLATE),
    Kind.PARTLY_DARK: (*_SAFE, steps.COVER, steps.LIGHT_SOURCE, steps.PLATE),
    Kind.CYCLING: (*_SAFE, steps.VOLTAGE, steps.IGNITOR, steps.PLATE),
    Kind.DRIVER_FAILURE: (*_SAFE, steps.DRIVER, steps.PLATE, steps.DIMS),
    Kind.LOW_POWER_FACTOR: (*_SAFE, steps.CAPACITOR, steps.POWER_FACTOR),
    Kind.UNLIKE_MODEL: (steps.PLATE, steps.INVENTORY),
    Kind.FUSE_BLOWN: (*_SAFE, steps.INSULATION, steps.FUSE, steps.VOLTAGE),
    Kind.COMMUNICATION_LOST: (
        steps.VOLTAGE,
        steps.RESTART,
        steps.CONTROLLER,
        steps.IDENTIFIER,
        steps.REPORTS,
    ),
    Kind.DAY_BURNING: (*_SAFE, steps.PHOTOCELL, steps.COVERED),
}
_AT_SUPPLIES: Final[Mapping[Kind, Sequence[Step]]] = {
    Kind.DAY_BURNING: (steps.BY_HAND, steps.CONTACTOR, steps.CLOCK, steps.GOES_OUT),
    Kind.PHASE_LOSS: (steps.INCOMING, steps.MAIN_FUSE, steps.PHASES),
    Kind.CABLE_CUT: (
        steps.DEAD,
        steps.CORDON,
        steps.LOCATE,
        steps.POLICE,
        steps.CABLE,
        steps.INSULATION,
        steps.ALL_LIGHT,
    ),
    Kind.SUPPLY_LOST: (
        steps.INCOMING,
        steps.INSULATION,
        steps.BREAKER,
        steps.PHASES,
        steps.ALL_LIGHT,
    ),
    Kind.DOOR_OPEN: (steps.INSIDE, steps.MISSING, steps.LOCK, steps.DOOR_REPORTS),
}


def _checklist(kind: Kind, types: Sequence[Of], done: Sequence[Step]) -> Checklist:
    street = kind is Kind.DAY_BURNING and Of.LAMP not in types
    part = part_for(kind, {"lamps": 1.0} if street else {})
    taken = (Step(text=bring(part, model="", rated_w=0)),) if part else ()
    lights = (steps.LIGHTS,) if types == (Of.LAMP,) and part else ()
    return Checklist(
        title=STREET_BURNS if street else _title(kind),
        work=("repair",),
        types=tuple(types),
        where={FAULT_KIND: (kind.value,)},
        steps=(*taken, *done, *lights),
    )


def _title(kind: Kind) -> Text:
    words = TITLES[kind.value].items()
    return {tag: text[:1].upper() + text[1:] for tag, text in words}


def _name(kind: Kind, prefix: str) -> str:
    kebab = "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.value)
    return f"{prefix}-{kebab}"


CHECKLISTS: Final[Mapping[str, Checklist]] = {
    _name(kind, "lamp"): _checklist(kind, (Of.LAMP,), done)
    for kind, done in _AT_LAMPS.items()
} | {
    _name(kind, "supply"): _checklist(kind, SUPPLIES, done)
    for kind, done in _AT_SUPPLIES.items()
}
