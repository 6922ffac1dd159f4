"""Traffic: how much drives where, how fast."""

from mesto.domains.traffic.panels import BOARDS, LAYERS, TITLE
from mesto.kernel.plugin import Domain

domain = Domain(name="traffic", title=TITLE, layers=LAYERS, boards=BOARDS)
