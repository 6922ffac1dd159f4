"""A lamp keeps its programme in the gateway, and burns by it as the city would."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mesto.domains.lighting.control.programme import (
    Definition,
    Night,
    Step,
    level_at,
    night_of,
    turns_of,
)
from mesto.gates.talq.night import read_programme
from mesto.gates.talq.periods import Senses
from mesto.gates.talq.programme import keep
from mesto.gates.talq.standard import Shape, check
from mesto.kernel.errors import Malformed
from mesto.operations.calendars.definition import SunMoment
from mesto.operations.calendars.sun import Spot, moment_of
from tests.gates.talq.conftest import CMS

PRAGUE = Spot(50.08, 14.43, ZoneInfo("Europe/Prague"))
TITLE = {"en": "night"}
QUARTER = timedelta(minutes=15)

CLOCKS = st.times().map(lambda at: f"{at:%H:%M}")
SUNS = st.builds(
    SunMoment,
    phase=st.sampled_from(["dawn", "sunrise", "noon", "sunset", "dusk"]),
    offset_min=st.integers(-720, 720),
)
STEPS = st.builds(
    Step,
    at=CLOCKS | SUNS,
    level=st.floats(0, 1),
    fade_s=st.integers(0, 3600),
)
WEEKDAYS = st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True)
NIGHTS = st.builds(
    Night,
    steps=st.lists(STEPS, min_size=1, max_size=24),
    weekdays=WEEKDAYS,
    on=st.sampled_from(["", "", "", "new-year"]),
)
DEFINITIONS = st.builds(
    Definition,
    title=st.just(TITLE),
    nights=st.lists(NIGHTS, min_size=1, max_size=20),
)


def written(definition):
    """A programme as a command carries it."""
    return msgspec.to_builtins(definition)


ROWS = [["2026-12-30", "2027-01-02"], ["2028-02-29", "2028-02-29"]]
SKY = Senses(dusk=["sky/light"])
SENSING = {"dusk": {"sensor": "urn:ngsi-ld:Device:sky", "dark_lx": 20, "light_lx": 40}}


@given(DEFINITIONS, st.sampled_from([0, 12]), st.booleans())
def test_any_programme_of_the_city_is_a_valid_one_of_the_standard(
    definition, offset, senses
):
    assume(any(not night.on for night in definition.nights))
    told = written(definition) | {"days": {"new-year": ROWS}}
    told |= SENSING if senses else {}
    kept = keep(read_programme(told), CMS, offset, SKY)
    check(kept.programmes, Shape("ControlProgram", many=True))
    check(kept.calendar, Shape("Calendar"))
    names = {one["id"] for one in kept.programmes}
    assert kept.calendar["defaultProgram"] in names
    assert {rule["program"] for rule in kept.calendar["rules"]} <= names
    for one in kept.programmes:
        starts = [fixed["startTime"] for fixed in one["fixedTimeControls"]]
        assert starts == sorted(set(starts)), "in increasing order, each once"
    covered = [
        day["start"]
        for rule in kept.calendar["rules"]
        if rule["condition"]["type"] == "ccDay"
        for day in rule["condition"]["days"]
    ]
    assert not covered or sorted(covered) == [1, 2, 3, 4, 5, 6, 7]


@given(DEFINITIONS)
def test_the_same_programme_has_the_same_names(definition):
    assume(any(not night.on for night in definition.nights))
    programme = read_programme(written(definition))
    assert keep(programme, CMS, 0) == keep(programme, CMS, 0)


@pytest.mark.parametrize(
    "value", [None, 5, {}, {"nights": []}, {"nights": [{"steps": []}]}]
)
def test_what_is_no_programme_is_refused(value):
    with pytest.raises(Malformed):
        read_programme(value)


def test_a_programme_of_special_days_only_is_refused():
    step = Step("18:00", 1.0)
    night = Night(steps=[step], on="new-year")
    with pytest.raises(Malformed, match="usual nights"):
        read_programme(written(Definition(title=TITLE, nights=[night])))


# as a gateway reads it


class Gateway:
    """Reads what it keeps as the standard says, at one place on the earth."""

    def __init__(self, kept, offset):
        self.programmes = {one["id"]: one for one in kept.programmes}
        self.calendar = kept.calendar
        self.offset = offset

    def level(self, at):
        """The level at a moment, percent; off outside active periods."""
        programme = self.programme(at)
        if not self.active(programme, at):
            return 0
        level = self.fixed(programme, at)
        for one in self.astro(programme, at):
            wanted = one["command"]["state"]["value"]
            level = wanted if one["operation"] == "Set" else max(level, wanted)
        return level

    def programme(self, at):
        local = at.astimezone(PRAGUE.zone) - timedelta(hours=self.offset)
        for rule in self.calendar["rules"]:
            if self.met(rule, local.date()):
                return self.programmes[rule["program"]]
        return self.programmes[self.calendar["defaultProgram"]]

    def met(self, rule, day):
        condition = rule["condition"]
        if condition["type"] == "ccDay":
            return {"start": day.isoweekday()} in condition["days"]
        mine = f"--{day:%m-%d}"
        return rule["startDate"] <= day.isoformat() <= rule["endDate"] and any(
            one["start"] <= mine <= one.get("end", one["start"])
            for one in condition["dates"]
        )

    def active(self, programme, at):
        periods = programme["activePeriods"]
        day = at.astimezone(PRAGUE.zone).date()
        for one in periods:
            if one["name"] == "SensorActivePeriod":
                continue  # it is light enough
            rise = moment_of(SunMoment("sunrise", one["sunriseOffset"]), day, PRAGUE)
            sets = moment_of(SunMoment("sunset", one["sunsetOffset"]), day, PRAGUE)
            if rise <= at < sets:
                return False
        return True

    def fixed(self, programme, at):
        """The last control of the day before now; else the last of the day before."""
        now = at.astimezone(PRAGUE.zone).hour * 60 + at.minute
        before = [
            one
            for one in self.in_order(programme)
            if self.since_begin(one) <= (now - 60 * self.offset) % 1440
        ]
        if before:
            return before[-1]["command"]["state"]["value"]
        yesterday = self.programme(at - timedelta(days=1))
        return self.in_order(yesterday)[-1]["command"]["state"]["value"]

    def in_order(self, programme):
        return sorted(programme["fixedTimeControls"], key=self.since_begin)

    def since_begin(self, control):
        """Minutes after the day begins as the gateway counts days."""
        hours, minutes, _ = map(int, control["startTime"].split(":"))
        return (hours * 60 + minutes - 60 * self.offset) % 1440

    def astro(self, programme, at):
        """The control of the sun that holds: the last one before now."""
        day = at.astimezone(PRAGUE.zone).date()
        found = [
            (
                moment_of(SunMoment(one["solarEventType"], one["offset"]), on, PRAGUE),
                one,
            )
            for one in programme.get("astroClockTimeControls", ())
            for on in (day - timedelta(days=1), day)
        ]
        before = [(when, number, one) for number, (when, one) in enumerate(found)]
        past = [one for one in before if one[0] <= at]
        return [max(past)[2]] if past else []


LATE = ["19:45", "21:30", "22:00", "23:15"]
EARLY = ["00:30", "02:00", "03:00"]
WINTER = st.dates(date(2026, 1, 5), date(2026, 2, 14))
LEVELS = st.integers(1, 100).map(lambda percent: percent / 100)
DARK = SunMoment("sunset", 5)
LIGHT = SunMoment("sunrise", -10)


def plain_nights(weekdays):
    """The usual: on with the sun, dimmed by the clock, off with the sun."""
    return st.builds(
        lambda evening, late, early, levels: Night(
            steps=[
                Step(DARK, evening),
                *(
                    Step(at, level)
                    for at, level in zip(
                        sorted(late) + sorted(early), levels, strict=False
                    )
                ),
                Step(LIGHT, 0.0),
            ],
            weekdays=weekdays,
        ),
        evening=LEVELS,
        late=st.lists(st.sampled_from(LATE), unique=True),
        early=st.lists(st.sampled_from(EARLY), unique=True),
        levels=st.lists(LEVELS, min_size=7, max_size=7),
    )


def sunny_nights(weekdays):
    """Everything by the sun."""
    return st.builds(
        lambda a, b, c: Night(
            steps=[
                Step(SunMoment("sunset", -10), a),
                Step(SunMoment("sunset", 150), b),
                Step(SunMoment("sunrise", -60), c),
                Step(SunMoment("sunrise", 15), 0.0),
            ],
            weekdays=weekdays,
        ),
        LEVELS,
        LEVELS,
        LEVELS,
    )


def mixed_nights(weekdays):
    """The sun twice in the evening and in the morning, the clock between."""
    return st.builds(
        lambda a, b, c, d: Night(
            steps=[
                Step(SunMoment("sunset", 0), a),
                Step(SunMoment("sunset", 60), b),
                Step("23:00", c),
                Step(SunMoment("sunrise", -30), d),
                Step(SunMoment("sunrise", 0), 0.0),
            ],
            weekdays=weekdays,
        ),
        LEVELS,
        LEVELS,
        LEVELS,
        LEVELS,
    )


def two_of(nights):
    return st.tuples(nights([1, 2, 3, 4]), nights([5, 6, 7]))


USUAL = two_of(plain_nights) | two_of(sunny_nights) | two_of(mixed_nights)


@given(nights=USUAL, day=WINTER, offset=st.sampled_from([0, 12]))
def test_a_gateway_lights_the_night_as_the_city_would(nights, day, offset):
    definition = Definition(title=TITLE, nights=nights)
    gateway = Gateway(keep(read_programme(written(definition)), CMS, offset), offset)
    night = night_of(definition, day, ())
    turns = turns_of(night, day, PRAGUE)
    noon = datetime.combine(day, time(12), PRAGUE.zone).astimezone(UTC)
    for quarter in range(96):
        at = noon + QUARTER * quarter
        assert gateway.level(at) == round(level_at(turns, at) * 100), at


EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
SPECIAL = plain_nights(EVERY_DAY) | sunny_nights(EVERY_DAY) | mixed_nights(EVERY_DAY)


@settings(max_examples=25)
@given(nights=USUAL, special=SPECIAL, day=WINTER, offset=st.sampled_from([0, 12]))
def test_special_days_are_kept_and_so_are_the_nights_about_them(
    nights, special, day, offset
):
    fair = [day, day + timedelta(days=1)]
    special = msgspec.structs.replace(special, on="fair")
    definition = Definition(title=TITLE, nights=[*nights, special])
    told = written(definition) | {"days": {"fair": [[one.isoformat() for one in fair]]}}
    gateway = Gateway(keep(read_programme(told), CMS, offset), offset)
    for ahead in range(-1, 4):
        begins = day + timedelta(days=ahead)
        night = night_of(definition, begins, ["fair"] if begins in fair else [])
        turns = turns_of(night, begins, PRAGUE)
        noon = datetime.combine(begins, time(12), PRAGUE.zone).astimezone(UTC)
        for quarter in range(0, 96, 3):
            at = noon + QUARTER * quarter
            assert gateway.level(at) == round(level_at(turns, at) * 100), at


def test_a_light_sensor_opens_a_period_beside_that_of_the_sun():
    steps = [Step(DARK, 0.8), Step("23:00", 0.4), Step(LIGHT, 0.0)]
    told = written(Definition(title=TITLE, nights=[Night(steps)])) | SENSING
    (programme,) = keep(read_programme(told), CMS, 0, SKY).programmes
    sun, sensor = programme["activePeriods"]
    assert sun["name"] == "AstroClockActivePeriod"
    assert sensor == {
        "name": "SensorActivePeriod",
        "sensor": {"sensorAddresses": ["sky/light"]},
        "onLevel": 20.0,
        "offLevel": 40.0,
    }
    (blind,) = keep(read_programme(told), CMS, 0).programmes
    assert blind["activePeriods"] == [sun]


def test_what_a_gateway_has_to_know_is_named():
    steps = [Step(DARK, 0.8), Step("23:00", 0.4), Step(LIGHT, 0.0)]
    nights = [Night(steps), Night([Step(DARK, 1.0), Step(LIGHT, 0.0)], on="fair")]
    told = written(Definition(title=TITLE, nights=nights)) | SENSING
    told |= {"days": {"fair": ROWS}}
    assert keep(read_programme(told), CMS, 12, SKY).needs == {
        "AstroClockActivePeriod",
        "SensorActivePeriod",
        "ccDate",
    }


RESTING = [Step(SunMoment("dusk"), 0.2, 20), Step(SunMoment("dawn"), 0.0)]


def passing(steps, sensors):
    """A programme whose lamp rises for people."""
    told = written(Definition(title=TITLE, nights=[Night(steps)]))
    seen = {"sensors": sensors, "level": 0.9, "hold_s": 45, "fade_s": 20}
    return read_programme(told | {"passing": seen})


def test_a_lamp_rises_for_people_by_two_sensors_at_a_time():
    addresses = [f"lamp-{number}/presence" for number in range(3)]
    programme = passing(RESTING, ["urn:1", "urn:2", "urn:3"])
    kept = keep(programme, CMS, 12, Senses(passing=addresses))
    check(kept.programmes, Shape("ControlProgram", many=True))
    (one,) = kept.programmes
    assert [period["name"] for period in one["activePeriods"]] == [
        "AstroClockActivePeriod"
    ]
    first, second = (control["effect"] for control in one["dynamicControls"])
    assert first["source"]["sensor"]["sensorAddresses"] == addresses[:2]
    assert second["source"]["sensor"]["sensorAddresses"] == addresses[2:]
    assert (first["operation"], first["holdTime"]) == ("Max", 45)
    assert first["command"] == {
        "state": {"name": "LevelState", "value": 90},
        "rampFromLevelTime": 20,
    }
    assert {"DynamicControl", "FixedControlEffect"} <= kept.needs


def test_no_street_rests_for_people_whom_nobody_there_sees():
    with pytest.raises(Malformed, match="no sensor"):
        keep(passing(RESTING, ["urn:1"]), CMS, 12)
    for steps in (
        [Step("18:00", 0.2)],
        [Step("18:00", 0.2), Step("23:00", 0), Step("04:00", 0.2), Step("07:00", 0)],
        [Step(DARK, 0.2), Step("23:00", 0.0)],
    ):
        with pytest.raises(Malformed, match="dusk to dawn"):
            keep(passing(steps, ["urn:1"]), CMS, 12, Senses(passing=["lamp/presence"]))


@pytest.mark.parametrize("offset", [0, 12])
def test_a_lamp_rises_for_people_while_the_clock_lets_it_burn(offset):
    steps = [Step("18:00", 0.2), Step("22:30", 0.1), Step("06:00", 0.0)]
    seen = Senses(passing=["lamp/presence"])
    kept = keep(passing(steps, ["urn:1"]), CMS, offset, seen)
    check(kept.programmes, Shape("ControlProgram", many=True))
    (one,) = kept.programmes
    assert one["activePeriods"] == [
        {
            "name": "AbsoluteActivePeriod",
            "startTime": "18:00:00",
            "endTime": "06:00:00",
        }
    ]
    assert "AbsoluteActivePeriod" in kept.needs


def test_sensors_elsewhere_are_an_effect_from_outside():
    seen = Senses(passing=["lamp/presence"], outside=["urn:2", "urn:3", "urn:4"])
    kept = keep(passing(RESTING, ["urn:1", "urn:2"]), CMS, 12, seen)
    check(kept.programmes, Shape("ControlProgram", many=True))
    (one,) = kept.programmes
    inside, *outside = (control["effect"] for control in one["dynamicControls"])
    assert inside["type"] == "FixedControlEffect"
    assert [effect["type"] for effect in outside] == ["ExternalControlEffect"] * 2
    assert [effect["source"]["sensor"]["sensorAddresses"] for effect in outside] == [
        ["urn:2", "urn:3"],
        ["urn:4"],
    ]
    assert {"FixedControlEffect", "ExternalControlEffect"} <= kept.needs


@pytest.mark.parametrize(
    ("dark_by", "said"),
    [
        (
            "AstroAndSensorActivePeriod",
            {
                "sunsetOffset": 5,
                "sunriseOffset": -10,
                "sensor": {"sensorAddresses": ["sky/light"]},
                "onLevel": 20.0,
                "offLevel": 40.0,
                "pcActiveBeforeSunset": 240,
                "pcActiveBeforeSunrise": 0,
            },
        ),
        (
            "ValueActivePeriod",
            {
                "reference": {
                    "resource": "devices",
                    "address": "sky/light/lightLevel",
                },
                "operator": "LT",
                "state": {"name": "FloatState", "value": 20.0},
            },
        ),
    ],
)
def test_darkness_is_told_in_another_way_where_the_gateway_knows_only_that(
    dark_by, said
):
    steps = [Step(DARK, 0.8), Step("23:00", 0.4), Step(LIGHT, 0.0)]
    told = written(Definition(title=TITLE, nights=[Night(steps)])) | SENSING
    kept = keep(read_programme(told), CMS, 0, SKY._replace(dark_by=dark_by))
    check(kept.programmes, Shape("ControlProgram", many=True))
    (programme,) = kept.programmes
    sun, sensor = programme["activePeriods"]
    assert sun["name"] == "AstroClockActivePeriod"
    assert sensor == {"name": dark_by, **said}
    assert dark_by in kept.needs
