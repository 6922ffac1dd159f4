"""How long cars stay and what they take, learnt from those before. Pure.

What a driver states is not believed, and not thrown away: sessions of the past that
began alike, at the hour, on a working day or not, with the same statement, on the same
card, say by how much one like it stays longer or shorter than it states, or how long
it stays if it states nothing. The most alike are the outlook, and the more alike, the
more each counts; each is a whole session, so that long stays go with much energy as
they did.
"""

from collections.abc import Sequence
from datetime import datetime
from math import log, pi
from typing import Final, NamedTuple

import msgspec
import numpy as np

from mesto.domains.emobility.charging.tree import Floats

NEAREST: Final = 128  #: sessions an outlook is made of, the most alike first
_SURE: Final = 2  #: so many of the most alike count fully, however far they are
MIDDLE: Final = 0.5  #: the share of the ways that a likely one does not exceed
_ENOUGH: Final = 8  #: sessions of the past; with fewer, what is stated is believed
_SATURDAY: Final = 5
#: How far apart two sessions are, in units of each feature: found on the months of May
#: to July 2019 of ACN-Data, Caltech.
_HOURS, _WEEKEND, _STATED, _WANTED, _CARD = 4.0, 2.0, 4.0, 4.0, 3.0
_UNSTATED: Final = 6.0  #: one stated and the other did not
#: A statement made before to the minute and to the watt-hour is mostly by the same
#: driver: so far apart are two that differ in it, for the stay and for the energy.
_OTHER: Final = 2.0
_SAME_H, _SAME_KWH = 1.5 / 60, 0.001
#: Of nobody's past: quarter to thrice what is stated, or what public stations see.
_SPREAD: Final = np.geomspace(0.25, 3.0, NEAREST)
_STAY_H, _ENERGY_KWH = 4.0, 8.0
_SOON_H: Final = 0.1
_STAYS_ON_H, _GOES_ON_KWH = 0.5, 1.0  #: of who stays, or takes, more than all before
_NONE: Final = 1e-9  #: of all weight; with less that is possible, the car leaves soon


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a session when it begins.

    arrived: by the clock of the town
    stated_h: for how long the driver says to stay; wanted_kwh: and what to take
    card: whose it is, under whatever name; empty if that is not known
    """

    arrived: datetime
    stated_h: float | None = None
    wanted_kwh: float | None = None
    card: str = ""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a session: its whole stay, and the energy its car took."""

    known: Known
    stay_h: float
    energy_kwh: float


class Outlook(NamedTuple):
    """What may become of a session: ways it may go, (NEAREST,) each.

    weight: how much each way counts beside the others
    """

    stay_h: Floats
    energy_kwh: Floats
    weight: Floats = np.ones(NEAREST)

    def quantile(self, of: Floats, share: float) -> float:
        """Return what a share of the ways does not exceed; of: a number of each way."""
        order = np.argsort(of, kind="stable")
        so_far = np.cumsum(self.weight[order])
        return float(of[order[np.searchsorted(so_far, share * so_far[-1])]])


class Past:
    """Sessions that have ended, laid out to be compared with.

    ended: only those that had ended before what is to be foretold began
    """

    def __init__(self, ended: Sequence[Ended]) -> None:
        """Lay them out."""
        self._features = np.array([_features(one.known) for one in ended])
        self._cards = np.array([one.known.card for one in ended], str)
        self._stays = np.array([one.stay_h for one in ended])
        self._energies = np.array([one.energy_kwh for one in ended])
        stated = [one.known.stated_h or np.nan for one in ended]
        self._stated = np.array(stated, float)
        #: by how much each stayed longer than it stated, h
        self._late = self._stays - self._stated
        wanted = [one.known.wanted_kwh or np.nan for one in ended]
        self._wanted = np.array(wanted, float)
        self._shares = np.minimum(self._energies / self._wanted, 1.0)

    def outlook(self, known: Known) -> Outlook:
        """Return what became of the sessions that began most like this one."""
        if len(self._stays) < _ENOUGH:
            return Outlook(
                (known.stated_h or _STAY_H) * _SPREAD,
                np.full(NEAREST, known.wanted_kwh or _ENERGY_KWH),
            )
        apart = self._apart(known)
        nearest = np.argsort(apart, kind="stable")[:NEAREST]
        energies = self._energies[nearest]
        if known.wanted_kwh:
            share = self._shares[nearest]
            energies = np.where(np.isfinite(share), share * known.wanted_kwh, energies)
        stays = self._stays[nearest]
        if known.stated_h:
            late = self._late[nearest]
            moved = np.maximum(known.stated_h + late, _SOON_H)
            stays = np.where(np.isfinite(late), moved, stays)
        further = apart[nearest] - apart[nearest[_SURE]]
        weight = np.exp(-np.maximum(further, 0.0) / 2)
        ways = (stays, energies, weight)
        return Outlook(*(np.resize(one, NEAREST) for one in ways))

    def _apart(self, known: Known) -> Floats:
        """Return how far each is from what is known, squared."""
        apart = ((self._features - _features(known)) ** 2).sum(axis=1)
        if known.card:
            apart += _CARD**2 * (self._cards != known.card)
        if known.stated_h:
            same = np.abs(self._stated - known.stated_h) < _SAME_H
            apart += _OTHER**2 * ~same
        if known.wanted_kwh:
            same = np.abs(self._wanted - known.wanted_kwh) < _SAME_KWH
            apart += _OTHER**2 * ~same
        return np.asarray(apart)


def still(outlook: Outlook, here_h: float, got_kwh: float) -> Outlook:
    """Return what is left of stays and energies, (NEAREST,) each, of who is still here.

    here_h: how long it has been; got_kwh: what it took, and wants more

    Ways in which it had left, or were full, weigh nothing. Who stays longer than all
    like it leaves soon, as far as anybody knows.
    """
    stay, energy = outlook.stay_h - here_h, outlook.energy_kwh - got_kwh
    here, wants = stay > 0, energy > 0
    stay = np.where(here, stay, _STAYS_ON_H)
    energy = np.where(wants, energy, _GOES_ON_KWH)
    enough = _NONE * outlook.weight.sum()
    for ways in (here & wants, here):
        weight = outlook.weight * ways
        if weight.sum() > enough:
            return Outlook(stay, energy, weight)
    return Outlook(stay, energy, outlook.weight)


def _features(known: Known) -> Floats:
    at = known.arrived
    angle = 2 * pi * (at.hour + at.minute / 60) / 24
    stated, wanted = known.stated_h, known.wanted_kwh
    return np.array(
        [
            _HOURS * np.sin(angle),
            _HOURS * np.cos(angle),
            _WEEKEND * (at.weekday() >= _SATURDAY),
            _UNSTATED * (stated is not None),
            _UNSTATED * (wanted is not None),
            _STATED * (log(max(stated, 0.1)) if stated is not None else 0.0),
            _WANTED * (log(max(wanted, 0.1)) if wanted is not None else 0.0),
        ]
    )
