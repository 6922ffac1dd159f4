"""What the screens ask of the forecast: how good it is, where a sensor would pay."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.emptyings.reading import emptyings_of
from mesto.domains.waste.forecast.kept import URN, read_kept
from mesto.domains.waste.forecast.questions import LevelsOf
from mesto.domains.waste.forecast.score import DAYS, DRIFTED, FEWEST, scores_of
from mesto.domains.waste.forecast.sensors import Candidate
from mesto.domains.waste.inventory.contracts import Contract
from mesto.domains.waste.inventory.reading import contracts_of
from mesto.domains.waste.nouns import CONTAINER, LEVEL, OUTLOOK, SEEN
from mesto.domains.waste.outlook import Outlook
from mesto.domains.waste.replanned.kept import SENSOR_REPLANNED, read_replanned
from mesto.domains.waste.sensors.diagnosis import SENSOR_WORTH, read_worth
from mesto.domains.waste.sensors.page import fee_of, worth_shown
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Entity, Value
from mesto.kernel.plugin import Answers
from mesto.kernel.question.links import LinksOf
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.kin import member
from mesto.web.picture import Picture

SHOWN: Final = timedelta(days=30)  #: of the past of a container
#: Source: city of Prague, smart waste collection, per sensor: price CZK 2,500, running
#: cost CZK 173 a month.
USUAL_PRICE, USUAL_FEE, USUAL_YEARS = 2_500.0, 173.0, 5.0
MOST: Final = 100  #: candidates that are listed


async def show_forecast(request: Request, picture: Picture) -> Response:
    """Say how well containers were foretold, and at which a sensor would pay."""
    await picture.ready()
    price = _amount(request, "price", USUAL_PRICE)
    fee = _amount(request, "fee", USUAL_FEE)
    years = _amount(request, "years", USUAL_YEARS, least=0.1)
    city = visit_of(request)
    kept = read_kept((await city.present([URN])).get(URN))
    monthly = fee + price / (12 * years)
    found = kept.candidates.containers if kept.candidates else ()
    listed = [one for one in found if one.saved > 0][:MOST]
    kin = await city.ask(LinksOf(urns=[one.urn for one in listed]))
    document = {
        "learned": kept.learned,
        "days": DAYS,
        "scores": scores_of(kept.tallies),
        "enough": FEWEST,
        "wanted": DRIFTED,
        "currency": kept.candidates.currency if kept.candidates else "",
        "sensor": {"price": price, "fee": fee, "years": years, "monthly": monthly},
        "pays": sum(one.saved > monthly for one in found),
        "containers": [
            member(one.urn, kin.get(one.urn), picture.assets) | _worth(one, monthly)
            for one in listed
        ],
    }
    return answer_json(request, document)


async def show_container(request: Request, picture: Picture) -> Response:
    """Say how full a container was, and how full it will be.

    Raises NotFound where there is no container of that number.
    """
    await picture.ready()
    _, entity = await asked.entity(request, picture)
    if CONTAINER not in entity.types:
        raise NotFound("this is no container")
    city, now = visit_of(request), datetime.now(UTC)
    since = now - SHOWN
    levels = {
        name: await city.ask(
            LevelsOf(urn=entity.id, attribute=name, since=since, until=now)
        )
        for name in (LEVEL, SEEN)
    }
    emptied = await emptyings_of(city, [entity.id], since, now)
    document = {
        "now": now,
        "read": levels[LEVEL],
        "seen": levels[SEEN],
        "emptied": [
            {"at": one.at, "before": one.emptying.before, "ways": one.ways}
            for one in emptied
        ],
        "outlook": _shown(entity.value(OUTLOOK)),
        "sensor": _sensor(entity, await contracts_of(city)),
    }
    return answer_json(request, document)


def _sensor(
    entity: Entity, contracts: Mapping[str, Contract]
) -> Mapping[str, object] | None:
    """Write what a container's sensor saves and costs a month; None: not known."""
    worth = worth_shown(
        read_worth(entity.value(SENSOR_WORTH)),
        read_replanned(entity.value(SENSOR_REPLANNED)),
    )
    said = {one.name: one.value for one in entity.attributes if one.dataset is None}
    return worth and {**worth, "fee": fee_of(entity.id, said, contracts)}


def _worth(one: Candidate, monthly: float) -> dict[str, object]:
    """Write what a sensor would be worth a month; its cost is taken off."""
    return {
        **msgspec.to_builtins(one),
        "worth": round(one.saved - monthly, 2),
        "worth_low": round(one.low - monthly, 2),
        "worth_high": round(one.high - monthly, 2),
    }


def _shown(value: Value) -> Mapping[str, object] | None:
    """Write an outlook with the moments at which it is full; None: there is none."""
    try:
        outlook = msgspec.convert(value, Outlook)
    except msgspec.ValidationError:
        return None
    return {
        **msgspec.to_builtins(outlook),
        "full_at": outlook.full_at(),
        "full_early": outlook.full_at(3),
        "full_late": outlook.full_at(1),
    }


def _amount(request: Request, name: str, usual: float, least: float = 0.0) -> float:
    text = request.query_params.get(name)
    if text is None:
        return usual
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if not least <= amount <= 1e9:  # noqa: PLR2004 - no sensor costs more
        raise Malformed(f"{name} is an amount from {least:g} on", given=text[:20])
    return amount


ANSWERS: Answers = {
    Verb.SEE: (
        ("forecast", "GET", show_forecast),
        ("containers/{number:int}/levels", "GET", show_container),
    ),
}
