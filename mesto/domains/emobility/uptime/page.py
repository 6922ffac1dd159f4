"""Uptime as people see it, by station and place. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from mesto.domains.emobility.nouns import CONNECTED, NUMBER, STATUS
from mesto.domains.emobility.uptime.questions import Courses
from mesto.domains.emobility.uptime.reckon import Uptime, together, uptime
from mesto.kernel.model import Entity
from mesto.kernel.verdict import named

PLANNED: Final = "maintenance"
ATTRIBUTES: Final = (CONNECTED, STATUS, PLANNED)
HOUR_S: Final = 3600
HEAD: Final = (
    *("station", "place", "uptime", "usable_h", "down_h", "planned_h", "unknown_h"),
    "contracted",
)


def shown(  # noqa: PLR0913 - what there is, how it went, and what was agreed
    stations: Mapping[str, Entity],
    evses: Mapping[str, Sequence[Entity]],
    courses: Courses,
    *,
    since: datetime,
    until: datetime,
    contracted: float | None,
) -> dict[str, Any]:
    """Return how a time went, of each station and of all together.

    evses: by station
    contracted: the share that was agreed; None: none was
    """
    listed = []
    every: list[Uptime] = []
    for urn, station in stations.items():
        places = [
            (
                one.value(NUMBER),
                uptime(
                    connected=courses.get((urn, CONNECTED), ()),
                    status=courses.get((one.id, STATUS), ()),
                    planned=courses.get((urn, PLANNED), ()),
                    since=since,
                    until=until,
                ),
            )
            for one in evses.get(urn, ())
        ]
        whole = together(time for _, time in places)
        every.append(whole)
        listed.append(
            {
                "urn": urn,
                "name": named(station),
                **_told(whole, contracted),
                "places": [
                    {"number": number, **_told(time, contracted)}
                    for number, time in places
                ],
            }
        )
    listed.sort(key=lambda one: (one["uptime"] is None, one["uptime"]))
    return {
        "since": since,
        "until": until,
        "contracted": contracted,
        "all": _told(together(every), contracted),
        "stations": listed,
    }


def table(told: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    """Yield the same as rows of a table, with its head."""
    yield HEAD
    for station in told["stations"]:
        for place in station["places"]:
            numbers = (place[name] for name in HEAD[2:7])
            yield (station["name"], place["number"], *numbers, told["contracted"])


def _told(time: Uptime, contracted: float | None) -> dict[str, Any]:
    share = time.share
    kept = None if share is None or contracted is None else share >= contracted
    return {
        "uptime": None if share is None else round(share, 5),
        "usable_h": round(time.usable_s / HOUR_S, 2),
        "down_h": round(time.down_s / HOUR_S, 2),
        "planned_h": round(time.planned_s / HOUR_S, 2),
        "unknown_h": round(time.unknown_s / HOUR_S, 2),
        "kept": kept,
    }
