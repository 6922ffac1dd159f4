"""Letting a gateway know us as its CMS for the time of the trial."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from mesto.acceptance.finding import Failed
from mesto.acceptance.talq.session import ACTUATOR, Plain, Session
from mesto.kernel.errors import NotFound, Unavailable

GATEWAY = "GatewayFunction"


@asynccontextmanager
async def attached(session: Session, lamp: str, *, writes: bool) -> AsyncIterator[None]:
    """Find the gateway and a lamp; be its CMS, and give it back afterwards.

    lamp: address of the lamp to try; empty: the first one
    writes: whether `cmsUri` is written; else the gateway was pointed at us by hand

    Raises Unavailable when the gateway cannot be reached, NotFound without that lamp.
    """
    devices = await _devices(session)
    session.gateway = _having(GATEWAY, devices, "")
    session.lamp = _having(ACTUATOR, devices, lamp)
    if lamp and not session.lamp:
        raise NotFound(f"the gateway has no lamp {lamp}")
    before = await _point(session, session.ours.url) if writes else None
    try:
        yield
    finally:
        if before is not None:
            with suppress(Failed):
                await _point(session, before)


async def _devices(session: Session) -> list[Plain]:
    """Return the devices, as far as they can be read."""
    try:
        answer = await session.ask("getDevices")
    except Failed as failed:
        raise Unavailable(str(failed)) from failed
    session.wrongs.clear()  # the same is asked again by a check
    listed = answer.body if isinstance(answer.body, list) else []
    return [one for one in listed if isinstance(one, dict) and "address" in one]


def _having(type_: str, devices: list[Plain], address: str) -> Plain:
    """Return the first device that has a function; an empty one where none has."""
    for one in devices:
        types = [each.get("type") for each in one.get("functions", ())]
        if type_ in types and address in {"", one["address"]}:
            return one
    return {}


async def _point(session: Session, uri: str) -> str | None:
    """Write where the CMS is; return what stood there, None where it cannot be."""
    for one in session.gateway.get("functions", ()):
        if one["type"] == GATEWAY:
            before = one.get("cmsUri", {}).get("value", "")
            await session.ask(
                "partialUpdateAttribute",
                {"type": "AttributeUri", "value": uri},
                deviceAddress=session.gateway["address"],
                functionId=one["id"],
                attributeName="cmsUri",
            )
            return str(before)
    return None
