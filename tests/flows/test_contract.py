"""What users, organisations and scripts may rely on: ids, options, what a request still needs, and what never counts.

The outcomes themselves stand in `test_outcomes`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from meldcode.flow.engine import Engine
from meldcode.flow.model import Field, Flow, Item, RequestKind
from meldcode.flow.replay import outcome_of, position, replay
from meldcode.words import position_json
from tests.effort import tries

from .helper import ALL, HELPED, NOT_UNSAFE, PROFESSIONS, SAFE, TODAY, every_flow, flow_of, given, option_ids, step_of
from .test_outcomes import NORMS, OUTCOMES, VALUES

YESNO = ["ja", "nee", "onbekend"]
FORMS = [
    *("partnergeweld", "kindermishandeling_kindcheck", "kindermishandeling_scheiding", "kindermishandeling_overig"),
    *("ouderenmishandeling", "geweld_tegen_ouders", "eergerelateerd", "huwelijksdwang_achterlating", "vgv", "seksueel"),
    *("mensenhandel", "kmdf", "stalking", "anders"),
]
REASONS = ["veiligheid_betrokkene", "veiligheid_professional", "contact_verbroken", "onbereikbaar", "deskundige_eerst"]
SHARED: Mapping[str, tuple[str, list[str], int]] = {
    "acuut_gevaar": ("yesno", YESNO, 1),
    "betrokkene": ("one", ["kind", "ongeboren_kind", "volwassene", "oudere"], 1),
    "vorm": ("many", FORMS, 1),
    "disclosure": ("yesno", YESNO, 1),
    "dader_beroepskracht": ("yesno", YESNO, 1),
    "kindcheck": ("yesno", YESNO, 1),
    "letsel": ("yesno", YESNO, 1),
    "overleg_collega": ("yesno", YESNO, 2),
    "overleg_amhk": ("yesno", YESNO, 2),
    "overleg_letseldeskundige": ("yesno", YESNO, 2),
    "gesprek_ouders": ("yesno", YESNO, 3),
    "gesprek_kind": ("yesno", YESNO, 3),
    "gesprek_niet_grond": ("one", REASONS, 3),
    "vermoeden": ("yesno", YESNO, 4),
    "acuut_onveilig": ("yesno", YESNO, 4),
    "structureel_onveilig": ("yesno", YESNO, 4),
    "hulp_mogelijk": ("yesno", YESNO, 4),
    "hulp_aanvaard": ("yesno", YESNO, 4),
    "hulp_werkt": ("one", ["ja", "nee", "nog_niet_bekend"], 4),
    "krachten": ("text", [], 4),
    "besluit_melden": ("yesno", YESNO, 5),
    "besluit_hulp": ("yesno", YESNO, 5),
    "afwijking_reden": ("text", [], 5),
    "adviesvraag": ("text", [], 0),
}
"""Id to kind, options in order and step by its number; 0 is free, and 4 and 5 may change places per profession."""
SOURCES = [
    "zelf_gezien",
    "gehoord_van_kind",
    "gehoord_van_ouder",
    "gehoord_van_collega",
    "gehoord_van_ander",
    "document",
]
ENTRIES: Mapping[str, Mapping[str, list[str] | None]] = {
    "signalen": {"datum": None, "bron": SOURCES, "over": None, "feit": None, "duiding": None},
    "personen": {
        "rol": ["kind", "ouder", "partner", "ander"],
        **dict.fromkeys(["naam", "geboortedatum", "geslacht", "gezag", "gemeente", "adres", "bsn"]),
        "geinformeerd": ["ja", "nee"],
        "niet_geinformeerd_reden": None,
    },
    "consulten": dict.fromkeys(["datum", "met", "soort", "uitkomst"]),
    "gesprekken": dict.fromkeys(["datum", "met", "verslag", "afspraken"]),
}
"""Id to its fields; None where the contract names no options."""
ALERTS: Mapping[str, dict[str, object]] = {
    "bel_112": {"acuut_gevaar": "ja"},
    "eergerelateerd": {"vorm": ["eergerelateerd"]},
    "huwelijksdwang": {"vorm": ["huwelijksdwang_achterlating"]},
    "vgv": {"vorm": ["vgv"]},
    "seksueel_geweld": {"vorm": ["seksueel"]},
    "kmdf": {"vorm": ["kmdf"]},
    "letsel": {"letsel": "ja"},
    "disclosure": {"disclosure": "ja"},
    "mensenhandel": {"vorm": ["mensenhandel"]},
}
"""Alert to an answer that brings it on the screen."""
LAWS = ["unknown_never_closes", "disclosure_never_closes", "danger_alert_always", "monotone_danger"]
KEYS = [
    *("flow", "version", "step", "outcome", "report", "help", "because"),
    *("norms", "alerts", "missing", "asked", "asleep", "deadlines"),
]
"""What `run --json` prints."""
KINDS: tuple[RequestKind, ...] = ("advice", "report")


# ids, kinds and options


@pytest.mark.parametrize("question", list(SHARED))
@every_flow
def test_a_shared_question_keeps_its_kind_options_and_place(flow: str, question: str) -> None:
    kind, options, number = SHARED[question]
    item = flow_of(flow).question(question)
    assert item is not None, question
    assert (item.kind, option_ids(flow, question)) == (kind, options)
    steps = [step.id for step in flow_of(flow).steps]
    allowed = {0: set(steps), 4: {"wegen", "beslissen"}, 5: {"beslissen"}}
    assert step_of(flow, question) in allowed.get(number, {steps[number - 1] if number else ""})


@pytest.mark.parametrize("question", list(ENTRIES))
@every_flow
def test_shared_entries_keep_their_fields(flow: str, question: str) -> None:
    item = flow_of(flow).question(question)
    assert item is not None, question
    assert item.kind == "entries"
    fields = {field.id: [option.id for option in field.options] for field in item.fields}
    assert not ENTRIES[question].keys() - fields.keys()
    for name, options in ENTRIES[question].items():
        assert options is None or fields[name] == options, name


@every_flow
def test_the_nature_of_violence_follows_the_national_list(flow: str) -> None:
    data = files("meldcode.request") / "data"
    wanted = json.loads((data / "codelijsten.json").read_text("utf-8"))["aard_2025"]["items"]
    mapped = json.loads((data / "mapping.json").read_text("utf-8"))["aard"]
    item = flow_of(flow).items["aard"]
    assert (item.kind, item.step) == ("many", "signalen")
    labels = [mapped[option.id]["label_2025"] for option in item.options]
    assert labels == [entry["label"] for entry in wanted]


@every_flow
def test_the_shared_alerts_norms_and_outcomes_are_there(flow: str) -> None:
    model = flow_of(flow)
    assert set(ALERTS) <= {alert.id for alert in model.alerts}
    assert {*NORMS, *LAWS} <= {norm.id for norm in model.norms}
    assert {outcome.id for outcome in model.outcomes} == set(OUTCOMES)
    assert model.outcomes[-1].id == "onvolledig"


@every_flow
def test_outcomes_say_report_and_help_as_agreed(flow: str) -> None:
    found = {outcome.id: (outcome.report, outcome.help) for outcome in flow_of(flow).outcomes}
    assert found == {
        "onvolledig": (False, "no"),
        "buiten_meldcode": (False, "no"),
        "melden": (True, "yes"),
        "overleg_amhk": (False, "running"),
        "hulp": (False, "yes"),
        "hulp_afronden": (False, "yes"),
        "afsluiten": (False, "no"),
    }


def test_professions_are_layers_on_the_base_and_take_nothing_away() -> None:
    base = flow_of("basis")
    for name in PROFESSIONS:
        flow = flow_of(name)
        for item in base.items.values():
            kept = flow.items[item.id]
            assert kept.kind == item.kind, (name, item.id)
            assert [option.id for option in item.options] == option_ids(name, item.id)[: len(item.options)]
            assert not {field.id for field in item.fields} - {field.id for field in kept.fields}
            assert (kept.when, kept.unless) == (item.when, item.unless), (name, item.id)
    assert [flow_of(name).profession for name in ALL] == ["base", "teacher", "youth_worker", "gp", "childcare"]


@every_flow
def test_the_norms_and_who_is_told_to_call_112_are_the_same_for_everybody(flow: str) -> None:
    mine = {norm.id: norm for norm in flow_of(flow).norms}
    for norm in flow_of("basis").norms:
        kept = mine[norm.id]
        assert (kept.given, kept.unless, kept.require, kept.monotone) == (
            norm.given,
            norm.unless,
            norm.require,
            norm.monotone,
        )
    alerts = {alert.id: alert.when for alert in flow_of(flow).alerts}
    assert all(alerts[alert.id] == alert.when for alert in flow_of("basis").alerts if alert.id in ALERTS)


@every_flow
def test_each_shared_alert_stands_on_the_screen_for_its_answer_and_not_without_it(flow: str) -> None:
    for alert, answer in ALERTS.items():
        given(flow, SAFE).does_not_alert(alert).but(**answer).alerts(alert)


# what a request still needs


def missing(flow: str, kind: RequestKind, **answers: object) -> list[str]:
    """What `run --json` lists as missing."""
    case = given(flow, **answers)
    return list(map(str, _listed(position_json(case.flow, case.position, kind)["missing"])))


def _listed(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


@every_flow
def test_the_json_of_run_has_the_agreed_keys(flow: str) -> None:
    case = given(flow, HELPED, hulp_evaluatie="2026-04-13")
    made = position_json(case.flow, case.position, "advice")
    assert list(made) == KEYS
    assert made["outcome"] == "hulp"
    assert all(
        isinstance(reason, dict) and set(reason) == {"id", "value", "text"} for reason in _listed(made["because"])
    )
    assert json.loads(json.dumps(made)) == made


@every_flow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("outcome", "answers"),
    [
        ("melden", {"structureel_onveilig": "ja", "besluit_melden": "nee"}),
        ("overleg_amhk", {"vermoeden": "onbekend", "besluit_melden": "ja"}),
        ("hulp", {**HELPED, "besluit_melden": "ja"}),
        ("hulp", {**HELPED, "besluit_melden": "nee", "besluit_hulp": "nee"}),
        ("hulp_afronden", {**HELPED, "hulp_werkt": "ja", "besluit_melden": "ja"}),
        ("afsluiten", {**SAFE, "vermoeden": "nee", "besluit_melden": "ja"}),
        ("afsluiten", {**SAFE, "vermoeden": "nee", "besluit_hulp": "ja"}),
    ],
)
def test_a_decision_that_differs_needs_a_reason_which_changes_nothing(
    flow: str, kind: RequestKind, outcome: str, answers: dict[str, object]
) -> None:
    assert "afwijking_reden" in missing(flow, kind, **answers)
    explained = given(flow, answers, afwijking_reden="Na overleg anders besloten.").goes_to(outcome)
    explained.does_not_require(kind, "afwijking_reden")


@every_flow
@pytest.mark.parametrize(
    "answers",
    [
        {"structureel_onveilig": "ja", "besluit_melden": "ja", "besluit_hulp": "ja"},
        {"structureel_onveilig": "ja", "besluit_melden": "ja", "besluit_hulp": "nee"},
        {**HELPED, "besluit_melden": "nee", "besluit_hulp": "ja"},
        {**SAFE, "vermoeden": "nee", "besluit_melden": "nee", "besluit_hulp": "nee"},
        {"structureel_onveilig": "ja", "besluit_melden": "onbekend"},
    ],
)
def test_a_decision_that_follows_the_outcome_needs_no_reason(flow: str, answers: dict[str, object]) -> None:
    given(flow, answers).does_not_ask("afwijking_reden")


@every_flow
@pytest.mark.parametrize("kind", KINDS)
def test_no_talk_needs_a_ground(flow: str, kind: RequestKind) -> None:
    assert "gesprek_niet_grond" in missing(flow, kind, gesprek_ouders="nee")
    assert "gesprek_niet_grond" not in missing(flow, kind, gesprek_ouders="ja")
    assert "gesprek_niet_grond" not in missing(flow, kind, gesprek_ouders="nee", gesprek_niet_grond="onbereikbaar")


@every_flow
def test_an_advice_needs_an_own_question_and_a_report_does_not(flow: str) -> None:
    assert "adviesvraag" in missing(flow, "advice")
    assert "adviesvraag" not in missing(flow, "report")
    assert "verwachting" not in missing(flow, "report")


@every_flow
@pytest.mark.parametrize("kind", KINDS)
def test_help_without_a_report_needs_a_term_and_a_review_date(flow: str, kind: RequestKind) -> None:
    assert {"hulp_termijn", "hulp_evaluatie"} <= set(missing(flow, kind, **HELPED))
    unsafe = {**HELPED, "acuut_onveilig": "ja"}
    assert not {"hulp_termijn", "hulp_evaluatie"} & set(missing(flow, kind, **unsafe))


@every_flow
def test_contact_data_are_for_a_report_and_function_and_hours_for_both(flow: str) -> None:
    own = {"eigen_naam", "eigen_organisatie", "eigen_telefoon", "eigen_email"}
    assert own <= set(missing(flow, "report"))
    assert not own & set(missing(flow, "advice"))
    for kind in KINDS:
        assert {"eigen_functie", "eigen_bereikbaar", "signalen", "gemeente"} <= set(missing(flow, kind))


@every_flow
def test_an_advice_needs_no_persons_and_a_report_does(flow: str) -> None:
    assert "personen" not in missing(flow, "advice")
    assert "personen" in missing(flow, "report")
    child = [{"rol": "kind", "leeftijd": 8}]
    assert "personen" not in missing(flow, "advice", personen=child)
    assert "personen" in missing(flow, "report", personen=child)


@every_flow
def test_a_report_needs_of_every_person_whether_they_know_of_it_or_why_not(flow: str) -> None:
    named = {"rol": "kind", "naam": "Kind A"}
    untold = {**named, "geinformeerd": "nee"}
    for open_entry in (named, untold):
        given(flow, personen=[open_entry]).requires("report", "personen").does_not_require("advice", "personen")
    for whole in ({**named, "geinformeerd": "ja"}, {**untold, "niet_geinformeerd_reden": "Te jong."}):
        given(flow, personen=[whole]).does_not_require("report", "personen")


@every_flow
def test_a_report_says_for_every_step_that_it_was_done_or_why_not(flow: str) -> None:
    unsafe = {**NOT_UNSAFE, "structureel_onveilig": "ja"}
    done = {
        "overleg_collega",
        "overleg_amhk",
        "gesprek_ouders",
        "gesprek_kind",
        "besluit_melden",
        "besluit_hulp",
        "krachten",
    }
    assert done <= set(missing(flow, "report", **unsafe))
    skipped = {"overleg_collega": "nee", "gesprek_ouders": "nee", "gesprek_kind": "nee"}
    reasons = {"overleg_niet_reden", "gesprek_niet_grond", "gesprek_niet_toelichting", "gesprek_kind_niet_reden"}
    assert reasons <= set(missing(flow, "report", **unsafe, **skipped))


# what never counts


def _value(part: Item | Field) -> st.SearchStrategy[object]:
    choices = [option.id for option in part.options]
    if part.kind in {"yesno", "one"}:
        return st.sampled_from(choices)
    if part.kind == "many":
        return st.lists(st.sampled_from(choices), unique=True, max_size=3)
    if part.kind == "date":
        return st.sampled_from(["2020-01-31", "2026-02-27", "2026-03-02", "2026-04-01"])
    if part.kind == "number":
        return st.integers(0, 99)
    if isinstance(part, Item) and part.kind == "entries":
        row = st.fixed_dictionaries({}, optional={field.id: _value(field) for field in part.fields if not field.check})
        return st.lists(row, max_size=2)
    return st.just("Verzonnen tekst.")


def _answers(flow: Flow) -> st.SearchStrategy[dict[str, object]]:
    others = {item.id: _value(item) for item in flow.items.values() if item.is_question and item.id not in VALUES}
    return st.fixed_dictionaries({}, optional=others)


DECIDING = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})


@every_flow
@settings(max_examples=tries(30), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@examples(data=st.data())
def test_a_record_never_changes_an_outcome_or_a_norm(flow: str, data: st.DataObject) -> None:
    model = flow_of(flow)
    decides, records = data.draw(DECIDING), data.draw(_answers(model))
    engine = Engine(model, TODAY)
    engine.answer_all({name: value for name, value in decides.items() if value is not None})
    alone = position(engine)
    engine.answer_all(records)
    assert outcome_of(engine) == alone.outcome
    both = position(engine)
    assert both.norms == alone.norms
    assert {reason.id for reason in both.because} <= set(VALUES)


@every_flow
@settings(max_examples=tries(15), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@examples(data=st.data())
def test_the_question_about_danger_is_always_first_and_always_asked(flow: str, data: st.DataObject) -> None:
    model = flow_of(flow)
    found = replay(model, {**data.draw(DECIDING), **data.draw(_answers(model))}, TODAY)
    assert found.asked[0] == "acuut_gevaar"
    assert set(VALUES) - set(found.asked) <= {"hulp_mogelijk", "hulp_aanvaard", "hulp_werkt"}
