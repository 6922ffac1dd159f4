"""How lamps, feeders and cabinets are. Pure: the present in, a verdict out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from mesto.domains.lighting.sun import sun_elevation_deg
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.verdict import (
    finding,
    judged,
    last_seen,
    led_to,
    named,
    number,
    own_period,
    say,
)

PERIOD = timedelta(minutes=15)  #: how often lamps and cabinets report
DARK_V = 50  #: below this a phase carries nothing
LOW_V, HIGH_V = 195.5, 253.0  #: 230 V - 15 % / + 10 %, EN 50160
FAILED_SHARE = 0.1  #: of the expected power: below it the lamp does not burn
LATE = 1.5  #: periods after which a report should be here
STREET_SHARE = 0.3  #: of a lamp's rating: above it the whole street burns
POOR_POWER_FACTOR = 0.6
BRIGHT_DAY_DEG = 6.0  #: elevation of the sun above which no street lamp is needed
FEEDER = "feederID"  #: relationship of lamps
CABINET = "refStreetlightControlCabinet"  #: relationship of lamps and feeders

LAMP_LIVE = (
    "powerState",
    "illuminanceLevel",
    "powerConsumption",
    "voltage",
    "powerFactor",
    "status",
    "lampTemperature",
)
FEEDER_LIVE = ("phaseVoltage", "totalActivePower", "powerState")
CABINET_LIVE = (
    "voltageR",
    "voltageS",
    "voltageT",
    "totalActivePower",
    "energyConsumed",
    "doorOpen",
    "workingMode",
)

DEFECTS: Mapping[str, tuple[str, Text]] = {
    "defectiveLamp": (
        "warning",
        {
            "en": "The lamp reports a failure.",
            "cs": "Svítidlo hlásí poruchu.",
            "sk": "Svietidlo hlási poruchu.",
            "sr-Latn": "Svetiljka prijavljuje kvar.",
        },
    ),
    "brokenLantern": (
        "critical",
        {
            "en": "The lantern is broken.",
            "cs": "Svítidlo je rozbité.",
            "sk": "Svietidlo je rozbité.",
            "sr-Latn": "Svetiljka je razbijena.",
        },
    ),
    "columnIssue": (
        "critical",
        {
            "en": "The column is damaged.",
            "cs": "Stožár je poškozený.",
            "sk": "Stožiar je poškodený.",
            "sr-Latn": "Stub je oštećen.",
        },
    ),
}
NOT_BURNING: Text = {
    "en": "Lamp failure: switched on, draws {seen:.0f} W of {expected:.0f} W.",
    "cs": "Porucha svítidla: zapnuto, odebírá {seen:.0f} W z {expected:.0f} W.",
    "sk": "Porucha svietidla: zapnuté, odoberá {seen:.0f} W z {expected:.0f} W.",
    "sr-Latn": "Kvar svetiljke: uključena, troši {seen:.0f} W od {expected:.0f} W.",
}
DAY_BURNING: Text = {
    "en": "Burns by day.",
    "cs": "Svítí ve dne.",
    "sk": "Svieti cez deň.",
    "sr-Latn": "Svetli danju.",
}
VOLTAGE: Text = {
    "en": "Voltage {volts:.0f} V is out of limits.",
    "cs": "Napětí {volts:.0f} V je mimo meze.",
    "sk": "Napätie {volts:.0f} V je mimo medzí.",
    "sr-Latn": "Napon {volts:.0f} V je van granica.",
}
POWER_FACTOR: Text = {
    "en": "Power factor is only {factor:.2f}.",
    "cs": "Účiník je jen {factor:.2f}.",
    "sk": "Účinník je len {factor:.2f}.",
    "sr-Latn": "Faktor snage je samo {factor:.2f}.",
}
NO_SUPPLY: Text = {
    "en": "No power: {name} is dark.",
    "cs": "Bez napájení: {name} je bez napětí.",
    "sk": "Bez napájania: {name} je bez napätia.",
    "sr-Latn": "Nema napajanja: {name} je bez napona.",
}
SUPPLY_SILENT: Text = {
    "en": "No data, nor from {name}: probably no power there.",
    "cs": "Bez dat, stejně jako {name}: zřejmě tam není napájení.",
    "sk": "Bez údajov, rovnako ako {name}: zrejme tam nie je napájanie.",
    "sr-Latn": "Nema podataka, ni od {name}: verovatno tamo nema struje.",
}
FEEDER_DARK: Text = {
    "en": "The feeder is dark: no voltage on any phase.",
    "cs": "Vývod je bez napětí ve všech fázích.",
    "sk": "Vývod je bez napätia vo všetkých fázach.",
    "sr-Latn": "Izvod je bez napona na svim fazama.",
}
CABINET_DARK: Text = {
    "en": "The cabinet is dark: no voltage on any phase.",
    "cs": "Rozvaděč je bez napětí ve všech fázích.",
    "sk": "Rozvádzač je bez napätia vo všetkých fázach.",
    "sr-Latn": "Orman je bez napona na svim fazama.",
}
DOOR_OPEN: Text = {
    "en": "The cabinet's door is open.",
    "cs": "Dveře rozvaděče jsou otevřené.",
    "sk": "Dvere rozvádzača sú otvorené.",
    "sr-Latn": "Vrata ormana su otvorena.",
}


def judge_lamp(lamp: Entity, related: Mapping[str, Entity], now: datetime) -> Verdict:
    """Say how a lamp is; one that lost its supply is explained by its supply."""
    feeder = next(led_to(lamp, [FEEDER], related), None)
    found = [*_lamp_faults(lamp), *_day_burning(lamp, feeder)]
    own = judged(lamp, now, live=LAMP_LIVE, period=PERIOD, found=found)
    if own.status == "maintenance":
        return own
    told_at = _next_word(lamp, feeder)
    if own.until is not None and told_at is not None and now < told_at < own.until:
        own = replace(own, until=told_at)
    supplies = (
        (supply, judge(supply, related, now))
        for name, judge in ((FEEDER, judge_feeder), (CABINET, judge_cabinet))
        for supply in led_to(lamp, [name], related)
    )
    return _for_want_of_supply(lamp, own, supplies) or own


def judge_feeder(
    feeder: Entity, related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a feeder is; a dark one is explained by a dark cabinet."""
    dark = _phases_dark(_phase_voltages(feeder))
    found = [finding(feeder, "phaseVoltage", "critical", FEEDER_DARK)] if dark else []
    own = judged(feeder, now, live=FEEDER_LIVE, period=PERIOD, found=found)
    if own.status == "maintenance":
        return own
    supplies = (
        (cabinet, judge_cabinet(cabinet, related, now))
        for cabinet in led_to(feeder, [CABINET], related)
    )
    return _for_want_of_supply(feeder, own, supplies) or own


def judge_cabinet(
    cabinet: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a control cabinet is."""
    found = _cabinet_faults(cabinet)
    return judged(cabinet, now, live=CABINET_LIVE, period=PERIOD, found=found)


def _lamp_faults(lamp: Entity) -> Iterator[Verdict]:
    status = lamp.value("status")
    if isinstance(status, str) and status in DEFECTS:
        badness, sentence = DEFECTS[status]
        yield finding(lamp, "status", badness, sentence)
    yield from _power_faults(lamp)
    volts = number(lamp, "voltage")
    if volts is not None and volts >= DARK_V and not LOW_V <= volts <= HIGH_V:
        yield finding(lamp, "voltage", "warning", VOLTAGE, volts=volts)
    factor = number(lamp, "powerFactor")
    if factor is not None and 0 < factor < POOR_POWER_FACTOR and _burns(lamp):
        yield finding(lamp, "powerFactor", "warning", POWER_FACTOR, factor=factor)


def _power_faults(lamp: Entity) -> Iterator[Verdict]:
    """Compare what a lamp draws with what it is told."""
    metered_w = _metered_w(lamp)
    level = number(lamp, "illuminanceLevel")
    expected_w = (number(lamp, "powerRating") or 0) * (1.0 if level is None else level)
    told_on = lamp.value("powerState") in ("on", "low")
    if told_on and metered_w is not None and metered_w < FAILED_SHARE * expected_w:
        facts = {"seen": metered_w, "expected": expected_w}
        yield finding(lamp, "powerConsumption", "warning", NOT_BURNING, **facts)


def _day_burning(lamp: Entity, feeder: Entity | None) -> Iterator[Verdict]:
    """Name a lamp that burns by day while its street does not.

    Where all lamps of its feeder burn, someone wants it so, or the fault is elsewhere.
    """
    if not (_burns(lamp) and _by_day(lamp)) or _next_word(lamp, feeder) is not None:
        return
    rating_w = number(lamp, "powerRating") or 0
    if feeder is None or _mean_draw_w(feeder) <= STREET_SHARE * rating_w:
        yield finding(lamp, "powerState", "warning", DAY_BURNING)


def _next_word(lamp: Entity, feeder: Entity | None) -> datetime | None:
    """Return when the feeder should tell what its lamps draw since this one burns.

    None where it has told, cannot tell, or there is nothing to ask.
    """
    if feeder is None or not (_burns(lamp) and _by_day(lamp)):
        return None
    seen_at, told_at = last_seen(lamp, LAMP_LIVE), last_seen(feeder, FEEDER_LIVE)
    if seen_at is None or told_at is None or told_at >= seen_at:
        return None
    return seen_at + LATE * (own_period(feeder) or PERIOD)


def _mean_draw_w(feeder: Entity) -> float:
    """Return what a feeder's lamps draw on average, W."""
    count = number(feeder, "numStreetlight") or 1
    return 1000 * (number(feeder, "totalActivePower") or 0) / max(count, 1)


def _burns(lamp: Entity) -> bool:
    """Believe the meter before the switch."""
    metered_w = _metered_w(lamp)
    rating_w = number(lamp, "powerRating")
    if metered_w is not None and rating_w:
        return metered_w > FAILED_SHARE * rating_w
    return lamp.value("powerState") in ("on", "low")


def _metered_w(lamp: Entity) -> float | None:
    """Return what a lamp draws; None where it was told something since it was read."""
    metered_at = last_seen(lamp, ["powerConsumption"])
    told_at = last_seen(lamp, ["powerState", "illuminanceLevel"])
    if metered_at is None or (told_at is not None and metered_at < told_at):
        return None
    return number(lamp, "powerConsumption")


def _by_day(lamp: Entity) -> bool:
    """Tell whether the sun stood high when the lamp last reported."""
    seen_at = last_seen(lamp, ("powerState", "powerConsumption"))
    match lamp.value(LOCATION):
        case {
            "type": "Point",
            "coordinates": [int() | float() as east, int() | float() as north, *_],
        } if seen_at:
            height_deg = sun_elevation_deg(seen_at, longitude=east, latitude=north)
            return height_deg > BRIGHT_DAY_DEG
    return False


def _for_want_of_supply(
    asset: Entity,
    own: Verdict,
    supplies: Iterable[tuple[Entity, Verdict]],
) -> Verdict | None:
    """Explain a silent or dead asset by the nearest failed feeder or cabinet.

    An asset that still reports and carries voltage has supply, whatever they say.
    """
    if own.status != "offline" and not _lost_voltage(asset):
        return None
    for supply, verdict in supplies:
        if verdict.status in ("critical", "offline"):
            dark = verdict.status == "critical" or _lost_voltage(asset)
            sentence = NO_SUPPLY if dark else SUPPLY_SILENT
            cause = verdict.cause if verdict.by else say(sentence, name=named(supply))
            by = verdict.by or supply.id
            return Verdict("offline", cause, by, verdict.since, own.until)
    return None


def is_dark(supply: Entity) -> bool:
    """Tell whether a feeder or cabinet last said that no phase carries voltage."""
    phases = [number(supply, f"voltage{phase}") for phase in "RST"]
    told = [volt for volt in phases if volt is not None]
    return _phases_dark(told or _phase_voltages(supply))


def _lost_voltage(asset: Entity) -> bool:
    volts = number(asset, "voltage")
    return is_dark(asset) if volts is None else volts < DARK_V


def _cabinet_faults(cabinet: Entity) -> Iterator[Verdict]:
    phases = [number(cabinet, f"voltage{phase}") for phase in "RST"]
    volts = [volt for volt in phases if volt is not None]
    if _phases_dark(volts):
        yield finding(cabinet, "voltageR", "critical", CABINET_DARK)
    for volt in volts:
        if volt >= DARK_V and not LOW_V <= volt <= HIGH_V:
            yield finding(cabinet, "voltageR", "warning", VOLTAGE, volts=volt)
    if cabinet.value("doorOpen") is True:
        yield finding(cabinet, "doorOpen", "warning", DOOR_OPEN)


def _phase_voltages(asset: Entity) -> list[float]:
    phases = asset.value("phaseVoltage")
    if not isinstance(phases, Sequence) or isinstance(phases, str):
        return []
    return [float(volt) for volt in phases if isinstance(volt, int | float)]


def _phases_dark(volts: Sequence[float]) -> bool:
    return bool(volts) and max(volts) < DARK_V
