"""The park of the demonstration keeps its programme behind a gateway of its own."""

from datetime import UTC, datetime

import pytest

from mesto.cli.demo_talq import LAMPS, lit_by_talq
from mesto.domains.lighting.control.run import Switching
from mesto.domains.lighting.control.store import KeptBy
from mesto.kernel.model import TYPE, Kind, Observation
from tests.conftest import Server
from tests.waiting import until

pytestmark = pytest.mark.anyio

URNS = [f"urn:ngsi-ld:Streetlight:VO-{number:03d}" for number in range(1, LAMPS + 1)]
STEPS = [
    {"at": {"phase": "sunset"}, "level": 0.8},
    {"at": {"phase": "sunrise"}, "level": 0},
]


async def test_lamps_of_the_park_confirm_the_programme_they_keep(
    server: Server,
) -> None:
    urn = "urn:ngsi-ld:LightingProgramme:usual"
    usual = {"title": {"en": "Usual"}, "nights": [{"steps": STEPS}]}
    await server.city.record(
        Observation(entity=urn, attribute=name, value=value, kind=kind, source="test")
        for name, value, kind in (
            (TYPE, ["LightingProgramme"], Kind.PROPERTY),
            ("definition", usual, Kind.JSON_PROPERTY),
        )
    )
    register = server.installation.exchanges[server.city.name].register

    async def lamps_are_known() -> bool:
        return all(register.device_of(one) for one in URNS)

    async def all_keep_it() -> bool:
        return await server.city.ask(KeptBy(lamps=URNS)) == LAMPS

    async with lit_by_talq(server.city, server.url, server.key):
        await until(lamps_are_known)
        await Switching(server.city).look(datetime.now(UTC))
        await until(all_keep_it)
