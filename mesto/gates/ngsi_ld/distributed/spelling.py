"""What is sent to a source that wants names as its own @context spells them. Pure.

Source: ETSI GS CIM 009 v1.9.1, 4.3.6.6 (jsonldContext).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mesto.gates.ngsi_ld.codec.kinds import KIND_BY_MEMBER
from mesto.gates.ngsi_ld.members import spell_in

_NAMES: Final = ("type", "attrs", "pick", "omit", "drop", "keep", "geoproperty")
_PLAIN: Final = frozenset(
    {"id", "@id", "scope", "observedAt", "unitCode", "datasetId", "instanceId"}
    | {"createdAt", "modifiedAt", "deletedAt", "expiresAt", "lang"}
)
_OF_TYPES: Final = frozenset({"objectType", "valueType"})


def respell_query(
    said: Mapping[str, str], spell: Callable[[str], str]
) -> dict[str, str]:
    """Return parameters with their names spelled anew; `q` stays as it is."""
    return {
        name: spell_in(text, spell) if name in _NAMES else text
        for name, text in said.items()
    }


def respell_payload(said: Any, spell: Callable[[str], str]) -> Any:
    """Return an entity, or a list of them, with its names spelled anew."""
    if isinstance(said, list):
        return [respell_payload(one, spell) for one in said]
    if not isinstance(said, dict):
        return said
    spelled: dict[str, Any] = {}
    for name, part in said.items():
        if name in ("type", "@type"):
            spelled[name] = spell_in(part, spell)
        elif name in _PLAIN:
            spelled[name] = part
        elif name != "@context":
            spelled[spell(name)] = _respell_attribute(part, spell)
    return spelled


def _respell_attribute(said: Any, spell: Callable[[str], str]) -> Any:
    if isinstance(said, list):
        return [_respell_attribute(one, spell) for one in said]
    if not isinstance(said, dict) or "coordinates" in said:
        return said
    spelled: dict[str, Any] = {}
    for name, part in said.items():
        if name in _OF_TYPES or name == "vocab":
            spelled[name] = spell_in(part, spell)
        elif name == "type" or name in _PLAIN or name in KIND_BY_MEMBER:
            spelled[name] = part
        else:
            spelled[spell(name)] = _respell_attribute(part, spell)
    return spelled
