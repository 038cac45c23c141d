"""The three files: PDF/A-3a and PDF/UA-1 with the JSON inside, everything in it literal; text in sections."""

from __future__ import annotations

import json
import os
import re
import stat
from itertools import pairwise
from pathlib import Path

import pytest

from meldcode import typesetting
from meldcode.errors import MeldcodeError
from meldcode.flow.model import Value
from meldcode.request import content, preview, write
from meldcode.request import pdf as pdf_module
from meldcode.request.pdf import to_pdf
from meldcode.request.shape import Request
from meldcode.text import clean
from meldcode.typesetting import only_latin, printable
from tests.request.cases import EXAMPLES, by_hand, example, flow, pdf_of, pdf_text, root_of, squeezed

HOSTILE = [
    "[/][@click=app.quit]\x1b]52;c;eA==\x07",
    '#read("x")',
    '#eval("1 + 1") #import "@preview/cetz:0.3.0"',
    "$x$ $ sum_(i=0)^n $",
    "<label> @ref = Kop",
    "\\ \\\\ \\# \\u{41}",
    "*vet* _schuin_ `code` ```raw``` // weg /* ook weg */ ~ -- --- ...",
    "- punt\n+ nummer\n/ Term: uitleg\n= Kop",
    "\"recht\" 'enkel' «franse» “krul”",
    "#{ panic() } #[ ] #let x = 1; #set page(width: 1cm)",
    "=== 9. Nagemaakt ===\n=== 10. Nog een ===",
    "{name} {0} %s %(x)s",
    "fi ff ffl   drie spaties",
    "Łukasz Çağla Hüseyin Ñandú Škoda Østergård Đorđe Ξένια Омар",
]
LONG_WORD = "Hottentottententententoonstelling" * 40
LONG_TEXT = "Een zin over wat er gebeurde, met een vervolg. " * 220


def hostile(text: str) -> Request:
    people = ({"rol": "kind", "naam": text, "adres": text},)
    facts = ({"datum": "2026-02-20", "bron": "zelf_gezien", "over": text, "feit": text, "duiding": text},)
    answers: dict[str, Value] = {
        "personen": people,
        "signalen": facts,
        "krachten": text,
        "vertrouwelijk": text,
        "eigen_naam": text,
    }
    return by_hand(flow("onderwijs"), answers).request("report")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_wrote_is_literal_everywhere(text: str) -> None:
    request = hostile(text)
    assert json.loads(content(request))["help"]["strengths"] == clean(text)
    for line in clean(text).split("\n"):
        assert preview(request).count(line) >= 7
    assert squeezed(pdf_text(request)).count(squeezed(clean(text))) >= 7


def test_a_very_long_word_is_whole_and_is_broken_within_the_page() -> None:
    text = pdf_text(hostile(LONG_WORD))
    assert squeezed(LONG_WORD) in squeezed(text)
    assert max(len(line) for line in text.split("\n")) < 130


def test_ten_thousand_signs_are_all_there_over_several_pages() -> None:
    request = hostile(LONG_TEXT)
    assert len(LONG_TEXT) > 10_000
    assert len(pdf_of(request).pages) > 8
    assert squeezed(pdf_text(request)).count("gebeurde") == 8 * 220
    assert LONG_TEXT.strip() in preview(request)


def test_no_text_steers_the_sections() -> None:
    request = hostile("=== 9. Nagemaakt ===\n=== 10. Nog een ===")
    lines = [line for line in preview(request).split("\n") if line.startswith("===")]
    assert len(lines) == len(request.document.sections)


def test_signs_without_a_letter_in_the_fonts_are_numbered_and_kept_in_the_data() -> None:
    request = hostile("Zij lachte 😀 en zei 你好")
    text = squeezed(pdf_text(request))
    assert "Zijlachte[U+1F600]enzei[U+4F60][U+597D]" in text
    assert "😀" in preview(request)
    assert "你好" in content(request).decode()


def test_every_sign_that_counts_as_printable_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    starts, ends = typesetting._ranges()
    signs = [chr(code) for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)]
    text = " ".join(sign for sign in signs if clean(sign) == sign)
    request = by_hand(flow("basis"), {"krachten": text}).request("report")
    assert "[U+" not in printable(text)
    monkeypatch.setattr(typesetting, "only_latin", lambda _text: pytest.fail("the first try must do"))
    assert to_pdf(request, content(request)).startswith(b"%PDF-1.7")


def test_a_sign_that_the_fonts_lost_does_not_stop_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "printable", lambda text: text)
    request = hostile("Zij lachte 😀 en Омар keek")
    assert "[U+1F600]" in squeezed(pdf_text(request))
    assert only_latin("é–€ 😀") == "é–€ [U+1F600]"


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", ["advice", "report"])
def test_the_pdf_is_archival_accessible_and_holds_the_json(name: str, kind: str) -> None:
    request = example(name).request("report" if kind == "report" else "advice")
    reader, root = pdf_of(request), root_of(request)
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part(>|=\")3", xmp)
    assert re.search(r"pdfaid:conformance(>|=\")A", xmp)
    assert re.search(r"pdfuaid:part(>|=\")1", xmp)
    assert root["/MarkInfo"]["/Marked"] is not False
    assert str(root["/Lang"]).startswith("nl")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.attachments["request.json"] == [content(request)]
    (file,) = root["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Data"
    assert reader.metadata is not None
    assert reader.metadata.title == f"{request.document.title} ({request.reference})"
    assert set(reader.metadata) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}


def test_the_first_page_says_whom_to_call_and_every_page_its_number() -> None:
    request = example("onderwijs-melding").request("report")
    pages = [page.extract_text() for page in pdf_of(request).pages]
    assert "0800-2000" in pages[0]
    assert "112" in pages[0]
    for number, text in enumerate(pages, 1):
        assert f"pagina {number} van {len(pages)}" in text


def test_headings_go_down_one_level_at_a_time_and_tables_have_headers() -> None:
    from pypdf.generic import ArrayObject, DictionaryObject

    found: list[str] = []

    def walk(node: object) -> None:
        held = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(held, ArrayObject):
            for part in held:
                walk(part)
        elif isinstance(held, DictionaryObject):
            if "/S" in held:
                found.append(str(held["/S"]))
            walk(held.get("/K"))

    walk(root_of(example("onderwijs-melding").request("report"))["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(found)
    levels = [int(name[2]) for name in found if re.fullmatch(r"/H\d", name)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_same_request_gives_the_same_bytes() -> None:
    request = example("huisarts-melding").request("report")
    assert to_pdf(request, content(request)) == to_pdf(request, content(request))


def test_the_template_reads_nothing_and_runs_nothing() -> None:
    code = re.sub(r"//.*", "", pdf_module.TEMPLATE.read_text("utf-8"))
    assert not re.search(r"\b(read|eval|include|import|plugin|csv|yaml|toml|xml|image)\b\s*[(\"@]", code)


def test_the_sections_of_the_text_can_be_pasted_one_by_one() -> None:
    request = example("onderwijs-melding").request("report")
    text = preview(request)
    titles = [f"{number}. {section.title}" for number, section in enumerate(request.document.sections, 1)]
    assert titles == re.findall(r"^=== (.+) ===$", text, re.MULTILINE)
    assert all(part.strip() for part in re.split(r"^=== .+ ===$", text, flags=re.MULTILINE))


def test_three_files_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    request = example("jeugdwerk-melding").request("report")
    paths = write(request, tmp_path / "nieuw")
    assert [path.name for path in paths] == ["request.json", "request.pdf", "request.txt"]
    assert paths[0].read_bytes() == content(request)
    assert paths[2].read_text("utf-8").startswith(preview(request))
    assert pdf_of(request).attachments["request.json"] == [paths[0].read_bytes()]
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert sorted(path.name for path in (tmp_path / "nieuw").iterdir()) == sorted(path.name for path in paths)


def test_an_advice_that_does_not_follow_its_schema_is_not_written(tmp_path: Path) -> None:
    from dataclasses import replace

    request = example("onderwijs-advies").request("advice")
    leaking = replace(request, data={**request.data, "naam": "Sem de Wit"})
    with pytest.raises(MeldcodeError) as refused:
        write(leaking, tmp_path / "nieuw")
    assert "Sem" not in refused.value.message
    assert not (tmp_path / "nieuw").exists()
