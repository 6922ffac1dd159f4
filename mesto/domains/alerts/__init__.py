"""Alerts other systems send: shown where they happen, for as long as they hold."""

from mesto.domains.alerts.panels import BOARDS, LAYERS, TITLE
from mesto.kernel.plugin import Domain

domain = Domain(name="alerts", title=TITLE, layers=LAYERS, boards=BOARDS)
