"""A shelf of documents which a gateway keeps for its CMS.

Every request is done whole or not at all.
"""

from collections.abc import Callable, Sequence

from mesto.simulator.talq.refusal import RefusalError
from mesto.simulator.talq.words import Plain


class Shelf:
    """Documents of one kind by their identifier."""

    def __init__(
        self,
        resource: str,
        key: str,
        most: int,
        proven: Callable[[Plain], None],
        referred: Callable[[str], bool],
    ) -> None:
        """Describe a shelf.

        resource: its name in paths, e.g. calendars
        key: the property that identifies a document
        proven: raises RefusalError for what must not be kept
        referred: whether something kept needs a document, by its identifier
        """
        self.resource = resource
        self.key = key
        self.kept: dict[str, Plain] = {}
        self._most = most
        self._proven = proven
        self._referred = referred

    def get(self, identifier: str) -> Plain:
        """Return a document. Raises RefusalError."""
        if identifier not in self.kept:
            raise self._missing(identifier)
        return self.kept[identifier]

    def add(self, documents: Sequence[Plain]) -> Sequence[Plain]:
        """Keep new documents. Raises RefusalError, and keeps none."""
        names = [str(one[self.key]) for one in documents]
        for name in names:
            if name in self.kept or names.count(name) > 1:
                raise RefusalError(
                    "resourceConflict",
                    f"{name} exists",
                    resource=self.resource,
                    address=name,
                )
        if len(self.kept) + len(names) > self._most:
            raise RefusalError(
                "serviceConstraintExceeded",
                f"there is room for {self._most} {self.resource}",
            )
        for one in documents:
            self._proven(one)
        self.kept.update(zip(names, documents, strict=True))
        return documents

    def change(self, documents: Sequence[Plain]) -> Sequence[Plain]:
        """Keep others in their place. Raises RefusalError, and changes none."""
        for one in documents:
            self.get(str(one[self.key]))
            self._proven(one)
        self.kept.update((str(one[self.key]), one) for one in documents)
        return documents

    def remove(self, identifier: str) -> Plain:
        """Forget a document. Raises RefusalError while something needs it."""
        self.get(identifier)
        if self._referred(identifier):
            raise RefusalError(
                "deletingResourceIsReferred",
                f"{identifier} is in use",
                resource=self.resource,
                address=identifier,
            )
        return self.kept.pop(identifier)

    def _missing(self, identifier: str) -> RefusalError:
        return RefusalError(
            "resourceNotFound",
            f"there is no {identifier}",
            resource=self.resource,
            address=identifier,
        )
