"""What the dossier itself knows that says who somebody is: for the screening of texts and for the last check.

Built from the answers that hold identity by their nature: the persons, the other children, and the professional's own
name and organisation. What stands in the place of each is a role: "kind A", "mijn organisatie".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from meldcode.flow.model import Entry, Position
from meldcode.i18n import _
from meldcode.request import directory
from meldcode.request.persons import letter
from meldcode.screening import Kind, Known, fold, scan

PERSON: dict[str, Kind] = {
    "naam": "name",
    "geboortedatum": "date",
    "adres": "address",
    "bsn": "bsn",
    "telefoon": "phone",
    "gemeente": "place",
}
"""Fields of a person that say who it is, with what they are."""

NAMED_ELSEWHERE = (("kinderen_wegen", "wie"), ("signalen", "over"), ("signalen", "van_wie"))
"""Fields where a person is pointed at: by a role if the help is followed, by a name if not."""

OWN: tuple[tuple[str, Kind], ...] = (
    ("eigen_naam", "name"),
    ("eigen_organisatie", "organisation"),
    ("eigen_telefoon", "phone"),
    ("eigen_email", "email"),
    ("eigen_adres", "address"),
)

MENTIONED = (
    *("contactpersoon_na", "contactpersoon_gegevens", "jeugdbescherming_wie", "casemanager", "kmdf_coordinator"),
)
"""Questions in which a colleague may be named, beside other words."""

LONGEST_NAME = 7
"""Words; what is longer is a sentence with a name in it."""

_GENERIC = frozenset(
    [
        *("aandachtsfunctionaris", "ander", "andere", "baby", "beide", "bekend", "broer", "broertje", "buurman"),
        *(
            "buurvrouw",
            "collega",
            "de",
            "dochter",
            "een",
            "en",
            "ex",
            "familie",
            "gezin",
            "haar",
            "het",
            "hun",
            "ik",
            "iemand",
        ),
        *(
            "jongen",
            "jongere",
            "jongste",
            "kind",
            "kinderen",
            "man",
            "meisje",
            "moeder",
            "niet",
            "nog",
            "ongeboren",
            "oma",
        ),
        *(
            "onbekend",
            "oom",
            "opa",
            "oudste",
            "ouder",
            "ouders",
            "partner",
            "persoon",
            "peuter",
            "kleuter",
            "pleegouder",
        ),
        *(
            "stiefvader",
            "stiefmoeder",
            "tante",
            "van",
            "vader",
            "verzorger",
            "voogd",
            "vriend",
            "vriendin",
            "vrouw",
            "wij",
        ),
        *("zijn", "zoon", "zus", "zusje"),
    ]
)
"""Words that stand in a field for a name without being one ("kind A", "onbekend", "moeder van Sem")."""

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


def known(position: Position) -> tuple[Known, ...]:
    """Everything of the counting answers that says who somebody is, each with what stands for it."""
    found: list[Known] = []
    for place, person in enumerate(_entries(position, "personen")):
        found += _person(person, place)
    for question, name in NAMED_ELSEWHERE:
        for entry in _entries(position, question):
            found += _mentioned(str(entry.get(name, "")))
    own: dict[Kind, str] = {
        "name": _("[naam]"),
        "organisation": _("mijn organisatie"),
        "phone": _("[telefoonnummer]"),
        "address": _("[adres]"),
    }
    for question, kind in OWN:
        value = position.answers.get(question)
        if isinstance(value, str):
            found += _named(value, kind, own.get(kind, _("[e-mailadres]")))
    for question in MENTIONED:
        found += _mentioned(str(position.answers.get(question, "")))
    return tuple(dict.fromkeys(found))


def _person(person: Entry, place: int) -> Iterator[Known]:
    roles = {"kind": _("kind"), "ouder": _("ouder"), "partner": _("partner")}
    role = f"{roles.get(str(person.get('rol')), _('persoon'))} {letter(place)}"
    stands: dict[Kind, str] = {
        "date": _("[geboortedatum]"),
        "address": _("[adres]"),
        "bsn": _("[BSN]"),
        "phone": _("[telefoonnummer]"),
        "place": _("[woonplaats]"),
    }
    for name, kind in PERSON.items():
        value = person.get(name)
        if isinstance(value, str | int):
            yield from _named(str(value), kind, stands.get(kind, role))


def _mentioned(text: str) -> Iterator[Known]:
    """The names and numbers within a text that may hold other words too."""
    for mark in scan(text):
        if mark.kind in {"name", "word"}:
            yield from _named(mark.text, "name", _("[naam]"))
        elif mark.kind in {"phone", "email"}:
            yield Known(mark.text, mark.kind, mark.proposal)


def _named(text: str, kind: Kind, stands_for: str) -> Iterator[Known]:
    """The identifier, unless it is only a role, or a municipality (which an advice names anyway)."""
    if kind == "name" and len(text.split()) > LONGEST_NAME:
        yield from (Known(mark.text, "name", stands_for) for mark in scan(text) if mark.kind in {"name", "word"})
        return
    if kind == "name":
        names = [word for word in _WORD.findall(text) if len(word) > 1 and fold(word) not in _GENERIC]
        if not names:
            return
        generic = len(names) < len(_WORD.findall(text))
        text = " ".join(names) if generic and fold(_WORD.findall(text)[0]) in _GENERIC else text
    if kind == "place" and not directory.find(text).unknown:
        return
    if text.strip() and fold(text) not in _GENERIC:
        yield Known(text.strip(), kind, stands_for)


def _entries(position: Position, question: str) -> Iterator[Entry]:
    value = position.answers.get(question)
    for entry in value if isinstance(value, tuple) else ():
        if not isinstance(entry, str):
            yield entry
