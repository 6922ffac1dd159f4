"""A firmware campaign: for which stations, in which stages, and what comes next. Pure.

What was told to each station and what became of it is kept at the station
(`firmwareUpdate`), so a campaign goes on wherever it was when the server stopped.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from math import ceil
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias

import msgspec

from mesto.domains.emobility.mistakes import FETCHED_BY, STAGES
from mesto.domains.emobility.nouns import (
    CONNECTED,
    FIRMWARE,
    FIRMWARE_STATUS,
    MODEL,
    PROTOCOL,
    UPDATE,
    VENDOR,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text
from mesto.kernel.text import filled, refusal
from mesto.kernel.url import parts_of

PATIENCE: Final = timedelta(hours=3)  #: then a station that said nothing has failed
TOGETHER: Final = 10  #: stations that install at once
LASTS: Final = timedelta(minutes=15)  #: a command on its way
SCHEMES: Final = ("http", "https", "ftp", "ftps", "sftp")
#: OCPP's words for what went wrong.
FAILED: Final = frozenset(
    {
        *("DownloadFailed", "InstallationFailed", "InstallVerificationFailed"),
        *("InvalidSignature", "RevokedCertificate", "InvalidCertificate"),
    }
)

Share: TypeAlias = Annotated[float, msgspec.Meta(gt=0, le=1)]
#: waiting: not told yet; told: on its way; done: has the version; failed
State: TypeAlias = Literal["waiting", "told", "done", "failed"]


class Campaign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is installed where, and how carefully.

    version: as stations tell it once they have it
    location: where stations fetch it
    versions: only stations that have one of these; empty: whatever they have
    stages: shares of all, growing; the first are the pilot
    soak_h: after a stage, before the next
    most_failures: share of those told; above it nothing more is told
    calendar: name of one that holds when stations may be told; empty: always
    running: it goes on; a new one waits until somebody starts it
    """

    title: Text = {}
    vendor: str
    model: str
    versions: tuple[str, ...] = ()
    version: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    location: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    stages: tuple[Share, ...] = (0.05, 0.25, 1.0)
    soak_h: Annotated[float, msgspec.Meta(ge=0, le=1_000)] = 24.0
    most_failures: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.1
    calendar: str = ""
    running: bool = False


class Member(NamedTuple):
    """How a station stands in a campaign."""

    urn: str
    state: State
    at: datetime | None = None  #: since when, where it was told
    why: str = ""  #: it failed: a word of `WHY`; before those, a sentence in English
    says: Text | None = None  #: what was said beside it, by language


class Course(NamedTuple):
    """How a campaign stands, and what comes next."""

    members: Sequence[Member]
    stage: int  #: number of the stage that goes on, from 0
    tell: Sequence[str]  #: stations that are to be told now
    stopped: bool  #: too many have failed


def check_campaign(campaign: Campaign) -> None:
    """Raise Malformed for what makes no sense."""
    if parts_of(campaign.location, place=("location",)).scheme not in SCHEMES:
        says = filled(FETCHED_BY, ways=", ".join(SCHEMES))
        raise refusal(Malformed, says, place=("location",))
    stages = campaign.stages
    growing = all(a < b for a, b in pairwise(stages))
    if not stages or not growing or stages[-1] != 1:
        raise refusal(Malformed, STAGES, place=("stages",))


def course_of(
    name: str,
    campaign: Campaign,
    stations: Mapping[str, Entity],
    *,
    now: datetime,
    open_: bool,
) -> Course:
    """Return how a campaign stands and whom to tell.

    open_: stations may be told now, by the calendar
    """
    mine = [
        urn
        for urn, one in stations.items()
        if is_meant(campaign, one) or told_by(name, one) is not None
    ]
    mine.sort(key=lambda urn: blake2b(f"{name} {urn}".encode()).digest())
    members = [_member(name, campaign, stations[urn], now) for urn in mine]
    here = {urn for urn in mine if stations[urn].value(CONNECTED) is True}
    stage = _stage(campaign, members, here, now)
    told = [one for one in members if one.at is not None]
    failed = sum(one.state == "failed" for one in told)
    stopped = failed > campaign.most_failures * max(len(told), 1)
    tell: list[str] = []
    if campaign.running and open_ and not stopped:
        last = len(campaign.stages) - 1
        wanted = members[: _size(campaign, min(stage, last), len(members))]
        going = sum(one.state == "told" for one in members)
        free = [one.urn for one in wanted if one.state == "waiting" and one.urn in here]
        tell = free[: max(0, TOGETHER - going)]
    return Course(members, stage, tell, stopped)


def is_meant(campaign: Campaign, station: Entity) -> bool:
    """Tell whether a campaign is for a station."""
    if station.value(VENDOR) != campaign.vendor:
        return False
    if campaign.model and station.value(MODEL) != campaign.model:
        return False
    has = station.value(FIRMWARE)
    return not campaign.versions or has in (*campaign.versions, campaign.version)


def told_by(name: str, station: Entity) -> Mapping[str, Any] | None:
    """Return what a campaign told a station; None where it told it nothing."""
    update = station.value(UPDATE)
    mine = isinstance(update, dict) and update.get("campaign") == name
    return update if mine and isinstance(update, dict) else None


def call_of(campaign: Campaign, station: Entity, now: datetime) -> dict[str, Any]:
    """Write what a station is told, in the words of its version of OCPP."""
    at = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    if station.value(PROTOCOL) == "ocpp1.6":
        old = {"location": campaign.location, "retrieveDate": at}
        return {"action": "UpdateFirmware", "payload": old}
    firmware = {"location": campaign.location, "retrieveDateTime": at}
    number = int.from_bytes(blake2b(f"{station.id} {at}".encode()).digest()[:3])
    payload = {"requestId": number, "firmware": firmware}
    return {"action": "UpdateFirmware", "payload": payload}


def _member(name: str, campaign: Campaign, station: Entity, now: datetime) -> Member:
    told = told_by(name, station)
    at = None if told is None else datetime.fromisoformat(str(told["at"]))
    if station.value(FIRMWARE) == campaign.version:
        return Member(station.id, "done", at)
    if at is None:
        return Member(station.id, "waiting")
    if told is not None and told.get("why"):
        says = told.get("says") or None
        return Member(station.id, "failed", at, str(told["why"]), says)
    status = station.attribute(FIRMWARE_STATUS)
    if status is not None and status.value in FAILED and status.seen_at >= at:
        return Member(station.id, "failed", at, str(status.value))
    if now - at > PATIENCE:
        return Member(station.id, "failed", at, "NoWord")
    return Member(station.id, "told", at)


def _stage(
    campaign: Campaign, members: Sequence[Member], here: Container[str], now: datetime
) -> int:
    """Return the stage that goes on; as many as there are where all are over.

    here: stations that can be told; nobody waits for the others, who follow when they
        are back
    """
    soak = timedelta(hours=campaign.soak_h)
    for stage in range(len(campaign.stages)):
        part = members[: _size(campaign, stage, len(members))]
        if any(
            one.state == "told" or (one.state == "waiting" and one.urn in here)
            for one in part
        ):
            return stage
        last = max((one.at for one in part if one.at is not None), default=None)
        if len(part) < len(members) and last is not None and now - last < soak:
            return stage
    return len(campaign.stages)


def _size(campaign: Campaign, stage: int, whole: int) -> int:
    return min(whole, max(1, ceil(campaign.stages[stage] * whole)))


def counted(members: Sequence[Member]) -> Iterator[tuple[State, int]]:
    """Yield how many members stand how."""
    states: tuple[State, ...] = ("waiting", "told", "done", "failed")
    for state in states:
        yield state, sum(one.state == state for one in members)
