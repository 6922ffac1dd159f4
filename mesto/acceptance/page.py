"""A protocol as one HTML file that needs nothing else. Pure."""

from collections.abc import Iterator
from html import escape
from zoneinfo import ZoneInfo

from mesto.acceptance import words
from mesto.acceptance.finding import Exchange, Finding, Protocol, Verdict
from mesto.acceptance.paper import facts_of
from mesto.operations.reports.formats import number

STYLE = """
:root { color-scheme: light dark; --ink: #15202b; --faint: #566573; --line: #d5dbe1;
  --paper: #fff; --shade: #f3f5f7; --good: #1b6e3c; --bad: #a3211b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --faint: #a3afba;
  --line: #36424d; --paper: #11181f; --shade: #1a232c; --good: #7fd6a0;
  --bad: #ff9b92; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th { background: var(--shade); } .clause { color: var(--faint); font-size: .875rem; }
.verdict { white-space: nowrap; font-weight: 600; }
.passed { color: var(--good); } .failed { color: var(--bad); }
details { margin: .5rem 0; } summary { cursor: pointer; padding: .3rem 0; }
pre { background: var(--shade); padding: .6rem; overflow-x: auto; font-size: .8125rem;
  white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0 .8rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; }
  dt { margin-top: .4rem; } }
@media print { details > * { display: block; } body { max-width: none; } }
"""


def html_of(protocol: Protocol, language: str, zone: str) -> str:
    """Write a protocol in a language, times by the clock of a zone."""
    return "".join(_page(protocol, language, zone))


def _page(protocol: Protocol, language: str, zone: str) -> Iterator[str]:
    title = f"{words.TITLE[language]}: {protocol.kind[language]}"
    yield f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
    yield f"<h1>{escape(title)}</h1><dl>"
    for name, value in facts_of(protocol, language, zone):
        yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"
    yield from _overview(protocol, language)
    for one in protocol.findings:
        yield from _check(one, language, ZoneInfo(zone))
    yield "</main></body></html>\n"


def _overview(protocol: Protocol, language: str) -> Iterator[str]:
    heads = (words.CHECK, words.DEMAND, words.CLAUSE, words.FINDING)
    yield f'<h2>{words.SUMMARY[language]}</h2><div class="wide" tabindex="0"><table>'
    yield "<thead><tr>"
    yield from (f'<th scope="col">{one[language]}</th>' for one in heads)
    yield "</tr></thead><tbody>"
    for one in protocol.findings:
        yield f'<tr><th scope="row"><a href="#{one.name}">{one.name}</a></th>'
        yield f"<td>{escape(one.title[language])}</td>"
        yield f'<td class="clause">{escape(one.clause)}</td>'
        yield f"<td>{_verdict(one, language)}</td></tr>"
    yield "</tbody></table></div>"


def _check(one: Finding, language: str, clock: ZoneInfo) -> Iterator[str]:
    yield f'<section id="{one.name}"><h2>{one.name} {escape(one.title[language])}</h2>'
    took = f"{words.TOOK[language]} {number(one.took_s, 1, language)} s"
    yield f'<p class="clause">{escape(one.clause)} · {took}</p>'
    yield f"<p>{_verdict(one, language)}"
    if one.why is not None:
        yield f": {escape(one.why.said(language))}"
    yield "</p>"
    if not one.evidence:
        yield f'<p class="clause">{words.NONE[language]}</p></section>'
        return
    opened = " open" if one.verdict == Verdict.FAILED else ""
    heading = f"{words.EVIDENCE[language]} ({len(one.evidence)})"
    yield f"<details{opened}><summary>{heading}</summary>"
    for each in one.evidence:
        yield from _exchange(each, language, clock)
    yield "</details></section>"


def _exchange(one: Exchange, language: str, clock: ZoneInfo) -> Iterator[str]:
    at = one.at.astimezone(clock)
    took = "" if one.took_s is None else f" · {number(one.took_s, 3, language)} s"
    line = f"{at:%H:%M:%S}.{at.microsecond // 1000:03d} {one.what}{took}"
    yield f"<div><strong>{escape(line)}</strong></div>"
    for name, said in ((words.SENT, one.sent), (words.GOT, one.got)):
        if said:
            yield f"<pre>{name[language]}: {escape(said)}</pre>"


def _verdict(one: Finding, language: str) -> str:
    sign, said = words.SIGNS[one.verdict], words.VERDICTS[one.verdict][language]
    return f'<span class="verdict {one.verdict}">{sign} {said}</span>'
