"""What people are told of a changed schedule that went back by itself. Pure.

It follows from what is recorded, and has an id of its own: told after a crash too, and
not twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from mesto.domains.lighting.control.cohorts import Written
from mesto.domains.lighting.control.schedule import SCHEDULE
from mesto.kernel.script import with_both_scripts
from mesto.kernel.words import said
from mesto.operations.notifications.notice import Notice, in_language
from mesto.operations.reports.formats import moment
from mesto.operations.written import urn_of

LATELY: Final = timedelta(days=7)  #: less than notices are kept, so that it is once
SEVERITY: Final = "medium"  #: all lamps are as they were
OURS: Final = UUID("c0c4e1c6-5f4d-4b6f-8f5e-2a3b7d1c9e04")

WENT_BACK: Final = said(
    "{title}: back to the version before",
    "{title}: zpět k předchozí verzi",
    "{title}: späť k predchádzajúcej verzii",
    "{title}: vraćeno na prethodnu verziju",
)
WHEN: Final = said(
    "It went back by itself on {at}. Lamps that tried the change: {tried}.",
    "Vráceno samočinně {at}. Svítidla, která změnu zkoušela: {tried}.",
    "Vrátené samočinne {at}. Svietidlá, ktoré zmenu skúšali: {tried}.",
    "Vraćeno samo od sebe {at}. Svetiljke koje su isprobavale promenu: {tried}.",
)


def back_lately(written: Written, now: datetime) -> list[str]:
    """Return the schedules that went back by themselves, and people should know."""
    return [
        name
        for name, rollout in written.back.items()
        if rollout.why
        and rollout.ended_at is not None
        and now - rollout.ended_at < LATELY
        and name in written.schedules
    ]


def notice_of(name: str, written: Written, to: Sequence[str]) -> Notice:
    """Return what is told of a schedule that went back; always the same one of it."""
    urn, rollout = urn_of(SCHEDULE, name), written.back[name]
    assert rollout.ended_at is not None, "it went back"
    at = rollout.ended_at.astimezone(written.spot.zone)
    titles = with_both_scripts(written.schedules[name].title)
    why = with_both_scripts(rollout.why)
    return Notice(
        id=uuid5(OURS, f"{urn} {rollout.ended_at.isoformat()}"),
        to=to,
        subject={
            tag: words.format(title=in_language(titles, tag) or name)
            for tag, words in with_both_scripts(WENT_BACK).items()
        },
        body={
            tag: f"{in_language(why, tag)}\n"
            + words.format(at=moment(at, tag), tried=rollout.tried)
            for tag, words in with_both_scripts(WHEN).items()
        },
        severity=SEVERITY,
        link=f"lighting-schedule/schedules/{name}",
        about=urn,
    )
