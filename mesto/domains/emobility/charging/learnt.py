"""How long cars stay and what they take, learnt from those before. Pure.

What a driver states is not believed, and not thrown away: sessions of the past that
began alike, at the hour, on a working day or not, with the same statement, on the same
card, say by how much one like it stays longer or shorter than it states, or how long
it stays if it states nothing. The most alike are the outlook; each is a whole session,
so that long stays go with much energy as they did.
"""

from collections.abc import Sequence
from datetime import datetime
from math import log, pi
from typing import Final, NamedTuple

import msgspec
import numpy as np

from mesto.domains.emobility.charging.tree import Floats

NEAREST: Final = 128  #: sessions an outlook is made of, the most alike first
WAYS: Final = 32  #: of those that are still possible, it goes by so many
_ENOUGH: Final = 8  #: sessions of the past; with fewer, what is stated is believed
_SATURDAY: Final = 5
#: How far apart two sessions are, in units of each feature: found on the months of May
#: to July 2019 of ACN-Data, Caltech.
_HOURS, _WEEKEND, _STATED, _WANTED, _CARD = 4.0, 2.0, 4.0, 4.0, 3.0
_UNSTATED: Final = 6.0  #: one stated and the other did not
#: Of nobody's past: quarter to thrice what is stated, or what public stations see.
_SPREAD: Final = np.geomspace(0.25, 3.0, NEAREST)
_STAY_H, _ENERGY_KWH = 4.0, 8.0
_SOON_H: Final = 0.1
_STAYS_ON_H, _GOES_ON_KWH = 0.5, 1.0  #: of who stays, or takes, more than all before
_FEW: Final = 4  #: ways that are still possible; with fewer, the car leaves soon


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
    """What may become of a session: pairs, (NEAREST,) each, the most alike first."""

    stay_h: Floats
    energy_kwh: Floats


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
        #: by how much each stayed longer than it stated, h
        self._late = self._stays - np.array(stated, float)
        wanted = [one.known.wanted_kwh or np.nan for one in ended]
        self._shares = np.minimum(self._energies / np.array(wanted, float), 1.0)

    def outlook(self, known: Known) -> Outlook:
        """Return what became of the sessions that began most like this one."""
        if len(self._stays) < _ENOUGH:
            return Outlook(
                (known.stated_h or _STAY_H) * _SPREAD,
                np.full(NEAREST, known.wanted_kwh or _ENERGY_KWH),
            )
        apart = ((self._features - _features(known)) ** 2).sum(axis=1)
        if known.card:
            apart += _CARD**2 * (self._cards != known.card)
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
        return Outlook(np.resize(stays, NEAREST), np.resize(energies, NEAREST))


def still(outlook: Outlook, here_h: float, got_kwh: float) -> Outlook:
    """Return what is left of stays and energies, (WAYS,) each, of who is still here.

    here_h: how long it has been; got_kwh: what it took, and wants more

    Goes by the most alike of those that stayed so long. Who stays longer than nearly
    all like it leaves soon, as far as anybody knows.
    """
    stay, energy = outlook.stay_h - here_h, outlook.energy_kwh - got_kwh
    here = np.flatnonzero(stay > 0)
    if here.size < _FEW:
        here = np.arange(WAYS)
        stay = np.where(stay > 0, stay, _STAYS_ON_H)
    wants = here[energy[here] > 0]
    ways = np.resize(wants if wants.size >= _FEW else here, WAYS)
    left = np.where(energy > 0, energy, _GOES_ON_KWH)
    return Outlook(stay[ways], left[ways])


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
