import pytest
from msgspec import to_builtins

from mesto.kernel.errors import Malformed
from mesto.operations.reports.report import read_report, spoken

LEAST = {
    "title": "Lamps",
    "languages": ["cs"],
    "panels": [{"kind": "text", "text": "Hello"}],
}


def test_what_is_kept_is_read_again():
    report = read_report(
        LEAST | {"period": {"first": "2026-01-01", "last": "2026-02-01"}}
    )
    assert read_report(to_builtins(report)) == report


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ({"panels": []}, "panels"),
        ({"panels": [{"kind": "pie"}]}, "panels"),
        ({"languages": ["de"]}, "languages"),
        ({"period": {"first": "2026-02-01", "last": "2026-01-01"}}, "period"),
        ({"period": {"first": "2006-02-01", "last": "2026-01-01"}}, "period"),
        ({"schedule": {"every": "month", "day": 31}}, "schedule.day"),
        ({"schedule": {"every": "day", "at": "24:00"}}, "schedule.at"),
        ({"recipients": ["jana"]}, "recipients"),
        ({"formats": ["doc"]}, "formats"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_no_report_is_refused_and_said_where(part, where):
    with pytest.raises(Malformed, match=where):
        read_report(LEAST | part)


def test_chosen_days_are_not_made_again_and_again():
    chosen = {"first": "2026-01-01", "last": "2026-01-31"}
    with pytest.raises(Malformed, match="schedule"):
        read_report(LEAST | {"period": chosen, "schedule": {"every": "day"}})


def test_a_title_is_said_in_the_other_script_too():
    assert spoken({"sr-Latn": "Rasveta"}, "sr-Cyrl") == "Расвета"
    assert spoken({"en": "Lighting"}, "cs") == "Lighting"
    assert spoken("Lamps", "cs") == "Lamps"
