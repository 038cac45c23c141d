"""A request as FHIR R4, for who has a record system: the questions as `Questionnaire`, the answers as its response.

Both stand in one `Bundle`. The questionnaire is made from the flow alone; the response holds the answers it is given,
nothing else. The ids of the resources come from the reference, which names nobody.
Source: https://hl7.org/fhir/R4/questionnaire.html and questionnaireresponse.html.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import date

from meldcode.flow.model import Answers, Combination, Condition, Entry, Field, Flow, Item, Step, Test
from meldcode.i18n import speaking, tr
from meldcode.request.shape import Json, Request
from meldcode.text import clean

TYPES = {
    "yesno": "choice",
    "one": "choice",
    "many": "choice",
    "text": "text",
    "date": "date",
    "number": "integer",
    "entries": "group",
    "note": "display",
}
"""The kind of a question with its item type."""
TEST_DATA: Json = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
"""The label of a resource that is an exercise: "test health data"."""
REFERENCES = "urn:meldcode:reference"
LARGEST = 2**31 - 1
"""FHIR's whole numbers have 32 bits."""

_ODD_SPACE = re.compile(r"[^\S \r\n\t]")


def to_fhir(request: Request, flow: Flow, answers: Answers) -> bytes:
    """The bundle as JSON (UTF-8), in the language of the request.

    `answers` are taken as they are given: for an advice they must already be safe. What does not fit its question is
    left out: an option that the question does not have, text where a date or a number belongs, a number of more than
    32 bits, a question that the flow does not have. Spaces that FHIR does not allow in a text become ordinary ones.
    """
    with speaking(request.language):
        questionnaire = _questionnaire(request, flow)
        canonical = f"{questionnaire['url']}|{questionnaire['version']}"
        response = _response(request, flow, answers, canonical)
    entries: list[Json] = [
        {"fullUrl": _full_url(request, str(one["resourceType"])), "resource": one} for one in (questionnaire, response)
    ]
    bundle: Json = {**_head(request, "Bundle", request.reference), "type": "collection", "entry": entries}
    return (json.dumps(bundle, ensure_ascii=False, indent=2) + "\n").encode()


def _head(request: Request, kind: str, resource_id: str) -> dict[str, Json]:
    """What every resource begins with."""
    meta: dict[str, Json] = {"meta": {"security": [TEST_DATA]}} if request.document.practice else {}
    return {"resourceType": kind, "id": resource_id, **meta, "language": request.language}


def _full_url(request: Request, kind: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{REFERENCES}:{request.reference}:{kind}')}"


def _url(flow: Flow, question: str = "") -> str:
    """The name of the questionnaire, or of the code system that the options of one question make."""
    return f"urn:meldcode:flow:{flow.id}" + (f":{question}" if question else "")


def _questionnaire(request: Request, flow: Flow) -> dict[str, Json]:
    made = request.data.get("flow")
    version = str(made["version"]) if isinstance(made, Mapping) else "0"  # one word, as FHIR wants it
    title = _string(tr(flow.title))
    practice = request.document.practice
    return {
        **_head(request, "Questionnaire", f"{request.reference}-questionnaire"),
        "url": _url(flow),
        "version": version,
        "name": f"Meldcode_{flow.id}",
        "title": f"{_string(practice)}: {title}" if practice else title,
        "status": "active",
        "item": [_group(flow, step) for step in flow.steps if step.items],
    }


def _group(flow: Flow, step: Step) -> Json:
    items: list[Json] = [_item(flow, item) for item in step.items]
    return {"linkId": _step_id(step), "text": _string(tr(step.title)), "type": "group", "item": items}


def _step_id(step: Step) -> str:
    """Steps and questions may have the same id; a colon is in none."""
    return f"step:{step.id}"


def _item(flow: Flow, item: Item) -> Json:
    text = tr(item.text)
    if item.kind == "note" and item.help:
        text = f"{text}\n{tr(item.help)}"  # a note has its message there, not an explanation
    held = _asked(flow, item, item.id, text)
    enabled = _enabled(flow, item.when, item.unless, "", flow.items)
    if item.kind == "entries":
        fields = {field.id: field for field in item.fields}
        inner: list[Json] = []
        for field in item.fields:
            link = _field_id(item, field)
            shown = _enabled(flow, field.when, None, f"{item.id}.", fields)
            inner.append({**_asked(flow, field, link, tr(field.text)), **shown})
        held["item"] = inner
    return {**held, **enabled}


def _field_id(item: Item, field: Field) -> str:
    return f"{item.id}.{field.id}"


def _asked(flow: Flow, item: Item | Field, link: str, text: str) -> dict[str, Json]:
    """A question, a field or a note: what it is called, its type and its options."""
    held: dict[str, Json] = {"linkId": link, "text": _string(text), "type": TYPES[item.kind]}
    if item.kind in {"many", "entries"}:
        held["repeats"] = True
    if TYPES[item.kind] == "choice":
        held["answerOption"] = [{"valueCoding": _coding(flow, item, link, option.id)} for option in item.options]
    return held


def _coding(flow: Flow, item: Item | Field, link: str, option: str) -> Json:
    words = next(one.text for one in item.options if one.id == option)
    return {"system": _url(flow, link), "code": option, "display": _string(tr(words))}


Literals = list[tuple[str, str]]


def _enabled(
    flow: Flow,
    when: Condition | None,
    unless: Condition | None,
    prefix: str,
    items: Mapping[str, Item] | Mapping[str, Field],
) -> dict[str, Json]:
    """When a question is asked, only where FHIR says exactly the same: nothing said is better than something wrong.

    FHIR has one list of comparisons, of which all or any must hold. So a condition fits when it is made of chosen
    options alone, joined in one way. `unless` becomes "is not": both hold as long as nothing is answered. What rests on
    outcomes, numbers, dates, entries or a mixture of all and any is left out.
    """
    shown, hidden = _plain(when, items), _plain(unless, items)
    if (when is not None and shown is None) or (unless is not None and hidden is None):
        return {}
    found: list[tuple[str, Literals, str]] = []
    if shown is not None:
        found.append(("=", shown[1], shown[0]))
    if hidden is not None:  # not (a or b) is (not a) and (not b)
        found.append(("!=", hidden[1], "all" if hidden[0] == "any" else "any"))
    behaviours = {behaviour for _operator, literals, behaviour in found if len(literals) > 1}
    if len(found) > 1:
        behaviours.add("all")
    if not found or len(behaviours) > 1:
        return {}
    rows: list[Json] = [
        {
            "question": prefix + question,
            "operator": operator,
            "answerCoding": {"system": _url(flow, prefix + question), "code": option},
        }
        for operator, literals, _behaviour in found
        for question, option in literals
    ]
    return {"enableWhen": rows, **({"enableBehavior": behaviours.pop()} if behaviours else {})}


def _plain(condition: Condition | None, items: Mapping[str, Item] | Mapping[str, Field]) -> tuple[str, Literals] | None:
    """A condition as question and option pairs of which `all` or `any` must hold; None when it is more than that."""
    if condition is None:
        return None
    if isinstance(condition, Test):
        return _of_options(condition, items)
    if condition.op == "not" or not condition.parts:
        return None
    return _joined(condition, items)


def _of_options(test: Test, items: Mapping[str, Item] | Mapping[str, Field]) -> tuple[str, Literals] | None:
    item = items.get(test.ref)
    if item is None or test.op != "is" or TYPES[item.kind] != "choice" or not isinstance(test.operand, frozenset):
        return None
    known = [option.id for option in item.options if option.id in test.operand]
    return ("any", [(test.ref, option) for option in known]) if known else None


def _joined(condition: Combination, items: Mapping[str, Item] | Mapping[str, Field]) -> tuple[str, Literals] | None:
    literals: Literals = []
    for part in condition.parts:
        found = _plain(part, items)
        if found is None or (len(found[1]) > 1 and found[0] != condition.op):
            return None
        literals += [one for one in found[1] if one not in literals]
    return condition.op, literals


def _response(request: Request, flow: Flow, answers: Answers, questionnaire: str) -> dict[str, Json]:
    groups = (_given_step(flow, step, answers) for step in flow.steps)
    held: list[Json] = [group for group in groups if group is not None]
    return {
        **_head(request, "QuestionnaireResponse", f"{request.reference}-response"),
        "identifier": {"system": REFERENCES, "value": request.reference},
        "questionnaire": questionnaire,
        "status": "in-progress" if request.missing else "completed",
        "authored": request.made_on,
        **({"item": held} if held else {}),  # FHIR has no empty lists
    }


def _given_step(flow: Flow, step: Step, answers: Answers) -> Json:
    """The answers of one step; None when it has none."""
    items: list[Json] = [
        given for item in step.items if item.id in answers for given in _given(flow, item, answers[item.id])
    ]
    return {"linkId": _step_id(step), "text": _string(tr(step.title)), "item": items} if items else None


def _given(flow: Flow, item: Item, value: object) -> Iterator[Json]:
    """A question with its answers; for entries the group once for each entry."""
    if item.kind == "note":
        return
    if item.kind == "entries":
        for entry in value if isinstance(value, tuple) else ():
            fields = _given_fields(flow, item, entry) if isinstance(entry, Mapping) else []
            if fields:
                yield {"linkId": item.id, "text": _string(tr(item.text)), "item": fields}
        return
    yield from _with_answers(flow, item, item.id, value)


def _given_fields(flow: Flow, item: Item, entry: Entry) -> list[Json]:
    return [
        given
        for field in item.fields
        if field.id in entry
        for given in _with_answers(flow, field, _field_id(item, field), entry[field.id])
    ]


def _with_answers(flow: Flow, item: Item | Field, link: str, value: object) -> Iterator[Json]:
    found = [answer for answer in _values(flow, item, link, value) if answer is not None]
    if found:
        yield {"linkId": link, "text": _string(tr(item.text)), "answer": found}


def _values(flow: Flow, item: Item | Field, link: str, value: object) -> Iterator[Json]:
    """The answers to one question, each with its type; None for what does not fit."""
    if TYPES[item.kind] == "choice":
        chosen = value if isinstance(value, tuple) else (value,)
        for option in chosen if item.kind == "many" else chosen[:1]:
            known = any(option == one.id for one in item.options)
            yield {"valueCoding": _coding(flow, item, link, str(option))} if known else None
    elif item.kind == "number":
        fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
        yield {"valueInteger": value} if fits and isinstance(value, int) else None
    elif item.kind == "date":
        yield {"valueDate": value} if isinstance(value, str) and _is_date(value) else None
    elif isinstance(value, str | int):
        text = _string(str(value))
        yield {"valueString": text} if text.strip() else None


def _is_date(value: str) -> bool:
    """Whether this is a day as FHIR writes it: four digits, two, two."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _string(text: str) -> str:
    """A text as FHIR takes it: no control characters, and of white space the four kinds that it knows."""
    return _ODD_SPACE.sub(" ", clean(text)).strip()
