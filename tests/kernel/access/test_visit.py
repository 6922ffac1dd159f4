"""What somebody with few rights can read and write of a city, by every verb."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesto.kernel.access.rights import VIEWER, Principal, Right, Role, Thing, Verb
from mesto.kernel.access.roles import Roles
from mesto.kernel.errors import Conflict, Forbidden, Malformed
from mesto.kernel.model import SCOPE, TYPE, Command, Observation
from mesto.kernel.question.catalogue import TypesInUse
from mesto.kernel.question.condition import OfType
from mesto.kernel.question.find import Find
from mesto.kernel.question.quarantine import Quarantined
from mesto.kernel.visit import Visit

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:K-1"
FAR_BIN = "urn:ngsi-ld:WasteContainer:K-2"
LAMP = "urn:ngsi-ld:Streetlight:L-1"
SERVICES = {"waste": ["WasteContainer"], "lighting": ["Streetlight"]}
EVERY = [Verb.SEE, Verb.RECORD, Verb.COMMAND]


def seen(urn, attribute, value=None, **more):
    return Observation(
        entity=urn, attribute=attribute, value=value, source="test", **more
    )


def asset(urn, scope, **values):
    yield seen(urn, TYPE, [urn.split(":")[2]])
    yield seen(urn, SCOPE, [scope])
    for name, value in values.items():
        yield seen(urn, name, value)


def right(*verbs, **on):
    return Right(verbs=frozenset(verbs), **on)


@pytest.fixture
async def town(city):
    await city.record(
        [
            *asset(BIN, "/old/square", fillingLevel=0.2, temperature=8.0),
            *asset(FAR_BIN, "/new", fillingLevel=0.9, temperature=9.0),
            *asset(LAMP, "/old", powerState="on"),
        ]
    )
    return city


@pytest.fixture
def roles(town):
    return Roles(town.name, town.bound, SERVICES)


@pytest.fixture
async def visit(town, roles):
    """Let somebody in who has these rights."""

    async def come(*rights, name="crew"):
        await roles.keep(Role(name=name, rights=rights))
        return Visit(
            town, Principal(name="person:jana", roles=await roles.named([name]))
        )

    return come


async def urns(city):
    return set((await city.ask(Find(limit=100))).urns)


async def test_a_guest_reads_what_its_roles_reach_and_nothing_else(visit):
    jana = await visit(right(Verb.SEE, services=("waste",), districts=("/old",)))
    assert await urns(jana) == {BIN}
    assert set(await jana.present([BIN, FAR_BIN, LAMP])) == {BIN}
    assert set(await jana.outlines([BIN, FAR_BIN, LAMP])) == {BIN}
    assert await jana.ask(TypesInUse()) == {"WasteContainer": 1}
    assert (await jana.ask(Find(where=OfType("Streetlight")))).urns == ()


async def test_a_guest_sees_only_the_attributes_it_may(visit):
    jana = await visit(right(Verb.SEE, attributes=("fillingLevel",)))
    assert await urns(jana) == {BIN, FAR_BIN, LAMP}
    found = await jana.present([BIN])
    assert [one.name for one in found[BIN].attributes] == ["fillingLevel"]


async def test_a_follower_hears_only_what_it_may(visit, town):
    jana = await visit(right(Verb.SEE, services=("waste",)))
    heard = await jana.follow_now()
    await town.record([seen(LAMP, "powerState", "off"), seen(BIN, "level", 1)])
    assert {event.observation.entity for event in await anext(heard)} == {BIN}


async def test_a_guest_leaves_no_bookmark_in_the_city(visit):
    jana = await visit(right(Verb.SEE))
    with pytest.raises(Forbidden):
        jana.follow("jana")


async def test_what_comes_to_be_or_moves_is_reached_at_once(visit, town):
    jana = await visit(right(Verb.SEE, districts=("/old",)))
    new = "urn:ngsi-ld:Streetlight:L-2"
    await town.record(list(asset(new, "/old/lane", powerState="on")))
    assert new in await urns(jana)
    await town.record([seen(new, SCOPE, ["/new"])])
    assert new not in await urns(jana)


async def test_a_role_that_changes_changes_what_is_seen(visit, roles):
    jana = await visit(right(Verb.SEE, services=("waste",)))
    assert LAMP not in await urns(jana)
    await roles.keep(Role(name="crew", rights=(right(Verb.SEE),)))
    assert LAMP in await urns(jana), "the database reads its rights anew"
    await roles.drop("crew")
    assert await urns(jana) == set()


async def test_what_a_guest_states_is_held_against_its_rights_and_signed(visit, town):
    jana = await visit(right(*EVERY, services=("waste",), attributes=("fillingLevel",)))
    await jana.record([seen(BIN, "fillingLevel", 0.5)])
    (level,) = [
        one
        for one in (await town.present([BIN]))[BIN].attributes
        if one.name == "fillingLevel"
    ]
    assert (level.value, level.source) == (0.5, "person:jana")
    for wrong in (
        seen(BIN, "temperature", 1.0),
        seen(LAMP, "fillingLevel", 1.0),
        seen(BIN, TYPE, ["Streetlight"]),
        seen(BIN, TYPE, deleted=True),
        seen("urn:ngsi-ld:Streetlight:new", "fillingLevel", 1.0),
    ):
        with pytest.raises(Forbidden):
            await jana.record([seen(BIN, "fillingLevel", 0.6), wrong])
    assert (await town.present([BIN]))[BIN].value("fillingLevel") == 0.5


async def test_nobody_makes_an_asset_his_by_calling_it_so(visit):
    jana = await visit(right(*EVERY, services=("waste",)))
    with pytest.raises(Forbidden):
        await jana.record([seen(LAMP, TYPE, ["WasteContainer"])])


async def test_a_guest_orders_only_what_it_may(visit, town):
    jana = await visit(right(*EVERY, commands=("setDimLevel",), types=("Streetlight",)))

    def command(entity, name):
        soon = datetime.now(UTC) + timedelta(minutes=5)
        return Command(
            entity=entity, name=name, value=1, expires_at=soon, source="somebody"
        )

    await jana.order(command(LAMP, "setDimLevel"))
    (waiting,) = (await town.due()).commands
    assert waiting.source == "person:jana"
    for entity, name in ((LAMP, "reboot"), (BIN, "setDimLevel")):
        with pytest.raises(Forbidden):
            await jana.order(command(entity, name))


async def test_a_viewer_reads_everything_and_changes_nothing(town):
    viewer = Visit(town, Principal(name="person:eva", roles=(VIEWER,)))
    assert await urns(viewer) == {BIN, FAR_BIN, LAMP}
    with pytest.raises(Forbidden):
        await viewer.record([seen(BIN, "fillingLevel", 0.5)])
    with pytest.raises(Forbidden):
        await viewer.erase(BIN)
    with pytest.raises(Forbidden):
        await viewer.correct([seen(BIN, "fillingLevel", 0.5)])
    with pytest.raises(Forbidden):
        await viewer.ask(Quarantined())


@pytest.mark.parametrize("name", ["Crew", "", "a b", 'x"y', "x" * 50])
async def test_a_role_has_a_plain_name(roles, name):
    with pytest.raises(Malformed):
        await roles.keep(Role(name=name, rights=()))


async def test_a_built_in_role_is_what_it_is(roles):
    with pytest.raises(Conflict):
        await roles.keep(Role(name="viewer", rights=()))
    with pytest.raises(Conflict):
        await roles.drop("viewer")


NAMES = st.sampled_from(["fillingLevel", "temperature", "powerState"])
RIGHTS = st.builds(
    Right,
    verbs=st.just(frozenset({Verb.SEE})),
    types=st.lists(st.sampled_from(["WasteContainer", "Streetlight"]), max_size=2).map(
        tuple
    ),
    attributes=st.lists(NAMES, max_size=2).map(tuple),
    districts=st.lists(
        st.sampled_from(["/old", "/old/square", "/new", "/o"]), max_size=2
    ).map(tuple),
    records=st.sampled_from(["", "*:K-1", "urn:%", "urn:ngsi-ld:W*", "*_*", "*K-?"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rights=st.lists(RIGHTS, max_size=3).map(tuple))
async def test_the_database_and_the_rights_agree(rights, town, roles):
    role = Role(name="any", rights=rights)
    await roles.keep(role)
    principal = Principal(name="p", roles=(role,))
    visit = Visit(town, principal)
    visit.sees_all = False  # ask the database even where nobody need
    shown = await visit.present([BIN, FAR_BIN, LAMP])
    for urn, entity in (await town.present([BIN, FAR_BIN, LAMP])).items():
        thing = Thing(urn, frozenset(entity.types), entity.scopes)
        assert (urn in shown) == principal.may_on(Verb.SEE, thing)
        for one in entity.attributes:
            may = principal.may_on(Verb.SEE, thing, one.name)
            in_answer = urn in shown and shown[urn].value(one.name) is not None
            assert in_answer == may, (urn, one.name)
