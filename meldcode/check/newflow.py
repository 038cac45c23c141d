"""`meldcode new-flow`: a commented starting file that builds on a flow and changes nothing yet.

Lines that begin with `##` explain; lines that begin with `#` and a space are examples that work as they stand, once
that mark is taken away. The comments are in the language of the person, what a flow says is Dutch.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from meldcode import resources
from meldcode.check.texts import items
from meldcode.errors import MeldcodeError
from meldcode.files import not_there, write_all
from meldcode.flow.loader import load_flow
from meldcode.flow.model import Flow, Item, Step
from meldcode.flow.nodes import item_id
from meldcode.flow.reader import read_yaml
from meldcode.i18n import N_, _
from meldcode.text import one_line

SCHEMA = "flow.schema.json"
"""Written beside the new file: an editor finds it there on every machine, wherever the program is installed."""
EXPLAINS, EXAMPLE = "##", "# "
_WIDTH = 110
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")

_HEAD = N_(
    "Dit bestand bouwt op `{base}`. Wat hier niet staat, blijft zoals het daar is. Regels met ## leggen uit. "
    "Regels met één # en een spatie zijn voorbeelden: haal die twee tekens weg en het voorbeeld doet mee. Kijk"
    " na elke wijziging met: meldcode check {file}"
)
_LIMITS = N_(
    "Wat mag: andere woorden, meer vragen, meer verplichten, eigen mensen en nummers erbij. Wat niet mag: iets"
    " van de norm weghalen of minder laten gelden. Het programma zegt dan wat er niet kan en op welke bron de "
    "norm rust."
)
_SOURCES = N_("Waar uw afspraken op rusten. Elke vraag en elk nummer noemt een bron.")
_ORGANISATION = N_(
    "Van wie deze meldcode is en wie wat doet. `decides` is de functie die uiteindelijk over een melding "
    "beslist. Vul bij `who` een functie in, of iemand die het goed vindt dat de naam hier staat. Verander dit in "
    "wat bij u geldt. Is de meldcode vastgesteld? Zeg dan bij `adopted` door wie en wanneer."
)
_CONTACTS = N_(
    "Eigen nummers, en een waarschuwing die ook een eigen nummer noemt. De nummers van de basis blijven altijd"
    " staan. Het nummer hieronder is verzonnen."
)
_STEPS = N_(
    "De stappen van de basis, in dezelfde volgorde. `who` zegt wie er bij u op let. Onder `items` staan vragen"
    " en uitleg."
)
_REWORD = N_("Andere woorden: alleen wat u noemt wordt anders. Hier staan de woorden van de basis.")
_REQUIRE = N_("Meer verplichten: zonder antwoord staat deze vraag dan open voor een melding.")
_ADD = N_("Een eigen vraag. `after` of `before` zegt waar hij komt.")
_HIDE = N_("Verbergen: dit kan bij vragen en uitleg waar de basis het toestaat.")
_NO_HIDE = N_("Verbergen met `hide: true` kan bij deze basis nergens: zij staat het bij geen enkele vraag toe.")
_OUTCOMES = N_("Eigen woorden voor een uitkomst. Wanneer de uitkomst geldt, blijft zoals in de basis.")
_PROTOCOL = N_(
    "Wat uw geschreven meldcode erbij zegt. Kies uit steps, responsibility, special_forms, referral_index, "
    "kindcheck en confidentiality."
)
_DIRECTORY = N_("Wat u beter weet dan de lijst van regio's. Het nummer hieronder is verzonnen; 0800-2000 blijft staan.")
_TRANSLATIONS = N_("Uw eigen teksten in het Engels, voor wie het scherm in het Engels leest.")
_ACCEPT = N_("Een bevinding van `meldcode check` die u zo laat, met de reden.")


def new_flow(base: Flow | str, flow_id: str, title: str) -> str:
    """The text of the starting file. Raises `MeldcodeError` for a name that cannot be, or a base that does not load."""
    below = load_flow(base) if isinstance(base, str) else base
    name = one_line(title).strip()
    if not _ID.match(flow_id):
        hint = _("Gebruik kleine letters, cijfers en _; begin met een letter.")
        raise MeldcodeError(_("`{value}` kan geen naam zijn").format(value=one_line(flow_id)), hint)
    if flow_id == below.id or _ships(flow_id):
        message = _("`{id}` heet al een andere vragenlijst").format(id=flow_id)
        raise MeldcodeError(message, _("Geef deze vragenlijst een eigen naam."))
    if not name:
        raise MeldcodeError(_("er is geen titel genoemd"), _("Geef de naam die iedereen op het scherm ziet."))
    lines = [
        *_head(below, flow_id, name),
        *_organisation(below),
        *_contacts(below),
        *_steps(below),
        *_tail(below, name),
    ]
    return "\n".join(lines) + "\n"


def write_new(path: Path, base: Flow | str, title: str) -> list[Path]:
    """Write the starting file, named after its flow (`mijn_school.yaml`), and the schema for editors beside it.

    Returns what was written. Never writes over anything: raises `MeldcodeError` when the file is there, and leaves a
    schema that is there as it is.
    """
    if path.suffix != ".yaml":
        raise MeldcodeError(
            _("een vragenlijst is een bestand dat op .yaml eindigt"), _("Bijvoorbeeld: mijn_school.yaml")
        )
    not_there(path)
    new = {path.name: new_flow(base, path.stem, title).encode()}
    if not (path.parent / SCHEMA).exists():
        new[SCHEMA] = files("meldcode.flow").joinpath(SCHEMA).read_bytes()
    return write_all(path.parent, new)


def _ships(flow_id: str) -> bool:
    return (resources.flows_folder() / f"{flow_id}.yaml").exists()


def _explain(text: str, indent: int = 0) -> Iterator[str]:
    """A comment, wrapped, after an empty line."""
    yield ""
    room = " " * indent
    for line in textwrap.wrap(text, _WIDTH - indent, break_long_words=False, break_on_hyphens=False):
        yield f"{room}{EXPLAINS} {line}"


def _example(text: str, indent: int = 0) -> Iterator[str]:
    """Lines of YAML as an example that does not count yet."""
    for line in textwrap.dedent(text).strip("\n").splitlines():
        yield f"{' ' * indent}{EXAMPLE}{line}"


def _quoted(text: str) -> str:
    """A text on one line, as YAML reads it back."""
    return json.dumps(one_line(text).strip(), ensure_ascii=False)


def _free(flow: Flow, wanted: str) -> str:
    """An id that the base does not use yet."""
    taken = {*flow.items, *flow.sources, *(contact.id for contact in flow.contacts)}
    while wanted in taken:
        wanted += "_2"
    return wanted


def _head(base: Flow, flow_id: str, title: str) -> Iterator[str]:
    yield f"# yaml-language-server: $schema=./{SCHEMA}"
    yield from _explain(_(_HEAD).format(base=base.id, file=f"{flow_id}.yaml"))
    yield from _explain(_(_LIMITS))
    yield from (
        "",
        f"flow: {flow_id}",
        f"extends: {base.id}",
        f'extends_version: "{base.version}"',
        f"title: {_quoted(title)}",
        'version: "1"',
    )
    yield from _explain(_(_SOURCES))
    yield from ("sources:", f"  {_free(base, 'eigen_meldcode')}:", f"    title: {_quoted(title)}")


def _organisation(base: Flow) -> Iterator[str]:
    yield from _explain(_(_ORGANISATION))
    yield from (
        "organisation:",
        "  name: Onze organisatie",
        "  decides: directie",
        *_example("adopted: De directie, 2 november 2026", 2),
        "  roles:",
        "    - role: directie",
        "      title: Directie",
        f"      source: {_free(base, 'eigen_meldcode')}",
        "    - role: aandachtsfunctionaris",
        "      title: Aandachtsfunctionaris",
    )
    yield from _example("who: A. Bedacht\nreach: kamer 4, telefoon 030-000 0000", 6)


def _contacts(base: Flow) -> Iterator[str]:
    contact, source = _free(base, "aandachtsfunctionaris"), _free(base, "eigen_meldcode")
    alert = next((alert for alert in base.alerts if alert.call), None)
    yield from _explain(_(_CONTACTS))
    yield from _example(f"""
        contacts:
          - contact: {contact}
            name: Aandachtsfunctionaris
            number: 030-000 0000
            text: Denkt mee vanaf de eerste zorg.
            source: {source}
    """)
    if alert:
        yield from _example(f"""
            alerts:
              - alert: {alert.id}
                call: [{", ".join((*alert.call, contact))}]
        """)


def _steps(base: Flow) -> Iterator[str]:
    with_questions = [step for step in base.steps if any(item.is_question for item in step.items)]
    chosen = (with_questions[1:2] or with_questions[:1] or [base.steps[0]])[0]
    hidden = next((item for item in base.items.values() if item.id in _may_hide(base)), None)
    yield from _explain(_(_STEPS))
    yield "steps:"
    for step in base.steps:
        yield f"  - step: {step.id}"
        yield from _example("who: [aandachtsfunctionaris]", 4)
        if step is chosen:
            yield from _items(base, step)
            if hidden and hidden.step == step.id:
                yield from _explain(_(_HIDE), 6)
                yield from _example(_hide(hidden), 6)
        elif hidden and hidden.step == step.id:
            yield from _explain(_(_HIDE), 4)
            yield from _example("items:\n" + textwrap.indent(_hide(hidden), "  "), 4)
    if not hidden:
        yield from _explain(_(_NO_HIDE))


def _may_hide(base: Flow) -> set[str]:
    """What the base allows to hide: it stands in the files only, the uppermost that says it counts."""
    found: dict[str, bool] = {}
    for name, data in reversed(base.layers):
        for node in items(read_yaml(data, name)):
            if "may_hide" in node:
                found[item_id(node)] = node["may_hide"] is True
    return {name for name, allowed in found.items() if allowed and name in base.items}


def _hide(item: Item) -> str:
    return f"- {'ask' if item.is_question else 'note'}: {item.id}\n  hide: true"


def _items(base: Flow, step: Step) -> Iterator[str]:
    free = [item for item in step.items if item.id not in _may_hide(base)]
    first = next((item for item in free if item.is_question), step.items[0])
    question = _free(base, "eigen_vraag")
    yield "    items:"
    yield from _explain(_(_REWORD), 6)
    yield f"      - {'ask' if first.is_question else 'note'}: {first.id}"
    yield from _example(f"text: {_quoted(first.text)}", 8)
    if first.is_question:
        yield from _explain(_(_REQUIRE), 8)
        yield from _example("require: {report: true}", 8)
    yield from _explain(_(_ADD), 6)
    yield from _example(
        f"""
        - ask: {question}
          kind: yesno
          after: {first.id}
          text: Is dit in ons eigen overleg besproken?
          help: Ons eigen overleg is elke week. Het mag ook tussendoor.
          why: Samen ziet u meer dan alleen.
          source: {_free(base, "eigen_meldcode")}
        """,
        6,
    )


def _tail(base: Flow, title: str) -> Iterator[str]:
    source = _free(base, "eigen_meldcode")
    outcome = next((one for one in base.outcomes if one.report), base.outcomes[0])
    yield from _explain(_(_OUTCOMES))
    yield from _example(f"outcomes:\n  - outcome: {outcome.id}\n    title: {_quoted(outcome.title)}")
    yield from _explain(_(_PROTOCOL))
    yield from _example(f"""
        protocol:
          kindcheck:
            text: Bij iedere volwassene met een zware zorg vragen wij of er kinderen zijn.
            source: {source}
    """)
    yield from _explain(_(_DIRECTORY))
    yield from _example(f"""
        directory:
          regions:
            - region: VT20
              line: 030-000 0000
              note: Vraag naar het vaste team.
              source: {source}
    """)
    yield from _explain(_(_TRANSLATIONS))
    yield from _example(f"""
        translations:
          en:
            {_quoted(title)}: {_quoted(title)}
            Onze organisatie: Our organisation
            Directie: Management
            Aandachtsfunctionaris: Safeguarding lead
    """)
    yield from _explain(_(_ACCEPT))
    yield from _example(f"""
        accept:
          - code: Q001
            at: {_free(base, "eigen_vraag")}
            reason: Waarom deze bevinding hier zo mag blijven.
    """)
