"""`mesto accept talq` against gateways that behave, and gateways that do not."""

import pytest

from mesto.acceptance.finding import Protocol, Verdict
from mesto.acceptance.talq.checks import CHECKS
from mesto.acceptance.talq.session import Pace
from mesto.acceptance.talq.trial import Trial, try_gateway
from mesto.kernel.errors import NotFound, Unavailable
from mesto.simulator.talq.manners import Misdeed
from tests.simulator.talq.conftest import CMS, Cms, Side, beside

pytestmark = pytest.mark.anyio
PACE = Pace(answer_s=5, within_s=5, hold_s=1, quiet_s=0.2)
HASTY = Pace(answer_s=0.5, within_s=0.7, hold_s=0.7, quiet_s=0.2)


async def tried(*misdeeds: Misdeed, only: str = "", pace: Pace = PACE) -> Protocol:
    async with beside(Cms(), *misdeeds) as side:
        return await trying(side, only, pace)


async def trying(side: Side, only: str, pace: Pace, **more: str) -> Protocol:
    trial = Trial(url=side.url, client=CMS, pace=pace, only=only.split(), **more)
    return await try_gateway(trial, lambda *_: None)


def ended(protocol: Protocol, verdict: Verdict) -> dict[str, str]:
    return {
        one.name: one.why.said("en") if one.why else ""
        for one in protocol.findings
        if one.verdict == verdict
    }


async def test_a_gateway_that_behaves_is_accepted() -> None:
    protocol = await tried()
    assert ended(protocol, Verdict.FAILED) == {}
    assert ended(protocol, Verdict.INAPPLICABLE) == {}
    assert protocol.accepted
    assert [one.name for one in protocol.findings] == [one.name for one in CHECKS]
    asking = [one for one in protocol.findings if one.name[0] in "DKC"]
    assert all(one.evidence for one in asking)


@pytest.mark.parametrize(
    ("misdeed", "tries", "fails"),
    [
        (Misdeed.CONTRADICTORY, "D2 D3 D8", "D3"),
        (Misdeed.BARE, "D3 D4", "D4"),
        (Misdeed.REPEATING, "K1 K6 K7", "K7"),
        (Misdeed.NONSENSE, "K8 P5", "K8 P5"),
        (Misdeed.CARELESS, "D1 E1 E2 E4 E9 E10", "E1 E2 E4 E9 E10"),
        (Misdeed.NONSENSE, "D1 D3 K1 C1 E1 E5", "D1 D3 K1 C1 E1 E5"),
    ],
)
async def test_each_misdeed_fails_its_own_clause(
    misdeed: Misdeed, tries: str, fails: str
) -> None:
    protocol = await tried(misdeed, only=tries)
    assert set(ended(protocol, Verdict.FAILED)) == set(fails.split())


@pytest.mark.parametrize(
    ("misdeed", "fails"),
    [
        (Misdeed.DEAF, "C1 P7"),
        (Misdeed.ETERNAL, "C3"),
        (Misdeed.DEPENDENT, "C6 C7 P4 P6"),
        (Misdeed.FORGETFUL, "R4"),
        (Misdeed.MUTE, "R1 R4"),
    ],
)
async def test_what_does_not_come_in_time_fails_its_clause(
    misdeed: Misdeed, fails: str
) -> None:
    protocol = await tried(misdeed, only=fails, pace=HASTY)
    assert set(ended(protocol, Verdict.FAILED)) == set(fails.split())
    assert not protocol.accepted


@pytest.mark.parametrize("misdeed", [Misdeed.SILENT, Misdeed.LATE])
async def test_who_does_not_answer_is_named(misdeed: Misdeed) -> None:
    with pytest.raises(Unavailable, match="GET /devices"):
        await tried(misdeed, pace=HASTY)


async def test_the_gateway_is_given_back_as_it_was() -> None:
    async with beside(cms := Cms()) as side:
        cms.url = "http://127.0.0.1:9"
        before = await side.ask("GET", "/devices")
        await trying(side, "K1 K2 K3 K4 C6 R1", PACE)
        for path in ("/calendars", "/control-programs", "/groups"):
            assert await side.ask("GET", path) == (200, [])
        assert side.gateway.loggers == {}
        after = await side.ask("GET", "/devices")
        own = [one["functions"][1]["cmsUri"] for one in (before[1][0], after[1][0])]
        assert own[0] == own[1]


async def test_names_nobody_has_are_refused() -> None:
    async with beside(Cms()) as side:
        with pytest.raises(NotFound, match="Z9"):
            await trying(side, "Z9", PACE)
        with pytest.raises(NotFound, match="no lamp"):
            await trying(side, "D1", PACE, lamp="nothing")
