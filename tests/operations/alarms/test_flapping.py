from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.plugin import Damping, Verdict
from mesto.kernel.verdict import BADNESS
from mesto.operations.alarms.flapping import Flaps

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAMPING = Damping(times=3, within=10 * MINUTE)
FULL = {"en": "86 % full.", "cs": "Zaplněno z 86 %."}


def shown(statuses, *, every=MINUTE, flaps=None):
    """What is shown of an asset that is judged so, one time after the other."""
    flaps = flaps or Flaps()
    return [
        flaps.damp(1, Verdict(status, FULL), DAMPING, NOON + step * every)
        for step, status in enumerate(statuses)
    ]


def test_the_third_time_it_stays_and_says_what_was_wrong():
    *_, third, then = shown(["ok", "warning", "ok", "warning", "ok", "warning", "ok"])
    assert third.status == then.status == "warning"
    assert then.cause["cs"].endswith("Naposled: Zaplněno z 86 %.")
    assert then.cause["sk"].endswith("Naposledy: 86 % full."), "in the words there are"
    assert then.since == NOON + MINUTE
    assert then.until == NOON + 11 * MINUTE, "from then on it is calm"


def test_it_is_well_again_once_it_was_calm():
    statuses = ["ok", "warning", "ok", "warning", "ok", "warning", *["ok"] * 10]
    assert shown(statuses)[-1].status == "ok"
    assert shown(statuses)[-6].status == "warning"


def test_rare_alarms_are_left_alone():
    statuses = ["ok", "warning"] * 10
    assert [one.status for one in shown(statuses, every=5 * MINUTE)] == statuses


def test_what_is_being_mended_is_not_said_to_flap():
    *_, last = shown(["ok", "warning"] * 5 + ["maintenance"])
    assert last.status == "maintenance"


def test_what_is_removed_begins_anew():
    flaps = Flaps()
    shown(["ok", "warning"] * 3, flaps=flaps)
    flaps.forget(1)
    assert shown(["ok", "warning"], flaps=flaps)[-1].cause == FULL


STEPS = st.lists(
    st.tuples(st.integers(1, 400), st.sampled_from(["ok", "offline", "warning"])),
    max_size=60,
)


@given(STEPS)
def test_nothing_worse_is_hidden_and_no_storm_passes(steps):
    flaps, now, before, raised = Flaps(), NOON, "ok", []
    for seconds, status in steps:
        now += timedelta(seconds=seconds)
        seen = flaps.damp(1, Verdict(status, FULL), DAMPING, now).status
        assert BADNESS[seen] >= BADNESS[status]
        if BADNESS[seen] > BADNESS[before]:
            raised.append(now)
        before = seen
        in_window = [at for at in raised if at > now - DAMPING.within]
        assert len(in_window) <= DAMPING.times
