"""Checks, what they found, and the evidence. Pure."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

import msgspec

Subject = TypeVar("Subject")
Text: TypeAlias = Mapping[str, str]  #: by language: en, cs, sk, sr-Latn

LANGUAGES = ("en", "cs", "sk", "sr-Latn")


def text(en: str, cs: str, sk: str, sr: str) -> Text:
    """Say something in every language of a report."""
    return dict(zip(LANGUAGES, (en, cs, sk, sr), strict=True))


class Verdict(StrEnum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    INAPPLICABLE = "notApplicable"


class Reason(msgspec.Struct, frozen=True):
    """Why, in every language, with what was found put in."""

    text: Text
    values: Mapping[str, str]

    def said(self, language: str) -> str:
        """Say it in a language."""
        return self.text[language].format(**self.values)


class Failed(Exception):  # noqa: N818 - a finding, not an error of ours
    """A check has found that something is not as demanded."""

    def __init__(self, why: Text, /, **values: object) -> None:
        """Say why."""
        self.reason = Reason(why, {name: str(one) for name, one in values.items()})
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
