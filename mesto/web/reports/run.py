"""Making reports: what is due or wanted is made once, kept, and its readers are told.

One process of several does it. A run is a row before anything happens; its id follows
from report and period, and a notice's from the run, so that after a crash it goes on
where it was and nothing is made or told twice.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import UUID, uuid5

from mesto.kernel.access.callers import Callers
from mesto.kernel.access.rights import Principal
from mesto.kernel.city import City
from mesto.kernel.errors import (
    Forbidden,
    Infeasible,
    Malformed,
    NotFound,
    Unavailable,
)
from mesto.kernel.mistake import mistake_in
from mesto.kernel.model import Entity
from mesto.kernel.municipality import Municipality
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import filled, refusal
from mesto.kernel.visit import Visit
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.reports.kept import Run
from mesto.operations.reports.making import (
    ForgetRuns,
    Keep,
    LastDue,
    Note,
    Order,
    Unfinished,
)
from mesto.operations.reports.period import Days, days_of
from mesto.operations.reports.refusals import STILL_COUNTED, THROWN_AWAY
from mesto.operations.reports.report import (
    PREFIX,
    REPORT,
    Report,
    report_of,
)
from mesto.operations.reports.schedule import missed
from mesto.operations.written import DEFINITION
from mesto.web.gallery import Gallery
from mesto.web.picture import Picture
from mesto.web.reports.filling import count_left, fill
from mesto.web.reports.printing import print_report
from mesto.web.reports.sharing import require_author, role_named
from mesto.web.reports.telling import tell_late, tell_of

log = logging.getLogger(__name__)

LEASE = "reports"
LOOK_EVERY_S = 3.0  #: for what somebody wants now
PLAN_EVERY_S = 20.0  #: for what is due
FORGET_EVERY_S = 3600.0
PATIENCE = timedelta(hours=6)  #: a report waits so long for its figures
RUNS = UUID("6f0f5c1e-7f8e-5d0e-9d57-3f2a86d3e0b1")  #: the namespace of their ids
MOST = 500  #: reports of one municipality


class Press:
    """Makes the reports of one municipality."""

    def __init__(self, city: City, gallery: Gallery, callers: Callers) -> None:
        """Make reports of `city`; `callers` know what roles see and authors have."""
        self._city = city
        self._gallery = gallery
        self._callers = callers

    async def run(self) -> None:
        """Make what is due and what is wanted, for ever."""
        planned = forgot = float("-inf")
        while True:
            with suppress(Unavailable):
                if monotonic() - planned >= PLAN_EVERY_S:
                    await self.plan(datetime.now(UTC))
                    planned = monotonic()
                if monotonic() - forgot >= FORGET_EVERY_S:
                    await self._city.ask(ForgetRuns(datetime.now(UTC)))
                    forgot = monotonic()
                await self.finish(datetime.now(UTC))
            await asyncio.sleep(LOOK_EVERY_S)

    async def plan(self, now: datetime) -> None:
        """Order what has become due since it was last, each period once."""
        reports = await reports_of(self._city)
        known = await self._city.ask(LastDue())
        town = await self._town() if reports else Municipality({})
        calendars = await calendars_of(self._city) if reports else {}
        for urn, entity in reports.items():
            try:
                report = report_of(entity)
            except Malformed as error:
                log.warning("%s: %s is no report: %s", self._city.name, urn, error)
                continue
            if report.schedule is None:
                continue
            kept_at = kept_since(entity)
            since = max(kept_at, known.get(urn, kept_at))
            held = calendars.get(report.schedule.calendar)
            for due in missed(report.schedule, since, now, town.zone, held):
                days = days_of(report.period, due.astimezone(town.zone).date())
                await self._city.ask(
                    Order(
                        id=run_id(urn, days),
                        report=urn,
                        first=days.first,
                        end=days.end,
                        due_at=due,
                    )
                )

    async def finish(self, now: datetime) -> None:
        """Make and tell of what is not finished, the oldest first."""
        for run in await self._city.ask(Unfinished()):
            try:
                report = await self._report(run)
                if run.state == "made" or await self._make(run, report, now):
                    await tell_of(self._city, run, report)
            except (Forbidden, Infeasible, Malformed, NotFound) as error:
                log.warning("%s: %s was not made: %s", self._city.name, run.id, error)
                await self._city.ask(
                    Note(
                        id=run.id,
                        state="failed",
                        reason=str(error),
                        says=with_both_scripts(mistake_in(error)),
                    )
                )

    async def _make(self, run: Run, report: Report, now: datetime) -> bool:
        """Make a report; tells whether all its figures were counted and it is made.

        Raises Infeasible, and tells its recipients, where they are not for too long.
        """
        picture = await picture_of_role(
            self._gallery, self._callers, self._city, report.role
        )
        town, days = await self._town(), Days(run.first, run.end)
        left = await count_left(self._city, picture, town, report, days)
        if left and now - run.asked_at >= PATIENCE:
            await tell_late(self._city, run, report)
            raise refusal(Infeasible, filled(STILL_COUNTED, hours=left))
        if left:
            await self._city.ask(Note(id=run.id, state="counting", left_hours=left))
            return False
        document = await fill(picture, town, report, days=days, at=now)
        files = await asyncio.to_thread(print_report, report, document)
        until = now + timedelta(days=report.keep_days)
        await self._city.ask(
            Keep(run=run.id, role=report.role, keep_until=until, files=files)
        )
        return True

    async def _report(self, run: Run) -> Report:
        """Return the report of a run, if its author may still have it made.

        Raises NotFound where it is gone, Malformed and Forbidden.
        """
        entity = (await self._city.present([run.report])).get(run.report)
        if entity is None:
            raise refusal(NotFound, THROWN_AWAY)
        report = report_of(entity)
        await require_author(self._callers, self._city.name, entity, report.role)
        return report

    async def _town(self) -> Municipality:
        return await town_of(self._gallery, self._city)


async def reports_of(city: City) -> dict[str, Entity]:
    """Return the reports there are by URN, in order."""
    found = await city.entities(REPORT)
    return {urn: one for urn, one in found.items() if urn.startswith(PREFIX)}


async def town_of(gallery: Gallery, city: City) -> Municipality:
    """Return how a municipality calls itself and by which clock it lives."""
    picture = gallery.picture_of(city)
    await picture.ready()
    return picture.municipality


async def picture_of_role(
    gallery: Gallery, callers: Callers, city: City, role: str
) -> Picture:
    """Return the picture of what a role sees. Raises Forbidden without such a role."""
    held = await role_named(callers, city.name, role)
    visit = Visit(city, Principal(name=f"role:{role}", roles=(held,)))
    picture = gallery.picture_for(visit)
    await picture.ready()
    return picture


def kept_since(entity: Entity) -> datetime:
    """Return when a report was last changed: what was due before is not missed."""
    kept = entity.attribute(DEFINITION)
    return entity.modified_at if kept is None else kept.modified_at


def run_id(report: str, days: Days) -> UUID:
    """Return the id of the run of a report that its schedule asks for."""
    return uuid5(RUNS, f"{report} {days.first} {days.end}")
