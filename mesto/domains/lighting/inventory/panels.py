"""How lamps belong to streets and models, as people read it."""

from mesto.domains.lighting.inventory.segments import SEGMENT
from mesto.kernel.plugin import Relation
from mesto.kernel.words import said

MODEL = "refStreetlightModel"  #: relationship of lamps

STANDS_ON = Relation(
    attribute=SEGMENT,
    title=said("Lights", "Osvětluje", "Osvetľuje", "Osvetljava"),
    back=said("Lit by", "Osvětlují ho", "Osvetľujú ho", "Osvetljavaju ga"),
)
OF_MODEL = Relation(
    attribute=MODEL,
    title=said("Is of model", "Je typu", "Je typu", "Model"),
    back=said(
        "Lamps of this model",
        "Svítidla tohoto typu",
        "Svietidlá tohto typu",
        "Svetiljke ovog modela",
    ),
)
