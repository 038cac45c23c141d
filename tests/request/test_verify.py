"""A written request reads back as whole, and the place of any change is named. All cases are invented."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from meldcode.errors import MeldcodeError
from meldcode.i18n import speaking
from meldcode.request import build, write
from meldcode.request.shape import Json, Request, document_data, document_from
from meldcode.request.verify import Found, check, verify
from meldcode.request.write import files_of, formats_for, seal_pdf
from tests.request.cases import EXAMPLES, Case, by_hand, example, flow, replaced
from tests.request.dossiers import all_along


def nobody() -> str:
    raise AssertionError("no passphrase is needed for this")


def written(case: Case, kind: str, language: str = "nl", practice: bool = False) -> dict[str, bytes]:
    request = request_of(case, kind, language, practice)
    return files_of(request, formats_for(kind))


def request_of(case: Case, kind: str, language: str = "nl", practice: bool = False) -> Request:
    wanted = "advice" if kind == "advice" else "report"
    return build(case.flow, case.position, wanted, case.today, language, practice=practice)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def advice() -> dict[str, bytes]:
    return written(example("onderwijs-advies"), "advice")


@pytest.fixture(scope="module")
def report() -> dict[str, bytes]:
    return written(example("huisarts-melding"), "report")


@pytest.mark.parametrize(("name", "language"), [*((name, "nl") for name in EXAMPLES), ("jeugdwerk-melding", "en")])
def test_what_was_written_is_good(name: str, language: str) -> None:
    kind = "advice" if name.endswith("advies") else "report"
    for file, content in written(example(name), kind, language).items():
        with speaking(language):
            found = check(content)
        assert (found.good, found.problems) == (True, ()), file
        assert found.about


def test_it_says_which_request_and_which_questions(report: dict[str, bytes]) -> None:
    told = " ".join(check(report["request.pdf"]).about)
    data = json.loads(report["request.json"])
    for words in (data["reference"], data["made_on"], data["flow"]["id"], data["flow"]["version"]):
        assert words in told
    assert data["flow"]["digest"][:16] in told


def flipped(content: bytes, at: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[at] ^= 1 << bit
    return bytes(changed)


@pytest.mark.parametrize("kind", ["advice", "report"])
@pytest.mark.parametrize("file", ["request.json", "request.txt", "request.pdf", "request.docx", "request.fhir.json"])
def test_one_changed_byte_anywhere_is_seen_and_its_place_named(
    kind: str, file: str, advice: dict[str, bytes], report: dict[str, bytes]
) -> None:
    content = (advice if kind == "advice" else report)[file]
    chance = random.Random(f"{kind} {file}")  # noqa: S311  # a seed, so that each run looks at the same bytes
    for _time in range(60 if len(content) < 60_000 else 12):
        at, bit = chance.randrange(len(content)), chance.randrange(8)
        found = check(flipped(content, at, bit))
        assert not found.good, (at, bit)
        assert found.problems, (at, bit)
        assert all(problem for problem in found.problems)


@pytest.mark.parametrize("file", ["request.json", "request.txt", "request.pdf", "request.docx", "request.fhir.json"])
def test_a_byte_that_is_added_or_gone_is_seen(file: str, advice: dict[str, bytes]) -> None:
    content = advice[file]
    for at in (0, len(content) // 3, len(content) - 1):
        assert not check(content[:at] + content[at + 1 :]).good
        assert not check(content[:at] + b"7" + content[at:]).good
    assert not check(content + b"\n").good


def test_a_changed_answer_is_named_by_its_part(report: dict[str, bytes]) -> None:
    data: Json = json.loads(report["request.json"])
    changed = replaced(data, ("persons", "list", 0, "name"), "Iemand Anders")
    found = check((json.dumps(changed, ensure_ascii=False, indent=2) + "\n").encode())
    assert found.problems == ("veranderd: persons/list",)


def test_a_changed_text_is_named_by_its_section(report: dict[str, bytes]) -> None:
    text = report["request.txt"].decode()
    at = text.index("\n", text.index("=== 5. ")) + 5
    found = check((text[:at] + "X" + text[at:]).encode())
    assert found.problems == (f"veranderd: {text[text.index('=== 5. ') + 4 :].partition(' ===')[0]}",)


def test_a_changed_attachment_is_named_within_the_pdf(report: dict[str, bytes]) -> None:
    from meldcode.request.integrity import BLANK, seal
    from meldcode.request.pdf import to_pdf

    request = request_of(example("huisarts-melding"), "report")
    other = report["request.json"].replace(b'"made_on": "2026', b'"made_on": "2025')
    found = check(seal(to_pdf(request, other, (BLANK,))))
    assert found.problems[0] == "bijlage request.json: veranderd: made_on"


def test_pages_that_say_something_else_than_the_attachment_are_seen(report: dict[str, bytes]) -> None:
    from dataclasses import replace

    from meldcode.request.integrity import BLANK, seal
    from meldcode.request.pdf import to_pdf

    request = request_of(example("huisarts-melding"), "report")
    document = replace(request.document, notes=("Dit staat er niet bij.",))
    other = seal(to_pdf(request, report["request.json"], (BLANK,)))
    assert check(other).good
    data = json.loads(report["request.json"])
    assert document_from(data["document"]) == request.document
    lying = {**request.data, "document": document_data(document)}
    from meldcode.request.integrity import json_bytes, sealed_data

    attached = json_bytes(sealed_data({key: value for key, value in lying.items() if key != "integrity"}))
    found = check(seal(to_pdf(request, attached, (BLANK,))))
    assert not found.good
    assert "op de pagina's staat iets anders" in found.problems[0]


def test_an_exercise_is_no_real_request_in_any_format() -> None:
    for kind, name in (("advice", "onderwijs-advies"), ("report", "jeugdwerk-melding")):
        files = written(example(name), kind, practice=True)
        for file, content in files.items():
            assert file.startswith("oefening-")
            found = check(content)
            assert not found.good, file
            assert any("oefening" in problem for problem in found.problems), file


def test_a_sealed_pdf_opens_with_its_passphrase_and_a_damaged_one_does_not(tmp_path: Path) -> None:
    case = example("onderwijs-melding")
    paths = write(request_of(case, "report"), tmp_path)
    sealed, secret = seal_pdf(tmp_path, paths)
    assert b"Sem" not in sealed.read_bytes()
    assert verify(sealed, lambda: secret).good
    sealed.write_bytes(sealed.read_bytes()[:150])
    with pytest.raises(MeldcodeError, match="gaat niet open"):
        verify(sealed, lambda: secret)


NO_REQUEST = {
    "nothing": b"",
    "a zero": b"\x00",
    "a word": b"hallo",
    "start of a PDF": b"%PDF-1.7\n",
    "start of a ZIP": b"PK\x03\x04",
    "a brace": b"{",
    "an object": b"{}",
    "many brackets": b"[" * 5000,
    "another format": b'{"format": 1}',
    "not UTF-8": b"\xff\xfe{",
    "deep": b'{"a":' * 3000,
}


@pytest.mark.parametrize("name", NO_REQUEST)
def test_what_is_no_request_is_said_in_words(name: str) -> None:
    found = check(NO_REQUEST[name])
    assert not found.good
    assert found.problems


def test_a_file_that_is_not_there_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(MeldcodeError) as caught:
        verify(tmp_path / "nergens.pdf", nobody)
    assert caught.value.hint


ODD = "Moeder schreef: محمد بن علي, מלך גדול, ﬁets en ﬂes. OEFENING 3. HTEST. " + "sha256-" + "0" * 64


@pytest.mark.parametrize("kind", ["advice", "report"])
def test_odd_texts_read_back_as_good_in_every_format(kind: str) -> None:
    facts = ({"datum": "2026-02-20", "bron": "zelf_gezien", "feit": ODD},)
    case = by_hand(flow("onderwijs"), {"signalen": facts, "adviesvraag": ODD})
    wanted = "advice" if kind == "advice" else "report"
    decided = all_along(case, {}) if kind == "advice" else None
    request = build(case.flow, case.position, wanted, case.today, decided=decided)  # type: ignore[arg-type]
    for name, content in files_of(request, formats_for(kind)).items():
        assert (check(content).good, check(content).problems) == (True, ()), name


@pytest.mark.parametrize("name", ["request.docx", "request.fhir.json", "call-sheet.pdf"])
def test_each_byte_of_the_end_of_a_file_can_change_without_a_crash(name: str, advice: dict[str, bytes]) -> None:
    content = advice[name]
    for at in range(len(content) - 900, len(content), 7):
        for bit in (0, 3):
            assert not check(flipped(content, at, bit)).good


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(3):
            package.writestr(f"word/{number}.xml", b"0" * (30 * 1024 * 1024))
    assert not check(out.getvalue()).good


def test_half_a_character_in_the_data_is_said_in_words(report: dict[str, bytes]) -> None:
    text = report["request.json"].decode().replace('"reference": "MC', '"reference": "\\ud800MC')
    assert not check(text.encode()).good


def test_line_ends_that_an_e_mail_changed_are_told_as_that(report: dict[str, bytes]) -> None:
    found = check(report["request.txt"].replace(b"\n", b"\r\n"))
    assert not found.good
    assert "alleen de regeleinden" in found.problems[0]


def test_a_change_in_a_bundle_is_named_by_its_part(advice: dict[str, bytes]) -> None:
    data = json.loads(advice["request.fhir.json"])
    data["entry"][1]["resource"]["item"][0]["text"] = "Iets anders"
    found = check((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())
    assert found.problems == ("veranderd: QuestionnaireResponse/item/1",)


def test_words_added_to_a_page_are_named_by_the_page(report: dict[str, bytes]) -> None:
    from dataclasses import replace

    from meldcode.request.integrity import BLANK, seal
    from meldcode.request.pdf import to_pdf

    request = request_of(example("huisarts-melding"), "report")
    added = replace(request.document, notes=("Dit staat er niet bij.",))
    other = seal(to_pdf(replace(request, document=added), report["request.json"], (BLANK,)))
    assert check(flipped(other, len(other) // 2, 0)).good is False
    spoilt = other.replace(b"sha256-", b"sha256-", 1)[:-1] + b" "
    assert any("bladzijde 1" in problem for problem in check(spoilt).problems)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_is_no_file_to_wait_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    with pytest.raises(MeldcodeError):
        verify(tmp_path / "pijp", nobody)


def test_a_request_from_before_there_were_seals_says_so() -> None:
    data = dict(request_of(example("onderwijs-melding"), "report").data)
    for name in ("integrity", "document"):
        del data[name]
    found: Found = check(json.dumps(data).encode())
    assert not found.good
    assert any("zegel" in problem for problem in found.problems)


def test_the_same_request_gives_the_same_bytes() -> None:
    case = example("onderwijs-advies")
    assert written(case, "advice") == written(case, "advice")
