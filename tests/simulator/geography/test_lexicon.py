"""Names are given once as long as there are others."""

from random import Random

import pytest

from mesto.simulator.geography import KAMENEC, TISOGRAD
from mesto.simulator.geography.lexicon import Lexicon, Names


def test_a_name_is_given_again_only_when_all_were() -> None:
    names = Names(Random(1), KAMENEC.lexicon)
    drawn = [names.draw("few", ["Dlouhá", "Krátká", "Široká"]) for _ in range(4)]
    assert len(set(drawn[:3])) == 3
    assert drawn[3] in drawn[:3]


def test_two_bags_do_not_give_the_same_name() -> None:
    names = Names(Random(1), KAMENEC.lexicon)
    first = names.draw("one", ["Lipová", "Dubová"])
    assert names.draw("other", ["Lipová", "Dubová"]) != first


@pytest.mark.parametrize("lexicon", [KAMENEC.lexicon, TISOGRAD.lexicon])
def test_there_are_names_for_a_whole_town(lexicon: Lexicon) -> None:
    streets = {*lexicon.people, *lexicon.nature, *lexicon.old}
    assert len(streets) > 450
    assert all(name == name.strip() and name for name in streets)
    assert len(lexicon.villages) >= 12
