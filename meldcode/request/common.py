"""What an advice and a report share: whom to call, how far each step is, and what the norms ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from meldcode.flow.model import Step
from meldcode.i18n import _, tr
from meldcode.request import codes, directory
from meldcode.request.reader import Reader
from meldcode.request.shape import NONE, Fields, Json, Note, Part, Points, Table
from meldcode.text import clean, one_line

State = Literal["done", "not_done", "open"]

SECTORS = {"teacher": "education", "youth_worker": "youth_work", "gp": "general_practice", "childcare": "childcare"}


class StepState(NamedTuple):
    """How far a step of the meldcode is; `ground` is the question that says why it was not done."""

    step: Step
    state: State
    ground: str


def steps(reader: Reader) -> list[StepState]:
    """Per step of the flow: done, on purpose not done, or still open. Looks at answers without taking them."""
    given = {name: value for name, value in reader.position.answers.items() if isinstance(value, str)}
    found: list[StepState] = []
    for step in reader.flow.steps:
        state, ground = _state(reader, step, given)
        found.append(StepState(step, state, ground))
    return found


def _state(reader: Reader, step: Step, given: dict[str, str]) -> tuple[State, str]:
    answers = reader.position.answers
    if step.id == "signalen":
        return ("done" if answers.get("signalen") else "open"), ""
    if step.id == "overleg":
        if "ja" in {given.get(name) for name in ("overleg_collega", "overleg_amhk", "overleg_letseldeskundige")}:
            return "done", ""
        return ("not_done", "overleg_niet_reden") if given.get("overleg_collega") == "nee" else ("open", "")
    if step.id == "gesprek":
        if "ja" in {given.get("gesprek_ouders"), given.get("gesprek_kind")}:
            return "done", ""
        return ("not_done", "gesprek_niet_grond") if given.get("gesprek_ouders") == "nee" else ("open", "")
    if step.id == "overleg_betrokkenen":
        if given.get("overleg_betrokkenen") == "ja":
            return "done", ""
        not_done = given.get("overleg_betrokkenen") == "nee"
        return ("not_done", "overleg_betrokkenen_niet_reden") if not_done else ("open", "")
    if step.id == "wegen":
        here = {item.id for item in step.items}  # which weighings stand in this step differs per profession
        weighed = ({"vermoeden", "acuut_onveilig", "structureel_onveilig"} & here) <= given.keys()
        if "zorgteam_besproken" in here and given.get("zorgteam_besproken") != "ja":
            return "open", ""  # in education this step is the talk in the care team
        return ("done" if given.get("vermoeden") == "nee" or weighed else "open"), ""
    if step.id == "beslissen":
        decided = all(given.get(name) in {"ja", "nee"} for name in ("besluit_melden", "besluit_hulp"))
        return ("done" if decided else "open"), ""
    asked = [item.id for item in step.items if item.id in reader.position.asked and not item.optional]
    return ("done" if asked and all(name in answers for name in asked) else "open"), ""


def state_words(state: State) -> str:
    """The state of a step as people read it."""
    return {"done": _("gedaan"), "not_done": _("niet gedaan"), "open": _("nog niet klaar")}[state]


def steps_table(states: list[StepState], reasons: list[str]) -> Table:
    """The steps as people read them; one reason per step, empty where there is none."""
    rows = tuple(
        (clean(tr(found.step.title)), state_words(found.state), reason or _no_reason(found.state))
        for found, reason in zip(states, reasons, strict=True)
    )
    if any(found.state == "not_done" for found in states):
        return Table((_("Stap"), _("Stand"), _("Waarom niet")), rows, (7, 4, 8))
    return Table((_("Stap"), _("Stand")), tuple(row[:2] for row in rows), (7, 12))


def _no_reason(state: State) -> str:
    return _("reden nog niet bekend") if state == "not_done" else NONE


def open_questions(reader: Reader, step: Step) -> list[str]:
    """Ids of the questions of a step that this kind of request still needs."""
    return [item.id for item in step.items if reader.missing(item.id)]


def municipalities(reader: Reader) -> tuple[directory.Found, tuple[directory.Call, ...]]:
    """The municipality as answered, and every region that it and the persons' own municipalities belong to.

    Persons who live in two places belong to two regions; the AMHK decides which of them takes the case.
    """
    first, *others = _places(reader)
    found = directory.find(first)
    known = list(found.known)
    for text in others:
        known += [each for each in directory.find(text).known if each not in known]
    return found, directory.calls(known, reader.flow.directory)


def _places(reader: Reader) -> list[str]:
    """The municipalities as answered: of the case first (empty when not given), then the persons' own."""
    answer = reader.position.answers.get("gemeente")
    people = reader.position.answers.get("personen")
    own = (
        [person.get("gemeente") for person in people if not isinstance(person, str)]
        if isinstance(people, tuple)
        else []
    )
    return [answer if isinstance(answer, str) else "", *(str(place) for place in own if place)]


def call_data(reader: Reader, regions: tuple[directory.Call, ...]) -> Json:
    """Whom to call, for the data."""
    return {
        "emergency": directory.EMERGENCY,
        "veilig_thuis": directory.NATIONAL,
        "acute_danger": reader.position.answers.get("acuut_gevaar") == "ja",
        "regions": [
            {
                "code": call.region.code,
                "name": call.region.name,
                "number": call.number,
                "own_line": call.own_line or None,
                "website": call.region.website or None,
                "certainty": call.certainty,
                "municipalities": list(call.municipalities),
                "origin": list(call.origin),
            }
            for call in regions
        ],
    }


def call_lines(reader: Reader, regions: tuple[directory.Call, ...]) -> tuple[str, ...]:
    """Whom to call, for the top of the first page, with who says which region it is and how certain that is."""
    danger = reader.position.answers.get("acuut_gevaar") == "ja"
    first = _("Er is direct gevaar: bel nu 112.") if danger else _("Bij direct gevaar: bel 112.")
    lines = [first, _("Bel Veilig Thuis: 0800-2000, gratis, dag en nacht.")]
    for call in regions:
        lines += _region_lines(reader, call)
    lines += _former_lines(reader)
    if not regions:
        lines.append(_("De regio is niet bekend. Noem de woonplaats van de persoon om wie het gaat."))
    elif len(regions) > 1:
        lines.append(_("Dit gaat over meer dan één regio. Veilig Thuis beslist wie het oppakt."))
    return tuple(lines)


def _region_lines(reader: Reader, call: directory.Call) -> Iterator[str]:
    places = ", ".join(call.municipalities)
    parts = [_("Regio: {region} ({places})").format(region=call.region.name, places=places)]
    if call.own_line:
        parts.append(_("lijn voor professionals: {number}").format(number=call.own_line))
    if call.region.website:
        parts.append(call.region.website)
    yield "; ".join(parts) + ". " + _origin_words(reader, call)
    if call.certainty == "check":
        yield _("Deze regio is niet zeker. Vraag ernaar als u 0800-2000 belt.")
    if call.note and reader.kind == "report":  # an advice names no organisation, and a note of its own may
        yield one_line(tr(call.note))


def _origin_words(reader: Reader, call: directory.Call) -> str:
    """Who says so, with the year, and whether a second list says the same."""
    said: list[str] = []
    if "cbs_2023" in call.origin:
        said.append(_("CBS-indeling van 2023"))
    if "organisation" in call.origin:
        titles = [one_line(tr(reader.flow.sources[name].title)) for name in call.sources if name in reader.flow.sources]
        own = _("eigen lijst van uw organisatie")
        said.append(f"{own} ({', '.join(titles)})" if titles and reader.kind == "report" else own)
    words = _("Bron: {sources}.").format(sources=_(" en ").join(said))
    if call.origin != ("cbs_2023",) or call.certainty == "check":
        return words
    second = {
        "high": _("Zeker: een tweede lijst zegt hetzelfde."),
        "good": _("Bijna zeker. Noem de woonplaats als u belt."),
    }
    return f"{words} {second[call.certainty]}"


def _former_lines(reader: Reader) -> Iterator[str]:
    """Of each municipality that is none any more: which it belongs to now. It gives no region by itself.

    An advice does not name the old one: that is nearer to somebody's home than a municipality of now.
    """
    ask = _("Klopt dat? Vul dan de gemeente van nu in, of noem die aan de telefoon.")
    for one in dict.fromkeys(old for text in _places(reader) for old in directory.former(text)):
        now = _(" of ").join(filter(None, [", ".join(one.now[:-1]), one.now[-1]]))
        if reader.kind == "report":
            said = _("De vroegere gemeente {name} hoort sinds {year} bij {now}.")
        else:
            said = _("De ingevulde gemeente bestaat niet meer. Zij hoort sinds {year} bij {now}.")
        yield f"{said.format(name=one.name, year=one.since, now=now)} {ask}"


def code_data(reader: Reader, forms: tuple[str, ...], kinds: tuple[str, ...], person: str | None) -> Part:
    """The values under which the AMHK registers this, of both protocols."""
    reason_new, reason_old = codes.reasons(forms, person)
    nature_new, nature_old = codes.natures(kinds, forms, person)
    answers = {name: value for name, value in reader.position.answers.items() if isinstance(value, str)}
    capacity_new, capacity_old = codes.capacity(reader.flow.profession, answers)
    data: Json = {
        "aanleiding_2025": [code.label for code in reason_new],
        "aanleiding_2015": [_coded(code) for code in reason_old],
        "aard_2025": [code.label for code in nature_new],
        "aard_2015": [_coded(code) for code in nature_old],
        "hoedanigheid_2025": capacity_new.label,
        "hoedanigheid_2015": _coded(capacity_old),
    }
    rows = tuple(
        (name, "; ".join(code.label for code in new) or NONE, "; ".join(f"{c.code} {c.label}" for c in old) or NONE)
        for name, new, old in (
            (_("Aanleiding"), reason_new, reason_old),
            (_("Aard"), nature_new, nature_old),
            (_("Hoedanigheid"), (capacity_new,), (capacity_old,)),
        )
    )
    head = (_("Lijst"), _("Protocol 2025"), _("Protocol 2015"))
    return Part("codes", data, (Table(head, rows, (3, 8, 8)),))


def _coded(code: codes.Code) -> Json:
    return {"code": code.code, "label": code.label}


def sector(reader: Reader) -> str:
    """The sector of the flow as the data hold it."""
    return SECTORS.get(reader.flow.profession, "other")


def sector_words(reader: Reader) -> str:
    """The sector as people read it."""
    return {
        "education": _("onderwijs"),
        "youth_work": _("jeugdwerk"),
        "general_practice": _("huisartsenzorg"),
        "childcare": _("kinderopvang"),
        "other": _("andere sector"),
    }[sector(reader)]


def outcome_blocks(reader: Reader, reasons: tuple[tuple[str, str], ...]) -> tuple[Fields | Points | Note, ...]:
    """What the norms ask, on which answers that rests, and which norms and alerts are in force."""
    flow, position = reader.flow, reader.position
    outcome = next((one for one in flow.outcomes if one.id == position.outcome), None)
    title = clean(tr(outcome.title)) if outcome else position.outcome
    norms = [clean(tr(norm.title)) for norm in flow.norms if norm.id in position.norms]
    alerts = [clean(tr(alert.text)) for alert in flow.alerts if alert.id in position.alerts]
    rows = [(_("Uitkomst"), title)]
    rows += [(_("Normen die gelden"), "; ".join(norms))] if norms else []
    rows += [(_("Let op"), "; ".join(alerts))] if alerts else []
    blocks: list[Fields | Points | Note] = [Fields(tuple(rows))]
    if reasons:
        given = any(reason.value is not None for reason in position.because)
        blocks.append(Note(_("Deze antwoorden geven de doorslag:") if given else _("Deze antwoorden zijn nog nodig:")))
        blocks.append(Points(tuple(f"{question} {answer}" for question, answer in reasons)))
    return tuple(blocks)
