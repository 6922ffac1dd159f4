"""What to bring to mend a fault, so that the crew comes once. Pure."""

from collections.abc import Mapping

from mesto.domains.lighting.faults import words
from mesto.domains.lighting.faults.kinds import Kind
from mesto.kernel.plugin import Text
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import filled
from mesto.kernel.words import said

PARTS: Mapping[str, Text] = {
    "lightSource": said(
        "light source", "světelný zdroj", "svetelný zdroj", "izvor svetlosti"
    ),
    "driver": said("driver", "předřadník", "predradník", "drajver"),
    "ignitor": said(
        "light source, ignitor",
        "světelný zdroj, zapalovač",
        "svetelný zdroj, zapaľovač",
        "izvor svetlosti, paljač",
    ),
    "photocell": said(
        "photocell or controller",
        "fotobuňka nebo řídicí jednotka",
        "fotobunka alebo riadiaca jednotka",
        "fotoćelija ili kontroler",
    ),
    "clock": said(
        "astronomical clock, contactor",
        "astronomické hodiny, stykač",
        "astronomické hodiny, stýkač",
        "astronomski sat, kontaktor",
    ),
    "capacitor": said(
        "driver or capacitor",
        "předřadník nebo kondenzátor",
        "predradník alebo kondenzátor",
        "drajver ili kondenzator",
    ),
    "controller": said(
        "controller, column fuse",
        "řídicí jednotka, pojistka stožáru",
        "riadiaca jednotka, poistka stožiara",
        "kontroler, osigurač stuba",
    ),
    "fuse": said(
        "column fuse", "pojistka stožáru", "poistka stožiara", "osigurač stuba"
    ),
    "lock": said("lock, seal", "zámek, plomba", "zámok, plomba", "brava, plomba"),
    "mainFuse": said(
        "main fuse", "hlavní pojistka", "hlavná poistka", "glavni osigurač"
    ),
    "cable": said(
        "cable, joints, fault locator",
        "kabel, spojky, hledač poruch",
        "kábel, spojky, hľadač porúch",
        "kabl, spojnice, tražač kvarova",
    ),
    "breaker": said(
        "breaker, feeder fuses",
        "jistič, pojistky vývodu",
        "istič, poistky vývodu",
        "prekidač, osigurači izvoda",
    ),
}
BRING: Text = said(
    "Bring: {part}.",
    "Vzít s sebou: {part}.",
    "Vziať so sebou: {part}.",
    "Poneti: {part}.",
)
#: Parts that are made for one luminaire; the others fit any.
OF_MODEL = frozenset({"lightSource", "driver", "ignitor", "capacitor"})

_BY_KIND: Mapping[Kind, str] = {
    Kind.LAMP_FAILURE: "lightSource",
    Kind.DRIVER_FAILURE: "driver",
    Kind.CYCLING: "ignitor",
    Kind.LOW_POWER_FACTOR: "capacitor",
    Kind.PARTLY_DARK: "lightSource",
    Kind.FUSE_BLOWN: "fuse",
    Kind.COMMUNICATION_LOST: "controller",
    Kind.DOOR_OPEN: "lock",
    Kind.PHASE_LOSS: "mainFuse",
    Kind.CABLE_CUT: "cable",
    Kind.SUPPLY_LOST: "breaker",
}


def part_for(kind: Kind, facts: Mapping[str, float]) -> str:
    """Return which part mends a fault; empty where none does, but a look at it."""
    if kind is Kind.DAY_BURNING:
        street = words.variant(kind, facts) == words.STREET
        return "clock" if street else "photocell"
    return _BY_KIND.get(kind, "")


def bring(part: str, *, model: str, rated_w: float) -> Text:
    """Say what to bring, and of which luminaire it is a part.

    model: what people call the luminaire; empty: unknown
    rated_w: of the luminaire; 0: unknown
    """
    of = [f"{rated_w:.0f} W"] if rated_w > 0 else []
    made_for = [*of, model] if part in OF_MODEL else []
    called = {
        tag: ", ".join([name, *filter(None, made_for)])
        for tag, name in with_both_scripts(PARTS[part]).items()
    }
    return filled(BRING, part=called)
