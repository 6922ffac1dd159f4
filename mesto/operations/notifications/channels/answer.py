"""What a web server's answer means for a message. Pure."""

from typing import Final

from mesto.kernel.count import is_count
from mesto.kernel.errors import Malformed, NotFound, Unavailable
from mesto.kernel.outbound import Response

_LATER: Final = frozenset({408, 425, 429})
_GONE: Final = frozenset({404, 410})
_FIRST_REDIRECT, _FIRST_FAULT_OF_THEIRS = 300, 500
_LONGEST_WAIT: Final = 5  #: digits of seconds: a day and more


def require_taken(response: Response) -> None:
    """Return where a message was taken.

    Raises Unavailable where it may be taken later, NotFound where nobody is there
    any more, and Malformed where it is refused.
    """
    status = response.status
    if status < _FIRST_REDIRECT:
        return
    told = f"answered {status} {response.body[:200].decode(errors='replace')}".strip()
    if status in _LATER or status >= _FIRST_FAULT_OF_THEIRS:
        raise Unavailable(told, retry_after_s=_seconds(response))
    raise NotFound(told) if status in _GONE else Malformed(told)


def _seconds(response: Response) -> int:
    """Return when to come back, s; 0 where that is not said in seconds."""
    said = response.headers.get("retry-after", "")
    return int(said) if is_count(said, _LONGEST_WAIT) else 0
