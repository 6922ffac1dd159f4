"""How an escalation is put into words. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mesto.kernel.plugin import Text
from mesto.kernel.question.escalation import Head
from mesto.kernel.text import filled
from mesto.kernel.verdict import spell
from mesto.operations.alarms.escalation import Telling
from mesto.operations.notifications.notice import Notice

SHOWN = 3  #: alarms that a notice about many names
LANGUAGES = ("en", "cs", "sk", "sr-Latn")

SEVERITIES: Mapping[str, Text] = {
    "critical": {
        "en": "Critical",
        "cs": "Kritické",
        "sk": "Kritické",
        "sr-Latn": "Kritično",
    },
    "medium": {
        "en": "Warning",
        "cs": "Varování",
        "sk": "Varovanie",
        "sr-Latn": "Upozorenje",
    },
    "low": {
        "en": "No data",
        "cs": "Bez dat",
        "sk": "Bez údajov",
        "sr-Latn": "Nema podataka",
    },
}
MANY: Text = {
    "en": "{severity}: alarms nobody has acknowledged: {count}",
    "cs": "{severity}: alarmy, které nikdo nepřevzal: {count}",
    "sk": "{severity}: alarmy, ktoré nikto neprevzal: {count}",
    "sr-Latn": "{severity}: alarmi koje niko nije preuzeo: {count}",
}
WAITS: Text = {
    "en": "Nobody has acknowledged it for {time}.",
    "cs": "Nikdo to nepřevzal už {time}.",
    "sk": "Nikto to neprevzal už {time}.",
    "sr-Latn": "Niko to nije preuzeo već {time}.",
}
EXPLAINS: Text = {
    "en": "Other alarms because of it: {count}.",
    "cs": "Další alarmy kvůli tomu: {count}.",
    "sk": "Ďalšie alarmy kvôli tomu: {count}.",
    "sr-Latn": "Ostali alarmi zbog toga: {count}.",
}


def notice_of(telling: Telling, heads: Mapping[int, Head], now: datetime) -> Notice:
    """Write a notice about one group of alarms, or about many together.

    heads: of the first groups at least, by entity
    """
    first = heads.get(telling.groups[0].entity)
    if len(telling.groups) == 1 and first is not None:
        return _of_one(telling, first, now - telling.groups[0].began_at)
    return _of_many(telling, heads)


def _of_one(telling: Telling, head: Head, waited: timedelta) -> Notice:
    lines = [_cause(head), dict.fromkeys(LANGUAGES, head.street)]
    if telling.line.step > 0:
        lines.append(filled(WAITS, time=spell(waited)))
    if head.explains:
        lines.append(filled(EXPLAINS, count=head.explains))
    severity = SEVERITIES[telling.line.severity]
    return Notice(
        id=telling.id,
        to=telling.to,
        subject={tag: f"{severity[tag]}: {head.name}" for tag in LANGUAGES},
        body=_joined(lines),
        severity=telling.line.severity,
        link=f"alarms?asset={head.entity}",
        about=head.urn,
        group=f"escalation:{telling.line.policy}",
    )


def _of_many(telling: Telling, heads: Mapping[int, Head]) -> Notice:
    severity, count = SEVERITIES[telling.line.severity], len(telling.groups)
    shown = [heads[key.entity] for key in telling.groups if key.entity in heads]
    named = [
        {tag: f"{head.name}: {cause}" for tag, cause in _cause(head).items()}
        for head in shown[:SHOWN]
    ]
    more = dict.fromkeys(LANGUAGES, "…" if count > len(named) else "")
    return Notice(
        id=telling.id,
        to=telling.to,
        subject={
            tag: text.format(severity=severity[tag], count=count)
            for tag, text in MANY.items()
        },
        body=_joined([*named, more]),
        severity=telling.line.severity,
        link="alarms",
        group=f"escalation:{telling.line.policy}",
    )


def _cause(head: Head) -> Text:
    usual = head.cause.get("en", "")
    return {tag: head.cause.get(tag, usual) for tag in LANGUAGES}


def _joined(lines: list[Text]) -> Text:
    """Put lines below each other, without empty ones, in every language."""
    return {
        tag: "\n".join(line[tag] for line in lines if line[tag]) for tag in LANGUAGES
    }
