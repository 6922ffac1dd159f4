"""`mesto accept lamp` against sound controllers and broken ones, at a real broker."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mesto.acceptance.finding import LANGUAGES, Protocol, Verdict
from mesto.acceptance.lamp.checks import CHECKS
from mesto.acceptance.lamp.profile import PROFILES
from mesto.acceptance.lamp.session import Demands
from mesto.acceptance.lamp.trial import Trial, try_lamp
from mesto.gates.mqtt.broker import Broker
from mesto.kernel.errors import Malformed, NotFound, Unavailable
from mesto.simulator.controller.bulb import Bulb, Defect
from mesto.simulator.controller.controller import Controller, local_s
from mesto.simulator.controller.voices import Json, Ul20xx, Voice
from mesto.simulator.wire.clock import Clock
from mesto.simulator.wire.radio import Radio

pytestmark = pytest.mark.anyio
TOWN, KEY = "kamenec", "key-of-kamenec"
PRAGUE = ZoneInfo("Europe/Prague")
SERIALS = {"mqtt": "VO-00042", "nas-ul20xx": "70b3d50000000042"}
SPEEDS = {"mqtt": 1.0, "nas-ul20xx": 600.0}  #: a UL20xx counts whole Wh
SOUND = Demands(within_s=20, every_s=20, rated_w=38)
HASTY = Demands(within_s=0.7, every_s=0.7, rated_w=38)


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[Broker]:
    running = Broker(tmp_path / "broker", 0, {TOWN: KEY}, answer_within_s=1)
    await running.start()
    yield running
    await running.stop()


@asynccontextmanager
async def hanging(
    broker: Broker, profile: str, *defects: Defect, every_s: float = 0.3
) -> AsyncIterator[Bulb]:
    """A controller on its pole."""
    clock = Clock(time.time(), SPEEDS[profile])

    def now() -> float:
        return clock.town_s(time.time())

    serial = SERIALS[profile]
    voice: Voice = Json(serial, PRAGUE) if profile == "mqtt" else Ul20xx(serial)
    bulb = Bulb(38.0, local_s(now(), PRAGUE), set(defects))
    controller = Controller(bulb, voice, now, PRAGUE, every_s=every_s * SPEEDS[profile])
    controller.radio = Radio(
        host="127.0.0.1",
        port=broker.port,
        user=TOWN,
        password=KEY,
        topics=voice.topics,
        hear=controller.hear,
    )
    tasks = [
        asyncio.create_task(one) for one in (controller.live(), controller.radio.run())
    ]
    try:
        yield bulb
    finally:
        while left := [one for one in tasks if not one.done()]:
            for task in left:
                task.cancel()  # asyncio.wait_for of Python 3.11 may swallow one
            await asyncio.wait(left, timeout=1)


async def tried(
    broker: Broker,
    profile: str,
    demands: Demands,
    only: str = "",
    breaks: Callable[[], None] | None = None,
) -> Protocol:
    trial = Trial(
        broker=f"mqtt://{TOWN}:{KEY}@127.0.0.1:{broker.port}",
        profile=profile,
        serial=SERIALS[profile],
        demands=demands,
        breaks=breaks,
        only=only.split(),
    )
    return await try_lamp(trial, lambda *_: None)


def ended(protocol: Protocol, verdict: Verdict) -> dict[str, str]:
    return {
        one.name: one.why.said("en") if one.why else ""
        for one in protocol.findings
        if one.verdict == verdict
    }


@pytest.mark.parametrize(("profile", "lacks"), [("mqtt", "L3"), ("nas-ul20xx", "L8")])
async def test_a_sound_controller_is_accepted(
    broker: Broker, profile: str, lacks: str
) -> None:
    async with hanging(broker, profile) as bulb:

        def breaks() -> None:
            bulb.failed = True

        protocol = await tried(broker, profile, SOUND, breaks=breaks)
    assert ended(protocol, Verdict.FAILED) == {}
    assert set(ended(protocol, Verdict.INAPPLICABLE)) == {lacks}
    assert protocol.accepted


@pytest.mark.parametrize(
    ("defect", "fails"),
    [
        (Defect.STUCK, "L2"),
        (Defect.BACKWARD, "L6"),
        (Defect.SILENT, "L1"),
        (Defect.STUBBORN, "L7"),
        (Defect.DREAMLESS, "L8"),
        (Defect.FRAGILE, "L9"),
        (Defect.PROUD, "L10"),
    ],
)
async def test_what_does_not_come_in_time_fails_its_clause(
    broker: Broker, defect: Defect, fails: str
) -> None:
    async with hanging(broker, "mqtt", defect) as bulb:

        def breaks() -> None:
            bulb.failed = True

        protocol = await tried(broker, "mqtt", HASTY, fails, breaks)
    assert set(ended(protocol, Verdict.FAILED)) == {fails}


@pytest.mark.parametrize(
    ("defect", "fails"), [(Defect.WASTEFUL, "L4"), (Defect.HUNGRY, "L5")]
)
async def test_what_draws_too_much_fails_its_clause_alone(
    broker: Broker, defect: Defect, fails: str
) -> None:
    async with hanging(broker, "mqtt", defect):
        protocol = await tried(broker, "mqtt", SOUND, "L2 L4 L5")
    assert set(ended(protocol, Verdict.FAILED)) == {fails}


async def test_a_luminaire_of_another_power_is_named(broker: Broker) -> None:
    async with hanging(broker, "mqtt"):
        wrong = Demands(within_s=20, every_s=20, rated_w=60)
        protocol = await tried(broker, "mqtt", wrong, "L4")
    assert "60 W" in ended(protocol, Verdict.FAILED)["L4"]


async def test_a_controller_that_is_not_heard_is_waited_for_once(
    broker: Broker,
) -> None:
    protocol = await tried(broker, "mqtt", HASTY)
    failed = ended(protocol, Verdict.FAILED)
    assert set(failed) == {one.name for one in CHECKS} - {"L3", "L10"}
    assert len(set(failed.values())) == 1, "each later wait would be another"
    assert "VO-00042" in failed["L11"]


async def test_a_meter_that_stands_at_nought_is_named(broker: Broker) -> None:
    async with hanging(broker, "mqtt") as bulb:
        bulb.rated_w = bulb.energy_kwh = 0.0
        protocol = await tried(broker, "mqtt", HASTY, "L6")
    assert "0.0, then 0.0" in ended(protocol, Verdict.FAILED)["L6"]


async def test_without_a_hand_a_failure_is_not_tried(broker: Broker) -> None:
    async with hanging(broker, "mqtt"):
        protocol = await tried(broker, "mqtt", SOUND, "L1 L10")
    assert set(ended(protocol, Verdict.INAPPLICABLE)) == {"L10"}
    assert protocol.accepted


async def test_a_broker_that_is_not_there_is_named() -> None:
    def at(broker: str, profile: str = "mqtt") -> Trial:
        return Trial(broker=broker, profile=profile, serial="x", demands=SOUND)

    for broker, error in (
        ("mqtt://127.0.0.1:9", Unavailable),
        ("http://127.0.0.1", Malformed),
    ):
        with pytest.raises(error):
            await try_lamp(at(broker), lambda *_: None)
    with pytest.raises(NotFound, match="mqtt"):
        await try_lamp(at("mqtt://127.0.0.1:9", "semaphore"), lambda *_: None)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("payload", [b"", b"{}", b"[]", b"\xff", b'{"fPort":23}'])
def test_any_message_is_read_or_refused(profile: str, payload: bytes) -> None:
    with pytest.raises(Malformed):
        PROFILES[profile].read("application/a/device/b/event/up", payload)


def test_the_guide_explains_every_check() -> None:
    guide = Path("docs/how-to/acceptance.md").read_text()
    for one in CHECKS:
        assert f"| {one.name} |" in guide
        assert set(one.title) == set(LANGUAGES)
