"""The emptyings of containers between two times: one question for all who ask."""

from collections.abc import Sequence
from datetime import datetime

from mesto.domains.waste.emptyings.happened import DETECTED_WITHIN, Emptied, merged
from mesto.domains.waste.emptyings.questions import Told, Weighings
from mesto.domains.waste.emptyings.weights import LONGEST_TRIP, shared_out
from mesto.domains.waste.nouns import CONTAINER
from mesto.kernel.city import City
from mesto.kernel.question.stated import Stated


async def emptyings_of(
    city: City, urns: Sequence[str] | None, since: datetime, until: datetime
) -> list[Emptied]:
    """Return the emptyings in [since, until), in their order, each once.

    urns: of containers; None: of all

    What a sensor saw and somebody reported is one, at the time that was reported.
    """
    told = await city.ask(
        Told(urns=urns, since=since - DETECTED_WITHIN, until=until + DETECTED_WITHIN)
    )
    return [one for one in merged(told) if since <= one.at < until]


async def weighed_emptyings(
    city: City, since: datetime, until: datetime
) -> list[Emptied]:
    """Return the emptyings of all containers in [since, until), with their weights.

    What a vehicle brought to the scale is shared out over what it emptied; what
    nobody weighed in any way has no weight.
    """
    begun = since - LONGEST_TRIP
    emptied = await emptyings_of(city, None, begun, until)
    weighings = await city.ask(Weighings(since=begun, until=until + LONGEST_TRIP))
    stated = await city.ask(Stated(types=[CONTAINER], attributes=["binCapacity"]))
    volumes_l = {
        urn: float(volume_l)
        for urn, said in stated.items()
        if isinstance(volume_l := said.get("binCapacity"), int | float)
    }
    weighed = shared_out(emptied, weighings, volumes_l)
    return [one for one in weighed if one.at >= since]
