"""Parking: where a place is free."""

from mesto.domains.parking.panels import BOARDS, LAYERS, TITLE
from mesto.kernel.plugin import Domain

domain = Domain(name="parking", title=TITLE, layers=LAYERS, boards=BOARDS)
