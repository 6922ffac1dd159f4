"""What every answer tells a browser, unless the answer tells it something else.

An answer that is looked at by itself, such as data, a picture or a file, is no page: it
runs nothing, loads nothing, is framed by nobody and is not taken for another kind. The
console's own pages say what they may (`mesto.web.static`).

Source: OWASP HTTP Security Response Headers Cheat Sheet.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]

TOLD: Final = {
    b"content-security-policy": (
        b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
        b"form-action 'none'"
    ),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
}


def telling_browsers(send: Send) -> Send:
    """Return a `send` that adds to an answer what it does not say itself."""

    async def tell(event: Mapping[str, Any]) -> None:
        if event["type"] == "http.response.start":
            said = list(event.get("headers", ()))
            known = {name.lower() for name, _ in said}
            added = [one for one in TOLD.items() if one[0] not in known]
            event = {**event, "headers": said + added}
        await send(event)

    return tell
