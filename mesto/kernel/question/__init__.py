"""What can be asked of a city. A question is a value: its SQL and how to read it."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from mesto.kernel.access.rights import Verb

A_co = TypeVar("A_co", covariant=True)


class Row(Protocol):
    """One row of an answer, read by column name."""

    def __getitem__(self, column: str) -> Any: ...  # noqa: D105 - SQL is untyped


class Question(Generic[A_co]):
    """Something that can be asked; subclasses are frozen dataclasses.

    The SQL runs bound to one municipality, so it names tables without a schema.
    """

    needs: ClassVar[Verb] = Verb.SEE  #: what somebody who asks may do
    often: ClassVar[bool] = False  #: asked so often that it is planned once for all

    @property
    def sql(self) -> str:
        """The statement, with `$1`, `$2`, … for the arguments."""
        raise NotImplementedError

    def arguments(self) -> Sequence[object]:
        """Return what stands for `$1`, `$2`, …, in their order."""
        return ()

    def answer(self, rows: Sequence[Row]) -> A_co:
        """Read the rows that the statement returned."""
        raise NotImplementedError
