"""A stretch of time, and which instances of attributes fall into it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mesto.kernel.question.clause import Arguments, Instances


class Clock(StrEnum):
    """Which of its times places an instance."""

    OBSERVED_AT = "observedAt"  #: one without a time is placed when it was recorded
    CREATED_AT = "createdAt"
    MODIFIED_AT = "modifiedAt"
    DELETED_AT = "deletedAt"  #: only instances that say the attribute ceased to be


@dataclass(frozen=True, kw_only=True)
class Window:
    """The times after, before or between moments; without any, all times.

    after: exclusive; since: inclusive; before: exclusive
    """

    clock: Clock = Clock.OBSERVED_AT
    after: datetime | None = None
    since: datetime | None = None
    before: datetime | None = None

    @property
    def column(self) -> str:
        """The column of the ledger that holds the time."""
        observed = self.clock is Clock.OBSERVED_AT
        return "p.observed_at" if observed else "p.recorded_at"

    def where(self, arguments: Arguments, gone: str = "p.deleted") -> str:
        """Return SQL that is true of a row `p` of the ledger inside the window.

        gone: SQL that is true of a row that says its attribute ceased to be
        """
        bounds = [(">", self.after), (">=", self.since), ("<", self.before)]
        right = gone if self.clock is Clock.DELETED_AT else f"not {gone}"
        return " and ".join(
            [right]
            + [
                f"{self.column} {sign} {arguments.add(moment, 'timestamptz')}"
                for sign, moment in bounds
                if moment is not None
            ]
        )

    def instances(self, arguments: Arguments) -> Instances:
        """Return the rows of the ledger inside the window."""
        return Instances("ledger", self.where(arguments))
