"""Electromobility: which charging stations work, which are free."""

from mesto.domains.emobility.checklists import CHECKLISTS
from mesto.domains.emobility.panels import BOARDS, LAYERS, TITLE
from mesto.kernel.plugin import Domain

domain = Domain(
    name="emobility", title=TITLE, layers=LAYERS, boards=BOARDS, checklists=CHECKLISTS
)
