"""What is found in towns whose faults are known; none of them was looked at before."""

import pytest

from mesto.bench.faulty.score import score, watch
from mesto.bench.faulty.things import LASTS_S
from mesto.bench.faulty.town import FaultyTown
from mesto.bench.score import Score

SEEDS = (401, 402)  #: others than those the diagnosers were made with


@pytest.fixture(scope="module")
def towns():
    made = [FaultyTown(seed) for seed in SEEDS]
    return [(town, watch(town, town.said())) for town in made]


def test_hardly_a_fault_is_missed_and_hardly_one_invented(towns):
    total = Score()
    for town, told in towns:
        total.add(score(town, told))
    assert total.precision >= 0.98, total.mistakes
    assert total.recall >= 0.95, total.mistakes


def test_a_lost_cabinet_feeder_or_cable_is_one_alarm(towns):
    for town, told in towns:
        for lost in (one for one in town.truths if one.hides):
            alarms = {
                urn
                for at_s, urn, finding in told
                if lost.begin_s < at_s < min(lost.end_s, LASTS_S)
                and urn in lost.hides
                and finding is not None
                and not finding.by
                and finding.since_s > town.noon.timestamp() + lost.begin_s - 1
            }
            assert alarms == set(), lost
