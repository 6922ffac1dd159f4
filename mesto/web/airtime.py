"""How commands to assets go by radio, where a connection says so."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request

from mesto.kernel.radio import Way


def ways_to(request: Request, urns: Iterable[str]) -> Mapping[str, Way]:
    """Return by asset how commands go to it; without those told otherwise."""
    ways: Mapping[str, Way] = request.scope["exchange"].ways_to(urns)
    return ways
