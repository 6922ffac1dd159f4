"""How lamps, feeders and cabinets are. Pure: the present in, a verdict out.

What one reading makes certain is said at once: what a lamp reports of itself, a dark
supply, an open door. What only history tells is found by `faults` and read here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from mesto.domains.lighting.faults.diagnosis import diagnosis_of, verdict_of
from mesto.domains.lighting.faults.kinds import VOICELESS
from mesto.kernel.model import Entity, Value
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.text import by_language, filled
from mesto.kernel.verdict import (
    finding,
    judged,
    last_seen,
    led_to,
    named,
    number,
)

PERIOD = timedelta(minutes=15)  #: how often lamps and cabinets report
DARK_V = 50  #: below this a phase carries nothing
LOW_V, HIGH_V = 195.5, 253.0  #: 230 V - 15 % / + 10 %, EN 50160
FEEDER = "feederID"  #: relationship of lamps
CABINET = "refStreetlightControlCabinet"  #: relationship of lamps and feeders
#: Of a lamp: why it does not take the programme it is to keep; absent: it does.
PROGRAMME_REFUSED = "programmeRefused"
#: The connection that has the device of an asset no more.
DEVICE_GONE = "deviceGone"

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
VOLTAGE: Text = {
    "en": "Voltage {volts:.0f} V is out of limits.",
    "cs": "Napětí {volts:.0f} V je mimo meze.",
    "sk": "Napätie {volts:.0f} V je mimo medzí.",
    "sr-Latn": "Napon {volts:.0f} V je van granica.",
}
NOT_KEPT: Text = {
    "en": "It does not take the programme it is to keep: {reason}",
    "cs": "Nepřijímá program, který má držet: {reason}",
    "sk": "Neprijíma program, ktorý má držať: {reason}",
    "sr-Latn": "Ne prima program koji treba da čuva: {reason}",
}
NOT_THERE: Text = {
    "en": "The gateway {name} no longer has its device.",
    "cs": "Brána {name} už jeho zařízení nemá.",
    "sk": "Brána {name} už jeho zariadenie nemá.",
    "sr-Latn": "Uređaj više nije na mrežnom prolazu {name}.",
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
    found = [*_diagnosed(lamp), *_lamp_faults(lamp)]
    own = judged(lamp, now, live=LAMP_LIVE, period=PERIOD, found=found)
    if own.status == "maintenance":
        return own
    lost = _gone(lamp, own) or _explained(lamp, own)
    if lost is not None:
        return lost
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
    shown = [finding(feeder, "phaseVoltage", "critical", FEEDER_DARK)] if dark else []
    found = [*_diagnosed(feeder), *shown]
    own = judged(feeder, now, live=FEEDER_LIVE, period=PERIOD, found=found)
    if own.status == "maintenance":
        return own
    lost = _explained(feeder, own)
    if lost is not None:
        return lost
    supplies = (
        (cabinet, judge_cabinet(cabinet, related, now))
        for cabinet in led_to(feeder, [CABINET], related)
    )
    return _for_want_of_supply(feeder, own, supplies) or own


def judge_cabinet(
    cabinet: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a control cabinet is."""
    found = [*_diagnosed(cabinet), *_cabinet_faults(cabinet)]
    own = judged(cabinet, now, live=CABINET_LIVE, period=PERIOD, found=found)
    return own if own.status == "maintenance" else _gone(cabinet, own) or own


def _diagnosed(asset: Entity) -> Iterator[Verdict]:
    """Say what its history tells, before what its present does."""
    diagnosis = diagnosis_of(asset)
    if diagnosis is not None:
        yield verdict_of(diagnosis)


def _explained(asset: Entity, own: Verdict) -> Verdict | None:
    """Say of an asset that is silent or dark what its history does, if anything."""
    if not (own.status == "offline" or _lost_voltage(asset)):
        return None
    diagnosis = diagnosis_of(asset)
    if diagnosis is None or not (diagnosis.by or diagnosis.kind in VOICELESS):
        return None
    return replace(verdict_of(diagnosis), status="offline", until=own.until)


def _lamp_faults(lamp: Entity) -> Iterator[Verdict]:
    status = lamp.value("status")
    if isinstance(status, str) and status in DEFECTS:
        badness, sentence = DEFECTS[status]
        yield finding(lamp, "status", badness, sentence)
    volts = number(lamp, "voltage")
    if volts is not None and volts >= DARK_V and not LOW_V <= volts <= HIGH_V:
        yield finding(lamp, "voltage", "warning", VOLTAGE, volts=volts)
    refused = lamp.value(PROGRAMME_REFUSED)
    if refused is not None:
        since = last_seen(lamp, [PROGRAMME_REFUSED])
        yield Verdict("warning", not_kept(refused), since=since)


def not_kept(refused: Value) -> Text:
    """Say that a lamp does not take its programme; refused: why, by language."""
    return filled(NOT_KEPT, reason=by_language(refused))


def _gone(asset: Entity, own: Verdict) -> Verdict | None:
    """Say that nothing reaches an asset any more; what is critical comes first."""
    name = asset.value(DEVICE_GONE)
    if not isinstance(name, str) or own.status == "critical":
        return None
    gone = finding(asset, DEVICE_GONE, "offline", NOT_THERE, name=name)
    return replace(gone, until=own.until)


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
        without = verdict.status == "critical" and is_dark(supply)
        if verdict.status == "offline" or without:
            dark = without or _lost_voltage(asset)
            sentence = NO_SUPPLY if dark else SUPPLY_SILENT
            cause = (
                verdict.cause if verdict.by else filled(sentence, name=named(supply))
            )
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
