"""A letter as a text message, through any gateway that takes HTTP."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote_plus

import orjson

from mesto.kernel.errors import Malformed
from mesto.kernel.outbound import send
from mesto.operations.notifications.channels.answer import require_taken
from mesto.operations.notifications.letter import Letter

LONGEST: Final = 300  #: letters of a text message
USUAL_BODY: Final = '{"to": {phone}, "text": {text}}'
_PLACE = re.compile(r"\{(phone|text|id)\}")


async def post(  # noqa: PLR0913 - what a gateway is described by
    letter: Letter,
    phone: str,
    *,
    url: str,
    headers: Mapping[str, str],
    template: str,
    allow_private: bool,
) -> None:
    """Hand a text message to a gateway. Raises as `send` and `require_taken` do."""
    kind = _kind(headers)
    values = {"phone": phone, "text": text_of(letter), "id": str(letter.id)}
    response = await send(
        url,
        fill(template or USUAL_BODY, values, kind).encode(),
        headers={**headers, "content-type": kind, "idempotency-key": str(letter.id)},
        allow_private=allow_private,
    )
    require_taken(response)


def text_of(letter: Letter) -> str:
    """Return what fits into a text message."""
    whole = letter.body.replace("\n", " ")
    text = whole if letter.notices == 1 else f"{letter.subject}: {whole}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def fill(template: str, values: Mapping[str, str], kind: str) -> str:
    """Put values into a template, written as its media type asks for.

    In JSON a place stands for a whole text with its quotes, in a form for a value.

    Raises Malformed for a template without a place for the number and the text.
    """
    missing = {"phone", "text"} - set(_PLACE.findall(template))
    if missing:
        raise Malformed(f"the body has a place {{{min(missing)}}}", place=("body",))

    def written(found: re.Match[str]) -> str:
        value = values[found[1]]
        if "json" in kind:
            return orjson.dumps(value).decode()
        return quote_plus(value) if "form" in kind else value

    return _PLACE.sub(written, template)


def _kind(headers: Mapping[str, str]) -> str:
    named = (value for name, value in headers.items() if name.lower() == "content-type")
    return next(named, "application/json")
