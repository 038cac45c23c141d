"""From the name of a municipality to the region of Veilig Thuis and the number to call.

The municipality is that of the person concerned. The national number connects to the right region by itself, so it is
always the number shown; a region's own line stands beside it only where it was confirmed. What an organisation says in
its own flow goes before the shipped list, and is told as its own. Source: `data/README.md`.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple, cast

from meldcode.flow.model import Directory
from meldcode.request.codes import DATA

EMERGENCY = "112"
NATIONAL = "0800-2000"

Certainty = Literal["high", "good", "check"]
Origin = Literal["cbs_2023", "organisation"]
"""Who says which region it is: the division of CBS of 2023 (the newest that was seen), or an organisation's list."""

_ALIASES = {
    "den haag": "'s-Gravenhage",
    "the hague": "'s-Gravenhage",
    "den bosch": "'s-Hertogenbosch",
    "friese meren": "De Fryske Marren",
    "de friese meren": "De Fryske Marren",
    "noordoost friesland": "Noardeast-Fryslân",
    "sudwest friesland": "Súdwest-Fryslân",
}
ORIGINS: tuple[Origin, ...] = ("cbs_2023", "organisation")
SHIPPED_ONLY = Directory()
_PREFIX = re.compile(r"^(?:de )?(?:gemeente|gem) ")
_OWN_LINE = re.compile(r"(0[\d -]{8,}\d) \([^)]*professionals\)")
"""A number that the source names as the line for professionals; a complaints line or an e-mail address is none."""
_BREAK = re.compile(r"\s*(?:[,;/+&]|\s(?:en|of|and|or)\s)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Region:
    """A regional organisation of Veilig Thuis; `own_line` and `website` are empty where none was confirmed."""

    code: str
    name: str
    own_line: str
    website: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality by its official name, with how certain it is that it belongs to the region."""

    code: str
    name: str
    region: str
    certainty: Certainty
    origin: Origin = "cbs_2023"
    sources: tuple[str, ...] = ()
    """Ids of the flow's sources, where an organisation says it."""


@dataclass(frozen=True, slots=True)
class Former:
    """A municipality that is none any more, with where it is now. Unsourced: helps typing, never finds a region."""

    name: str
    since: int
    now: tuple[str, ...]
    """Official names; several where it was divided."""


class Found(NamedTuple):
    """What a text about municipalities names: those known, and the parts that are no known name."""

    known: tuple[Municipality, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call: the national number always, the region's own line and website where confirmed."""

    region: Region
    certainty: Certainty
    municipalities: tuple[str, ...]
    number: str = NATIONAL
    origin: tuple[Origin, ...] = ("cbs_2023",)
    note: str = ""
    sources: tuple[str, ...] = ()
    """Ids of the flow's sources for what the organisation says."""

    @property
    def own_line(self) -> str:
        """Empty as soon as it is not certain that this is the region."""
        return "" if self.certainty == "check" else self.region.own_line


def find(text: str) -> Found:
    """The municipalities a text names: one, or several with a comma, `/`, `en` or `of` between them.

    A name that two municipalities share (Bergen) gives both.
    """
    if not text.strip():
        return Found((), ())
    whole = _named(text)
    if whole:
        return Found(whole, ())
    known: list[Municipality] = []
    unknown: list[str] = []
    for part in _parts(text):
        found = _named(part)
        known += [place for place in found if place not in known]
        if not found:
            unknown.append(part)
    return Found(tuple(known), tuple(unknown))


def near(text: str, most: int = 3) -> tuple[str, ...]:
    """Official names that look like the text: for a typing error. Of a municipality of before, where it is now."""
    import difflib  # only for a name that is not known

    if _fold(text) in _former():
        return _former()[_fold(text)].now
    matches = difflib.get_close_matches(_fold(text), list(_by_name()), n=most, cutoff=0.75)
    return tuple(dict.fromkeys(place.name for match in matches for place in _by_name()[match]))[:most]


def former(text: str) -> tuple[Former, ...]:
    """Municipalities of before that a text names, among the parts that are no known name."""
    return tuple(_former()[name] for part in find(text).unknown if (name := _fold(part)) in _former())


def calls(municipalities: Iterable[Municipality], own: Directory = SHIPPED_ONLY) -> tuple[Call, ...]:
    """Every region that these municipalities belong to, each once, in their order.

    A region is as certain as the least certain of the municipalities that lead to it; what the organisation says of a
    municipality counts as certain. `own` is `Flow.directory`.
    """
    places: dict[str, list[Municipality]] = {}
    for place in _placed(municipalities, own):
        places.setdefault(place.region, []).append(place)
    return tuple(_call(code, group, own) for code, group in places.items())


def _placed(municipalities: Iterable[Municipality], own: Directory) -> Iterator[Municipality]:
    """The municipalities, in the region that the organisation says where it says one."""
    said = {place.municipality: place for place in own.municipalities}
    for place in municipalities:
        mine = said.get(place.name)
        if mine is None:
            yield place
        else:
            yield replace(place, region=mine.region, certainty="high", origin="organisation", sources=mine.sources)


def _call(code: str, group: list[Municipality], own: Directory) -> Call:
    order: list[Certainty] = ["check", "good", "high"]
    region = regions()[code]
    mine = next((one for one in own.regions if one.id == code), None)
    if mine is not None:
        region = replace(region, own_line=mine.line or region.own_line, website=mine.website or region.website)
    said = {place.origin for place in group} | ({"organisation"} if mine else set())
    sources = [name for place in group for name in place.sources] + list(mine.sources if mine else ())
    return Call(
        region,
        min((place.certainty for place in group), key=order.index),
        tuple(dict.fromkeys(place.name for place in group)),
        origin=tuple(one for one in ORIGINS if one in said),
        note=mine.note if mine else "",
        sources=tuple(dict.fromkeys(sources)),
    )


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All 342 municipalities, in alphabetical order."""
    with (DATA / "gemeente_vt.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Municipality(row["gemeentecode"], row["gemeentenaam"], row["vt_code"], cast("Certainty", row["zekerheid"]))
            for row in csv.DictReader(file)
        )


@cache
def regions() -> dict[str, Region]:
    """All 25 regions by their code (`VT20`)."""
    found = {}
    with (DATA / "vt_regios.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            confirmed = row["zekerheid"] != "check"
            own = _OWN_LINE.match(row["eigen_nummer_of_mail"]) if confirmed else None
            found[row["vt_code"]] = Region(
                row["vt_code"], row["naam_gebruik"], own[1] if own else "", row["website"] if confirmed else ""
            )
    return found


def _named(text: str) -> tuple[Municipality, ...]:
    folded = _fold(text)
    folded = _fold(_ALIASES[folded]) if folded in _ALIASES else folded
    return _by_name().get(folded, ())


def _parts(text: str) -> list[str]:
    """The text cut where one name ends and the next begins, keeping names that hold a comma or `en` whole."""
    pieces = [piece for piece in _BREAK.split(text) if piece.strip()]
    seams = _BREAK.findall(text)
    parts: list[str] = []
    start = 0
    while start < len(pieces):
        for end in range(min(start + 3, len(pieces)), start, -1):
            joined = pieces[start]
            for at in range(start + 1, end):
                joined += (seams[at - 1] if at - 1 < len(seams) else " ") + pieces[at]
            if end == start + 1 or _named(joined) or _fold(joined) in _former():
                parts.append(joined.strip())
                start = end
                break
    return parts


@cache
def _by_name() -> dict[str, tuple[Municipality, ...]]:
    """By folded name, with and without the province that tells two of the same name apart ("Bergen (NH.)")."""
    found: dict[str, tuple[Municipality, ...]] = {}
    for place in municipalities():
        for name in dict.fromkeys((_fold(place.name), _fold(place.name.partition(" (")[0]))):
            found[name] = (*found.get(name, ()), place)
    return found


@cache
def _former() -> dict[str, Former]:
    """Former municipalities by folded name."""
    data = json.loads((DATA / "former_municipalities.json").read_text("utf-8"))
    found = (Former(item["name"], item["since"], tuple(item["now"])) for item in data["items"])
    return {_fold(one.name): one for one in found}


def _fold(text: str) -> str:
    """The name without case, accents, punctuation and the word `gemeente`."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())
    return _PREFIX.sub("", words)
