"""Trying a TALQ gateway: all checks in their order, and the protocol of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mesto.acceptance import words
from mesto.acceptance.finding import Protocol, Text
from mesto.acceptance.running import Notebook, Told, chosen, limits, run
from mesto.acceptance.talq.attaching import GATEWAY, attached
from mesto.acceptance.talq.checks import CHECKS
from mesto.acceptance.talq.ours import open_ours
from mesto.acceptance.talq.session import Pace, Session, open_session


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is tried, and from where.

    client: our TALQ address, as the gateway knows it
    host, port: where we listen as a CMS; port 0 takes a free one
    public: how the gateway reaches us, where that differs
    lamp: address of the lamp to try; empty: the first one
    points: whether we write `cmsUri`; else the gateway is pointed at us by hand
    only: names of checks; none: every one
    key: sent as a bearer token with every request
    """

    url: str
    client: str
    pace: Pace
    host: str = "127.0.0.1"
    port: int = 0
    public: str = ""
    lamp: str = ""
    points: bool = True
    only: Sequence[str] = ()
    key: str = ""


async def try_gateway(trial: Trial, told: Told) -> Protocol:
    """Try a gateway; see `run` for `told`.

    Raises Unavailable when it cannot be reached, NotFound without the lamp.
    """
    notebook, begun_at = Notebook(), datetime.now(UTC)
    async with (
        open_ours(notebook, trial.host, trial.port, trial.public) as ours,
        open_session(
            trial.url,
            ours,
            notebook,
            client=trial.client,
            pace=trial.pace,
            key=trial.key,
        ) as session,
        attached(session, trial.lamp, writes=trial.points),
    ):
        findings = await run(chosen(CHECKS, trial.only), session, notebook, told)
        about = [*_about(session), *limits(trial.only)]
    return Protocol(
        kind=words.GATEWAY,
        subject=trial.url,
        about=about,
        begun_at=begun_at,
        ended_at=datetime.now(UTC),
        findings=findings,
    )


def _about(session: Session) -> list[tuple[Text, str]]:
    """Say whose gateway it is, as far as it says so."""
    told = {
        name: value.get("value")
        for one in session.gateway.get("functions", ())
        if one["type"] in {GATEWAY, "BasicFunction"}
        for name, value in one.items()
        if isinstance(value, dict)
    }
    named = [
        (words.MAKER, told.get("vendor")),
        (words.SOFTWARE, told.get("swVersion")),
        (words.ADDRESS, told.get("gatewayAddress")),
        (words.PATIENCE, f"{session.pace.within_s:g} s"),
    ]
    return [(name, str(value)) for name, value in named if value]
