"""Everything that can go wrong, in one tree.

CityError
├── Malformed     a peer sent what its standard forbids    keep the bytes, never retry
├── Unavailable   a peer or the database does not answer   retry later
├── NotFound      no such thing                            the caller's mistake
├── Conflict      someone changed it first                 read again, retry
├── Forbidden     this principal may not                   the caller's mistake
└── Infeasible    no plan satisfies the constraints        relax one, ask again
"""


class CityError(Exception):
    """Something in the city went wrong.

    `facts` says where and why in words a machine can read: line, field, entity, …
    """

    def __init__(self, message: str = "", **facts: object) -> None:
        """Default the message to the first line of the class's own docstring."""
        super().__init__(message or (self.__doc__ or "").partition("\n")[0])
        self.facts = facts


class Malformed(CityError):
    """The peer sent something its standard forbids."""


class Unavailable(CityError):
    """The peer or the database does not answer.

    `facts["retry_after_s"]`, where given, says when it is worth trying again.
    """


class NotFound(CityError):
    """There is no such thing."""


class Conflict(CityError):
    """Someone changed it first."""


class Forbidden(CityError):
    """The principal may not do this."""


class Infeasible(CityError):
    """No plan satisfies the constraints."""
