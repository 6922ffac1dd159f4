"""The one page about some days of a town that people sign. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from mesto.kernel.text import Text
from mesto.operations.reports.document import Document, Section
from mesto.operations.reports.formats import moment, span
from mesto.operations.reports.period import Days
from mesto.operations.reports.report import said_in
from mesto.operations.reports.words import MADE, PERIOD, say


class About(NamedTuple):
    """Of which town and days a page is, by whose clock, and when it was made."""

    town: Text
    days: Days
    zone: tzinfo
    at: datetime


def page_to_sign(
    language: str,
    about: About,
    *,
    title: Text,
    sections: Sequence[Section],
    signers: Iterable[Text],
) -> Document:
    """Put what is said on a page; signers: who signs it, and as what."""
    period = span(about.days, language)
    return Document(
        title=said_in(title, language),
        town=said_in(about.town, language),
        language=language,
        period=period,
        compared="",
        facts=[(say(PERIOD, language), period)],
        made=say(MADE, language, at=moment(about.at.astimezone(about.zone), language)),
        zone=str(about.zone),
        complete=None,
        sections=sections,
        signatures=[say(one, language) for one in signers],
    )
