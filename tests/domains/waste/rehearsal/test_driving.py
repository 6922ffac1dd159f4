import numpy as np
import pytest

from mesto.domains.waste.rehearsal.driving import Fleet
from mesto.domains.waste.rehearsal.policies import Wish

#: A street of 1 km between neighbours; the depot stands at its beginning.
AT_KM = np.array([1, 2, 3, 9, 0])
METRES = 1000 * np.abs(AT_KM[:, None] - AT_KM[None, :])


@pytest.fixture(scope="module")
def fleet():
    return Fleet(
        METRES,
        np.arange(4),
        np.full(4, 1000.0),
        load_l=2000.0,
        vehicles=4,
        iterations=100,
    )


def a_wish(must=(), **worth):
    at = np.zeros(4)
    for name, km in worth.items():
        at[int(name[1:])] = km
    return Wish(np.isin(np.arange(4), must), at)


def test_who_must_be_emptied_is_driven_to(fleet):
    driven = fleet.drive(a_wish([3]), np.full(4, 0.5))
    assert (driven.km, driven.emptied.tolist()) == (18.0, [3])


def test_what_is_worth_the_detour_is_taken_along(fleet):
    driven = fleet.drive(a_wish([2], c0=0.5, c3=5.0), np.full(4, 0.5))
    assert (driven.km, sorted(driven.emptied.tolist())) == (6.0, [0, 2])


def test_a_full_vehicle_drives_twice(fleet):
    driven = fleet.drive(a_wish([0, 1, 2]), np.full(4, 1.0))
    assert driven.km == 2 * 3 + 2 * 1


def test_nothing_wished_is_nothing_driven(fleet):
    assert fleet.drive(a_wish(), np.zeros(4)).km == 0
