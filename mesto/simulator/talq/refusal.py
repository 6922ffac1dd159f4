"""Why a gateway does not do what it is asked, in the standard's words. Pure.

Source: TALQ 2.7.1, schema TALQErrorMessage, keys; statuses of the gateway's OpenAPI.
"""

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "headerMissing": 400,
    "headerValueNotValid": 400,
    "parameterMissing": 400,
    "parameterValueNotValid": 400,
    "payloadError": 400,
    "resourceNotFound": 404,
    "resourceConflict": 409,
    "relatedResourceNotFound": 422,
    "deletingResourceIsReferred": 422,
    "serviceConstraintExceeded": 422,
    "assignmentEntityNotValid": 422,
    "assignmentAddressNotValid": 422,
    "overrideCommandNotValid": 422,
    "overrideAddressNotValid": 422,
    "genericError": 422,
}


class RefusalError(Exception):
    """What was asked cannot be done."""

    def __init__(
        self, key: str, description: str, *, resource: str = "", address: str = ""
    ) -> None:
        """Say why by one of the standard's keys, and which resource stands against."""
        super().__init__(description)
        assert key in STATUS, key
        self.key = key
        self.description = description
        self.resource = resource
        self.address = address

    @property
    def status(self) -> int:
        """Return the HTTP status the standard has for it."""
        return STATUS[self.key]

    def message(self) -> dict[str, object]:
        """Return the TALQErrorMessage."""
        said: dict[str, object] = {"key": self.key, "description": self.description}
        if self.resource:
            there = {"resource": self.resource, "address": self.address}
            said["references"] = [{"address": there}]
        return said
