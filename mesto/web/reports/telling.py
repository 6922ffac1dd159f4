"""Telling the recipients of a report that it was made, with its files."""

from uuid import uuid5

import msgspec

from mesto.kernel.city import City
from mesto.operations.notifications.notice import LARGEST_BYTES, Attachment, Notice
from mesto.operations.notifications.tell import tell
from mesto.operations.reports import words
from mesto.operations.reports.formats import span
from mesto.operations.reports.kept import Content, Files, Run
from mesto.operations.reports.making import Told
from mesto.operations.reports.period import Days
from mesto.operations.reports.report import PREFIX, Report, spoken
from mesto.operations.reports.words import say


async def tell_of(city: City, run: Run, report: Report) -> None:
    """Tell the recipients of a report, once, and note that they were told."""
    if report.recipients:
        await tell(city, [notice_of(run, report, await _files(city, run))])
    await city.ask(Told(run.id))


async def tell_late(city: City, run: Run, report: Report) -> None:
    """Tell the recipients of a report, once, that it waited in vain and is not made."""
    if report.recipients:
        await tell(city, [_notice(run, report, "late", words.LATE, words.WHY_LATE)])


def notice_of(run: Run, report: Report, files: tuple[Attachment, ...]) -> Notice:
    """Return what the recipients of a run are told; too large files stay here."""
    fits = sum(len(one.content) for one in files) <= LARGEST_BYTES
    notice = _notice(run, report, "made", words.READY, words.SENT)
    return msgspec.structs.replace(notice, files=files if fits else ())


def _notice(
    run: Run, report: Report, what: str, subject: words.Text, body: words.Text
) -> Notice:
    return Notice(
        id=uuid5(run.id, what),
        to=report.recipients,
        subject={tag: _said(subject, tag, run, report) for tag in subject},
        body={tag: _said(body, tag, run, report) for tag in body},
        severity="informational",
        link=f"reports/{run.report.removeprefix(PREFIX)}",
        about=run.report,
    )


def _said(text: words.Text, language: str, run: Run, report: Report) -> str:
    title = spoken(report.title, language)
    period = span(Days(run.first, run.end), language)
    return say(text, language, title=title, period=period)


async def _files(city: City, run: Run) -> tuple[Attachment, ...]:
    listed = await city.ask(Files([run.id]))
    found = [(one.name, await city.ask(Content(run.id, one.name))) for one in listed]
    return tuple(
        Attachment(name=name, kind=content[0], content=content[1])
        for name, content in found
        if content is not None
    )
