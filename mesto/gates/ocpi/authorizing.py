"""Asking a partner, while a driver waits, whether it lets somebody charge.

Source: OCPI 2.2.1, 12.2.2 real-time authorization.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from mesto.gates.ocpi.codec import AuthorizationInfo, read_answer
from mesto.gates.ocpi.errands import is_let_in, let_in
from mesto.gates.ocpi.naming import DOCUMENT, id_of
from mesto.gates.ocpi.partner import SENDER, Partner
from mesto.gates.ocpi.talk import Talk
from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.model import Entity

#: OCPI's word to OCPP's.
VERDICTS: Final[Mapping[str, str]] = {
    "ALLOWED": "Accepted",
    "BLOCKED": "Blocked",
    "EXPIRED": "Expired",
    "NO_CREDIT": "Blocked",
    "NOT_ALLOWED": "Invalid",
}
#: Who may charge without being asked for, and who also while nobody answers.
UNASKED: Final = ("ALWAYS", "ALLOWED")
OFFLINE: Final = (*UNASKED, "ALLOWED_OFFLINE")
BY_APP: Final = ("APP_USER", "AD_HOC_USER")


async def authorize(
    city: City, talk: Talk, partner: Partner, token: Entity, station: str
) -> str:
    """Return whether somebody may charge at a station, in OCPP's words.

    Raises Unavailable where the partner has to say so and does not.
    """
    told = token.value(DOCUMENT)
    told = told if isinstance(told, Mapping) else {}
    usual = "Accepted" if told.get("valid") else "Blocked"
    now = datetime.now(UTC)
    whitelist = told.get("whitelist")
    if is_let_in(token, station, now) or told.get("type") in BY_APP:
        return "Accepted" if is_let_in(token, station, now) else "Invalid"
    if whitelist in UNASKED:
        return usual
    url = partner.endpoint("tokens", SENDER)
    try:
        if url is None:
            raise Unavailable("the partner does not authorize")
        place = {"location_id": id_of(station)}
        uid = quote(str(told["uid"]), safe="")
        answer = await talk.ask(
            "POST",
            f"{url.rstrip('/')}/{uid}/authorize?type={told['type']}",
            talk.token,
            place,
            talk.settings.authorize_s,
        )
        said = read_answer(answer.body, AuthorizationInfo)
    except CityError as error:
        if whitelist in OFFLINE:
            return usual
        raise Unavailable(f"the partner does not say so: {error}") from error
    if said.allowed == "ALLOWED":
        reference = said.authorization_reference
        await city.record(let_in(token.id, station, reference, now, "AUTH_REQUEST"))
    return VERDICTS[said.allowed]
