import io

import pytest
from pypdf import PdfReader

from mesto.operations.reports.page import document_in
from mesto.operations.reports.pdf import write_pdf


def read(filled, language):
    content = write_pdf(document_in(language, filled))
    reader = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return reader, spaceless(text)


def spaceless(text):
    """A PDF has places and no spaces; which of them are read is the reader's choice."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ["Lighting", "October 2026", "page 1 of", "1,234.50", "Change: +23.4 %"],
        ),
        ("cs", ["Osvětlení ulic", "říjen 2026", "strana 1 z", "Vytvořeno", "kWh"]),
        ("sk", ["Osvetlenie ľahké", "október 2026", "strana 1 z", "Vytvorené"]),
        ("sr-Latn", ["Rasveta", "oktobar 2026.", "strana 1 od", "Sati sa podacima"]),
        ("sr-Cyrl", ["Расвета", "октобар 2026.", "страна 1 од", "Сати са подацима"]),
    ],
)
def test_a_report_is_read_in_its_language(filled, language, said):
    _, text = read(filled, language)
    for words in said:
        assert spaceless(words) in text


def test_a_pdf_tells_its_language_title_and_parts(filled):
    reader, text = read(filled, "cs")
    assert reader.trailer["/Root"]["/Lang"] == "cs"
    assert reader.metadata.title == "Osvětlení ulic, říjen 2026"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    outline = reader.outline
    assert outline[0].title == "Osvětlení ulic"
    assert [one.title for one in outline[1]][:3] == ["About", "Energy", "By the day"]
    assert f"strana{len(reader.pages)}z{len(reader.pages)}" in text


def test_fonts_are_embedded(filled):
    reader, _ = read(filled, "sr-Cyrl")
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        name = font.get_object()["/BaseFont"]
        if "NotoSans" in name:
            assert "/FontDescriptor" in font.get_object()
            return
    pytest.fail("no font of ours")


def test_it_says_how_much_is_missing_and_what_is_not_told(filled):
    _, text = read(filled, "en")
    for words in (
        "Hours with data: 90 %",
        "No data in this period.",
        "Only those who see the whole town are told this.",
        "More <words> & signs.",
    ):
        assert spaceless(words) in text


def test_a_long_table_goes_on_and_repeats_its_head(filled):
    reader, text = read(filled, "en")
    assert len(reader.pages) > 2
    assert "=SL-0" in text
    assert "=SL-89" in text
    assert text.count("Name") >= 2
