"""Reads a request back: is it one, does it follow its schema, and is it still what was written.

Works on each kind of file that `write` makes, without the dossier and without the flow. What a file was changed in is
named as narrowly as can be seen. A seal is no signature: this says nothing about who wrote it.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from meldcode.errors import MeldcodeError
from meldcode.i18n import _, codes, ngettext, speaking
from meldcode.request.extract import Pdf, header_of, read_pdf
from meldcode.request.integrity import (
    BLANK,
    changed_entries,
    changed_parts,
    changed_sections,
    is_whole,
    json_bytes,
    seal,
    seal_of,
)
from meldcode.request.package import ChangedError, check_package
from meldcode.request.pdf import compile_pdf
from meldcode.request.shape import FORMAT, Document, Fields, Json, Points, Section, Table, document_from
from meldcode.request.write import JSON_NAME, validate
from meldcode.typesetting import only_latin, printable

LARGEST = 100 * 1024 * 1024

_COMPARED = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: `good` only when nothing is wrong and it is no exercise. All texts are for people."""

    good: bool
    about: tuple[str, ...]
    """What this is: kind, reference, day, questions."""
    problems: tuple[str, ...]
    """What is wrong, each with its place; empty when nothing is."""


def verify(path: Path, passphrase: Callable[[], str]) -> Found:
    """Reads one file; `passphrase` is asked for a sealed one. Raises MeldcodeError for a file that cannot be read."""
    try:
        if not path.is_file():  # a pipe or device never ends
            raise FileNotFoundError
        if path.stat().st_size > LARGEST:
            raise MeldcodeError(
                _("dit bestand is te groot voor een aanvraag"), _("Kijk na of dit het goede bestand is.")
            )
        content = path.read_bytes()
    except OSError as error:
        raise MeldcodeError(
            _("dit bestand kan niet gelezen worden"), _("Kijk de naam na, en of u het mag lezen.")
        ) from error
    if content.startswith(b"age-encryption.org/"):
        content = _opened(content, passphrase())
    return check(content)


def check(content: bytes) -> Found:
    """The same for the bytes of a file. Whatever they are, the answer is in words."""
    try:
        if content.startswith(b"%PDF-"):
            return _pdf(content)
        if content.startswith(b"PK"):
            return _word(content)
        return _json(content) if content.lstrip().startswith(b"{") else _text(content)
    except Exception:  # bytes of anybody's making can break each of the libraries that read them
        return _bad(_("dit bestand is zo veranderd dat het niet meer te lezen is"))


def _opened(content: bytes, secret: str) -> bytes:
    import pyrage

    try:
        return bytes(pyrage.passphrase.decrypt(content, secret))
    except (pyrage.DecryptError, ValueError, UnicodeError) as error:
        raise MeldcodeError(
            _("dit bestand gaat niet open"), _("De wachtwoordzin klopt niet, of het bestand is veranderd.")
        ) from error


def _json(content: bytes) -> Found:
    try:
        data = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _bad(_("geen leesbare JSON meer, bij {place}").format(place=_line(content, error.start)))
    except (ValueError, RecursionError) as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        place = _("regel {line}").format(line=content.decode("utf-8")[:at].count("\n") + 1)
        return _bad(_("geen leesbare JSON meer, bij {place}").format(place=place))
    if isinstance(data, dict) and data.get("resourceType") == "Bundle":
        return _fhir(content, data)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return _bad(_("dit is geen aanvraag van dit programma"))
    problems = list(_data_problems(data))
    if not is_whole(content) and not problems:
        problems.append(_("veranderd: {place}").format(place=_line_of(content, json_bytes(data))))
    return _found(data, problems)


def _data_problems(data: Mapping[str, Json]) -> list[str]:
    """What the data themselves say: the schema, and the parts that are not what was sealed."""
    problems: list[str] = []
    try:
        validate(dict(data))
    except MeldcodeError as error:
        problems.append(error.message)
    if "integrity" not in data:  # written before seals were made
        return [*problems, _("dit bestand heeft nog geen zegel: of het veranderd is, is niet te zien")]
    return [*problems, *(_("veranderd: {place}").format(place=place) for place in changed_parts(data))]


def _line_of(content: bytes, usual: bytes) -> str:
    """Where the bytes differ from how the same data are written: white space, order, or the seal itself."""
    pairs = enumerate(zip(content, usual, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), min(len(content), len(usual)))
    if content == usual:
        return "integrity"
    return _line(content, at)


def _line(content: bytes, at: int) -> str:
    return _("regel {line}").format(line=content[:at].count(b"\n") + 1)


def _fhir(content: bytes, data: Mapping[str, Json]) -> Found:
    about = (_("aanvraag in FHIR R4"),)
    named = data.get("identifier")
    value = named.get("value") if isinstance(named, Mapping) else None
    if isinstance(value, str) and is_whole(content, value.encode()):
        practice = _is_exercise(data.get("meta"))
        return Found(not practice, about, (_said_practice(),) if practice else ())
    if content != json_bytes(dict(data)):
        return _bad(_("veranderd: {place}").format(place=_line_of(content, json_bytes(dict(data)))), about)
    places = changed_entries(data) or ("identifier",)
    return Found(False, about, tuple(_("veranderd: {place}").format(place=place) for place in places))


def _is_exercise(meta: Json) -> bool:
    tags = meta.get("tag", meta.get("security")) if isinstance(meta, Mapping) else None
    return isinstance(tags, list) and any(isinstance(tag, Mapping) and tag.get("code") == "HTEST" for tag in tags)


def _text(content: bytes) -> Found:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _bad(_("veranderd: {place}").format(place=_line(content, error.start)))
    if seal_of(content) is None:
        return _bad(_("dit is geen aanvraag van dit programma, of het zegel onderaan is weg"))
    first = text.strip().partition("\n")[0]
    about = (first,)
    if not is_whole(content) and is_whole(content.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")):
        return _bad(
            _("alleen de regeleinden of het begin zijn anders, zoals na een e-mail; de woorden zijn gelijk"), about
        )
    if not is_whole(content):
        places = changed_sections(text) or (_("de laatste regel (het zegel)"),)
        return Found(False, about, tuple(_("veranderd: {place}").format(place=place) for place in places))
    practice = any(word in first for word in _practice_words())
    return Found(not practice, about, (_said_practice(),) if practice else ())


def _practice_words() -> set[str]:
    found = set()
    for language in codes():
        with speaking(language):
            found.add(_("OEFENING"))
    return found


def _word(content: bytes) -> Found:
    about = (_("aanvraag in Word, om in te bewerken"),)
    try:
        check_package(content)
    except (ChangedError, zipfile.BadZipFile, ValueError) as error:
        place = getattr(error, "place", "") or _("de verpakking van het bestand")
        return _bad(_("veranderd: {place}").format(place=place), about)
    practice = any(word in header_of(content) for word in _practice_words())
    return Found(not practice, about, (_said_practice(),) if practice else ())


def _pdf(content: bytes) -> Found:
    try:
        pdf = read_pdf(content)
    except ValueError:
        return _bad(_("deze PDF kan niet meer gelezen worden"))
    attached = next((data for name, data in pdf.attachments.items() if name.endswith(JSON_NAME)), None)
    if attached is None and not pdf.attachments and seal_of(content) is not None:
        return _sheet(content, pdf)
    if attached is None:
        return _bad(_("de bijlage {name} zit er niet in").format(name=JSON_NAME))
    inner = _json(attached)
    problems = [_("bijlage {name}: {problem}").format(name=JSON_NAME, problem=problem) for problem in inner.problems]
    try:
        data = json.loads(attached)
        differs = [] if inner.problems else list(_text_problems(pdf, data))
    except (ValueError, KeyError, TypeError):  # an attachment that is no request any more: said above
        return Found(False, inner.about, tuple(problems))
    whole = is_whole(content)
    problems += differs
    if not whole and not problems:
        problems.append(_("veranderd: {place}").format(place=_byte_of(content, data, attached, pdf)))
    return Found(inner.good and not problems, inner.about, tuple(dict.fromkeys(problems)))


def _sheet(content: bytes, pdf: Pdf) -> Found:
    """A call sheet: it is no request, and carries no data."""
    about = (_("belblad: een hulp bij het bellen, geen aanvraag"),)
    if not is_whole(content):
        return _bad(_("veranderd: {place}").format(place=_("dit belblad")), about)
    practice = any(f"Title: {word}" in pdf.metadata for word in _practice_words())
    return Found(not practice, about, (_said_practice(),) if practice else ())


def _text_problems(pdf: Pdf, data: Mapping[str, Json]) -> list[str]:
    """Words of the attachment that are not on the pages: what people read was changed apart from what systems get."""
    if "document" not in data:
        return []
    pages = "".join(_squeezed(page) for page in pdf.pages)
    document = document_from(data["document"])
    gone = [
        words
        for words in _read(document)
        if not any(_stands_in(shown(words), pages) for shown in (printable, only_latin))
    ]
    said = ngettext(
        "op de pagina's staat iets anders dan in de bijlage: {count} plek, de eerste bij «{place}»",
        "op de pagina's staat iets anders dan in de bijlage: {count} plekken, de eerste bij «{place}»",
        len(gone),
    )
    return [said.format(count=len(gone), place=_section_with(document, gone[0]))] if gone else []


def _read(document: Document) -> Iterator[str]:
    """Every piece of words on the pages, but for the foot."""
    yield document.title
    yield from (words for fact in document.facts for words in fact)
    yield from (*document.call, *document.notes)
    for section in document.sections:
        yield section.title
        yield from _words_in(section)


def _words_in(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Fields):
            yield from (words for row in block.rows for words in row)
        elif isinstance(block, Table):
            yield from block.head
            yield from (words for row in block.rows for words in row)
        elif isinstance(block, Points):
            yield from block.points
        else:
            yield block.text


def _section_with(document: Document, words: str) -> str:
    found = (section.title for section in document.sections if words == section.title or words in _words_in(section))
    return next(found, document.title)


def _stands_in(words: str, pages: str) -> bool:
    """Whether words stand on the pages, which break lines, and long texts over pages, where they like."""
    wanted = _squeezed(words)
    return wanted in pages or all(piece in pages for piece in re.findall(r".{1,12}", wanted))


def _squeezed(text: str) -> str:
    """Latin letters and figures only: of other scripts a reader of PDFs may give the signs in another order."""
    return "".join(_COMPARED.findall(unicodedata.normalize("NFKC", text)))


def _byte_of(content: bytes, data: Mapping[str, Json], attached: bytes, pdf: Pdf) -> str:
    """The page whose words are not those of the same request made again; else the first byte that is not."""
    call = data.get("call")
    again = seal(
        compile_pdf(
            document_from(data["document"]),
            language=str(data["language"]),
            reference=str(data["reference"]),
            made_on=str(data["made_on"]),
            danger=isinstance(call, Mapping) and call.get("acute_danger") is True,
            attachment=attached,
            keywords=(BLANK,),
        )
    )
    pages = enumerate(zip_longest(pdf.pages, read_pdf(again).pages), 1)
    other = next((number for number, (one, made) in pages if one != made), 0)
    if other:
        return _("bladzijde {number}").format(number=other)
    if len(again) != len(content):
        return _("de opmaak, buiten de woorden en de bijlage")
    at = next((place for place, (one, made) in enumerate(zip(content, again, strict=True)) if one != made), -1)
    return _("het zegel") if at < 0 else _("byte {place}, buiten de woorden en de bijlage").format(place=at)


def _found(data: Mapping[str, Json], problems: list[str]) -> Found:
    practice = data.get("practice") is True
    flow = data.get("flow")
    kind = _("adviesvraag") if data.get("kind") == "advice" else _("melding")
    about = [
        _("{kind} {reference} van {day}").format(kind=kind, reference=data.get("reference"), day=data.get("made_on")),
        _("vorm {version}").format(version=data.get("format_version")),
    ]
    if isinstance(flow, Mapping):
        words = _("vragenlijst {id} versie {version}, kenmerk {digest}")
        about.append(words.format(id=flow.get("id"), version=flow.get("version"), digest=str(flow.get("digest"))[:16]))
    if data.get("record_head"):
        about.append(_("stand van het dossier: {head}").format(head=data["record_head"]))
    if practice:
        problems = [_said_practice(), *problems]
    return Found(not problems, tuple(about), tuple(problems))


def _said_practice() -> str:
    return _("dit is een oefening, geen echte aanvraag")


def _bad(problem: str, about: tuple[str, ...] = ()) -> Found:
    return Found(False, about, (problem,))
