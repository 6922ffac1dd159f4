"""What the screen of cables asks: what they carry, and who gets what and why."""

import asyncio
from datetime import datetime
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.keeping.reading import Reader
from mesto.domains.emobility.keeping.shown import load_shown
from mesto.domains.emobility.nouns import GRID_CONNECTION
from mesto.domains.emobility.refusals import SEES_A_PART
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden
from mesto.kernel.plugin import Answers
from mesto.kernel.text import refusal
from mesto.web.answers import answer_json
from mesto.web.asker import host_of, visit_of
from mesto.web.picture import Picture

_READERS: WeakKeyDictionary[City, Reader] = WeakKeyDictionary()


async def show_load(request: Request, _picture: Picture) -> Response:
    """Show the tree of connections with what it carries, and who gets what and why.

    Raises Forbidden for who sees a part of the town only: a cable shows all on it.
    """
    if not visit_of(request).sees_all:
        raise refusal(Forbidden, SEES_A_PART)
    city = host_of(request)
    reader = _READERS.setdefault(city, Reader(city))
    zone = (await city.municipality()).zone
    state = await reader.state(datetime.now(zone))
    if state is None:
        return answer_json(request, {"nodes": [], "sessions": [], "ahead": []})
    connections = await city.entities(GRID_CONNECTION)
    sessions = await city.present([one.urn for one in state.cars])
    shown = await asyncio.to_thread(load_shown, state, connections, sessions)
    return answer_json(request, shown)


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Answers = {Verb.SEE: (("load", "GET", show_load),)}
