"""What is remembered of each lamp, feeder and cabinet while it is watched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, inf, isnan, log, nan

from mesto.domains.lighting.faults.finding import Cleared, Finding, Opinion, weighed
from mesto.domains.lighting.faults.group import ByDay
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.faults.lamp import DARK_V, UNKNOWN, Nature
from mesto.domains.lighting.faults.window import Window

PERIOD_S = 900.0  #: how often lamps report that do not say how often they do
USUAL_LOSS = 0.1  #: share of reports that get lost, until it is known
FORGETS = 0.03  #: how much one report changes what is thought of the radio
UNSURE = 0.03  #: by so much the radio may be worse than is thought
ODD_LUCK = 1e-7  #: so rarely may a sound lamp be silent for long enough to be named
LATE = 2.5  #: periods after which nothing more is expected
PATIENCE = (6, 24)  #: periods of silence, least and most
LOST_PHASE_V, SOUND_PHASE_V = 0.6 * 230, 180.0

Point = tuple[float, float]  #: longitude and latitude, degrees


@dataclass(slots=True, kw_only=True)
class Asset:
    """What every asset has.

    found: what is found just now, by kind
    told: what was said of it last
    """

    urn: str
    maintained: bool = False
    shielded: bool = False  #: people work on it, or on what feeds it
    seen_s: float = -inf
    found: dict[Kind, Finding] = field(default_factory=dict)
    told: Finding | None = None

    def hold(self, opinions: Iterable[Opinion]) -> None:
        """Take in what was found, and drop what is over."""
        for one in opinions:
            if isinstance(one, Cleared):
                self.found.pop(one.kind, None)
                continue
            known = self.found.get(one.kind)
            begun = min(one.since_s, known.since_s) if known else one.since_s
            self.found[one.kind] = Finding(
                kind=one.kind,
                since_s=begun,
                confidence=one.confidence,
                facts=one.facts,
                by=one.by,
            )

    @property
    def worst(self) -> Finding | None:
        """What matters most; nothing while people work on it."""
        return None if self.shielded else weighed(self.found)


@dataclass(slots=True, kw_only=True)
class Lamp(Asset):
    """A lamp: what the inventory says of it, and its last readings."""

    feeder: str = ""
    cabinet: str = ""
    place: Point | None = None
    nature: Nature = UNKNOWN
    period_s: float = PERIOD_S
    window: Window = field(default_factory=Window)
    usual: float = nan
    top: float = 0.0  #: the brightest level it was told, [0, 1]
    loss: float = USUAL_LOSS  #: share of its reports that get lost
    gasped: bool = False
    power_w: float = nan
    by_day: int = 0
    told_by_day: bool = False

    def hear(self, attribute: str, value: object, at_s: float) -> bool:
        """Keep what it says; return whether that is new."""
        if not self.window.note(attribute, value, at_s):
            return False
        if at_s > self.seen_s:
            self._reckon_loss(at_s)
            self.seen_s = at_s
        return True

    @property
    def patience_s(self) -> float:
        """How long it may be silent by bad luck alone, s."""
        least, most = PATIENCE
        in_a_row = ceil(log(ODD_LUCK) / log(min(self.loss + UNSURE, 0.9)))
        return self.period_s * min(max(in_a_row, least), most)

    def _reckon_loss(self, at_s: float) -> None:
        missed = round((at_s - self.seen_s) / self.period_s) - 1 if self.heard else 0
        if missed <= PATIENCE[1]:
            lost = max(missed, 0) / (max(missed, 0) + 1)
            self.loss = (1 - FORGETS) * self.loss + FORGETS * lost

    @property
    def heard(self) -> bool:
        """Whether it ever spoke."""
        return self.seen_s > -inf


@dataclass(slots=True, kw_only=True)
class Meter(Asset):
    """A feeder or a cabinet: the voltages of its phases, and its load."""

    place: Point | None = None
    period_s: float = PERIOD_S
    volts: list[float] = field(default_factory=lambda: [nan, nan, nan])
    load_w: float = nan
    load_s: float = -inf
    off: bool = False  #: switched off on purpose
    door_open: bool = False
    door_s: float = -inf
    dark_s: float = inf  #: since when no phase has voltage
    phase_s: float = inf  #: since when one phase has none

    def hear_volts(self, phase: int, volts: float, at_s: float) -> None:
        """Take in the voltage of one phase."""
        if at_s < self.seen_s:
            return
        self.seen_s, self.volts[phase] = at_s, volts
        self.dark_s = min(self.dark_s, at_s) if self.dark else inf
        self.phase_s = min(self.phase_s, at_s) if self.lost_phases else inf

    @property
    def dark(self) -> bool:
        """Whether it says that no phase carries voltage."""
        told = [one for one in self.volts if not isnan(one)]
        return bool(told) and max(told) < DARK_V

    @property
    def has_voltage(self) -> bool:
        """Whether it says that a phase carries voltage."""
        return any(one >= DARK_V for one in self.volts)

    def spoke_since(self, moment_s: float) -> bool:
        """Tell whether it told of voltage after a moment."""
        return self.has_voltage and self.seen_s > moment_s

    def may_yet_tell(self, moment_s: float, now_s: float) -> bool:
        """Tell whether its word about a moment is on its way."""
        speaks = now_s - self.seen_s < LATE * self.period_s
        return speaks and self.seen_s < moment_s and now_s - moment_s < self.period_s

    @property
    def lost_phases(self) -> list[int]:
        """The phases without voltage, while another has it."""
        if not any(one > SOUND_PHASE_V for one in self.volts):
            return []
        return [at for at, one in enumerate(self.volts) if one < LOST_PHASE_V]

    @property
    def phase_is_lost(self) -> bool:
        """Whether more than one report says that a phase is lost."""
        return self.seen_s > self.phase_s


@dataclass(slots=True, kw_only=True)
class Feeder(Meter):
    """A feeder and its lamps."""

    cabinet: str = ""
    lamps: dict[str, Lamp] = field(default_factory=dict)
    looked_s: float = -inf
    quorum_s: float = -inf  #: since when most of its lamps speak; inf: they do not
    street: ByDay | None = None  #: where its lamps burn by day together
    missed_s: float = inf  #: when its load first lacked what lost lamps drew
    stirred: bool = False  #: something was heard that all its lamps are to be asked of


@dataclass(slots=True, kw_only=True)
class Cabinet(Meter):
    """A cabinet and its feeders."""

    feeders: dict[str, Feeder] = field(default_factory=dict)
