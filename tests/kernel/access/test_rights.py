import pytest

from mesto.kernel.access.rights import (
    ADMINISTRATOR,
    OPERATOR,
    VIEWER,
    Principal,
    Right,
    Role,
    Thing,
    Verb,
    resolved,
    why,
)

BIN = Thing("urn:ngsi-ld:WasteContainer:K-1", frozenset({"WasteContainer"}), ("/old",))
LAMP = Thing("urn:ngsi-ld:Streetlight:L-1", frozenset({"Streetlight"}), ("/old/east",))


def right(*verbs, **on):
    return Right(verbs=frozenset(verbs), **on)


def who(*rights):
    role = Role(name="some", rights=rights)
    return Principal(name="person:jana", roles=(role,))


def test_who_has_no_right_may_nothing():
    assert not who().may(Verb.SEE)
    assert not who().may_on(Verb.SEE, BIN)


@pytest.mark.parametrize(
    ("on", "bins", "lamps"),
    [
        ({}, True, True),
        ({"types": ("WasteContainer",)}, True, False),
        ({"districts": ("/old",)}, True, True),
        ({"districts": ("/old/east",)}, False, True),
        ({"districts": ("/ol",)}, False, False),
        ({"records": "*:K-*"}, True, False),
        ({"records": "urn:ngsi-ld:Street*"}, False, True),
        ({"records": "urn:ngsi-ld:[SW]*"}, False, False),
        ({"types": ("WasteContainer",), "districts": ("/old/east",)}, False, False),
    ],
)
def test_a_right_covers_what_it_names(on, bins, lamps):
    someone = who(right(Verb.SEE, **on))
    assert someone.may_on(Verb.SEE, BIN) is bins
    assert someone.may_on(Verb.SEE, LAMP) is lamps
    assert not someone.may_on(Verb.RECORD, BIN)
    assert someone.may_everywhere(Verb.SEE) is (on == {})


def test_a_right_to_some_attributes_is_none_to_the_others():
    someone = who(right(Verb.SEE, attributes=("fillingLevel",)))
    assert someone.may_on(Verb.SEE, BIN, "fillingLevel")
    assert not someone.may_on(Verb.SEE, BIN, "temperature")
    assert someone.may_on(Verb.SEE, BIN), "a part of it"


def test_a_right_to_some_commands_is_none_to_the_others():
    someone = who(right(Verb.COMMAND, commands=("setDimLevel",)))
    assert someone.may_on(Verb.COMMAND, LAMP, "setDimLevel")
    assert not someone.may_on(Verb.COMMAND, LAMP, "reboot")


def test_rights_only_add_and_each_can_be_named():
    bins = right(Verb.SEE, types=("WasteContainer",))
    all_levels = right(Verb.SEE, attributes=("fillingLevel",))
    assert list(why((bins, all_levels), Verb.SEE, BIN, "fillingLevel")) == [
        bins,
        all_levels,
    ]
    assert list(why((bins, all_levels), Verb.SEE, LAMP, "powerState")) == []


def test_a_service_is_the_types_it_has_today():
    role = Role(name="r", rights=(right(Verb.SEE, services=("waste", "gone")),))
    today = resolved(role, {"waste": ["WasteContainer", "WasteContainerIsle"]})
    assert today.rights[0].types == ("WasteContainer", "WasteContainerIsle")
    nothing = resolved(role, {})
    assert not Principal(name="p", roles=(nothing,)).may_on(Verb.SEE, BIN)


def test_built_in_roles_rise():
    def verbs(role):
        return Principal(name="p", roles=(role,)).rights[0].verbs

    assert verbs(VIEWER) < verbs(OPERATOR) < verbs(ADMINISTRATOR) == frozenset(Verb)
