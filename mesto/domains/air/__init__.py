"""Air quality: from concentrations to an index people understand."""

from mesto.domains.air.checklists import CHECKLISTS
from mesto.domains.air.panels import BOARDS, LAYERS, TITLE
from mesto.kernel.plugin import Domain

domain = Domain(
    name="air", title=TITLE, layers=LAYERS, boards=BOARDS, checklists=CHECKLISTS
)
