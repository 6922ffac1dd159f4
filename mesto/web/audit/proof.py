"""Whether everything that was written still holds, as it was last looked at."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.chain.seal import heads
from mesto.kernel.chain.strands import OF_MUNICIPALITY
from mesto.kernel.chain.verify import last_verdicts
from mesto.operations.audit.proof import seal_all
from mesto.web.answers import answer_json
from mesto.web.asker import host_of
from mesto.web.picture import Picture


async def show_proof(request: Request, _picture: Picture) -> Response:
    """Say when it was last looked whether all holds, what came of it, and the head."""
    city = host_of(request)
    await seal_all(city.bound, OF_MUNICIPALITY)
    async with city.bound() as connection:
        told = {
            "verdicts": await last_verdicts(connection),
            "heads": await heads(connection, OF_MUNICIPALITY),
        }
    return answer_json(request, msgspec.to_builtins(told))
