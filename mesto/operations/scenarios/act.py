"""Doing what scenarios decided, each once; noting what was done and what was not."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import orjson

from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.model import Command, Observation
from mesto.operations.commands.give import give
from mesto.operations.notifications.notice import Notice, check
from mesto.operations.notifications.tell import tell
from mesto.operations.scenarios.decide import Decision
from mesto.operations.scenarios.effects import Effect, Said
from mesto.operations.scenarios.store import NOTE_RUNS, PAUSE
from mesto.operations.scenarios.telling import told_decision


class Done(NamedTuple):
    """What became of a decision, and from which step it went."""

    decision: Decision
    step: int
    outcome: str
    failures: Sequence[str] = ()  #: one an effect; empty: it was done


async def act(city: City, effects: Sequence[Effect]) -> list[str]:
    """Do effects; return for each why it was not done, empty where it was.

    Doing them again changes nothing. Raises Unavailable where that may help.
    """
    notices: list[Notice] = []
    said: list[Observation] = []
    failures = []
    for effect in effects:
        why = ""
        try:
            match effect.what:
                case Command() as command:
                    await give(city, command)
                case Notice() as notice:
                    check(notice)
                    notices.append(notice)
                case Said(observations=seen):
                    said += seen
                case _:  # whoever runs the scenarios starts another one
                    pass
        except Unavailable:
            raise
        except CityError as error:
            why = str(error)
        failures.append(why)
    if said:
        await city.record(said)
    await tell(city, notices)
    return failures


async def note(connection: Connection, done: Sequence[Done]) -> None:
    """Note what was done, and where runs wait, in the caller's transaction."""
    rows = [_row(one) for one in done]
    await connection.execute(NOTE_RUNS, *zip(*rows, strict=True) if rows else [[]] * 9)
    for one in done:
        decision = one.decision
        if decision.pause is not None and one.outcome == "done":
            await connection.execute(
                PAUSE,
                decision.run,
                decision.pause.step,
                decision.scenario,
                decision.version,
                decision.number,
                msgspec.json.encode(decision.heard).decode(),
                decision.pause.due,
            )


def _row(one: Done) -> tuple[object, ...]:
    decision = one.decision
    told = told_decision(decision)
    effects = told["effects"]
    assert isinstance(effects, list)
    for effect, why in zip(effects, one.failures, strict=False):
        effect["failure"] = why
    kept = ("why", "checks", "effects", "waits_until", "chain", "value", "by")
    return (
        decision.run,
        one.step,
        decision.scenario,
        decision.version,
        decision.number,
        decision.heard.urn,
        decision.heard.at,
        one.outcome,
        orjson.dumps({name: told[name] for name in kept}).decode(),
    )
