"""What a source is asked to tell, so that a subscription here is told whole. Pure.

Source: ETSI GS CIM 009 v1.9.1, 4.3.6.1 (registrations are respected), 5.2.12, 5.8.6.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.context import from_kernel
from mesto.gates.ngsi_ld.contexts import own_part
from mesto.gates.ngsi_ld.query.selection import as_word
from mesto.gates.ngsi_ld.query.types import read_types
from mesto.gates.ngsi_ld.registrations.matching import Match, selects
from mesto.gates.ngsi_ld.registrations.model import About
from mesto.gates.ngsi_ld.registrations.read import CONTEXT
from mesto.gates.ngsi_ld.request import JSON
from mesto.gates.ngsi_ld.subscriptions.model import Known

#: What is asked as it was asked here.
_SAME: Final = ("notificationTrigger", "timeInterval", "throttling")
_OF_VALUES: Final = ("q", "geoQ", "scopeQ")


def asked_of(
    known: Known, match: Match, *, uri: str, until: datetime
) -> dict[str, Any]:
    """Return the subscription that is made at a source.

    It asks for what the source registered, and no more. Where that is a part of
    entities, none can be chosen by it: what is chosen is, when all is together.

    uri: where the source tells
    until: when it ends by itself, unless it is made anew
    """
    document, wish = known.record.document, known.wish
    plain = CONTEXT in match.registration.headers  #: names are said in full
    spell = from_kernel if plain else wish.spelled.compact
    is_part = match.attributes is not None or plain
    same = _SAME if is_part else (*_SAME, *_OF_VALUES)
    body = {name: document[name] for name in same if name in document}
    entities = list(_entities(known, match, spell))
    if entities:
        body["entities"] = entities
    watched = wish.watched
    if match.attributes is not None:
        watched = watched & match.attributes if watched else match.attributes
    if watched and "timeInterval" not in body:
        body["watchedAttributes"] = sorted(map(spell, watched))
    notification: dict[str, Any] = {"endpoint": {"uri": uri, "accept": JSON}}
    if match.attributes is not None:
        notification["attributes"] = sorted(map(spell, match.attributes))
    if wish.view.sys_attrs:
        notification["sysAttrs"] = True
    end = until if wish.expires_at is None else min(until, wish.expires_at)
    said = {
        "type": "Subscription",
        **body,
        "expiresAt": timestamp(end),
        "notification": notification,
    }
    return said if plain else {**said, "@context": own_part(wish.spelled)}


def _entities(
    known: Known, match: Match, spell: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    """Yield selectors: what was asked here, within what was registered."""
    expand = known.wish.spelled.expand
    asked = known.record.document.get("entities") or [{}]
    found: list[dict[str, Any]] = []
    for about in match.about or (None,):
        for one in asked:
            selector = _within(one, about, spell, expand)
            if selector is not None and selector not in found:
                found.append(selector)
                yield selector


def _within(
    asked: Mapping[str, Any],
    about: About | None,
    spell: Callable[[str], str],
    expand: Callable[[str], str],
) -> dict[str, Any] | None:
    """Return a selector of what both mean; None where they mean nothing together."""
    if about is None:
        return _named(asked, spell, expand) if asked else None
    if "type" in asked:
        selection = read_types(as_word("type", asked["type"]), expand)
        if not selects(selection, about.types):
            return None
    types = [spell(name) for name in about.types]
    said = {"type": types[0] if len(types) == 1 else f"({';'.join(types)})"}
    urn, pattern = asked.get("id"), asked.get("idPattern")
    if urn is not None or about.id is not None:
        if urn is not None and not about.covers(urn):
            return None
        return {**said, "id": urn or about.id}
    if pattern is None and about.pattern is not None:
        pattern = about.pattern.pattern
    return said if pattern is None else {**said, "idPattern": pattern}


def _named(
    asked: Mapping[str, Any], spell: Callable[[str], str], expand: Callable[[str], str]
) -> dict[str, Any]:
    """Return a selector as it was asked; a single type by the name the source knows."""
    said = as_word("type", asked["type"])
    if said.replace("_", "").isalnum():
        said = spell(expand(said))
    return {**asked, "type": said}
