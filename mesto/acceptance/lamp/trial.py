"""Trying a lamp controller: all checks in their order, and the protocol of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mesto.acceptance import words
from mesto.acceptance.finding import Protocol, Text
from mesto.acceptance.lamp.checks import CHECKS
from mesto.acceptance.lamp.profile import PROFILES
from mesto.acceptance.lamp.session import Demands, open_session
from mesto.acceptance.running import Notebook, Told, chosen, limits, run
from mesto.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is tried, and at which broker.

    broker: mqtt://USER:PASSWORD@HOST:PORT, or mqtts
    breaks: asks a person to make the lamp fail; None: nobody is there
    only: names of checks; none: every one
    """

    broker: str
    profile: str
    serial: str
    demands: Demands
    breaks: Callable[[], None] | None = None
    only: Sequence[str] = ()


async def try_lamp(trial: Trial, told: Told) -> Protocol:
    """Try a controller; see `run` for `told`.

    Raises NotFound for an unknown profile, Unavailable when the broker is not there.
    """
    if trial.profile not in PROFILES:
        known = ", ".join(PROFILES)
        raise NotFound(f"there is no profile {trial.profile}; there is {known}")
    profile = PROFILES[trial.profile]
    notebook, begun_at = Notebook(), datetime.now(UTC)
    async with open_session(
        trial.broker,
        profile,
        trial.serial,
        demands=trial.demands,
        notebook=notebook,
        breaks=trial.breaks,
    ) as session:
        findings = await run(chosen(CHECKS, trial.only), session, notebook, told)
    return Protocol(
        kind=words.LAMP,
        subject=trial.serial,
        about=[
            (words.PROFILE, profile.title),
            *_demands(trial.demands),
            *limits(trial.only),
        ],
        begun_at=begun_at,
        ended_at=datetime.now(UTC),
        findings=findings,
    )


def _demands(demands: Demands) -> list[tuple[Text, str]]:
    rated = f"{demands.rated_w:g} W ± {demands.tolerance:.0%}"
    return [
        (words.PATIENCE, f"{demands.within_s:g} s"),
        (words.PERIOD, f"{demands.every_s:g} s"),
        (words.RATED, rated if demands.rated_w else "–"),
        (words.STANDBY, f"≤ {demands.standby_w:g} W"),
    ]
