"""Keeps the catalogues in step with the code and the flows: `python locales/extract.py`; `--check` only looks.

Three domains: `meldcode` from the program's source, `flows` from what flows say, `cases` from practice cases. Dutch is
the msgid, so the Dutch catalogue fills itself. The files hold no dates and no line numbers, so that a change shows only
what changed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from meldcode.i18n import DEFAULT, compiled
from meldcode.text import clean

ROOT = Path(__file__).resolve().parent.parent
DOMAINS = ("meldcode", "flows", "cases")

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}
SAID = {"title", "short", "text", "help", "why", "record", "do", "late", "official", "about", "name"}
"""Keys of the flow language whose text a person reads; `note` too, but only in a source: elsewhere it is an id."""
LOGIC = {"when", "unless", "require", "given", "also"}
"""Keys that hold conditions: ids, no words."""

STORY = {"title", "role", "setting", "about", "text", "why", "by", "note"}
"""Keys of a practice case whose text a person reads."""
UNSAID = {"answers", "expect", "screening", "translations"}
"""Parts of a practice case that are no story."""

HEADER = """\
# {title}
msgid ""
msgstr ""
"Project-Id-Version: meldcode\\n"
"Language: {lang}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def languages() -> list[str]:
    """Dutch, and every language that has a folder: a new one begins with an empty `locales/xx/LC_MESSAGES`."""
    folders = sorted(path.parent.name for path in (ROOT / "locales").glob("*/LC_MESSAGES"))
    return [DEFAULT, *(lang for lang in folders if lang != DEFAULT)]


def template(domain: str) -> Catalog:
    """What must be translated now, in the order in which it stands in the sources."""
    result = Catalog()
    sources = {"meldcode": _from_code, "flows": _from_flows, "cases": _from_cases}
    for path, text in sources[domain]():
        result.add(text, locations=[(path, 0)])
    return result


def _from_code() -> Iterator[tuple[str, str | tuple[str, str]]]:
    for path in sorted((ROOT / "meldcode").rglob("*.py")):
        with path.open("rb") as source:
            for _line, text, _comments, _context in extract("python", source, keywords=KEYWORDS):
                yield path.relative_to(ROOT).as_posix(), text if isinstance(text, str) else (text[0], text[1])


def _from_flows() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "flows").glob("*.yaml")):
        flow = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds text, lists, mappings
        for text in _said(flow):
            if key := clean(text).strip():
                yield path.relative_to(ROOT).as_posix(), key


def _from_cases() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "flows" / "oefeningen").glob("*.yaml")):
        case = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds text, lists, mappings
        for text in _story(case):
            if key := clean(text).strip():
                yield path.relative_to(ROOT).as_posix(), key


def _story(node: object, inside: str = "") -> Iterator[str]:
    """The words in a part of a practice case; not its answers, which are an invented person's own."""
    if isinstance(node, list):
        for part in node:
            yield from [part] if inside == "discuss" and isinstance(part, str) else _story(part, inside)
    elif isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str):
                yield from [value] if key in STORY else []
            elif key not in UNSAID:
                yield from _story(value, key)


def _said(node: object, inside: str = "") -> Iterator[str]:
    """The words in a part of a flow; `inside` is the key that it stands under."""
    if isinstance(node, list):
        for part in node:
            yield from _said(part, inside)
    elif isinstance(node, dict):
        for key, value in node.items():
            if inside == "lists":
                yield from _said(value, "options")
            elif inside in {"options", "sources"}:  # keys are ids here, whatever they look like
                yield from [value] if isinstance(value, str) else _said(value, f"one of {inside}")
            elif isinstance(value, str) and (key in SAID or (key == "note" and inside == "one of sources")):
                yield value
            elif key not in LOGIC and not isinstance(value, str):
                yield from _said(value, key)


def merged(wanted: Catalog, previous: Catalog, lang: str) -> Catalog:
    """The wanted texts with the translations there are; what is no longer wanted goes, nothing is guessed."""
    result = Catalog(locale=lang)
    for message in _messages(wanted):
        before = previous.get(message.id)
        keep = before is not None and before.pluralizable == message.pluralizable and not before.fuzzy
        string = before.string if before is not None and keep else ""
        if lang == DEFAULT and not _translated(string):
            string = message.id
        comments = before.user_comments if before is not None else ()
        result.add(message.id, string, locations=message.locations, flags=message.flags, user_comments=comments)
    return result


def findings(wanted: Catalog, there: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue: texts that are missing, stale, fuzzy, untranslated or lost a placeholder."""
    for message in _messages(wanted):
        found = there.get(message.id)
        if found is None or found.pluralizable != message.pluralizable:
            yield f"missing: {_short(message)}"
        elif found.fuzzy:
            yield f"fuzzy: {_short(message)}"
        elif not _translated(found.string):
            yield f"untranslated: {_short(message)}"
        elif _placeholders(found.string) != _placeholders(message.id):
            yield f"other placeholders: {_short(message)}"
    for message in _messages(there):
        if wanted.get(message.id) is None:
            yield f"stale: {_short(message)}"


def _messages(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _forms(string: str | Iterable[str] | None) -> list[str]:
    """The plural forms of a text; one for a text that does not count."""
    return [string] if isinstance(string, str) else list(string or ())


def _translated(string: str | Iterable[str] | None) -> bool:
    forms = _forms(string)
    return bool(forms) and all(forms)


def _placeholders(string: str | Iterable[str] | None) -> set[str]:
    """The named places of all forms together: one form may leave the number out ("één vraag")."""
    return set(re.findall(r"\{(\w+)", " ".join(_forms(string))))


def _short(message: Message) -> str:
    text = _forms(message.id)[0]
    return repr(text if len(text) <= 70 else f"{text[:69]}…")


def _path(domain: str, lang: str) -> Path:
    return ROOT / "locales" / lang / "LC_MESSAGES" / f"{domain}.po"


def _read(path: Path, lang: str) -> Catalog:
    if not path.is_file():
        return Catalog(locale=lang)
    with path.open("rb") as source:
        return read_po(source, locale=lang)


def _as_text(catalogue: Catalog, title: str, lang: str) -> bytes:
    target = BytesIO()
    write_po(target, catalogue, width=100, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return HEADER.format(title=title, lang=lang).encode() + target.getvalue()


def _pot(domain: str, wanted: Catalog) -> tuple[Path, bytes]:
    title = f"Texts of meldcode, domain {domain}: made by locales/extract.py, do not edit."
    return ROOT / "locales" / f"{domain}.pot", _as_text(wanted, title, "")


def update() -> list[str]:
    """Writes templates and catalogues, and compiles them so that a checkout starts as fast; no findings."""
    for domain in DOMAINS:
        wanted = template(domain)
        pot, content = _pot(domain, wanted)
        pot.write_bytes(content)
        for lang in languages():
            path = _path(domain, lang)
            path.parent.mkdir(parents=True, exist_ok=True)
            title = f"Texts of meldcode, domain {domain}, language {lang}."
            path.write_bytes(_as_text(merged(wanted, _read(path, lang), lang), title, lang))
            path.with_suffix(".mo").write_bytes(compiled(path, lang).read())
    return []


def check() -> list[str]:
    """Everything that keeps the catalogues from being complete, one line each; empty when all is well."""
    found: list[str] = []
    for domain in DOMAINS:
        wanted = template(domain)
        pot, content = _pot(domain, wanted)
        if not pot.is_file() or pot.read_bytes() != content:
            found.append(f"{pot.relative_to(ROOT).as_posix()}: not up to date, run `python locales/extract.py`")
        for lang in languages():
            path = _path(domain, lang)
            place = path.relative_to(ROOT).as_posix()
            found += [f"{place}: {finding}" for finding in findings(wanted, _read(path, lang))]
    return found


def main() -> int:
    """Updates, or with `--check` lists what is wrong and returns 1."""
    parser = argparse.ArgumentParser(description="Keeps the catalogues in step with the code and the flows.")
    parser.add_argument("--check", action="store_true", help="change nothing; list what is missing or out of date")
    only_look = parser.parse_args().check
    try:
        found = check() if only_look else update()
    except yaml.YAMLError as error:
        found = [f"a flow cannot be read: {error}"]
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
