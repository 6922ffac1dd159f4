"""Checks, what they found, and the evidence. Pure."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Generic, TypeAlias, TypeVar

import msgspec

from mesto.kernel.script import to_cyrillic

Subject = TypeVar("Subject")
Text: TypeAlias = Mapping[str, str]  #: by language

LANGUAGES = ("en", "cs", "sk", "sr-Latn", "sr-Cyrl")

#: What is filled in, and what is written alike in both scripts of Serbian.
_KEPT: Final = re.compile(
    r"(\{\w+\}(?: s\b)?|--\w+|TALQ|lighting|CMS|TLS|HTML|JSON|kWh)"
)


def text(en: str, cs: str, sk: str, sr: str) -> Text:
    """Say something in every language of a report."""
    cyrillic = "".join(
        part if _KEPT.fullmatch(part) else to_cyrillic(part) for part in _KEPT.split(sr)
    )
    return dict(zip(LANGUAGES, (en, cs, sk, sr, cyrillic), strict=True))


class Verdict(StrEnum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    INAPPLICABLE = "notApplicable"


class Reason(msgspec.Struct, frozen=True):
    """Why, in every language, with what was found put in."""

    text: Text
    values: Mapping[str, str | Text]

    def said(self, language: str) -> str:
        """Say it in a language."""
        values = {
            name: one if isinstance(one, str) else one[language]
            for name, one in self.values.items()
        }
        return self.text[language].format(**values)


class Failed(Exception):  # noqa: N818 - a finding, not an error of ours
    """A check has found that something is not as demanded."""

    def __init__(self, why: Text, /, **values: object) -> None:
        """Say why.

        values: what is filled in, as it is written or as a Text
        """
        told: dict[str, str | Text] = {
            name: one if isinstance(one, Mapping) else str(one)
            for name, one in values.items()
        }
        self.reason = Reason(why, told)
        super().__init__(self.reason.said("en"))


class Inapplicable(Failed):
    """A check is about something which is optional and not offered."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of evidence: something that was sent or heard, and when."""

    at: datetime
    what: str  #: e.g. POST /override-commands, or a topic
    sent: str = ""
    got: str = ""
    took_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class Check(Generic[Subject]):
    """One thing that is demanded.

    name: short and lasting, as a tender refers to it
    clause: where it is demanded: a standard's operation, schema or section
    tries: returns when the demand is met; raises Failed or Inapplicable
    """

    name: str
    clause: str
    title: Text
    tries: Callable[[Subject], Awaitable[None]]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a check has found."""

    name: str
    clause: str
    title: Text
    verdict: Verdict
    why: Reason | None
    took_s: float
    evidence: Sequence[Exchange]


class Protocol(msgspec.Struct, frozen=True, kw_only=True):
    """All findings about one subject."""

    kind: Text  #: what was tried, e.g. a TALQ gateway
    subject: str  #: which one
    about: Sequence[tuple[Text, str]]  #: what is known of it
    begun_at: datetime
    ended_at: datetime
    findings: Sequence[Finding]

    def count(self, verdict: Verdict) -> int:
        """Return how many checks ended so."""
        return sum(one.verdict == verdict for one in self.findings)

    @property
    def accepted(self) -> bool:
        """Tell whether nothing failed, and something passed."""
        return not self.count(Verdict.FAILED) and bool(self.count(Verdict.PASSED))
