"""What is written of a trial, in every language."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from mesto.acceptance import reasons, words
from mesto.acceptance.finding import (
    LANGUAGES,
    Exchange,
    Failed,
    Finding,
    Protocol,
    Reason,
    Verdict,
)
from mesto.acceptance.page import html_of
from mesto.acceptance.paper import document_of
from mesto.acceptance.talq.checks import CHECKS
from mesto.acceptance.talq.session import said
from mesto.cli.main import app
from mesto.operations.reports.pdf import write_pdf
from mesto.simulator.talq.contract import WHY, Wrong
from tests.simulator.talq.conftest import CMS, Cms, beside

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def protocol(*verdicts: Verdict) -> Protocol:
    why = Reason(reasons.LEVEL, {"found": "<b>7 %", "wanted": "30 %", "s": "5"})
    return Protocol(
        kind=words.GATEWAY,
        subject="http://127.0.0.1:9000",
        about=[(words.MAKER, "Å & sons")],
        begun_at=AT,
        ended_at=AT + timedelta(seconds=90),
        findings=[
            Finding(
                name=check.name,
                clause=check.clause,
                title=check.title,
                verdict=verdict,
                why=None if verdict == Verdict.PASSED else why,
                took_s=0.25,
                evidence=[
                    Exchange(at=AT, what="→ GET /x", sent="a," * 3000, got="<script>")
                ]
                * 12,
            )
            for check, verdict in zip(CHECKS, verdicts, strict=False)
        ],
    )


MIXED = (Verdict.PASSED, Verdict.FAILED, Verdict.INAPPLICABLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_protocol_is_a_page_and_a_paper(language: str) -> None:
    whole = protocol(*MIXED)
    page = html_of(whole, language, "Europe/Prague")
    assert f'<html lang="{language}">' in page
    assert "<script>" not in page
    assert "&lt;b&gt;7 %" in page
    assert "http-equiv" not in page
    paper = PdfReader(io.BytesIO(write_pdf(document_of(whole, language, "UTC"))))
    text = "".join(one.extract_text() for one in paper.pages)
    for finding in whole.findings:
        assert f"{finding.name} " in text
        assert words.VERDICTS[finding.verdict][language] in text
    assert "> GET /x" in text, "and not who knows which way"
    assert words.CHECK[language] in text, "no word of the head is broken"


def test_only_what_failed_is_held_against_it() -> None:
    assert protocol(Verdict.PASSED, Verdict.INAPPLICABLE).accepted
    assert not protocol(*MIXED).accepted
    assert not protocol().accepted


def test_every_check_has_a_name_of_its_own_and_words_in_every_language() -> None:
    names = [one.name for one in CHECKS]
    assert len(set(names)) == len(names)
    for one in CHECKS:
        assert set(one.title) == set(LANGUAGES)
        assert all(one.title.values())
        assert one.clause


def test_the_guide_explains_every_check() -> None:
    guide = Path("docs/how-to/acceptance.md").read_text()
    for one in CHECKS:
        assert f"| {one.name} |" in guide


@pytest.mark.anyio
async def test_the_command_writes_the_protocol_and_its_code_tells(
    tmp_path: Path,
) -> None:
    async with beside(Cms()) as side:

        def command(*more: str) -> int:
            arguments = ["accept", "talq", side.url, "--client-address", CMS]
            more = ("--out", str(tmp_path), "--only", "D1,D3", *more)
            return CliRunner().invoke(app, [*arguments, *more]).exit_code

        assert await asyncio.to_thread(command, "--language", "sr-Latn") == 0
        side.gateway.misdeeds.add("contradictory")
        assert await asyncio.to_thread(command) == 1
    kept = msgspec.json.decode((tmp_path / "accept-talq.json").read_bytes())
    assert [one["verdict"] for one in kept["findings"]] == ["passed", "failed"]
    assert (tmp_path / "accept-talq.html").stat().st_size > 1000
    assert (tmp_path / "accept-talq.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_filled_into_a_reason_speaks_its_language() -> None:
    why = Failed(reasons.UNHEARD, what=reasons.REPORT, s=5).reason
    assert why.said("en") == "a report was not heard within 5 s"
    assert why.said("sr-Cyrl") == "за 5 s није стигло: извештај"
    where = said((Wrong("/a", "other", '"x"', "number"), Wrong("/b", "missing")))
    shape = Failed(reasons.SHAPE, what="GET /devices", where=where).reason
    assert shape.said("cs").endswith('/a: "x" není number; /b: chybí')


def test_what_the_gateway_s_contract_finds_wrong_is_said_in_every_language() -> None:
    assert {kind: one["en"] for kind, one in reasons.WRONG.items()} == WHY
