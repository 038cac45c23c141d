"""From the name of a municipality to the region of Veilig Thuis and the number to call.

The municipality is that of the person concerned. The national number connects to the right region by itself, so it is
always the number shown; a region's own line stands beside it only where it was confirmed. Source: `data/README.md`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, cast

from meldcode.request.codes import DATA

EMERGENCY = "112"
NATIONAL = "0800-2000"

Certainty = Literal["high", "good", "check"]

_ALIASES = {
    "den haag": "'s-Gravenhage",
    "the hague": "'s-Gravenhage",
    "den bosch": "'s-Hertogenbosch",
    "friese meren": "De Fryske Marren",
    "de friese meren": "De Fryske Marren",
    "noordoost friesland": "Noardeast-Fryslân",
    "sudwest friesland": "Súdwest-Fryslân",
}
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
    """Official names that look like the text: for a typing error."""
    import difflib  # only for a name that is not known

    matches = difflib.get_close_matches(_fold(text), list(_by_name()), n=most, cutoff=0.75)
    return tuple(dict.fromkeys(place.name for match in matches for place in _by_name()[match]))[:most]


def calls(municipalities: Iterable[Municipality]) -> tuple[Call, ...]:
    """Every region that these municipalities belong to, each once, in their order.

    A region is as certain as the least certain of the municipalities that lead to it.
    """
    places: dict[str, list[Municipality]] = {}
    for place in municipalities:
        places.setdefault(place.region, []).append(place)
    order: list[Certainty] = ["check", "good", "high"]
    return tuple(
        Call(
            regions()[code],
            min((place.certainty for place in group), key=order.index),
            tuple(dict.fromkeys(place.name for place in group)),
        )
        for code, group in places.items()
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
            if end == start + 1 or _named(joined):
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


def _fold(text: str) -> str:
    """The name without case, accents, punctuation and the word `gemeente`."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())
    return _PREFIX.sub("", words)
