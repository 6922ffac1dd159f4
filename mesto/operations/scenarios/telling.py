"""What a scenario decided, written for people and programs. Pure."""

from collections.abc import Mapping

from mesto.kernel.model import Command
from mesto.operations.notifications.notice import Notice
from mesto.operations.scenarios.decide import Check, Decision
from mesto.operations.scenarios.effects import Effect, Said, Started


def told_decision(decision: Decision) -> dict[str, object]:
    """Write what was decided and why."""
    return {
        "run": decision.run,
        "scenario": decision.scenario,
        "version": decision.version,
        "trigger": decision.number,
        "entity": decision.heard.urn,
        "at": decision.heard.at,
        "outcome": decision.outcome,
        "why": decision.why,
        "checks": [told_check(one) for one in decision.checks],
        "effects": [told_effect(one) for one in decision.effects],
        "waits_until": None if decision.pause is None else decision.pause.due,
        "chain": list(decision.heard.chain),
        "value": decision.heard.value,
        "by": decision.heard.by,
    }


def told_check(check: Check) -> dict[str, object]:
    """Write whether a condition held."""
    return {
        "place": list(check.place),
        "said": check.said,
        "holds": check.holds,
        "why": check.why,
    }


def told_effect(effect: Effect) -> dict[str, object]:
    """Write something that is done, without the ids of the ledger's rows."""
    return {"place": list(effect.place), "does": effect.does, **_told(effect)}


def _told(effect: Effect) -> Mapping[str, object]:
    match effect.what:
        case Command(entity=entity, name=name, value=value):
            return {"entity": entity, "command": name, "value": value}
        case Notice() as notice:
            return {
                "to": list(notice.to),
                "subject": dict(notice.subject),
                "body": dict(notice.body),
                "severity": notice.severity,
            }
        case Started(scenario=scenario, entity=entity):
            return {"scenario": scenario, "entity": entity}
        case Said(observations=seen):
            said = {one.attribute: one.value for one in seen}
            return {"entity": seen[0].entity, "says": said}
