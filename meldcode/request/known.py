"""What the dossier itself knows that says who somebody is: for the screening of texts and for the last check.

Built from the answers that hold identity by their nature: the persons, the other children, and the professional's own
name and organisation. What stands in the place of each is a role: "kind A", "mijn organisatie".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from meldcode.flow.model import Answers, Entry
from meldcode.i18n import _
from meldcode.request import directory
from meldcode.request.leaks import PARTICLES
from meldcode.request.persons import letter
from meldcode.screening import Kind, Known, fold, scan
from meldcode.text import REPLACEMENT

PERSON: dict[str, Kind] = {
    "naam": "name",
    "geboortedatum": "date",
    "adres": "address",
    "bsn": "bsn",
    "telefoon": "phone",
    "gemeente": "place",
}
"""Fields of a person that say who it is, with what they are."""

NAMES = (
    ("kinderen_wegen", "wie"),
    ("signalen", "over"),
    ("signalen", "van_wie"),
    ("consulten", "met"),
    ("consulten", "kenmerk"),
)
"""Fields where a person is pointed at: by a role if the help is followed, by a name if not."""

MENTIONING = (("personen", "veilig_contact"), ("personen", "afhankelijk_van"), ("personen", "niet_geinformeerd_reden"))
"""Fields with a sentence in which somebody may be named."""

OWN: tuple[tuple[str, Kind], ...] = (
    ("eigen_naam", "name"),
    ("eigen_organisatie", "organisation"),
    ("eigen_telefoon", "phone"),
    ("eigen_email", "email"),
    ("eigen_adres", "address"),
)

MENTIONED = (
    *("contactpersoon_na", "contactpersoon_gegevens", "jeugdbescherming_wie", "casemanager", "kmdf_coordinator"),
    *("besluit_genomen_door", "vt_wie_verder"),
)
"""Questions in which a colleague may be named, beside other words."""

LONGEST_NAME = 7
"""Words; what is longer is a sentence with a name in it."""

LEAST_DIGITS = 6
"""Of a telephone number or BSN; fewer say nothing of anybody."""

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
        *("weet", "nvt", "geen", "zelfde", "hetzelfde", "adres", "ander", "elders", "geheim", "school", "organisatie"),
    ]
)
"""Words that stand in a field for a name without being one ("kind A", "onbekend", "moeder van Sem")."""

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


def known(answers: Answers) -> tuple[Known, ...]:
    """Everything of these answers, also those asleep, that says who somebody is, each with what stands for it."""
    found: list[Known] = []
    for place, person in enumerate(_entries(answers, "personen")):
        found += _person(person, place)
    for text in _different(answers, NAMES):
        found += _pointed(text)
    for text in _different(answers, MENTIONING):
        found += _mentioned(text)
    own: dict[Kind, str] = {
        "name": _("[naam]"),
        "organisation": _("mijn organisatie"),
        "phone": _("[telefoonnummer]"),
        "address": _("[adres]"),
    }
    for question, kind in OWN:
        value = answers.get(question)
        if isinstance(value, str):
            found += _named(value, kind, own.get(kind, _("[e-mailadres]")))
    for question in MENTIONED:
        found += _pointed(str(answers.get(question, "")))
    return tuple(dict.fromkeys(found))


def _person(person: Entry, place: int) -> Iterator[Known]:
    roles = {"kind": _("kind"), "ouder": _("ouder"), "partner": _("partner")}
    role = " ".join((roles.get(str(person.get("rol")), _("persoon")), letter(place)))
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


def _pointed(text: str) -> Iterator[Known]:
    """A short text that points at somebody: a name when each of its words has a capital, else what could be one."""
    words = [word for word in text.split() if fold(word) not in _GENERIC and fold(word) not in PARTICLES]
    named = len(words) > 1 and len(words) <= LONGEST_NAME and all(word[:1].isupper() for word in words)
    if named:
        yield from _named(text, "name", _("[naam]"))
    elif len(words) == 1 and scan(f"{words[0]} zei dat het ging."):
        yield from _named(words[0], "name", _("[naam]"))
    yield from _mentioned(text)


def _mentioned(text: str) -> Iterator[Known]:
    """The names and numbers within a text that may hold other words too."""
    for mark in scan(text):
        if mark.kind in {"name", "word"}:
            yield from _named(mark.text, "name", _("[naam]"))
        elif mark.kind in {"phone", "email"}:
            yield Known(mark.text, mark.kind, mark.proposal)


def _named(text: str, kind: Kind, stands_for: str) -> Iterator[Known]:
    """The identifier; nothing for a role, for words that are no identifier, and for a municipality, which an advice
    names anyway."""
    text = text.replace(REPLACEMENT, "").strip()  # signs that cannot be seen split no name
    words = _WORD.findall(text)
    digits = sum(sign.isdigit() for sign in text)
    if kind == "name":
        yield from _name(text, words, stands_for)
    elif kind in {"phone", "bsn"} and digits < LEAST_DIGITS:
        yield from _mentioned(text)
    elif kind == "address" and not digits and not any(mark.kind in {"address", "place"} for mark in scan(text)):
        yield from _mentioned(text)  # "bij vader", "zelfde adres"
    elif kind == "place" and not directory.find(text).unknown:
        return
    elif digits or not all(fold(word) in _GENERIC for word in words):
        yield Known(text, kind, stands_for)


def _name(text: str, words: list[str], stands_for: str) -> Iterator[Known]:
    if len(text.split()) > LONGEST_NAME:
        yield from (Known(mark.text, "name", stands_for) for mark in scan(text) if mark.kind in {"name", "word"})
        return
    names = [word for word in words if len(word) > 1 and fold(word) not in _GENERIC]
    if names:
        begins = fold(words[0]) in _GENERIC
        yield Known(" ".join(names) if begins else text, "name", stands_for)


def _different(answers: Answers, fields: Iterable[tuple[str, str]]) -> dict[str, None]:
    """The texts of these fields, each once: "kind A" may stand in a hundred facts."""
    found = ((entry.get(name), name) for question, name in fields for entry in _entries(answers, question))
    return {text: None for text, _name in found if isinstance(text, str) and text}


def _entries(answers: Answers, question: str) -> Iterator[Entry]:
    value = answers.get(question)
    for entry in value if isinstance(value, tuple) else ():
        if not isinstance(entry, str):
            yield entry
