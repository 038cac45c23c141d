"""Strict YAML: what is refused, with which code and on which line, and what stays text."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
import yaml

from meldcode.flow import reader
from meldcode.flow.findings import Finding, FlowError
from meldcode.flow.reader import Map, Seq, read_file, read_yaml

LOADERS = ["CSafeLoader", "SafeLoader"]
BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c, *c]\n"

HOSTILE: dict[str, tuple[bytes, str, int]] = {
    "an anchor on a text": (b"a: b\nc: &x d", "Y004", 2),
    "an anchor on a list": (b"a: &x [b]", "Y004", 1),
    "an anchor on a mapping": (b"a:\n  &x b: c", "Y004", 2),
    "an anchor on a key": (b"a: b\n&x c: d", "Y004", 2),
    "an anchor on nothing": (b"a: b\nc: &x", "Y004", 2),
    "an alias": (b"a: b\nc: *x", "Y004", 2),
    "an alias as a key": (b"a: b\n*x : c", "Y002", 2),
    "a list that holds itself": (b"a: &x [*x]", "Y004", 1),
    "a bomb of aliases": (BOMB, "Y004", 1),
    "a merge key": (b"a: {b: c}\n<<: {d: e}", "Y004", 2),
    "a merge key with a list": (b"a: b\n<<: [{c: d}, {e: f}]", "Y004", 2),
    "a merge key in quotes": (b'a: b\n"<<": {c: d}', "Y004", 2),
    "a merge key further down": (b"a:\n  b: c\n  <<: {d: e}", "Y004", 3),
    "a text tag": (b"a: !!str b", "Y004", 1),
    "a whole number tag": (b'a: b\nc: !!int "1"', "Y004", 2),
    "a binary tag": (b"a: !!binary aGk=", "Y004", 1),
    "a time tag": (b"a: !!timestamp 2026-03-02", "Y004", 1),
    "a tag that runs Python": (b'a: !!python/object/apply:os.system ["true"]', "Y004", 1),
    "a tag that names Python": (b"a: b\nc: !!python/name:os.system", "Y004", 2),
    "a set": (b"a: !!set {b, c}", "Y004", 1),
    "an ordered mapping": (b"a: !!omap [{b: c}]", "Y004", 1),
    "a tag of one's own": (b"a: !mijn b", "Y004", 1),
    "a tag without a name": (b"a: ! b", "Y004", 1),
    "a tag written in full": (b"a: !<tag:yaml.org,2002:str> b", "Y004", 1),
    "a tag on a key": (b"!!str a: b", "Y004", 1),
    "a handle that was never said": (b"a: b\nc: !x!y d", "Y002", 2),
    "the same key twice": (b"a: b\nc: d\na: e", "Y003", 3),
    "the same key twice further down": (b"a:\n  b: c\n  b: d", "Y003", 3),
    "the same key once in quotes": (b'a: b\n"a": c', "Y003", 2),
    "the same key twice on one line": (b"x: y\na: {b: c, b: d}", "Y003", 2),
    "keys that differ in what cannot be seen": (b'"a\\u200b": b\n"a\\u200c": c', "Y003", 2),
    "a second document": (b"a: b\n---\nc: d", "Y004", 2),
    "a third document": (b"a: b\n---\n---\nc: d", "Y004", 2),
    "text after the end of the document": (b"a: b\n...\nc: d", "Y002", 3),
    "21 lists deep": (b"a: b\nc: " + b"[" * 20 + b"]" * 20, "Y005", 2),
    "21 mappings deep": (b"{a: " * 20 + b"{}" + b"}" * 20, "Y005", 1),
    "21 lines deep": (b"\n".join(b" " * row + b"a:" for row in range(22)), "Y005", 21),
    "100,000 lists deep": (b"a: " + b"[" * 100_000, "Y005", 1),
    "100,000 mappings deep": (b"{a: " * 100_000, "Y005", 1),
    "100,000 streaks deep": (b"a:\n " + b"- " * 100_000, "Y005", 2),
    "a text of 20,001 characters": (b"a: b\nc: " + b"x" * 20_001, "Y006", 2),
    "a text in quotes of 20,001 characters": (b'a: "' + b"x" * 20_001 + b'"', "Y006", 1),
    "a block of 20,001 characters": (b"a: |\n" + b"  " + b"x" * 20_000 + b"\n  y\n", "Y006", 1),
    "a key of 20,001 characters": (b"? " + b"x" * 20_001 + b"\n: y", "Y006", 1),
    "more than 1 MB": (b"a: b\n" + b"# x\n" * 250_000, "Y007", 0),
    "a NUL": (b"a: b\nc: \x00", "Y002", 2),
    "a bell": (b"a: b\n\nc: x\x07", "Y002", 3),
    "an escape": (b"a: b\nc: \x1b]0;x", "Y002", 2),
    "a delete": (b"a: b\x7f", "Y002", 1),
    "a control character of 8 bits": ("a: b\nc: \x9b31m".encode(), "Y002", 2),
    "a character that is none": ("a: b\nc: \uffff".encode(), "Y002", 2),
    "Latin-1": ("a: één".encode("latin-1"), "Y001", 0),
    "UTF-16": ("a: b".encode("utf-16"), "Y001", 0),
    "a tab to indent": (b"a:\n\tb: c", "Y002", 2),
    "quotes that stay open": (b'a: b\nc: "d\n', "Y002", 3),
    "a bracket that stays open": (b"a: b\nc: [d\n", "Y002", 3),
    "a bracket too many": (b"a: b\nc: d]\ne: ]", "Y002", 3),
    "a colon too many": (b"a: b\nc: d: e", "Y002", 2),
    "a step to the left": (b"a:\n    b: c\n  d: e", "Y002", 3),
    "a list among keys": (b"a: b\n- c", "Y002", 2),
    "a sign that is kept": (b"a: b\nc: @d", "Y002", 2),
    "an escape that is none": (b'a: b\nc: "\\q"', "Y002", 2),
    "an escape past the last character": (b'a: "\\U00110000"', "Y002", 1),
    "an escape past any number": (b'a: "\\UFFFFFFFF"', "Y002", 1),
    "another version of YAML": (b"%YAML 3.0\n---\na: b", "Y002", 1),
    "a version of 5,000 digits": (b"%YAML 1." + b"9" * 5_000 + b"\n---\na: b", "Y002", 1),
    "a list as a key": (b"a: b\n? [c]\n: d", "Y002", 2),
    "a mapping as a key": (b"{{a: b}: c}", "Y002", 1),
    "a list at the top": (b"# x\n- a", "Y002", 2),
    "a text at the top": (b"a", "Y002", 0),
    "an empty file": (b"", "Y002", 0),
    "only comments": (b"# a\n# b\n", "Y002", 0),
    "an empty document": (b"---\n", "Y002", 0),
}

TEXT = [
    *("ja", "nee", "onbekend", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "y", "Y"),
    *("n", "N", "True", "TRUE", "False", "FALSE", "Null", "NULL", "010", "0o17", "0x1F", "0b101", "1_000", "12:30"),
    *("190:20:30", "1.10", "1e3", "685.2", "+5", "2026-03-02", "2026-03-02T10:00:00Z", "=", ".inf", "-.inf", ".NaN"),
    *("NaN", "0800-2000", "1000000000000000000", "truee", "nul"),
]
VALUES = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
    "0": 0,
    "12": 12,
    "-5": -5,
    "999999999999999999": 999_999_999_999_999_999,
    '"true"': "true",
    "'12'": "12",
    '"null"': "null",
    '""': "",
    "'~'": "~",
    "een woord": "een woord",
}


@pytest.fixture(params=LOADERS)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to parse: with libyaml, and with PyYAML's own Python for where it is not there."""
    name = str(request.param)
    if not hasattr(yaml, name):
        pytest.skip("PyYAML without libyaml")
    monkeypatch.setattr(reader, "_LOADER", getattr(yaml, name))
    return name


def refusal(read: Callable[[], object]) -> tuple[Finding, ...]:
    with pytest.raises(FlowError) as caught:
        read()
    return caught.value.findings


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_is_refused_with_its_code_and_line(loader: str, name: str) -> None:
    data, code, line = HOSTILE[name]
    first = refusal(lambda: read_yaml(data, "x.yaml"))[0]
    assert (first.code, first.mark.file, first.mark.line) == (code, "x.yaml", line)
    assert first.what


def test_there_are_enough_hostile_files() -> None:
    assert len(HOSTILE) >= 40


def test_half_a_character_is_refused_or_made_plain(loader: str) -> None:
    with contextlib.suppress(FlowError):
        assert read_yaml(b'a: "\\ud800"', "x") == {"a": "\ufffd"}


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"a: " + b"[" * 19 + b"]" * 19, None),
        (b"a: " + b"x" * 20_000, 20_000),
        (b"a: b\n" + b"#" * (1_000_000 - 5), 1),
    ],
    ids=["20 deep", "20,000 characters", "1 MB"],
)
def test_exactly_the_limit_is_still_read(loader: str, data: bytes, size: int | None) -> None:
    value = read_yaml(data, "x")["a"]
    assert size is None or len(str(value)) == size


@pytest.mark.parametrize("more", [0, 1])
def test_100_000_parts_are_read_and_not_one_more(more: int) -> None:
    data = b"a:\n [" + b"1," * (99_998 + more) + b"]"
    if more:
        found = refusal(lambda: read_yaml(data, "x"))[0]
        assert (found.code, found.mark.line) == ("Y007", 2)
    else:
        assert len(cast("list[object]", read_yaml(data, "x")["a"])) == 99_998


@pytest.mark.parametrize("word", TEXT)
def test_words_that_yaml_1_1_would_change_stay_text(loader: str, word: str) -> None:
    found = read_yaml(f"a: {word}\n{word}: b\nc: [{word}]".encode(), "x")
    assert found == {"a": word, word: "b", "c": [word]}


def test_enough_words_are_tried() -> None:
    assert len(TEXT) >= 38


@pytest.mark.parametrize(("text", "value"), VALUES.items(), ids=repr)
def test_only_true_false_null_and_whole_numbers_are_more_than_text(loader: str, text: str, value: object) -> None:
    found = read_yaml(f"a: {text}".encode(), "x")["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("key", ["true", "null", "~", "12", "010", "on", "no", "=", '""'])
def test_a_key_is_always_text(loader: str, key: str) -> None:
    assert list(read_yaml(f"{key}: a".encode(), "x")) == [key.strip('"')]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('"\\e]0;x"', "\ufffd]0;x"),
        ('"a\\x07b\\x9bc"', "a\ufffdb\ufffdc"),
        ('"\\0"', "\ufffd"),
        ('"\\u202eom"', "\ufffdom"),
        ('"\\u2066x\\u2069"', "\ufffdx\ufffd"),
        ('"a\\u200bb\\ufeff"', "a\ufffdb\ufffd"),
        ('"\\U000E0041"', "\ufffd"),
        ("'\u202eom'", "\ufffdom"),
        ('"e\\u0301"', "\u00e9"),
        ('"a\\tb\\nc"', "a\tb\nc"),
    ],
)
def test_control_and_direction_characters_are_made_plain(loader: str, text: str, plain: str) -> None:
    assert read_yaml(f"a: {text}".encode(), "x") == {"a": plain}
    assert read_yaml(f"{text}: a".encode(), "x") == {plain: "a"}


def test_every_value_knows_where_it_stands(loader: str) -> None:
    root = read_yaml(b"a:\n  - b\n  - {c: d}\ne: f", "x.yaml")
    inner = root["a"]
    assert isinstance(inner, Seq)
    assert [str(mark) for mark in (root.at("a"), root.at("e"), *inner.marks)] == [
        "x.yaml:1:1",
        "x.yaml:4:1",
        "x.yaml:2:5",
        "x.yaml:3:5",
    ]
    entry = inner[1]
    assert isinstance(entry, Map)
    assert str(entry.at("c")) == "x.yaml:3:6"
    assert entry.at("niet") == entry.mark


def test_everything_that_is_wrong_is_told_and_in_order(loader: str) -> None:
    findings = refusal(lambda: read_yaml(b"a: &x b\na: c\nd: !!str e\nf: *x\n", "x"))
    assert [(found.code, found.mark.line) for found in findings] == [("Y004", 1), ("Y003", 2), ("Y004", 3), ("Y004", 4)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a:\n\tb: c", "met een tab"),
        (b"a: b\nc: d: e", "dubbele punt te veel"),
        (b"a: b\nc d\ne: f", "regel 2: na een naam"),
        (b'a: b\nc: "d\n', "Op regel 2 begint"),
        (b"a: b\nc: [d\n", "Op regel 2 begint"),
        (b"a:\n    b: c\n  d: e", "even"),
        (b"a: b\nc: @d", "Let op inspringen"),
    ],
)
def test_what_an_author_most_often_did_is_named(loader: str, text: bytes, said: str) -> None:
    (found,) = refusal(lambda: read_yaml(text, "x"))
    assert said in found.remedy


def test_a_flood_of_findings_ends(loader: str) -> None:
    assert len(refusal(lambda: read_yaml(b"a: b\n" * 1_000, "x"))) == reader.MAX_PROBLEMS


def test_a_byte_order_mark_is_no_part_of_the_text(loader: str) -> None:
    assert read_yaml("\ufeffa: b".encode(), "x") == {"a": "b"}


@pytest.mark.parametrize("form", ["missing", "a folder", "too large"])
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, form: str) -> None:
    path = tmp_path / "f.yaml"
    if form == "a folder":
        path.mkdir()
    elif form == "too large":
        path.write_bytes(b"#" * 1_000_001)
    found = refusal(lambda: read_file(path))[0]
    assert found.code == ("Y007" if form == "too large" else "Y001")
    assert found.mark.file == str(path)
    assert found.hint
