"""What the page of sensors asks."""

import asyncio
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.inventory.reading import contracts_of
from mesto.domains.waste.nouns import CONTAINER
from mesto.domains.waste.replanned.kept import URN
from mesto.domains.waste.sensors.diagnosis import diagnosis_of
from mesto.domains.waste.sensors.page import READ, course_shown, sensors_shown
from mesto.domains.waste.sensors.questions import Numbers
from mesto.domains.waste.sensors.reading import course_of_one
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import NotFound
from mesto.kernel.plugin import Answers
from mesto.kernel.question.stated import Stated
from mesto.kernel.verdict import named
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.picture import Picture


async def show_sensors(request: Request, picture: Picture) -> Response:
    """List the sensors of all containers, what is wrong with each, and its worth."""
    city = picture.city
    stated = await city.ask(Stated(types=[CONTAINER], attributes=READ))
    numbers = await city.ask(Numbers(type=CONTAINER))
    contracts = await contracts_of(city)
    now = datetime.now(UTC)
    own = (await city.present([URN])).get(URN)
    shown = await asyncio.to_thread(sensors_shown, stated, numbers, contracts, now, own)
    return answer_json(request, shown)


async def show_course(request: Request, picture: Picture) -> Response:
    """Show what proves the finding about one container's sensor.

    Raises NotFound where there is no container of that number.
    """
    await picture.ready()
    _, container = await asked.entity(request, picture)
    if CONTAINER not in container.types:
        raise NotFound("this is no container")
    course = await course_of_one(picture.city, container.id, datetime.now(UTC))
    shown = course_shown(course, diagnosis_of(container), named(container))
    return answer_json(request, shown)


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Answers = {
    Verb.SEE: (
        ("sensors", "GET", show_sensors),
        ("sensors/{number:int}", "GET", show_course),
    )
}
