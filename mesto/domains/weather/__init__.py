"""Weather: what the town's own stations measure, and when it is dangerous."""

from mesto.domains.weather.panels import BOARDS, LAYERS, TITLE
from mesto.kernel.plugin import Domain

domain = Domain(name="weather", title=TITLE, layers=LAYERS, boards=BOARDS)
