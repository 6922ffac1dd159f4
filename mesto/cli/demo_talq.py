"""The park of the demonstration: lamps whose TALQ gateway keeps their programme."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import orjson

from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import LOCATION, TYPE, Kind, Observation, Value
from mesto.kernel.offspring import end_with_us
from mesto.simulator.talq.estate import Luminaire, street

LAMPS: Final = 8
DEMO: Final = "demo"  #: the source of what the demonstration says
CMS_ADDRESS: Final = "3d0b8f52-6f0e-5f0b-9d5a-4b1f2a7c9e10"
CONNECTION: Final = "urn:ngsi-ld:Connection:park"
PARK: Final[Mapping[str, str]] = {
    "en": "Park",
    "cs": "Park",
    "sk": "Park",
    "sr-Latn": "Park",
}
PROGRAMME: Final = "usual"  #: what the town has written


@asynccontextmanager
async def lit_by_talq(city: City, url: str, key: str) -> AsyncIterator[None]:
    """Let lamps of a park live behind a gateway, and the town know of them.

    url: where the installation answers; key: opens it to the gateway

    Raises Unavailable where the gateway does not come up.
    """
    await city.record(_park())  # so that it is let in when it announces itself
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mesto.simulator.talq", "--lamps", str(LAMPS)),
        *("--cms", f"{url}/talq", "--cms-address", CMS_ADDRESS),
        env={**os.environ, "MESTO_SIMULATOR_KEY": key},
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is ours to hand on
        preexec_fn=end_with_us,
    )
    assert process.stdout is not None
    try:
        line = await process.stdout.readline()
        if not line:
            raise Unavailable("the TALQ gateway of the demonstration did not come up")
        told = orjson.loads(line)
        await city.record([_said(CONNECTION, "url", f"talq+{told['url']}")])
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def _park() -> Iterator[Observation]:
    """Say which gateway there is, and which lamps stand in the park."""
    lamps = [f"urn:ngsi-ld:Streetlight:{one.thing.sign}" for one in _lamps()]
    group = {"title": PARK, "lamps": lamps}
    schedule = {"title": PARK, "groups": ["park"], "programme": PROGRAMME}
    for kind, definition in (
        ("StreetlightGroup", group),
        ("LightingSchedule", schedule),
    ):
        urn = f"urn:ngsi-ld:{kind}:park"
        yield _said(urn, TYPE, [kind])
        yield _said(urn, "definition", definition, Kind.JSON_PROPERTY)
    for urn, one in zip(lamps, _lamps(), strict=True):
        point = {"type": "Point", "coordinates": list(one.thing.place)}
        yield _said(urn, TYPE, ["Streetlight"])
        yield _said(urn, "name", one.thing.sign)
        yield _said(urn, "powerRating", one.rated_w)
        yield _said(urn, "keepsProgramme", value=True)
        yield _said(urn, LOCATION, point, Kind.GEO_PROPERTY)
    settings = {
        "gateway_address": street(LAMPS).gateway.address,
        "cms_address": CMS_ADDRESS,
        "asset_by": "name",
        "allow_private": True,
    }
    yield _said(CONNECTION, TYPE, ["Connection"])
    yield _said(CONNECTION, "gate", "talq")
    yield _said(CONNECTION, "url", "webhook:")  # until it says where it listens
    yield _said(CONNECTION, "settings", settings, Kind.JSON_PROPERTY)


def _lamps() -> list[Luminaire]:
    return list(street(LAMPS).luminaires)


def _said(
    urn: str, attribute: str, value: Value | Any, kind: Kind = Kind.PROPERTY
) -> Observation:
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source=DEMO
    )
