"""The base map of a municipality: features in, one PMTiles file out, nothing fetched.

The layers and fields are those of docs/reference/base-map-schema.md.
"""

from mesto.web.basemap.tiles import build

__all__ = ["build"]
