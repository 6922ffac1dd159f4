"""The frames of OCPP-J: an array of what sort it is, its id, and what it says. Pure.

Source: OCPP-J 1.6, 4.2; OCPP 2.0.1 part 4, 4.2; OCPP 2.1 part 4, 4.2.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import orjson

from mesto.kernel.errors import Malformed

Payload: TypeAlias = Mapping[
    str, Any
]  #: any JSON object; its schema says what is in it

CALL, RESULT, ERROR, RESULT_ERROR, SEND = 2, 3, 4, 5, 6
LONGEST_ID: Final = 36
UNREAD: Final = "-1"  #: the id of an answer to what has none
OLD: Final = "ocpp1.6"
PROTOCOLS: Final = ("ocpp2.1", "ocpp2.0.1", OLD)  #: the newest first

#: Words that OCPP 1.6 spells otherwise, or has no word for.
_OLD_WORDS: Final = {
    "FormatViolation": "FormationViolation",
    "OccurrenceConstraintViolation": "OccurenceConstraintViolation",
    "RpcFrameworkError": "FormationViolation",
    "MessageTypeNotSupported": "ProtocolError",
}


class Call(NamedTuple):
    """A peer asks for something, or with `SEND` only tells it."""

    id: str
    action: str
    payload: Payload
    answered: bool = True


class Result(NamedTuple):
    """A peer answers."""

    id: str
    payload: Payload


class Fault(NamedTuple):
    """A peer answers that it will not, or that our answer was wrong."""

    id: str
    code: str
    text: str


class Asks(NamedTuple):
    """What a station is asked: an action of OCPP and its payload."""

    action: str
    payload: Payload


Frame: TypeAlias = Call | Result | Fault


class Refused(Malformed):
    """A message that is answered by a CALLERROR.

    code: in the words of OCPP 2.0.1
    """

    def __init__(self, code: str, why: str, id_: str = UNREAD) -> None:
        """Refuse the message `id_`."""
        super().__init__(why, code=code)
        self.code = code
        self.id = id_


def read_frame(raw: bytes | str) -> Frame:
    """Read one message.

    Raises Refused for what is none.
    """
    try:
        parts = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused("RpcFrameworkError", "this is no JSON") from error
    if not isinstance(parts, list) or len(parts) < 3:  # noqa: PLR2004 - sort, id, body
        raise Refused("RpcFrameworkError", "a message is an array of 3 to 5 elements")
    sort, id_ = parts[0], parts[1]
    if not isinstance(id_, str) or not 0 < len(id_) <= LONGEST_ID:
        raise Refused(
            "RpcFrameworkError", f"a message id is a text of 1 to {LONGEST_ID} letters"
        )
    if sort in (CALL, SEND) and type(sort) is int:
        return _call(id_, parts[2:], answered=sort == CALL)
    if sort == RESULT and isinstance(parts[2], dict):
        return Result(id_, parts[2])
    if sort in (ERROR, RESULT_ERROR) and type(sort) is int:
        return Fault(id_, str(parts[2]), "".join(map(str, parts[3:4])))
    raise Refused("MessageTypeNotSupported", f"there is no message type {sort}", id_)


def _call(id_: str, rest: list[Any], *, answered: bool) -> Call:
    if len(rest) != 2 or not isinstance(rest[0], str):  # noqa: PLR2004 - action, payload
        raise Refused("RpcFrameworkError", "a CALL has an action and a payload", id_)
    if not isinstance(rest[1], dict):
        raise Refused("FormatViolation", "the payload is no object", id_)
    return Call(id_, rest[0], rest[1], answered)


def write_call(id_: str, action: str, payload: Payload) -> str:
    """Write what we ask of a station."""
    return orjson.dumps([CALL, id_, action, payload]).decode()


def write_result(id_: str, payload: Payload) -> str:
    """Write an answer."""
    return orjson.dumps([RESULT, id_, payload]).decode()


def write_refusal(refused: Refused, protocol: str) -> str:
    """Write why a message is refused, in the words of the protocol."""
    code = _OLD_WORDS.get(refused.code, refused.code) if protocol == OLD else None
    told = str(refused)[:255]
    return orjson.dumps([ERROR, refused.id, code or refused.code, told, {}]).decode()
