"""The verbs as scripts know them: what goes to which stream, exit codes, and errors of one line with a hint.

Called in this process; `test_terminal.py` starts the program as a person does.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from meldcode import cli, resources, running
from meldcode.errors import Exit
from tests.flow.forms import SMALL

EXAMPLES = sorted((resources.flows_folder() / "voorbeelden").glob("*.yaml"))
KEYS = [
    *("flow", "version", "step", "outcome", "report", "help", "because", "norms", "alerts", "missing", "asked"),
    *("asleep", "deadlines"),
]
NAMES = ["request.json", "request.pdf", "request.txt"]
CANARY = "Sem de Wit \x1b]52;c;eA==\x07"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")


class Ended(NamedTuple):
    """How a call ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


Call = Callable[..., Ended]


@pytest.fixture
def meldcode(capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls a verb and tells how it ended; every failure must be one line of error and one of hint."""

    def call(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        found = Ended(int(ended.value.code or 0), out, err)
        assert "Traceback" not in err
        assert "\x1b" not in out + err
        if found.code not in {Exit.DONE, Exit.FINDINGS} and arguments[0] != "check":
            lines = err.splitlines()
            assert [line.split(": ")[:2] for line in lines] == [["meldcode", "error"], ["meldcode", "hint"]]
        return found

    return call


@pytest.fixture
def answers(tmp_path: Path) -> Callable[[str], Path]:
    """Writes an answers file and gives its path."""

    def write(text: str, head: str = "today: 2026-03-02\nanswers:\n") -> Path:
        path = tmp_path / "antwoorden.yaml"
        path.write_text(head + text, "utf-8")
        return path

    return write


@pytest.fixture
def klein(tmp_path: Path) -> Path:
    """The small flow as a file of one's own."""
    path = tmp_path / "klein.yaml"
    path.write_text(SMALL, "utf-8")
    return path


# flows, help


def test_flows_are_listed_one_a_line(meldcode: Call) -> None:
    rows = [line.split("\t") for line in meldcode("flows").out.splitlines()]
    assert [row[0] for row in rows] == ["basis", "huisarts", "jeugdwerk", "kinderopvang", "onderwijs"]
    assert {len(row) for row in rows} == {5}
    assert rows[4] == ["onderwijs", "Meldcode in het onderwijs", "2026.3", "teacher", "nl"]


def test_flows_are_listed_in_english_too(meldcode: Call) -> None:
    titles = [line.split("\t")[1] for line in meldcode("flows", "--lang", "en").out.splitlines()]
    assert "Meldcode in het onderwijs" not in titles
    assert meldcode("--lang=en", "flows").out == meldcode("flows", "--lang", "en").out


@pytest.mark.parametrize("verb", [[], ["flows"], ["run"], ["check"], ["plain"]], ids=str)
@pytest.mark.parametrize(("lang", "word"), [("nl", "Gebruik"), ("en", "Usage")])
def test_every_verb_explains_itself_in_both_languages(meldcode: Call, verb: list[str], lang: str, word: str) -> None:
    found = meldcode(*verb, "--lang", lang, "--help")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(word)


def test_the_version_is_told(meldcode: Call) -> None:
    assert meldcode("--version").out.startswith("meldcode ")


# run


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_shipped_example_is_complete_and_is_written(meldcode: Call, path: Path, tmp_path: Path) -> None:
    flow, kind = path.stem.split("-")
    found = meldcode("run", flow, "--answers", path, "--json", "--out", tmp_path / "aanvraag")
    assert found.code == 0
    assert found.json["missing"] == []
    assert found.json["report"] is (kind == "melding")
    assert sorted(file.name for file in (tmp_path / "aanvraag").iterdir()) == NAMES
    written = json.loads((tmp_path / "aanvraag" / "request.json").read_text("utf-8"))
    assert written["kind"] == ("report" if kind == "melding" else "advice")
    assert [line.split(": ")[0] for line in found.err.splitlines()] == ["geschreven"] * 3


def test_json_has_exactly_the_keys_of_the_contract(meldcode: Call, answers: Callable[[str], Path]) -> None:
    path = answers("  acuut_gevaar: ja\n  besluit_melden: ja\n  melding_datum: 2026-03-02\n  disclosure_woorden: x\n")
    found = meldcode("run", "onderwijs", "--answers", path, "--json")
    data = found.json
    assert list(data) == KEYS
    assert (data["flow"], data["outcome"], data["report"], data["help"]) == ("onderwijs", "melden", True, True)
    assert data["alerts"] == ["bel_112"]
    assert data["asleep"] == ["disclosure_woorden"]
    assert {"meldnorm_1", "danger_alert_always"} <= set(data["norms"])
    assert data["because"] == [{"id": "acuut_gevaar", "value": "ja", "text": data["because"][0]["text"]}]
    assert data["because"][0]["text"].endswith("Ja")
    assert all(set(due) == {"id", "date", "text", "late"} for due in data["deadlines"])
    assert data["deadlines"][0]["date"] == "2026-03-09"


@pytest.mark.parametrize(
    ("flow", "text", "outcome", "alerts", "asleep"),
    [
        ("onderwijs", "  {}", "onvolledig", [], []),
        ("onderwijs", "  vermoeden: ja\n  acuut_onveilig: onbekend", "melden", ["direct_melden"], []),
        ("huisarts", "  vermoeden: ja\n  acuut_onveilig: onbekend", "overleg_amhk", [], []),
        (
            "jeugdwerk",
            "  vermoeden: nee\n  acuut_gevaar: onbekend\n  disclosure: nee",
            "overleg_amhk",
            ["twijfel_gevaar"],
            [],
        ),
        ("huisarts", "  vermoeden: nee\n  acuut_gevaar: nee\n  disclosure: ja", "melden", ["disclosure"], []),
        (
            "basis",
            "  dader_beroepskracht: ja\n  acuut_gevaar: ja",
            "buiten_meldcode",
            ["bel_112", "dader_beroepskracht"],
            [],
        ),
        ("basis", "  vermoeden: nee\n  acuut_gevaar: nee\n  disclosure: nee", "afsluiten", [], []),
        (
            "basis",
            "  seksueel_datum: 2026-03-01\n  disclosure_woorden: x",
            "onvolledig",
            [],
            ["disclosure_woorden", "seksueel_datum"],
        ),
    ],
)
def test_partial_contradicting_sleeping_and_unknown_answers_have_one_outcome(
    meldcode: Call,
    answers: Callable[[str], Path],
    flow: str,
    text: str,
    outcome: str,
    alerts: list[str],
    asleep: list[str],
) -> None:
    found = meldcode("run", flow, "--answers", answers(text + "\n"), "--json")
    assert found.code == Exit.INCOMPLETE
    assert (found.json["outcome"], found.json["alerts"], found.json["asleep"]) == (outcome, alerts, asleep)
    assert not set(found.json["missing"]) - set(found.json["asked"])


def test_the_position_is_told_in_words(meldcode: Call, answers: Callable[[str], Path]) -> None:
    found = meldcode("run", "basis", "--answers", answers("  acuut_gevaar: ja\n"))
    lines = found.out.splitlines()
    assert lines[0] == "! Bel nu 112"
    assert "Uitkomst: De norm vraagt een melding bij Veilig Thuis" in lines
    assert "0800-2000" in lines[-1]


def test_what_is_missing_is_named_and_nothing_is_written(
    meldcode: Call, answers: Callable[[str], Path], tmp_path: Path
) -> None:
    found = meldcode("run", "basis", "--answers", answers("  acuut_gevaar: ja\n"), "--out", tmp_path / "uit")
    assert found.code == Exit.INCOMPLETE
    assert "voor deze melding ontbreekt nog: betrokkene, gemeente" in found.err
    assert "--allow-missing" in found.err
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize("kind", ["advice", "report"])
def test_nothing_holds_up_a_request_that_is_allowed_to_miss_things(
    meldcode: Call, answers: Callable[[str], Path], tmp_path: Path, kind: str
) -> None:
    path = answers("  acuut_gevaar: ja\n")
    found = meldcode("run", "basis", "--answers", path, "--kind", kind, "--allow-missing", "--out", tmp_path / "uit")
    assert found.code == 0
    assert sorted(file.name for file in (tmp_path / "uit").iterdir()) == NAMES
    assert "nog niet bekend" in (tmp_path / "uit" / "request.txt").read_text("utf-8").lower()


def test_a_request_is_written_in_english_when_asked(
    meldcode: Call, answers: Callable[[str], Path], tmp_path: Path
) -> None:
    path = answers("  acuut_gevaar: ja\n")
    meldcode("run", "basis", "--answers", path, "--allow-missing", "--out", tmp_path / "uit", "--lang", "en")
    assert json.loads((tmp_path / "uit" / "request.json").read_text("utf-8"))["language"] == "en"


def test_a_flow_of_ones_own_runs_too(meldcode: Call, klein: Path, answers: Callable[[str], Path]) -> None:
    found = meldcode("run", klein, "--answers", answers("  gevaar: ja\n  besluit: nee\n"), "--json")
    assert (found.code, found.json["flow"], found.json["outcome"]) == (0, "klein", "melden")


# bad input


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("  acuut_gevaar: misschien\n", 3, ["`acuut_gevaar`", "ja, nee, onbekend"]),
        ("  acuut_gevaar: ja\n  signaln: []\n", 4, ["`signaln`", "Bedoelt u `signalen`?"]),
        ("  melding_datum: 2026-02-30\n", 3, ["`melding_datum`", "datum"]),
        ("  melding_datum: gisteren\n", 3, ["`melding_datum`", "2026-03-02"]),
        ("  signalen:\n    - {datum: 2026-03-01}\n    - {datun: 2026-03-01}\n", 5, ["`datun`", "`datum`"]),
        ("  signalen:\n    - {feit: x,\n       bron: zelf}\n", 5, ["`signalen.bron`"]),
        ("  personen: Sem de Wit\n", 3, ["`personen`"]),
        ("  vermoeden: ja\n  vermoeden: nee\n", 4, ["`vermoeden`", "regel 3"]),
        ("  vermoeden: &x ja\n", 3, ["ankers"]),
        ("  vermoeden: [ja\n", 4, ["YAML"]),
    ],
)
def test_a_slip_in_the_answers_is_told_with_file_line_and_near_match(
    meldcode: Call, answers: Callable[[str], Path], text: str, line: int, words: list[str]
) -> None:
    found = meldcode("run", "basis", "--answers", answers(text), "--json")
    assert (found.code, found.out) == (Exit.BAD_USE, "")
    assert f"antwoorden.yaml:{line}:" in found.err
    assert not [word for word in words if word not in found.err]
    assert "Wit" not in found.err


@pytest.mark.parametrize(
    "text", [f"  {name}: {json.dumps(CANARY)}\n" for name in ("acuut_gevaar", "vorm", "melding_datum", "signalen")]
)
def test_no_error_shows_an_answer(meldcode: Call, answers: Callable[[str], Path], text: str) -> None:
    found = meldcode("run", "basis", "--answers", answers(text))
    assert found.code == Exit.BAD_USE
    assert "Wit" not in found.err
    assert "eA==" not in found.err


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("flow: onderwijs\nanswers: {}\n", "horen bij `onderwijs`, niet bij `basis`"),
        ("today: 2026-13-01\nanswers: {}\n", ":1:1: deze datum bestaat niet"),
        ("answer: {}\n", "`answer` bestaat hier niet"),
        ("- acuut_gevaar: ja\n", "lijst van sleutels"),
        ("", "lijst van sleutels"),
    ],
)
def test_an_answers_file_that_is_none_is_refused(
    meldcode: Call, answers: Callable[..., Path], head: str, words: str
) -> None:
    found = meldcode("run", "basis", "--answers", answers("", head))
    assert found.code == Exit.BAD_USE
    assert words in found.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "onderwijz", "--answers", EXAMPLES[0]], "Bedoelt u `onderwijs`?"),
        (["run", "weg.yaml", "--answers", EXAMPLES[0]], "weg.yaml"),
        (["run", "x" * 300, "--answers", EXAMPLES[0]], "bestaat niet"),
        (["run", "basis", "--answers", "weg.yaml"], "weg.yaml"),
        (["run", "basis", "--answers", "."], "kan niet worden gelezen"),
        (["run", "basis", "--answers", "\x1b]0;x\x07\nb"], "]0;x"),
        (["run", "basis"], "--answers"),
        (["run"], "flow"),
        (["run", "basis", "--answers", EXAMPLES[0], "--kind", "brief"], "--kind"),
        (["run", "basis", "--answers", EXAMPLES[0], "--naam", "Sem"], "--naam"),
        (["check", "--format", "xml"], "--format"),
        (["flow"], "opdracht"),
        (["flows", "te", "veel"], "te veel"),
        (["--lang", "fr", "flows"], "nl, en"),
        (["flows", "--lang"], "opdracht"),
    ],
)
def test_bad_use_is_one_clear_line_and_a_hint(meldcode: Call, arguments: list[str | Path], words: str) -> None:
    found = meldcode(*arguments)
    assert (found.code, found.out) == (Exit.BAD_USE, "")
    assert words in found.err
    assert found.err.startswith("meldcode: error: ")


def test_errors_are_told_in_english_when_asked(meldcode: Call) -> None:
    dutch, english = (meldcode("run", "basis", "--answers", "weg.yaml", "--lang", lang).err for lang in ("nl", "en"))
    assert "dit bestand bestaat niet" in dutch
    assert "dit bestand bestaat niet" not in english
    assert english.startswith("meldcode: error: weg.yaml: ")


@pytest.mark.parametrize("place", ["bestand", "bestand/map"])
def test_a_file_in_the_place_of_the_folder_is_refused(
    meldcode: Call, answers: Callable[[str], Path], tmp_path: Path, place: str
) -> None:
    (tmp_path / "bestand").write_text("blijft")
    path = answers("  acuut_gevaar: ja\n")
    found = meldcode("run", "basis", "--answers", path, "--allow-missing", "--out", tmp_path / place)
    assert found.code == Exit.BAD_USE
    assert "is geen map" in found.err
    assert (tmp_path / "bestand").read_text() == "blijft"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["antwoorden.yaml", "bestand"]


# when all else fails


def test_a_failure_of_the_program_itself_shows_type_and_place_only(
    meldcode: Call, answers: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(running, "run", fails)
    found = meldcode("run", "basis", "--answers", answers(""))
    assert found.code == Exit.CRASHED
    assert "ValueError test_cli.py:" in found.err
    assert "Wit" not in found.err


@pytest.mark.parametrize("error", [KeyboardInterrupt, EOFError])
def test_stopping_halfway_is_no_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def stops(_given: list[str]) -> int:
        raise error

    monkeypatch.setattr(cli, "_run", stops)
    with pytest.raises(SystemExit) as ended:
        cli.main(["flows"])
    assert ended.value.code == 130
    assert capsys.readouterr().err == ""


def test_nothing_in_the_environment_steers_textual(meldcode: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DRIVER", "TEXTUAL_SCREENSHOT", "TEXTUAL_DEVTOOLS_HOST"):
        monkeypatch.setenv(name, "/tmp/x")  # noqa: S108  # never opened: that is the test
    meldcode("--help")
    assert not [name for name in os.environ if name.startswith("TEXTUAL")]


# check


def test_check_finds_nothing_in_what_ships(meldcode: Call) -> None:
    found = meldcode("check")
    assert (found.code, found.err) == (0, "")
    assert found.out == "5 vragenlijsten en 12 oefengevallen nagekeken: alles in orde\n"
    told = meldcode("check", "onderwijs", "--format", "json").json
    assert told["findings"] == []
    assert len(told["proved"]["onderwijs"]) == 9


def test_check_ends_with_1_on_findings_and_2_on_what_cannot_be_read(meldcode: Call, klein: Path) -> None:
    klein.write_text(klein.read_text("utf-8").replace("kind: yesno, page", "kind: yesnoo, page", 1), "utf-8")
    found = meldcode("check", klein)
    assert (found.code, found.err) == (1, "")
    assert "klein.yaml:16:" in found.out
    assert "Bedoelt u `yesno`?" in found.out
    assert meldcode("check", klein, "--format", "json").json["findings"][0]["near"] == "yesno"
    assert meldcode("check", klein, "weg.yaml").code == 2
    assert meldcode("check", "onderwijz").code == 2
