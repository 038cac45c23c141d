"""What differs between two flows: nothing of the model is overlooked, and each difference is said in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from meldcode.flow.differences import KINDS, condition_text, differences
from meldcode.flow.model import Combination, Flow, Mark, Test
from meldcode.flow.told import kind_name, part_name, words
from tests.flow.forms import SMALL, condition, make_flow, small

WHOLE = (
    SMALL
    + """
about: Verzonnen, voor een proef.
directory:
  regions: [{region: VT20, line: 030-000 0000, website: www.voorbeeld.nl, note: Vraag het team., source: wet}]
  municipalities: [{municipality: Eemnes, region: VT20, source: wet}]
organisation:
  name: Een verzonnen school
  decides: directeur
  adopted: de medezeggenschapsraad
  roles: [{role: directeur, title: Directeur, who: Iemand, reach: kamer 1, text: Beslist., source: wet}]
protocol: {steps: {text: Zo doen wij het., source: wet}}
translations: {en: {"Is er gevaar?": Is there danger?}}
"""
)
NEVER = Combination("any", ())
OTHER = Test("gevaar", "answered", True)


def whole() -> Flow:
    """The small flow with everything that an organisation can add."""
    return make_flow(WHOLE)


def variants(thing: Any) -> Iterator[tuple[str, Any]]:
    """The thing with one place in it changed, for each place there is; the name says which."""
    if isinstance(thing, Test | Combination):
        yield "condition", NEVER if thing != NEVER else OTHER
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for one in dataclasses.fields(thing):
            value = getattr(thing, one.name)
            derived = isinstance(thing, Flow) and one.name in {"digest", "items"}
            if one.compare and not isinstance(value, Mark) and not derived:
                for name, other in variants(value):
                    yield f"{one.name}.{name}", dataclasses.replace(thing, **{one.name: other})
    elif isinstance(thing, Mapping):
        if not thing or True in thing.values():
            yield "more", {**thing, "report": OTHER}
        for key, value in thing.items():
            yield f"{key} away", {name: one for name, one in thing.items() if name != key}
            for name, other in variants(value):
                yield f"{key}.{name}", {**thing, key: other}
    elif isinstance(thing, tuple):
        yield "less", thing[1:] if thing else ("nieuw",)
        for place, value in enumerate(thing):
            for name, other in variants(value):
                yield f"{place}.{name}", (*thing[:place], other, *thing[place + 1 :])
    elif isinstance(thing, str):
        yield "text", thing + "x"
    elif thing is None:
        yield "something", OTHER
    else:
        yield "other", not thing if isinstance(thing, bool) else thing + 1


def test_a_flow_does_not_differ_from_itself() -> None:
    assert differences(whole(), whole()) == []


def test_nothing_in_the_model_can_change_unseen_or_unsaid() -> None:
    flow = whole()
    every = list(variants(flow))
    assert len(every) > 400, "the walk reaches the whole model"
    for name, other in every:
        for found in (differences(flow, other), differences(other, flow)):
            assert found, name
            for one in found:
                said = words(one)
                assert part_name(one.part) in said, name
                assert "\n" not in said, name
                assert one.kind in KINDS, name
    assert all(kind_name(kind) for kind in KINDS)


def test_texts_of_a_flow_are_made_plain() -> None:
    flow = small()
    other = dataclasses.replace(flow, title="Kwaad\x1b]52;c;x\x07 en\nmeer")
    said = words(differences(flow, other)[0])
    assert "\x1b" not in said
    assert "\n" not in said


ITEM = "steps:\n  - step: een\n    items:\n      - "


@pytest.mark.parametrize(
    ("old", "new", "kind", "name", "what", "said"),
    [
        ('number: "112"', 'number: "0900-1234"', "number", "alarm", "number", "«112» Nu: «0900-1234»"),
        ("text: Is er gevaar?", "text: Is het erg?", "reworded", "gevaar", "text", "«Is er gevaar?» Nu: «Is het erg?»"),
        ("help: Uitleg bij B", "help: Anders", "reworded", "soort.b", "help", "«Uitleg bij B» Nu: «Anders»"),
        ("optional: true", "optional: false", "rule", "dag", "optional", "optional"),
        ("years: 1", "years: 2", "rule", "jaar", "amount", "«1» Nu: «2»"),
        ("when: {gevaar: ja}, text: Bel", "when: {gevaar: ja}, also: {soort: a}, text: Bel", "widened", "alarm", "when",
         "Ook bij: {soort: a}"),
        ("require: {report: {gevaar: ja}}", "require: {report: true}", "required", "aantal", "require.report",
         "Eerder nodig voor een melding"),
        ("require: {report: true}}", "require: {report: true, advice: true}}", "required", "mensen.weet",
         "require.advice", "Eerder nodig voor een adviesvraag"),
        ("may_hide: true", "hide: true", "hidden", "slot", "when", "Verborgen (vraag): Verder nog iets?"),
        ("b: {text: Soort B", "c: Soort C, b: {text: Soort B", "added", "soort.c", "", "Nieuw (keuze): Soort C"),
        ("a: Soort A, ", "", "removed", "soort.a", "", "Weg (keuze): Soort A"),
        ("title: Een wet", "title: Die wet", "reworded", "wet", "title", "Andere woorden (bron)"),
        ("page: nu, text: En", "text: En", "layout", "later", "page", "Anders op het scherm (vraag): En later?"),
    ],
)  # fmt: skip
def test_each_kind_of_difference_has_its_name_and_words(
    old: str, new: str, kind: str, name: str, what: str, said: str
) -> None:
    assert old in SMALL
    found = differences(small(), make_flow(SMALL.replace(old, new, 1)))
    assert [(one.kind, one.id, one.what) for one in found] == [(kind, name, what)]
    assert said in words(found[0])


def test_who_does_a_step_and_whom_to_call_are_said_by_name() -> None:
    flow = whole()
    first, *rest = flow.steps
    nobody = dataclasses.replace(flow, steps=(dataclasses.replace(first, who=()), *rest))
    somebody = dataclasses.replace(flow, steps=(dataclasses.replace(first, who=("directeur",)), *rest))
    (found,) = differences(nobody, somebody)
    assert words(found).endswith("Eerst: niemand. Nu: Directeur.")
    alert = dataclasses.replace(flow.alerts[0], call=())
    (found,) = differences(dataclasses.replace(flow, alerts=(alert, *flow.alerts[1:])), flow)
    assert "Wie u belt" in words(found)
    assert "alarm" not in words(found).partition("Nu:")[2]


def test_a_new_number_is_said_with_its_digits() -> None:
    contact = '  - {contact: coach, name: Coach, number: "1234", source: wet}\nsteps:'
    found = differences(small(), make_flow(SMALL.replace("steps:", contact, 1)))
    assert [words(one) for one in found] == ["Nieuw (nummer): Coach 1234"]


def test_what_came_or_went_is_told_once_and_not_part_by_part() -> None:
    gone = "\n".join(line for line in SMALL.splitlines() if "options: {x: Vorm X" not in line)
    without = gone.replace(
        "      - ask: vormen\n        kind: many\n        text: Welke vormen?\n        source: wet\n", ""
    )
    without = without.replace("        when: {vormen: [x, y]}\n", "")
    assert [(one.kind, one.id) for one in differences(small(), make_flow(without))] == [
        ("removed", "vormen"),
        ("rule", "aantal"),
    ]


def test_a_question_that_moved_is_the_only_one_that_is_told_to_have_moved() -> None:
    flow = small()
    first, second = flow.steps
    order = (*first.items[1:], first.items[0])
    other = dataclasses.replace(flow, steps=(dataclasses.replace(first, items=order), second))
    assert [(one.kind, one.id) for one in differences(flow, other)] == [("moved", first.items[0].id)]
    swapped = dataclasses.replace(flow, outcomes=(flow.outcomes[1], flow.outcomes[0], *flow.outcomes[2:]))
    assert [one.part for one in differences(flow, swapped)] == ["outcome"], "the first that holds counts"


def test_what_may_harm_first_comes_first() -> None:
    other = SMALL.replace("text: Is er gevaar?", "text: Erg?").replace('number: "112"', 'number: "0900-1234"')
    assert [one.kind for one in differences(small(), make_flow(other))] == ["number", "reworded"]


@pytest.mark.parametrize(
    "text",
    [
        "{gevaar: ja}",
        "{soort: [a, b]}",
        "{gevaar: ja, aantal: {below: 12}}",
        "{any: [{gevaar: ja}, {not: {later: nee}}]}",
        "{dag: {days_ago: {below: 8}}}",
        "{mensen: {some: {rol: kind, leeftijd: {below: 12}}}}",
        "{gevaar: {answered: true}}",
        "{outcome: melden}",
    ],
)
def test_a_condition_is_written_as_its_author_wrote_it(text: str) -> None:
    assert condition_text(condition(small(), text)) == text
