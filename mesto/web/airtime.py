"""How commands to assets go by radio, where a connection says so."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request

from mesto.kernel.radio import Way


def ways_to(request: Request, urns: Iterable[str]) -> Mapping[str, Way]:
    """Return by asset how commands go to it; without those told otherwise."""
    way_to = request.scope["exchange"].way_to
    found = {urn: way_to(urn) for urn in urns}
    return {urn: way for urn, way in found.items() if way is not None}
