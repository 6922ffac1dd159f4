"""Giving the commands of partners; what comes of them is told later, by the line."""

from datetime import timedelta
from uuid import uuid4

from mesto.gates.ocpi import errands, tokens
from mesto.gates.ocpi.call import Answer, Call
from mesto.gates.ocpi.codec import (
    COMMANDS,
    CancelReservation,
    Code,
    Ordered,
    Refused,
    ReserveNow,
    StartSession,
    StopSession,
    Token,
    UnlockConnector,
    read,
    read_json,
)
from mesto.gates.ocpi.naming import ERRAND, id_of, partner_urn
from mesto.gates.ocpi.partner import party_of, require_home
from mesto.gates.ocpi.reading import read_own, read_town
from mesto.kernel.model import Command, Observation, Value
from mesto.names.charging import SESSION, token_urn

ACCEPTED, REJECTED = "ACCEPTED", "REJECTED"
UNKNOWN_SESSION, NOT_SUPPORTED = "UNKNOWN_SESSION", "NOT_SUPPORTED"


async def give(call: Call) -> Answer:
    """Order what a partner wants of a station.

    Raises Refused for what is no command, or leads to an unknown place.
    """
    name = call.parts[1].upper() if len(call.parts) > 1 else ""
    if name not in COMMANDS:
        raise Refused(Code.INVALID, f"there is no command {name}")
    told = read(read_json(call.body), COMMANDS[name])
    require_home(call.caller.connection, told.response_url)
    before: list[Observation] = []
    if isinstance(told, StartSession | ReserveNow):
        await _require_own(call, told.token)
    wanted = await _wanted(call, told)
    if isinstance(wanted, str):
        return _answer(call, wanted)
    station, verb, value = wanted
    command = Command(
        entity=station,
        name=verb,
        value=value,
        expires_at=call.now + timedelta(seconds=call.settings.command_s),
        source=call.name,
        id=str(uuid4()),
    )
    if call.exchange.hindrance(command):
        return _answer(call, NOT_SUPPORTED)
    if isinstance(told, StartSession | ReserveNow):
        before += tokens.seen_of(told.token, call.name)
        reference = told.authorization_reference
        urn = token_urn(told.token.uid)
        before += errands.let_in(urn, station, reference, call.now, "COMMAND")
    about = getattr(told, "reservation_id", "")
    note = errands.noted(command, command.id, call.name, told.response_url, about=about)
    await call.city.record([*before, *note])
    await call.city.order(command)
    return _answer(call, ACCEPTED)


async def _wanted(call: Call, told: Ordered) -> tuple[str, str, Value] | str:
    """Return what a station is told, or OCPI's word why it is not."""
    if isinstance(told, StopSession):
        return await _stop(call, told)
    if isinstance(told, CancelReservation):
        return await _cancel(call, told)
    town = await read_town(call.city)
    if isinstance(told, StartSession):
        return errands.start(told, town)
    if isinstance(told, ReserveNow):
        return errands.reserve(told, town, call.name)
    assert isinstance(told, UnlockConnector), "every command is known"
    return errands.unlock(told, town)


async def _stop(call: Call, told: StopSession) -> tuple[str, str, Value] | str:
    for one in await read_own(call.city, SESSION, call.name, status="open"):
        if id_of(one.id).lower() == told.session_id.lower():
            return errands.stop(one)
    return UNKNOWN_SESSION


async def _cancel(call: Call, told: CancelReservation) -> tuple[str, str, Value] | str:
    about = told.reservation_id
    kept = await read_own(call.city, ERRAND, call.name, reservation=about)
    if not kept:
        return REJECTED
    station = str(kept[-1].value("controlledAsset"))
    return errands.cancel(told, call.name, station)


async def _require_own(call: Call, token: Token) -> None:
    """Raise Refused where a partner uses a token that is not its own."""
    urn = partner_urn(call.name)
    found = await call.city.present([urn, token_urn(token.uid)])
    party = (token.country_code.upper(), token.party_id.upper())
    if party not in party_of(found.get(urn)):
        raise Refused(Code.INVALID, "this token is of another party")
    tokens.require_own(found.get(token_urn(token.uid)), call.name)


def _answer(call: Call, result: str) -> Answer:
    return Answer({"result": result, "timeout": call.settings.command_s})
