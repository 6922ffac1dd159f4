"""A little town for the tests of its light."""

from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from mesto.domains.lighting.control import floor, programme, schedule
from mesto.domains.lighting.control.decide import Plan
from mesto.domains.lighting.control.programme import Night, Step
from mesto.operations.calendars.calendar import compile_calendars
from mesto.operations.calendars.definition import Definition as Calendar
from mesto.operations.calendars.definition import Hours, SunMoment
from mesto.operations.calendars.sun import Spot

NOVI_SAD = Spot(45.25, 19.84, ZoneInfo("Europe/Belgrade"))
TITLE = {"en": "Something"}
DUSK, DAWN = SunMoment("dusk"), SunMoment("dawn")
USUAL = programme.Definition(
    TITLE,
    (Night((Step(DUSK, 1.0), Step("23:00", 0.5), Step("05:00", 0.8), Step(DAWN, 0))),),
)
DIM = programme.Definition(TITLE, (Night((Step(DUSK, 0.1), Step(DAWN, 0.0))),))
FAIR = Calendar(TITLE, Hours(start="20:00", end="01:00"))

levels = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0])
clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
moments = st.builds(
    SunMoment,
    st.sampled_from(["dawn", "sunrise", "sunset", "dusk"]),
    st.integers(-180, 180),
)
steps = st.builds(Step, clocks | moments, levels, st.sampled_from([0, 60, 900]))
programmes = st.builds(
    programme.Definition,
    st.just(TITLE),
    st.lists(
        st.builds(
            Night,
            st.lists(steps, min_size=1, max_size=6),
            st.lists(st.integers(1, 7), min_size=1, unique=True),
            st.sampled_from(["", "fair"]),
        ),
        min_size=1,
        max_size=3,
    ),
)
floors = st.builds(
    floor.Definition,
    st.just(TITLE),
    st.lists(
        st.builds(
            floor.Least,
            levels,
            st.sampled_from([(), ("M4",), ("M4", "P3"), ("P3",)]),
            clocks,
            clocks,
        ),
        min_size=1,
        max_size=4,
    ),
)
events = st.builds(
    schedule.Event, st.just("fair"), st.just({}), st.just(""), levels
) | st.builds(schedule.Event, st.just("fair"), st.just({}), st.just("one"), st.none())
schedules = st.builds(
    schedule.Definition,
    st.just(TITLE),
    st.just(()),
    st.sampled_from(["one", "two", ""]),
    st.lists(events, max_size=2),
    st.integers(0, 100),
)


def plan(schedules=None, *, floors=None, calendars=None, **programmes):
    """What is written; programmes by name."""
    return Plan(
        programmes or {"one": USUAL, "two": DIM},
        schedules or {"all": schedule.Definition(TITLE, programme="one")},
        floors or {},
        compile_calendars({"fair": FAIR} if calendars is None else calendars, NOVI_SAD),
        NOVI_SAD,
    )


plans = st.builds(
    lambda one, two, written, least: plan(written, floors=least, one=one, two=two),
    programmes,
    programmes,
    st.dictionaries(st.sampled_from(["a", "b"]), schedules, min_size=1),
    st.dictionaries(st.sampled_from(["x", "y"]), floors),
)
