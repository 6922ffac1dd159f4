"""A protocol on paper: facts, a table of all checks, then each with its evidence. Pure.

The pages are those of a town's reports.
"""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from mesto.acceptance import words
from mesto.acceptance.finding import Exchange, Finding, Protocol
from mesto.operations.reports import words as report_words
from mesto.operations.reports.document import Document, Grid, Paragraphs, Section
from mesto.operations.reports.formats import moment, number
from mesto.operations.reports.words import say

MOST_EVIDENCE = 6  #: exchanges of a check on paper
MOST_LETTERS = 500  #: of one of them
ARROWS = str.maketrans("→←", "><")  #: the font of paper has none
SHARES = (0.9, 2.4, 3.2, 1.1)  #: of the width, columns of the table of all checks


def document_of(protocol: Protocol, language: str, zone: str) -> Document:
    """Write a protocol in a language, times by the clock of a zone."""
    clock = ZoneInfo(zone)
    ended = moment(protocol.ended_at.astimezone(clock), language)
    return Document(
        title=words.TITLE[language],
        town=f"{protocol.kind[language]} · {protocol.subject}",
        language=language,
        period=ended,
        compared="",
        made=say(report_words.MADE, language, at=ended),
        zone=zone,
        complete=None,
        facts=facts_of(protocol, language, zone),
        sections=[
            _overview(protocol, language),
            *(_section(one, language, clock) for one in protocol.findings),
        ],
    )


def facts_of(protocol: Protocol, language: str, zone: str) -> list[tuple[str, str]]:
    """Say what was tried, when, and what came of it."""
    clock = ZoneInfo(zone)
    return [
        (words.RESULT[language], result_of(protocol, language)),
        (words.SUBJECT[language], f"{protocol.kind[language]}, {protocol.subject}"),
        *((name[language], value) for name, value in protocol.about),
        (
            words.BEGUN[language],
            moment(protocol.begun_at.astimezone(clock), language),
        ),
        (
            words.ENDED[language],
            f"{moment(protocol.ended_at.astimezone(clock), language)} ({zone})",
        ),
    ]


def result_of(protocol: Protocol, language: str) -> str:
    """Say whether the demands are met, and how many checks ended how."""
    counts = ", ".join(
        f"{said[language]} {protocol.count(verdict)}"
        for verdict, said in words.VERDICTS.items()
    )
    if protocol.accepted:
        return f"{words.ACCEPTED[language]} ({counts})"
    failed = sum(one.verdict == "failed" for one in protocol.findings)
    return f"{words.REFUSED[language].format(n=failed)} ({counts})"


def _overview(protocol: Protocol, language: str) -> Section:
    heads = [words.CHECK, words.DEMAND, words.CLAUSE, words.FINDING]
    rows = [
        [
            one.name,
            one.title[language],
            one.clause,
            words.VERDICTS[one.verdict][language],
        ]
        for one in protocol.findings
    ]
    named = [one[language] for one in heads]
    grid = Grid(named, rows, [0] * len(heads), SHARES)
    return Section(title=words.SUMMARY[language], note="", body=grid)


def _section(one: Finding, language: str, clock: ZoneInfo) -> Section:
    verdict = words.VERDICTS[one.verdict][language]
    took = f"{number(one.took_s, 1, language)} s"
    return Section(
        title=f"{one.name} {one.title[language]}: {verdict}",
        note=f"{one.clause} · {words.TOOK[language]} {took}",
        body=Paragraphs(list(_told(one, language, clock))),
    )


def _told(one: Finding, language: str, clock: ZoneInfo) -> Iterator[str]:
    if one.why is not None:
        yield f"{words.REASON[language]}: {one.why.said(language)}"
    for each in shown(one.evidence):
        yield _exchange(each, language, clock)
    hidden = len(one.evidence) - len(shown(one.evidence))
    if hidden:
        yield words.MORE[language].format(n=hidden)
    if not one.evidence:
        yield words.NONE[language]


def shown(evidence: Sequence[Exchange]) -> Sequence[Exchange]:
    """Return what fits on paper: the first exchanges, and the last ones."""
    if len(evidence) <= MOST_EVIDENCE:
        return evidence
    half = MOST_EVIDENCE // 2
    return [*evidence[:half], *evidence[-half:]]


def _exchange(one: Exchange, language: str, clock: ZoneInfo) -> str:
    at = one.at.astimezone(clock)
    lines = [f"{at:%H:%M:%S}.{at.microsecond // 1000:03d} {one.what.translate(ARROWS)}"]
    if one.sent:
        lines.append(f"{words.SENT[language]}: {_breakable(one.sent)}")
    if one.got:
        lines.append(f"{words.GOT[language]}: {_breakable(one.got)}")
    return "\n".join(lines)


def _breakable(said: str) -> str:
    """Cut what is long, and let lines break where JSON has no spaces."""
    cut = said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]} …"
    return cut.replace(",", ", ").replace("\n", " ")
