"""Switching off a scenario that did too much, and telling who answers for it."""

from uuid import UUID, uuid5

from mesto.kernel.city import City
from mesto.kernel.model import Observation
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
    reason = f"more than {limit} runs in an hour"
    urn = PREFIX + scenario.name
    source = source_of((scenario.name,))
    await city.record(
        Observation(entity=urn, attribute=name, value=value, source=source)
        for name, value in ((STAGE, "off"), (REASON, reason))
    )
    if scenario.definition.owner:
        notice = Notice(
            id=uuid5(run, "off"),
            to=[scenario.definition.owner],
            subject=scenario.definition.title,
            body={tag: words.format(limit) for tag, words in _SWITCHED_OFF.items()},
            severity="high",
            link=f"scenarios/{scenario.name}",
            about=urn,
        )
        await tell(city, [notice])


_SWITCHED_OFF = {
    "en": "Switched off: more than {} runs in an hour.",
    "cs": "Vypnuto: více než {} běhů za hodinu.",
    "sk": "Vypnuté: viac než {} behov za hodinu.",
    "sr-Latn": "Isključeno: više od {} izvršavanja na sat.",
}
