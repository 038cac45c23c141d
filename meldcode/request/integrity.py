"""Tells later whether a request is still what was written, and where it is not.

Each file carries a seal: the SHA-256 of its own bytes, with zeros where the seal itself stands. It has a fixed length,
so it is put in place without moving anything, also in a finished PDF. Beside it the JSON holds a short hash of each
part and the text one of each section, to name the place of a change.

A seal shows damage and changes by hand. It is no signature: whoever has this program can make another one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from meldcode.i18n import _
from meldcode.request.shape import Json

BLANK = "sha256-" + "0" * 64
SEAL_SYSTEM = "urn:meldcode:seal"
"""Names the seal of a FHIR bundle."""
_SEAL = re.compile(rb"sha256-[0-9a-f]{64}")
_SECTION = re.compile(r"^(?==== [0-9]+\. )", re.MULTILINE)
_SHORT = 16
"""Hex digits of the hash of one part: 64 bits, enough against chance."""


def json_bytes(data: Json) -> bytes:
    """Data as the files hold them: UTF-8, two spaces, a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def sealed_data(data: Mapping[str, Json]) -> dict[str, Json]:
    """The data with `integrity`: a seal on the whole, a hash of each part."""
    parts: Json = dict(_parts(data))
    blank: dict[str, Json] = {**data, "integrity": {"seal": BLANK, "parts": parts}}
    return {**data, "integrity": {"seal": _digest(json_bytes(blank)), "parts": parts}}


def changed_parts(data: Mapping[str, Json]) -> tuple[str, ...]:
    """The places (`persons/list`, `facts/3`) whose content is not what was sealed; `integrity` for that itself."""
    integrity = data.get("integrity")
    kept = integrity.get("parts") if isinstance(integrity, Mapping) else None
    if not isinstance(kept, Mapping):
        return ("integrity",)
    now = dict(_parts({key: value for key, value in data.items() if key != "integrity"}))
    return tuple(place for place in (*now, *(set(kept) - set(now))) if now.get(place) != kept.get(place))


def seal(blank: bytes) -> bytes:
    """The file with its seal in the place of every `BLANK`. What a person wrote can never be one: see `harmless`."""
    return blank.replace(BLANK.encode(), _digest(blank).encode())


def harmless(text: str) -> str:
    """The text without what looks like the place of a seal."""
    return text.replace(BLANK, BLANK.replace("-", " "))


def seal_of(content: bytes) -> bytes | None:
    """The seal that stands in a file: the last one, for a text could quote another. None when there is none."""
    found = _SEAL.findall(content)
    return found[-1] if found else None


def is_whole(content: bytes, found: bytes | None = None) -> bool:
    """Whether not one byte has changed since the seal was put on it; `found` is the seal, else the last one counts."""
    found = found or seal_of(content)
    return found is not None and _digest(content.replace(found, BLANK.encode())).encode() == found


def seal_text(text: str) -> bytes:
    """The text with a last line that seals it, with a short hash of each section."""
    text = harmless(text)
    hashes = " ".join(_short(part.encode())[:8] for part in _SECTION.split(text))
    note = _("controle, niet overnemen")
    return seal(f"{text}\n\n[{note}: {BLANK} {hashes}]\n".encode())


def changed_sections(text: str) -> tuple[str, ...]:
    """The first lines of the sections of a sealed text that are not what was sealed."""
    body, _mark, line = text.rstrip("\n").rpartition("\n\n\n[")
    kept = re.findall(r"\b[0-9a-f]{8}\b", line.rpartition("sha256-")[2][64:])
    now = _SECTION.split(body + "\n")
    firsts = [part.lstrip("\n").partition("\n")[0].strip("= ") for part in now]
    if len(kept) != len(now):
        return (_("het aantal onderdelen"),)
    return tuple(
        first for first, part, short in zip(firsts, now, kept, strict=True) if _short(part.encode())[:8] != short
    )


def sealed_bundle(bundle: Mapping[str, Json]) -> bytes:
    """A FHIR bundle as bytes, with the seal as its identifier and a short hash of each part of its entries."""
    kind, *rest = bundle.items()
    hashes = " ".join(short for _place, short in _entries(bundle))
    named: Json = {"type": {"text": hashes}, "system": SEAL_SYSTEM, "value": BLANK}
    return seal(json_bytes(dict((kind, ("identifier", named), *rest))))


def changed_entries(bundle: Mapping[str, Json]) -> tuple[str, ...]:
    """The parts of a sealed bundle (`Questionnaire/item/3`) that are not what was sealed."""
    named = bundle.get("identifier")
    kind = named.get("type") if isinstance(named, Mapping) else None
    kept = str(kind.get("text", "")).split() if isinstance(kind, Mapping) else []
    now = list(_entries(bundle))
    if len(kept) != len(now):
        return (_("het aantal onderdelen"),)
    return tuple(place for (place, short), was in zip(now, kept, strict=True) if short != was)


def _entries(bundle: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    rest = {key: value for key, value in bundle.items() if key not in {"identifier", "entry"}}
    yield "Bundle", _short(_exact(rest))[:8]
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        found = entry.get("resource") if isinstance(entry, Mapping) else None
        resource = found if isinstance(found, Mapping) else {}
        name, items = str(resource.get("resourceType")), resource.get("item")
        head = {key: value for key, value in resource.items() if key != "item"}
        yield name, _short(_exact([head, {key: value for key, value in entry.items() if key != "resource"}]))[:8]
        for number, item in enumerate(items if isinstance(items, list) else (), 1):
            yield f"{name}/item/{number}", _short(_exact(item))[:8]


def _exact(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest(content: bytes) -> str:
    return "sha256-" + hashlib.sha256(content).hexdigest()


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_SHORT]


def _parts(data: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        yield from _hashes(key, value, 2 if key == "document" else 1)


def _hashes(place: str, value: Json, deeper: int) -> Iterator[tuple[str, str]]:
    """The hash of each part of a value, `deeper` levels down."""
    if deeper and isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from _hashes(f"{place}/{key}", part, deeper - 1)
    elif deeper and isinstance(value, Sequence) and not isinstance(value, str) and value:
        for number, part in enumerate(value, 1):
            yield from _hashes(f"{place}/{number}", part, deeper - 1)
    else:
        yield place, _short(_exact(value))
