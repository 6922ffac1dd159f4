"""The schemas of OCPP, as the package `ocpp` brings them; compiled when needed."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import orjson

from mesto.gates.ocpp.codec import Payload, Refused

if TYPE_CHECKING:
    from jsonschema_rs import Validator

_FOLDERS: Final = {
    "ocpp1.6": ("ocpp.v16", ""),
    "ocpp2.0.1": ("ocpp.v201", "Request"),
    "ocpp2.1": ("ocpp.v21", "Request"),
}
#: Which rule of a schema was broken, in the words of OCPP 2.0.1.
_CODES: Final = {
    "type": "TypeConstraintViolation",
    "required": "OccurrenceConstraintViolation",
    "minItems": "OccurrenceConstraintViolation",
    "maxItems": "OccurrenceConstraintViolation",
    "additionalProperties": "FormatViolation",
}


@cache
def actions(protocol: str) -> frozenset[str]:
    """Return what a version can be asked."""
    package, ending = _FOLDERS[protocol]
    names = (one.name for one in files(package).joinpath("schemas").iterdir())
    whole = f"{ending}.json"
    return frozenset(
        name.removesuffix(whole)
        for name in names
        if name.endswith(whole) and (ending or not name.endswith("Response.json"))
    )


@cache
def _validator(protocol: str, action: str, *, asks: bool) -> "Validator":
    """Return what holds messages of an action against their schema.

    Raises KeyError where a version knows no such action.
    """
    import jsonschema_rs

    if action not in actions(protocol):
        raise KeyError(action)
    package, ending = _FOLDERS[protocol]
    name = f"{action}{ending if asks else 'Response'}.json"
    text = files(package).joinpath("schemas").joinpath(name).read_bytes()
    # some files begin with a byte order mark
    schema = orjson.loads(text.removeprefix(b"\xef\xbb\xbf"))
    # times are read where they are needed, as a profile allows
    return jsonschema_rs.validator_for(schema, validate_formats=False)


def require_valid(
    protocol: str, action: str, payload: Payload, *, asks: bool = True, id_: str = "-1"
) -> None:
    """Hold what is asked, or else the answer, against its schema.

    Raises Refused, saying what is wrong where.
    """
    try:
        validator = _validator(protocol, action, asks=asks)
    except KeyError:
        raise Refused("NotImplemented", f"{protocol} knows no {action}", id_) from None
    if validator.is_valid(payload):
        return
    wrong = next(iter(validator.iter_errors(payload)))
    place = ".".join(str(step) for step in wrong.instance_path)
    code = _CODES.get(wrong.kind.name, "PropertyConstraintViolation")
    raise Refused(code, f"{action} {place}: {wrong.message}", id_)
