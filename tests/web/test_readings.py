"""What assets last said is there for tables, also before it is known."""

import numpy as np

from mesto.web.readings import Readings


def test_an_asset_that_is_not_judged_yet_was_never_heard() -> None:
    seen = Readings([]).seen(np.array([0, 700]))
    assert np.isnan(seen).all()
