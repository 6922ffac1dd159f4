"""Switching off a scenario that did too much, and telling who answers for it."""

from uuid import UUID, uuid5

from mesto.kernel.city import City
from mesto.kernel.model import Kind, Observation
from mesto.kernel.text import filled
from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.tell import tell
from mesto.operations.scenarios.compiled import Compiled
from mesto.operations.scenarios.happening import PREFIX, source_of
from mesto.operations.scenarios.reading import REASON, STAGE


async def switch_off(city: City, scenario: Compiled, run: UUID) -> None:
    """Switch a scenario off that did too much, and tell its owner.

    run: the one that was too many
    """
    limit = scenario.definition.limits.an_hour
    says = filled(_SWITCHED_OFF, limit=limit)
    urn = PREFIX + scenario.name
    source = source_of((scenario.name,))
    told = ((STAGE, "off", Kind.PROPERTY), (REASON, says, Kind.LANGUAGE_PROPERTY))
    await city.record(
        Observation(entity=urn, attribute=name, value=value, kind=kind, source=source)
        for name, value, kind in told
    )
    if scenario.definition.owner:
        notice = Notice(
            id=uuid5(run, "off"),
            to=[scenario.definition.owner],
            subject=scenario.definition.title,
            body=says,
            severity="high",
            link=f"scenarios/{scenario.name}",
            about=urn,
        )
        await tell(city, [notice])


_SWITCHED_OFF = {
    "en": "Switched off: more than {limit} runs in an hour.",
    "cs": "Vypnuto: více než {limit} běhů za hodinu.",
    "sk": "Vypnuté: viac než {limit} behov za hodinu.",
    "sr-Latn": "Isključeno: više od {limit} izvršavanja na sat.",
}
