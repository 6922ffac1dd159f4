"""A real town, read from an OpenStreetMap extract; nothing is fetched.

The data is © OpenStreetMap contributors (ODbL), which a map made of it must say.
"""

from mesto.simulator.osm.reading import ATTRIBUTION, read

__all__ = ["ATTRIBUTION", "read"]
