import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mesto.gates.ngsi_ld.query.cursor import LENGTH_MAX
from mesto.gates.ngsi_ld.query.q import read_q
from mesto.kernel.errors import Malformed
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Has,
    Literal,
    OneOf,
    Operand,
    Operator,
    Path,
)
from tests.kernel.question.conditions import CONDITIONS

SPEED = Path("speed")


def read(text: str) -> Condition:
    return read_q(text, str)


def test_a_number_a_text_and_a_truth_are_told_apart() -> None:
    assert read("speed>=50.5") == Compare(SPEED, Operator.GREATER_EQUAL, 50.5)
    assert read('speed=="50"') == Compare(SPEED, Operator.EQUAL, "50")
    assert read("speed!=true") == Compare(SPEED, Operator.UNEQUAL, True)  # noqa: FBT003 - a value


def test_a_date_with_zone_is_a_moment_and_a_uri_a_text() -> None:
    noon = datetime(2020, 8, 1, 12, tzinfo=UTC)
    assert read("speed>2020-08-01T12:00:00Z") == Compare(SPEED, Operator.GREATER, noon)
    assert read("speed==urn:ngsi-ld:City:Pisa") == Compare(
        SPEED, Operator.EQUAL, "urn:ngsi-ld:City:Pisa"
    )


def test_and_binds_stronger_than_or() -> None:
    assert read("a|b;c") == AnyOf(
        (Has(Path("a")), AllOf((Has(Path("b")), Has(Path("c")))))
    )
    assert read("(a|b);c") == AllOf(
        (AnyOf((Has(Path("a")), Has(Path("b")))), Has(Path("c")))
    )


def test_paths_lead_to_sub_attributes_and_into_values() -> None:
    assert read("a.b.c") == Has(Path("a", ("b", "c")))
    assert read('a[b.c]=="x"') == Compare(
        Path("a", trail=("b", "c")), Operator.EQUAL, "x"
    )
    assert read("a.b[c]") == Has(Path("a", ("b",), ("c",)))


def test_ranges_and_lists() -> None:
    assert read("a==1..5") == Compare(Path("a"), Operator.EQUAL, Between(1.0, 5.0))
    assert read('a=="x","y"') == Compare(Path("a"), Operator.EQUAL, OneOf(("x", "y")))
    assert read("a==2020-01-01..2020-02-01") == Compare(
        Path("a"), Operator.EQUAL, Between("2020-01-01", "2020-02-01")
    )


def test_patterns_stand_with_or_without_quotes() -> None:
    like = Compare(Path("a"), Operator.LIKE, "^(b|c;).*d$")
    assert read('a~="^(b|c;).*d$"') == like
    assert read("a~=^(b|c;).*d$;e") == AllOf((like, Has(Path("e"))))
    assert read("(a!~=b)") == Compare(Path("a"), Operator.UNLIKE, "b")


def test_names_are_expanded_and_values_where_asked() -> None:
    condition = read_q(
        'kind=="car"', lambda name: name.upper(), ["kind"], lambda v: f"http://x/{v}"
    )
    assert condition == Compare(Path("KIND"), Operator.EQUAL, "http://x/car")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a==",
        "a==b",
        "==1",
        "a;",
        "(a",
        "a)",
        "a=1",
        "a==1..",
        "a==true..false",
        'a=="x',
        "a[]",
        "a[b",
        "a..b",
        "a>1,2",
        "a~=(",
        r"a~=(b)\1",
        "a~=" + "x" * 300,
        "(" * 50 + "a" + ")" * 50,
        "|".join("a" * 300),
        "a" * 9000,
        "a==1e999",
        "a==2020-13-45T00:00:00Z",
    ],
)
def test_what_is_no_query_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read(text)


@given(st.text() | st.text(alphabet='ab.=!<>~;|()[]",*1-:TZ\\'))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Malformed):
        read(text)


def written(condition: Condition) -> str:
    """Write a condition as a query."""
    match condition:
        case AllOf(parts):
            return ";".join(f"({written(part)})" for part in parts)
        case AnyOf(parts):
            return "|".join(f"({written(part)})" for part in parts)
        case Has(path):
            return written_path(path)
        case Compare(path, by, to):
            return written_path(path) + by + written_operand(to)
    raise AssertionError(condition)


def written_path(path: Path) -> str:
    names = ".".join((path.attribute, *path.subs))
    return names + (f"[{'.'.join(path.trail)}]" if path.trail else "")


def written_operand(to: Operand) -> str:
    match to:
        case Between(least, greatest):
            return f"{written_literal(least)}..{written_literal(greatest)}"
        case OneOf(values):
            return ",".join(map(written_literal, values))
    return written_literal(to)


def written_literal(value: Literal) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float():
            return repr(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(CONDITIONS)
def test_what_is_written_is_read_again(condition: Condition) -> None:
    assume(len(written(condition)) <= LENGTH_MAX)
    assert read(written(condition)) == condition


def refuse(name: str) -> str:
    raise Malformed(name)


@pytest.mark.parametrize("expand", [refuse])
def test_a_name_the_context_refuses_is_refused(expand: Callable[[str], str]) -> None:
    with pytest.raises(Malformed):
        read_q("a", expand)
