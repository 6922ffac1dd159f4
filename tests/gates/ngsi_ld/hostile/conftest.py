"""What a refusal has to be like, whatever was asked (5.5.2, 6.3.2)."""

from typing import Any

import httpx
import requests

from mesto.gates.ngsi_ld.problem import ERRORS, Problem

#: Longer than anything may take on a machine that does much else.
PATIENCE_S = 60.0
BARE = {405, 406, 411, 413, 415}  #: without problem details (6.3.4)
UNAVAILABLE = "LdContextNotAvailable"  #: the only failure of ours that a peer may cause


def _named(kind: type[Problem]) -> set[tuple[int, str]]:
    below = [one for sub in kind.__subclasses__() for one in _named(sub)]
    return (
        {(kind.status, kind.__name__), *below} if hasattr(kind, "status") else {*below}
    )


TYPES = _named(Problem)


def sound(answer: httpx.Response | requests.Response, *asked: Any) -> None:
    """Say what was asked where the answer is not as the standard types it."""
    status = answer.status_code
    if status < 400 or status in BARE:
        return
    told = answer.json()
    kind = str(told["type"]).removeprefix(ERRORS)
    assert status < 500 or kind == UNAVAILABLE, (*asked, told)
    assert kind == "about:blank" or (status, kind) in TYPES, (*asked, told)
    assert told["title"], (*asked, told)


async def put_car(api: httpx.AsyncClient, urn: str) -> None:
    """Let an entity be there with the attributes `speed` and `location`."""
    entity = {
        "id": urn,
        "type": "Vehicle",
        "speed": {"value": 50, "observedAt": "2026-01-01T00:00:00Z"},
        "location": {"type": "Point", "coordinates": [19.8, 45.2]},
    }
    answer = await api.post("/entityOperations/upsert", json=[entity])
    assert answer.status_code in (201, 204), answer.text
