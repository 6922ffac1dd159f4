"""Who is told of alarms that nobody acknowledged."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.model import TYPE, Kind, Observation
from mesto.operations.alarms.escalation import MOST, WHILE, Line, due
from mesto.operations.alarms.policy import (
    Key,
    Policy,
    Step,
    Waiting,
    in_force,
    told_first,
)
from mesto.operations.alarms.run import escalate

pytestmark = pytest.mark.anyio

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DUTY, CHIEF = "duty:lights", "person:chief"
POLICY = Policy(
    title="Lights",
    severities=("critical",),
    types=("Streetlight",),
    steps=(
        Step(after_min=0, tell=(DUTY,)),
        Step(after_min=15, tell=(CHIEF,)),
    ),
)
POLICIES = {"lights": POLICY}


def waiting(entity=1, *, since=NOON, status=2, told=(), kind="Streetlight"):
    return Waiting(
        Key(entity, since),
        status,
        frozenset({kind}),
        frozenset({"North"}),
        frozenset(told),
    )


def told(groups, *, after=0, before=None, policies=POLICIES):
    return due(groups, policies, before or {}, NOON + after * MINUTE)


def test_the_next_step_is_told_while_nobody_acknowledges():
    (first,) = told([waiting()])
    assert (first.to, first.line.step) == ((DUTY,), 0)
    later = [waiting(told=[("lights", 0)])]
    assert told(later, after=14) == []
    (second,) = told(later, after=15)
    assert (second.to, second.line.step) == ((CHIEF,), 1)
    assert told([waiting(told=[("lights", 0), ("lights", 1)])], after=60) == []


def test_a_policy_is_about_its_severities_layers_and_districts():
    assert told([waiting(status=1)]) == []
    assert told([waiting(kind="WasteContainer")]) == []
    south = {"lights": msgspec.structs.replace(POLICY, districts=("South",))}
    assert told([waiting()], policies=south) == []


def test_who_is_told_first_of_a_type_is_told_wherever_it_is():
    chief = msgspec.structs.replace(POLICY, steps=POLICY.steps[::-1], districts=("S",))
    both = [POLICY, chief]
    assert told_first(both, "Streetlight", "critical") == [DUTY], "once"
    assert told_first(both, "Streetlight", "medium") == []
    assert told_first(both, "WasteContainer", "critical") == []


def test_telling_twice_has_one_id_and_another_time_has_another():
    (once,), (again,) = told([waiting()]), told([waiting()])
    assert once.id == again.id
    (anew,) = told([waiting(since=NOON + MINUTE)], after=1)
    assert anew.id != once.id


def test_few_alarms_are_told_one_by_one_and_many_together():
    few = told([waiting(entity) for entity in range(MOST - 1)])
    assert [len(one.groups) for one in few] == [1] * (MOST - 1)
    (many,) = told([waiting(entity) for entity in range(50_000)])
    assert len(many.groups) == 50_000
    assert told([waiting()], before={Line("lights", 0, "critical"): MOST}) == []
    behind = told([waiting()], before={Line("lights", 0, "medium"): MOST})
    assert len(behind) == 1, "what is critical does not wait behind the rest"


class Never:
    def holds(self, _at):
        return False


def test_a_policy_sleeps_while_its_calendar_does_not_hold():
    nightly = {"lights": msgspec.structs.replace(POLICY, calendar="nights")}
    assert in_force(nightly, {"nights": Never()}, NOON) == {}
    assert in_force(nightly, {}, NOON) == nightly, "a calendar that is gone holds"
    off = {"lights": msgspec.structs.replace(POLICY, enabled=False)}
    assert in_force(off, {}, NOON) == {}


@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.sampled_from([1, 2, 3])),
        max_size=60,
    ),
)
def test_everything_is_told_once_and_seldom(opened):
    """Run over two hours of alarms that nobody acknowledges."""
    everything = {"all": msgspec.structs.replace(POLICY, severities=(), types=())}
    open_at = [
        (entity, NOON + minute * MINUTE, status)
        for entity, (minute, status) in enumerate(opened)
    ]
    marks, sent = {}, []
    for minute in range(121):
        now = NOON + minute * MINUTE
        groups = [
            waiting(one, since=at, status=status, told=marks.get(one, ()))
            for one, at, status in open_at
            if at <= now
        ]
        lately = {}
        for at, line in sent:
            if at > now - WHILE:
                lately[line] = lately.get(line, 0) + 1
        for telling in due(groups, everything, lately, now):
            sent.append((now, telling.line))
            for key in telling.groups:
                pair = ("all", telling.line.step)
                assert pair not in marks.get(key.entity, set()), "told before"
                marks.setdefault(key.entity, set()).add(pair)
        for line in {line for _, line in sent}:
            in_a_while = [at for at, one in sent if one == line and at > now - WHILE]
            assert len(in_a_while) <= MOST
    assert set(marks) == {one for one, _, _ in open_at}
    assert all(told == {("all", 0), ("all", 1)} for told in marks.values())


# with PostgreSQL


def said(urn, kind, definition):
    for attribute, value, of_kind in (
        (TYPE, [kind], Kind.PROPERTY),
        ("definition", msgspec.to_builtins(definition), Kind.JSON_PROPERTY),
    ):
        yield Observation(
            entity=urn, attribute=attribute, value=value, kind=of_kind, source="test"
        )


async def governed(city, policy=POLICY):
    urn = "urn:ngsi-ld:EscalationPolicy:lights"
    await city.record(said(urn, "EscalationPolicy", policy))


async def alarms(city, count, *, by=False, opened_at=NOON, kind="Streetlight"):
    """Open alarms as the recorder does; `by`: the first explains all others."""
    async with city.bound() as connection:
        await connection.execute(
            """
            insert into sentence (digest, said, sought)
            values (1, '{"en": "Dark."}', 'dark') on conflict do nothing
            """
        )
        await connection.execute(
            "insert into entity (urn) select 'urn:ngsi-ld:' || $1 || ':' || n "
            "from generate_series(1, $2) n on conflict do nothing",
            kind,
            count,
        )
        first = await connection.fetchval(
            "select id from entity where urn = 'urn:ngsi-ld:' || $1 || ':1'", kind
        )
        await connection.execute(
            """
            insert into alarm (
                entity, opened_at, since, status, type, name, street, district,
                sought, longitude, latitude, cause, by
            )
            select e.id, $1, $1, 2, $2, split_part(e.urn, ':', 4), '', 'North',
                   '', 19.8, 45.2, 1, case when $3 and e.id <> $4 then $4 end
              from entity e where e.urn like 'urn:ngsi-ld:' || $2 || ':%'
            """,
            opened_at,
            kind,
            by,
            first,
        )
    return first


async def notices(city):
    async with city.bound() as connection:
        rows = await connection.fetch("select content from notice order by number")
    return [msgspec.json.decode(row["content"]) for row in rows]


async def test_one_cause_is_one_notice_however_much_it_explains(city):
    await governed(city)
    await alarms(city, 150, by=True)
    for minute in (0, 1, 2):
        await escalate(city, NOON + minute * MINUTE)
    (told,) = await notices(city)
    assert told["to"] == [DUTY]
    assert told["subject"]["cs"] == "Kritické: 1"
    assert told["body"]["en"] == "Dark.\nOther alarms because of it: 149."
    await escalate(city, NOON + 15 * MINUTE)
    _, second = await notices(city)
    assert second["to"] == [CHIEF]
    assert "Nobody has acknowledged it for 15 min." in second["body"]["en"]


async def test_a_storm_of_fifty_thousand_alarms_is_a_few_notices(city):
    await governed(city)
    await alarms(city, 50_000)
    for second in range(0, 60, 15):
        await escalate(city, NOON + timedelta(seconds=second))
    (told,) = await notices(city)
    assert told["subject"]["en"] == "Critical: alarms nobody has acknowledged: 50000"
    assert told["body"]["en"].count("Dark.") == 3
    assert told["link"] == "alarms"


async def test_what_was_decided_before_a_crash_is_told_once_after_it(city):
    await governed(city)
    await alarms(city, 2)
    await escalate(city, NOON)
    async with city.bound() as connection:  # as if the deletion had been lost
        await connection.execute(
            "insert into escalation (id, notice) select id, content from notice"
        )
    await escalate(city, NOON + MINUTE)
    assert len(await notices(city)) == 2
