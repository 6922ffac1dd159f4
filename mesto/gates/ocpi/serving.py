"""What partners are answered, by module and method.

Source: OCPI 2.2.1, 6 to 13.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias

import msgspec

from mesto.gates.ocpi import locations, money, partner, tokens
from mesto.gates.ocpi.call import Answer, Call
from mesto.gates.ocpi.codec import (
    VERSION,
    Code,
    Credentials,
    Document,
    Refused,
    Token,
    read,
    read_json,
)
from mesto.gates.ocpi.naming import TARIFF, partner_urn
from mesto.gates.ocpi.ordering import give
from mesto.gates.ocpi.page import page_of, read_wanted
from mesto.gates.ocpi.reading import read_own, read_sessions, read_town
from mesto.gates.ocpi.selling import sold_of
from mesto.gates.ocpi.talk import Talk, accept, base, ours
from mesto.kernel.errors import NotFound
from mesto.kernel.model import Message
from mesto.kernel.outbound import peer
from mesto.names.charging import RECEIPT, SESSION, token_urn

Reply: TypeAlias = Callable[[Call], Awaitable[Answer]]

CREATED, NO_METHOD = 201, 405
SENT: Final = ("locations", "sessions", "cdrs", "tariffs")
RECEIVED: Final = ("tokens", "commands")
EVSE_DEPTH, CONNECTOR_DEPTH = 3, 4  #: parts of a path: module, location, EVSE, …


async def show_versions(call: Call) -> Answer:
    """Say which versions there are."""
    url = f"{base(call.city.name, call.settings)}/{VERSION}"
    return Answer([{"version": VERSION, "url": url}])


async def show_details(call: Call) -> Answer:
    """Say where which module is."""
    url = f"{base(call.city.name, call.settings)}/{VERSION}"
    told = [("credentials", partner.SENDER), ("credentials", partner.RECEIVER)]
    told += [(one, partner.SENDER) for one in SENT]
    told += [(one, partner.RECEIVER) for one in RECEIVED]
    endpoints = [
        {"identifier": module, "role": role, "url": f"{url}/{module}"}
        for module, role in told
    ]
    return Answer({"version": VERSION, "endpoints": endpoints})


# credentials


async def show_credentials(call: Call) -> Answer:
    """Show our credentials; the token is the one that was brought."""
    return Answer(ours(call.city.name, call.settings, "-"))


async def register(call: Call) -> Answer:
    """Register a partner that nobody knew."""
    if call.caller.partner.registered:
        raise Refused(Code.CLIENT, "registered already: PUT renews", NO_METHOD)
    return await _register(call)


async def renew(call: Call) -> Answer:
    """Renew the tokens of a partner that is known."""
    if not call.caller.partner.registered:
        raise Refused(Code.CLIENT, "not registered yet: POST registers", NO_METHOD)
    return await _register(call)


async def _register(call: Call) -> Answer:
    told = read(read_json(call.body), Credentials)
    allow = call.settings.allow_private and call.allow_private
    async with peer(allow_private=allow, at_once=1) as asking:
        talk = Talk(asking, call.caller.connection, call.settings)
        return Answer(await accept(call.city, talk, told))


async def unregister(call: Call) -> Answer:
    """Forget a partner; token A lets it begin anew."""
    if not call.caller.partner.registered:
        raise Refused(Code.CLIENT, "not registered", NO_METHOD)
    await call.city.record(partner.unregistered(call.name))
    return Answer()


# locations, sessions


async def show_locations(call: Call) -> Answer:
    """Show all locations, or one of them, or an EVSE or a connector there."""
    town = await read_town(call.city)
    told = locations.locations(town, call.settings)
    if len(call.parts) == 1:
        return _page(call, "locations", told)
    found = _named(told, call.parts[1], "id")
    if len(call.parts) >= EVSE_DEPTH:
        found = _named(found["evses"], call.parts[2], "uid")
    if len(call.parts) >= CONNECTOR_DEPTH:
        found = _named(found["connectors"], call.parts[3], "id")
    return Answer(found)


async def show_sessions(call: Call) -> Answer:
    """Show the sessions of a partner's drivers."""
    if "date_from" not in call.query:
        raise Refused(Code.INVALID, "date_from is needed")
    found = await read_own(call.city, SESSION, call.name)
    told = await read_sessions(call.city, found, call.settings)
    return _page(call, "sessions", told)


# tariffs, charge detail records


async def show_tariffs(call: Call) -> Answer:
    """Show what charging costs partners' drivers."""
    found = (await call.city.entities(TARIFF)).values()
    told = (money.tariff_of(one, call.settings) for one in found)
    return _page(call, "tariffs", [one for one in told if one is not None])


async def show_records(call: Call) -> Answer:
    """Show what the sessions of a partner's drivers came to."""
    own = await read_own(call.city, RECEIPT, call.name)
    town = await read_town(call.city)
    told = [
        record
        for one in await sold_of(call.city, own, call.name)
        if (record := money.cdr_of(one, town, call.settings)) is not None
    ]
    return _page(call, "cdrs", told)


# tokens


async def show_token(call: Call) -> Answer:
    """Show a token as its partner told it. Raises NotFound where it did not."""
    found = await _token(call)
    if found is None:
        raise NotFound("there is no such token")
    return Answer(found)


async def put_token(call: Call) -> Answer:
    """Take in a token, new or anew."""
    uid = await _own_path(call)
    body = read_json(call.body)
    before = await call.city.present([token_urn(uid)])
    tokens.require_own(before.get(token_urn(uid)), call.name)
    await _take(call, body, uid)
    return Answer(status=200 if before else CREATED)


async def patch_token(call: Call) -> Answer:
    """Take in what is new of a token. Raises NotFound where there is none."""
    before = await _token(call)
    if before is None:
        raise Refused(Code.UNKNOWN_TOKEN, "there is no such token")
    await _take(call, tokens.patched(before, read_json(call.body)), str(before["uid"]))
    return Answer()


async def _token(call: Call) -> Document | None:
    uid = await _own_path(call)
    found = await call.city.present([token_urn(uid)])
    return tokens.told_of(found.get(token_urn(uid)), call.name)


async def _own_path(call: Call) -> str:
    """Return the uid of a token the path names. Raises NotFound for another's path."""
    if len(call.parts) != 4:  # noqa: PLR2004 - tokens, country, party, uid
        raise NotFound("a token is at tokens/COUNTRY/PARTY/UID")
    urn = partner_urn(call.name)
    parties = partner.party_of((await call.city.present([urn])).get(urn))
    _, country, party, uid = call.parts
    if (country.upper(), party.upper()) not in parties:
        raise NotFound("you speak for no such party")
    return uid


async def _take(call: Call, told: object, uid: str) -> None:
    """Take in a token as a message of the connection.

    Raises Refused where it is not understood; then it lies in quarantine.
    """
    message = Message(
        payload=call.body if call.verb == "PUT" else msgspec.json.encode(told),
        origin=f"/ocpi/tokens/{uid}",
        received_at=call.now,
    )
    _, country, party, _ = call.parts
    try:
        tokens.require_fits(read(told, Token), (country, party, uid))
    except Refused as refused:
        await call.exchange.intake.keep(call.name, message, refused)
        raise
    for refused_, reason in await call.exchange.intake.take(call.name, [message]):
        await call.exchange.intake.keep(call.name, refused_, reason)
        raise Refused(Code.INVALID, str(reason))


# lists


def _page(call: Call, module: str, told: Sequence[Document]) -> Answer:
    most = call.settings.most
    wanted = read_wanted(call.query, most)
    url = f"{base(call.city.name, call.settings)}/{VERSION}/{module}"
    page = page_of(told, wanted, url, most)
    return Answer(page.items, headers=page.headers)


def _named(told: Sequence[Document], name: str, by: str) -> Document:
    """Return one of several. Raises NotFound where there is none."""
    for one in told:
        if str(one[by]).lower() == name.lower():
            return one
    raise NotFound(f"there is no {name}")


#: Replies by method; and whether a partner that has not registered yet gets them too.
MODULES: Final[Mapping[str, tuple[Mapping[str, Reply], bool]]] = {
    "versions": ({"GET": show_versions}, True),
    VERSION: ({"GET": show_details}, True),
    "credentials": (
        {
            "GET": show_credentials,
            "POST": register,
            "PUT": renew,
            "DELETE": unregister,
        },
        True,
    ),
    "locations": ({"GET": show_locations}, False),
    "sessions": ({"GET": show_sessions}, False),
    "cdrs": ({"GET": show_records}, False),
    "tariffs": ({"GET": show_tariffs}, False),
    "tokens": ({"GET": show_token, "PUT": put_token, "PATCH": patch_token}, False),
    "commands": ({"POST": give}, False),
}
