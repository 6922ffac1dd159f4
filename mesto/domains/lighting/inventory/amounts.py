"""Which powers, levels, classes and lives cannot be. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from mesto.domains.lighting.inventory import doubts as words
from mesto.domains.lighting.inventory.classes import NEEDS
from mesto.domains.lighting.inventory.segments import (
    CLASS,
    LENGTH_KM,
    read_line,
)
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.plausible import Doubt, Told
from mesto.kernel.refusals import NO_SHARE
from mesto.kernel.text import Text, filled, whole

LEAST_W, MOST_W = 1.0, 2_000.0  #: of a street lamp; masts of sports grounds have more
MOST_LM_PER_W = 260.0  #: no white source gives more
LEAST_LIFE_H, MOST_LIFE_H = 500.0, 500_000.0
MOST_SEGMENT_KM = 50.0
WHOLE_PERCENT = 100
MOST_OF_MODEL = 3.0  #: times what its model draws: drivers are set lower, none higher
DATES = ("dateServiceStarted", "dateLastLampChange")
KILOWATT = "KWT"  #: UN/CEFACT
#: What the classes of EN 13201-2:2003 are called since 2015.
OLD_CLASS = re.compile(r"(MEW|ME|CE|S)(\d)[a-d]?")
RENAMED = {"MEW": "M", "ME": "M", "CE": "C", "S": "P"}


def impossible_lamp(told: Told, model: Entity | None = None) -> Iterator[Doubt]:
    """Doubt the amounts and dates of a lamp.

    model: what the town knows of its model
    """
    yield from _powers(told, "powerRating")
    yield from _more_than_its_model(told, model)
    yield from _dates(told)
    yield from _share(told, "illuminanceLevel")
    consumed = told.number("powerConsumption")
    if consumed is not None and not 0 <= _watts(told, "powerConsumption") <= MOST_W:
        yield Doubt("powerConsumption", _no_lamp_draws(consumed))


def impossible_model(told: Told) -> Iterator[Doubt]:
    """Doubt the amounts of a model."""
    for name in ("powerConsumption", "maxPowerConsumption", "minPowerConsumption"):
        yield from _powers(told, name)
    yield from _share(told, "ratedLumenMaintenance")
    yield from _share(told, "ratedFailureShare")
    flux = told.number("luminousFlux")
    if flux is not None:
        power_w = _watts(told, "powerConsumption")
        if flux <= 0:
            yield Doubt("luminousFlux", filled(words.NO_LIGHT, flux=f"{flux:g} lm"))
        elif power_w > 0 and flux / power_w > MOST_LM_PER_W:
            amounts = {"flux": f"{flux:g} lm", "power": f"{power_w:g} W"}
            yield Doubt("luminousFlux", filled(words.TOO_BRIGHT, **amounts))
    life_h = told.number("workingLife")
    if life_h is not None and not LEAST_LIFE_H <= life_h <= MOST_LIFE_H:
        yield Doubt("workingLife", filled(words.NO_LIFE, life=f"{life_h:g} h"))


def impossible_street(told: Told) -> Iterator[Doubt]:
    """Doubt the class and the line of a segment."""
    if CLASS in told.values and told.values[CLASS] not in NEEDS:
        yield Doubt(CLASS, _unknown(str(told.values[CLASS])))
    if LOCATION in told.values and not read_line(told.values[LOCATION]):
        yield Doubt(LOCATION, filled(words.NO_LINE, line="LineString"))
    length_km = told.number(LENGTH_KM)
    if length_km is not None and not 0 < length_km <= MOST_SEGMENT_KM:
        metres = length_km > MOST_SEGMENT_KM
        sentence = words.IN_METRES if metres else words.NO_LENGTH
        yield Doubt(LENGTH_KM, filled(sentence, length=f"{length_km:g} km"))


def _more_than_its_model(told: Told, model: Entity | None) -> Iterator[Doubt]:
    """Doubt a lamp that draws far more than its model, within what lamps draw."""
    draws_w = None if model is None else model.value("powerConsumption")
    power_w = _watts(told, "powerRating")
    if isinstance(draws_w, bool) or not isinstance(draws_w, int | float):
        return
    if 0 < draws_w * MOST_OF_MODEL < power_w <= MOST_W:
        powers = {"power": f"{power_w:g} W", "model": f"{draws_w:g} W"}
        yield Doubt("powerRating", filled(words.ABOVE_ITS_MODEL, **powers))


def _dates(told: Told) -> Iterator[Doubt]:
    """Doubt dates that nobody could reckon an age from."""
    for name in DATES:
        value = told.values.get(name)
        text = value.get("@value") if isinstance(value, Mapping) else value
        try:
            datetime.fromisoformat(str(text or "2000-01-01"))
        except ValueError:
            told_as = {"found": str(text), "example": "2021-05-03"}
            yield Doubt(name, filled(words.NO_DATE, **told_as))


def _unknown(named: str) -> Text:
    facts = {"found": named or "—", "standard": "EN 13201-2"}
    if old := OLD_CLASS.fullmatch(named):
        return filled(words.RENAMED, **facts, other=f"{RENAMED[old[1]]}{old[2]}")
    return filled(words.NO_CLASS, **facts)


def _powers(told: Told, name: str) -> Iterator[Doubt]:
    """Doubt a power that no lamp has."""
    if name not in told.values:
        return
    said = told.number(name)
    if said is None:
        yield Doubt(name, filled(words.NOT_READ, found=str(told.values[name])))
        return
    power_w = _watts(told, name)
    if power_w <= 0:
        yield Doubt(name, filled(words.NO_LAMP_HAS, power=f"{said:g}"))
    elif power_w < LEAST_W:
        powers = {"power": f"{power_w:g} W", "other": f"{power_w * 1000:g} W"}
        yield Doubt(name, filled(words.TOLD_IN_KW, **powers, unit="kW"))
    elif power_w > MOST_W:
        yield Doubt(name, _no_lamp_draws(power_w))


def _no_lamp_draws(power_w: float) -> Text:
    power, fewer_w = whole(power_w, "W"), power_w / 1000
    if LEAST_W <= fewer_w <= MOST_W:
        return filled(words.PERHAPS, power=power, other=f"{fewer_w:g} W")
    return filled(words.NO_STREET_LAMP_HAS, power=power)


def _watts(told: Told, name: str) -> float:
    """Return a power as told, W; 0 where none is."""
    said = told.number(name) or 0.0
    return said * 1000 if told.units.get(name) == KILOWATT else said


def _share(told: Told, name: str) -> Iterator[Doubt]:
    said = told.number(name)
    if said is not None and not 0 <= said <= 1:
        sentence = words.PERCENT if 1 < said <= WHOLE_PERCENT else NO_SHARE
        yield Doubt(name, filled(sentence, found=f"{said:g}"))
