"""Trying checks one after another, with the evidence of each."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar

from mesto.acceptance import words
from mesto.acceptance.finding import (
    Check,
    Exchange,
    Failed,
    Finding,
    Inapplicable,
    Text,
    Verdict,
)
from mesto.kernel.errors import NotFound

Subject = TypeVar("Subject")
#: Hears of progress.
Told: TypeAlias = Callable[[int, int, Finding | None], None]
MOST_LETTERS = 4000  #: of one thing that was sent or got


def chosen(
    checks: Sequence[Check[Subject]], only: Sequence[str]
) -> Sequence[Check[Subject]]:
    """Return the checks that are wanted; all where none is named.

    Raises NotFound for a name no check has.
    """
    unknown = set(only) - {one.name for one in checks}
    if unknown:
        raise NotFound(f"there is no check {', '.join(sorted(unknown))}")
    return [one for one in checks if not only or one.name in only]


def limits(only: Sequence[str]) -> list[tuple[Text, str]]:
    """Say among the facts that not every check was tried."""
    return [(words.ONLY, ", ".join(only))] if only else []


class Notebook:
    """Takes down what is sent and got, check by check."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self._page: list[Exchange] = []

    def write(
        self, what: str, *, sent: str = "", got: str = "", took_s: float | None = None
    ) -> None:
        """Take something down."""
        self._page.append(
            Exchange(
                at=datetime.now(UTC),
                what=what,
                sent=_cut(sent),
                got=_cut(got),
                took_s=took_s,
            )
        )

    def turn(self) -> Sequence[Exchange]:
        """Return the page, and begin another."""
        page, self._page = self._page, []
        return page


async def run(
    checks: Sequence[Check[Subject]],
    subject: Subject,
    notebook: Notebook,
    told: Told,
) -> list[Finding]:
    """Try all checks in their order.

    told: hears how many are done, of how many, and the last finding
    """
    findings: list[Finding] = []
    notebook.turn()
    told(0, len(checks), None)
    for check in checks:
        findings.append(await _try(check, subject, notebook))
        told(len(findings), len(checks), findings[-1])
    return findings


async def _try(check: Check[Subject], subject: Subject, notebook: Notebook) -> Finding:
    begun_s = time.monotonic()
    verdict, why = Verdict.PASSED, None
    try:
        await check.tries(subject)
    except Inapplicable as found:
        verdict, why = Verdict.INAPPLICABLE, found.reason
    except Failed as found:
        verdict, why = Verdict.FAILED, found.reason
    return Finding(
        name=check.name,
        clause=check.clause,
        title=check.title,
        verdict=verdict,
        why=why,
        took_s=time.monotonic() - begun_s,
        evidence=notebook.turn(),
    )


def _cut(said: str) -> str:
    return said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]} …"
