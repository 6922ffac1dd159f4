"""Damping of alarms that come and go: many short ones are one. Pure.

An asset whose alarm opens often within a while is said to be flapping, as bad as it was
at its worst, until it has been calm for long enough. Nothing worse is ever hidden.

Source: ISA-18.2, 16.5, chattering and fleeting alarms.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from mesto.kernel.plugin import Damping, Text, Verdict
from mesto.kernel.verdict import BADNESS, spell

ALARMING = frozenset({"offline", "warning", "critical"})

FLAPPING: Text = {
    "en": "Comes and goes, {times} times within {time} or more often. Last: {cause}",
    "cs": "Přichází a odchází, {times}krát za {time} nebo častěji. Naposled: {cause}",
    "sk": "Prichádza a odchádza, {times}-krát za {time} alebo častejšie. "
    "Naposledy: {cause}",
    "sr-Latn": "Pojavljuje se i nestaje, {times} puta za {time} ili češće. "
    "Poslednje: {cause}",
}


class Opening(NamedTuple):
    """When an asset got worse, and how."""

    at: datetime
    status: str
    cause: Mapping[str, str]


def damped(
    openings: Sequence[Opening], verdict: Verdict, damping: Damping, now: datetime
) -> Verdict:
    """Return what is shown of an asset that is judged so now.

    openings: when it got worse of late, oldest first
    """
    recent = [one for one in openings if one.at > now - damping.within]
    if len(recent) < damping.times or verdict.status == "maintenance":
        return verdict
    calm_at = recent[-damping.times].at + damping.within
    statuses = [verdict.status, *(one.status for one in recent)]
    return Verdict(
        max(statuses, key=BADNESS.__getitem__),
        _sentence(recent[-1].cause, damping),
        by=verdict.by,
        since=recent[0].at,
        until=min(verdict.until or calm_at, calm_at),
    )


class Flaps:
    """Remembers how often assets got worse of late, by their numbers."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._was: dict[int, str] = {}
        self._openings: dict[int, list[Opening]] = {}

    def damp(
        self, asset: int, verdict: Verdict, damping: Damping, now: datetime
    ) -> Verdict:
        """Note how an asset is judged, and return what is shown of it."""
        was = self._was.get(asset, verdict.status)
        self._was[asset] = verdict.status
        worse = BADNESS[verdict.status] > BADNESS[was]
        if worse and verdict.status in ALARMING:
            openings = self._openings.setdefault(asset, [])
            openings.append(Opening(now, verdict.status, verdict.cause))
            self._openings[asset] = openings[-damping.times :]
        openings = self._openings.get(asset, [])
        return damped(openings, verdict, damping, now) if openings else verdict

    def forget(self, asset: int) -> None:
        """Remember an asset no more."""
        self._was.pop(asset, None)
        self._openings.pop(asset, None)


def _sentence(cause: Mapping[str, str], damping: Damping) -> Text:
    """Say that it flaps, and what was wrong last."""
    usual = cause.get("en", "")
    facts = {"times": damping.times, "time": spell(damping.within)}
    return {
        tag: text.format(cause=cause.get(tag, usual), **facts)
        for tag, text in FLAPPING.items()
    }
