from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from mesto.kernel.plugin import Damping, Verdict
from mesto.kernel.verdict import BADNESS
from mesto.operations.alarms.flapping import Flaps

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAMPING = Damping(times=3, within=10 * MINUTE, quiet=10 * MINUTE)
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
    assert then.until == NOON + 15 * MINUTE, "from then on it is calm"


def test_it_is_well_again_once_it_was_calm():
    statuses = ["ok", "warning", "ok", "warning", "ok", "warning", *["ok"] * 10]
    assert shown(statuses)[-1].status == "ok"
    assert shown(statuses)[-6].status == "warning"


def test_it_flaps_on_while_it_is_not_quiet_for_long_enough():
    now_and_then = [*["ok"] * 8, "warning"] * 3
    told = shown(["ok", "warning"] * 3 + now_and_then + ["ok"] * 10)
    assert {one.status for one in told[5:-1]} == {"warning"}
    assert told[-1].status == "ok"


def test_it_stays_as_bad_as_it_was_at_its_worst():
    steps = ["ok", "critical", *["ok", "warning"] * 6]
    assert {one.status for one in shown(steps)[5:]} == {"critical"}


def test_a_town_that_wants_no_damping_is_told_of_each():
    flaps = Flaps()
    statuses = ["ok", "warning"] * 6
    told = [
        flaps.damp(1, Verdict(status, FULL), None, NOON + step * MINUTE).status
        for step, status in enumerate(statuses)
    ]
    assert told == statuses
    shown(["ok", "warning"] * 3, flaps=flaps)
    assert flaps.flapping() == [1]


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


STATUSES = st.sampled_from(["ok", "offline", "warning", "critical"])
STEPS = st.lists(st.tuples(st.integers(1, 400), STATUSES), max_size=60)
WORSE_AT_LAST = [*["offline", "ok"] * 2, "offline", "warning", "critical"]


@given(STEPS)
@example([(1, status) for status in WORSE_AT_LAST])
def test_nothing_worse_is_hidden_and_no_storm_passes(steps):
    """Once it got worse often enough, it stays so until it is worse than ever."""
    flaps, now, before, risen = Flaps(), NOON, 0, []
    for seconds, status in [(0, "ok"), *steps]:
        now += timedelta(seconds=seconds)
        seen = BADNESS[flaps.damp(1, Verdict(status, FULL), DAMPING, now).status]
        assert seen >= BADNESS[status]
        of_late = [bad for at, bad in risen if at > now - DAMPING.within]
        if len(of_late) >= DAMPING.times:
            assert seen == max(BADNESS[status], *of_late)
        if seen > before:
            risen.append((now, seen))
        before = seen
