"""A lamp of a simulated town is tried as a town would try a vendor's."""

import pytest

from mesto.acceptance.finding import Verdict
from mesto.acceptance.lamp.session import Demands
from mesto.acceptance.lamp.trial import Trial, try_lamp
from mesto.simulator.devices import lamp
from mesto.simulator.inventory.names import Names
from mesto.simulator.town import Town
from tests.conftest import Server
from tests.simulator.test_simulation import alive, of, shown

pytestmark = pytest.mark.anyio


async def test_a_lamp_of_the_town_is_accepted(listening: Server, town: Town) -> None:
    simulation = of(listening, town, speed=240.0)
    await simulation.provision()
    broker = listening.installation.broker
    assert broker is not None
    async with alive(simulation):
        urn = await shown(listening.city, "Streetlight", "voltage", least=200)
        number = int(urn.rsplit("-", 1)[1]) - 1
        trial = Trial(
            broker=f"mqtt://{listening.city.name}:{listening.key}@127.0.0.1:{broker.port}",
            profile=lamp.NAME,
            serial=Names.of(town).serial("Streetlight", number, lamp.MAKER),
            demands=Demands(within_s=30, every_s=40),
            only=["L2", "L3", "L4", "L5", "L6", "L9", "L11"],
        )
        protocol = await try_lamp(trial, lambda *_: None)
    found = {one.name: one.why for one in protocol.findings if one.why}
    assert found == {}
    assert protocol.count(Verdict.PASSED) == 7
