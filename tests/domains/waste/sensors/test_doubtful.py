"""What is found in a town whose faults are known; it was not looked at before."""

from mesto.bench.waste.doubtful.score import score, watch
from mesto.bench.waste.doubtful.town import DoubtfulTown

SEED = 901  #: another than those the signs were made with


def test_hardly_a_fault_is_missed_and_hardly_one_invented():
    town = DoubtfulTown(SEED, containers=80)
    result = score(town, watch(town))
    assert result.precision >= 0.9, result.mistakes  # of some 25: one or two wrong
    assert result.recall >= 0.9, result.mistakes
