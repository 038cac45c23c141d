"""Overlays add, reword, reorder and ask more; what the base marks as its norm they never drop or weaken."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from meldcode.flow.findings import Finding, FlowError
from meldcode.flow.loader import load_flow, load_layers
from meldcode.flow.model import Directory, Flow, Keeping, OwnPlace, OwnRegion
from meldcode.flow.replay import replay
from meldcode.request.codes import DATA
from tests.flow.forms import SMALL, TODAY

HEAD = 'flow: school\nextends: klein\ntitle: Een school, verzonnen\nversion: "2"\n'
ITEM = "steps:\n  - step: een\n    items:\n      - "


OWN = """
about: Over ons
sources: {school: {title: Onze code}, wet: {title: Een wet, url: www.voorbeeld.nl}}
contacts:
  - {contact: alarm, name: Alarmcentrale}
  - {contact: coach, name: Coach, number: "1234", source: school}
alerts: [{alert: alarm, text: Bel meteen, call: [alarm, coach]}]
outcomes: [{outcome: melden, title: Melden doen wij samen, do: Bel de coach.}]
norms:
  - {norm: gevaar, title: Onze titel}
  - {norm: eigen, given: {soort: a}, title: Eigen, text: Eigen., source: school}
deadlines:
  - {deadline: navraag, text: Bel de coach., late: Bel de directeur.}
  - {deadline: eigen, from: dag, days: 2, text: Eigen., source: school}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small flow in it."""
    (tmp_path / "klein.yaml").write_text(SMALL, "utf-8")
    return tmp_path


def over(folder: Path, text: str, head: str = HEAD) -> Flow:
    """The small flow with an overlay of this text."""
    path = folder / "school.yaml"
    path.write_text(head + text, "utf-8")
    return load_flow(path)


def refusals(folder: Path, text: str, head: str = HEAD) -> tuple[Finding, ...]:
    with pytest.raises(FlowError) as caught:
        over(folder, text, head)
    return caught.value.findings


def ids(flow: Flow, step: str) -> list[str]:
    return [item.id for item in next(one for one in flow.steps if one.id == step).items]


def test_an_overlay_that_says_nothing_changes_nothing_but_its_name(folder: Path) -> None:
    base, flow = load_flow(folder / "klein.yaml"), over(folder, "")
    assert (flow.id, flow.title, flow.version) == ("school", "Een school, verzonnen", "2")
    assert (flow.steps, flow.items, flow.outcomes, flow.norms) == (base.steps, base.items, base.outcomes, base.norms)
    assert flow.digest != base.digest


def test_the_base_itself_stays_as_it_was(folder: Path) -> None:
    before, data = load_flow(folder / "klein.yaml"), (folder / "klein.yaml").read_bytes()
    over(folder, ITEM + "{ask: gevaar, text: Anders?}\nsources: {wet: {title: Een wet, note: Onze noot}}\n")
    assert load_flow(folder / "klein.yaml") == before
    assert (folder / "klein.yaml").read_bytes() == data


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        ("{ask: gevaar, text: Gevaar op school?}", "text", "Gevaar op school?"),
        ("{ask: gevaar, help: Meer uitleg}", "help", "Meer uitleg"),
        ("{ask: gevaar, why: Daarom}", "why", "Daarom"),
        ("{ask: gevaar, record: Schrijf op}", "record", "Schrijf op"),
        ("{ask: gevaar, page: straks}", "page", "straks"),
        ("{ask: gevaar, kind: yesno}", "kind", "yesno"),
        ("{ask: dag, optional: false}", "optional", False),
    ],
)
def test_a_question_may_be_reworded(folder: Path, item: str, field: str, value: object) -> None:
    flow = over(folder, ITEM + item)
    name = item.split()[1].rstrip(",")
    assert getattr(flow.items[name], field) == value
    assert flow.items[name].sources == ("wet",)
    assert list(flow.items) == list(load_flow(folder / "klein.yaml").items)


@pytest.mark.parametrize(
    ("options", "texts", "helps"),
    [
        ("{b: Nieuwe B}", ["Soort A", "Nieuwe B", "Weet ik niet"], ["", "Uitleg bij B", ""]),
        ("{b: {text: Nieuwe B}}", ["Soort A", "Nieuwe B", "Weet ik niet"], ["", "Uitleg bij B", ""]),
        ("{a: {help: Uitleg bij A}}", ["Soort A", "Soort B", "Weet ik niet"], ["Uitleg bij A", "Uitleg bij B", ""]),
        ("{c: Soort C}", ["Soort A", "Soort B", "Weet ik niet", "Soort C"], ["", "Uitleg bij B", "", ""]),
    ],
)
def test_options_may_be_reworded_and_added_and_are_never_dropped(
    folder: Path, options: str, texts: list[str], helps: list[str]
) -> None:
    flow = over(folder, ITEM + f"{{ask: soort, options: {options}}}")
    assert [option.text for option in flow.items["soort"].options] == texts
    assert [option.help for option in flow.items["soort"].options] == helps


def test_a_question_that_is_not_there_is_said_once_with_the_name_it_may_have(folder: Path) -> None:
    (one,) = refusals(folder, ITEM + "{ask: gevar, text: Is het erg?}")
    assert (one.code, one.near) == ("M002", "gevaar")


def test_a_question_named_in_another_step_does_not_move_by_accident(folder: Path) -> None:
    (one,) = refusals(folder, "steps:\n  - step: twee\n    items:\n      - {ask: dag, text: Wanneer?}\n")
    assert (one.code, "`een`" in one.what) == ("O003", True)


def test_a_refusal_to_hide_tells_what_may_be_hidden(folder: Path) -> None:
    (one,) = refusals(folder, ITEM + "{ask: gevaar, hide: true}")
    assert (one.code, "`slot`" in one.remedy) == ("O001", True)


def test_yes_and_no_keep_their_words_when_only_help_is_added(folder: Path) -> None:
    flow = over(folder, ITEM + "{ask: gevaar, options: {ja: {help: Nu meteen}}}")
    yes = flow.items["gevaar"].options[0]
    assert (yes.text, yes.help) == ("Ja", "Nu meteen")


@pytest.mark.parametrize(
    ("item", "order"),
    [
        ("{ask: extra, kind: yesno, text: '?', source: wet}", "gevaar later soort vormen aantal dag extra"),
        (
            "{ask: extra, after: gevaar, kind: yesno, text: '?', source: wet}",
            "gevaar extra later soort vormen aantal dag",
        ),
        ("{note: extra, before: soort, text: '!', source: wet}", "gevaar later extra soort vormen aantal dag"),
        ("{ask: dag, before: later}", "gevaar dag later soort vormen aantal"),
        ("{ask: mensen, after: soort}", "gevaar later soort mensen vormen aantal dag"),
    ],
)
def test_questions_and_notes_may_be_added_and_moved(folder: Path, item: str, order: str) -> None:
    flow = over(folder, ITEM + item)
    assert ids(flow, "een") == order.split()
    assert sorted(set(flow.items)) == sorted(flow.items)


def test_new_items_stay_in_the_order_in_which_they_are_written(folder: Path) -> None:
    new = "kind: yesno, text: '?', source: wet"
    flow = over(
        folder, ITEM + f"{{ask: n1, after: gevaar, {new}}}\n      - {{ask: n2, {new}}}\n      - {{ask: n3, {new}}}"
    )
    assert ids(flow, "een")[:4] == ["gevaar", "n1", "n2", "n3"]


def test_steps_may_be_reordered_and_renamed(folder: Path) -> None:
    text = "step_order: [twee, een]\nsteps:\n  - {step: een, title: Nu als tweede, short: Tweede}\n"
    assert [finding.code for finding in refusals(folder, text)] == ["O007", "O007"]  # step twee looks back at step een
    flow = over(
        folder,
        "steps:\n  - {step: nul, title: Vooraf, source: wet, items: [{note: welkom, text: Welkom, source: wet}]}\n"
        "  - {step: een, title: Anders, short: Kort}\nstep_order: [nul, een, twee]\n",
    )
    assert [(step.id, step.title) for step in flow.steps] == [
        ("nul", "Vooraf"),
        ("een", "Anders"),
        ("twee", "Stap twee"),
    ]


def test_an_item_may_be_hidden_when_the_base_allows_it(folder: Path) -> None:
    flow = over(folder, "steps:\n  - {step: twee, items: [{ask: slot, hide: true}]}\n")
    young = {"mensen": [{"rol": "kind", "leeftijd": 3}], "slot": "bewaard"}
    found = replay(flow, young, TODAY)
    assert found.outcome == "melden"
    assert "slot" not in found.asked
    assert found.asleep == ("slot",)


@pytest.mark.parametrize(
    ("require", "advice", "report"),
    [
        ("{advice: true}", True, None),
        ("{report: true}", None, True),
        ("{advice: false}", None, "outcome"),
        ("{report: {gevaar: ja}}", None, "any"),
    ],
)
def test_more_may_be_required_and_never_less(folder: Path, require: str, advice: object, report: object) -> None:
    flow = over(folder, f"steps:\n  - {{step: twee, items: [{{ask: besluit, require: {require}}}]}}\n")
    found: Any = flow.items["besluit"].require
    assert found.get("advice") == advice
    if report is True:
        assert found["report"] is True
    else:
        assert getattr(found["report"], "op", None) == ("any" if report == "any" else "is")


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("{field: geboren, text: Geboortedatum, help: Uitleg}", None),
        ("{field: geboren, require: {report: true}}", None),
        ("{field: rol, require: {report: false}}", "O001"),
        ("{field: rol, require: false}", "O001"),
        ("{field: rol, options: {ander: Iemand anders}}", None),
        ("{field: klas, kind: text, text: Klas}", None),
        ("{field: geboren, kind: text}", "O001"),
        ("{field: reden, when: {weet: ja}}", "O001"),
        ("{field: leeftijd, years_since: klas}", "O001"),
    ],
)
def test_a_list_may_get_more_fields_and_other_words(folder: Path, field: str, code: str | None) -> None:
    text = f"steps:\n  - {{step: twee, items: [{{ask: mensen, fields: [{field}]}}]}}\n"
    if code:
        assert [finding.code for finding in refusals(folder, text)] == [code]
        return
    fields = {one.id: one for one in over(folder, text).items["mensen"].fields}
    assert list(fields)[:5] == ["rol", "geboren", "leeftijd", "weet", "reden"]
    assert fields["rol"].require == {"advice": True, "report": True}
    assert fields["geboren"].kind == "date"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (ITEM + "{ask: gevaar, kind: text}", "`kind` van `gevaar`"),
        (ITEM + "{ask: gevaar, when: {soort: a}}", "`when` van `gevaar`"),
        (ITEM + "{ask: gevaar, unless: {soort: a}}", "`unless` van `gevaar`"),
        (ITEM + "{ask: later, unless: {gevaar: nee}}", "`unless` van `later`"),
        (ITEM + "{ask: gevaar, hide: true}", "`gevaar` kan niet worden verborgen"),
        (ITEM + "{ask: gevaar, may_hide: true, hide: true}", "`gevaar` kan niet worden verborgen"),
        (ITEM + "{ask: gevaar, optional: true}", "`optional` van `gevaar`"),
        (ITEM + "{ask: gevaar, require: {report: false}}", "`require.report` van `gevaar`"),
        ("alerts: [{alert: alarm, when: {gevaar: nee}}]", "`when` van `alarm`"),
        ("alerts: [{alert: alarm, locked: false}]", "`locked` van `alarm`"),
        ("alerts: [{alert: alarm, locked: false, when: {gevaar: nee}}]", "`when` van `alarm`"),
        ("norms: [{norm: gevaar, given: {soort: a}}]", "`given` van `gevaar`"),
        ("norms: [{norm: gevaar, unless: {soort: a}}]", "`unless` van `gevaar`"),
        ("norms: [{norm: gevaar, require: {outcome: open}}]", "`require` van `gevaar`"),
        ("outcomes: [{outcome: melden, when: {gevaar: nee}}]", "`when` van `melden`"),
        ("outcomes: [{outcome: melden, report: false}]", "`report` van `melden`"),
        ("outcomes: [{outcome: melden, help: false}]", "`help` van `melden`"),
        ("outcomes: [{outcome: klaar, also: {gevaar: onbekend}}]", "`also` van `klaar`"),
        ("outcomes: [{outcome: open, also: {gevaar: ja}}]", "`also` van `open`"),
    ],
)
def test_what_belongs_to_the_norm_stays_and_its_source_is_named(folder: Path, text: str, what: str) -> None:
    found = [finding for finding in refusals(folder, text + "\n") if finding.code == "O001"]
    assert any(what in finding.what for finding in found)
    assert all(finding.why == "Dit hoort bij de norm (bron: wet)." for finding in found)
    assert all(Path(finding.mark.file).name == "school.yaml" for finding in found)


def test_everything_refused_is_told_at_once(folder: Path) -> None:
    text = ITEM + "{ask: gevaar, kind: text, hide: true}\n"
    text += "norms: [{norm: gevaar, given: {soort: a}}]\noutcomes: [{outcome: weg}]\n"
    assert [finding.code for finding in refusals(folder, text)] == ["O001", "O001", "O001", "O002"]


@pytest.mark.parametrize(
    ("text", "answers", "outcome", "alerts"),
    [
        ("alerts: [{alert: alarm, also: {gevaar: onbekend}}]", {"gevaar": "onbekend"}, "vragen", ("alarm",)),
        ("norms: [{norm: gevaar, also: {later: ja}}]", {"gevaar": "nee", "later": "ja"}, "melden", ()),
        ("outcomes: [{outcome: melden, also: {gevaar: onbekend}}]", {"gevaar": "onbekend"}, "melden", ()),
        ("outcomes: [{outcome: vragen, also: {later: onbekend}}]", {"later": "onbekend"}, "vragen", ()),
        ("outcomes: [{outcome: vragen, also: {gevaar: nee}}]", {"gevaar": "nee", "later": "nee"}, "vragen", ()),
    ],
)
def test_what_protects_may_be_widened(
    folder: Path, text: str, answers: dict[str, str], outcome: str, alerts: tuple[str, ...]
) -> None:
    flow = over(folder, text + "\n")
    found = replay(flow, answers, TODAY)
    assert (found.outcome, found.alerts) == (outcome, alerts)
    danger = replay(flow, {"gevaar": "ja"}, TODAY)
    assert (danger.outcome, danger.alerts) == ("melden", ("alarm",))


def test_words_numbers_contacts_and_dates_are_the_organisations_own(folder: Path) -> None:
    flow = over(folder, OWN)
    assert flow.about == "Over ons"
    assert {source.id: source.title for source in flow.sources.values()} == {"wet": "Een wet", "school": "Onze code"}
    assert (flow.sources["wet"].year, flow.sources["wet"].url) == (2020, "www.voorbeeld.nl")
    assert [(contact.id, contact.name, contact.number) for contact in flow.contacts] == [
        ("alarm", "Alarmcentrale", "112"),
        ("coach", "Coach", "1234"),
    ]
    assert (flow.alerts[0].text, flow.alerts[0].call) == ("Bel meteen", ("alarm", "coach"))
    assert flow.outcomes[0].title == "Melden doen wij samen"
    assert [norm.id for norm in flow.norms] == ["gevaar", "jong", "eigen"]
    assert [(rule.id, rule.amount) for rule in flow.deadlines] == [("navraag", 5), ("jaar", 1), ("eigen", 2)]
    assert (flow.deadlines[0].text, flow.deadlines[0].late) == ("Bel de coach.", "Bel de directeur.")


def test_where_the_official_record_belongs_is_replaced_as_a_whole(folder: Path) -> None:
    assert over(folder, "").keeping == Keeping("Het dossier van de organisatie.", "Een jaar.", ("wet",))
    own = "sources: {school: {title: Onze code}}\nkeeping: {official: Bij ons., text: Twee jaar., source: school}\n"
    assert over(folder, own).keeping == Keeping("Bij ons.", "Twee jaar.", ("school",))


def test_a_flow_need_not_say_where_the_official_record_belongs(folder: Path) -> None:
    text = SMALL.partition("keeping:")[0]
    assert text != SMALL
    (folder / "klein.yaml").write_text(text, "utf-8")
    assert over(folder, "").keeping is None


def test_what_the_base_does_not_lock_may_change(folder: Path) -> None:
    flow = over(folder, "norms: [{norm: jong, given: {soort: a}}]\ndeadlines: [{deadline: navraag, working_days: 3}]\n")
    assert replay(flow, {"soort": "a"}, TODAY).norms == ("jong",)
    assert flow.deadlines[0].amount == 3


def test_an_empty_section_over_a_base_without_it_changes_nothing(folder: Path) -> None:
    (folder / "kaal.yaml").write_text(
        "flow: kaal\ntitle: Kaal\nversion: '1'\nsources: {wet: {title: Wet}}\n"
        "steps: [{step: een, title: Een, source: wet, items: [{note: n, text: N, source: wet}]}]\n"
        "outcomes: [{outcome: open, title: Open, text: Open, source: wet}]\n",
        "utf-8",
    )
    empty = "alerts: []\nnorms: []\ndeadlines: []\ncontacts: []\noutcomes: []\nsteps: []\n"
    flow = over(folder, empty, HEAD.replace("klein", "kaal"))
    assert (flow.alerts, list(flow.items)) == ((), ["n"])


# what an organisation says of regions and municipalities

DIRECTORY = """
directory:
  regions:
    - {region: VT20, line: 030-000 0000, website: www.voorbeeld.nl, note: Vraag naar het schoolteam., source: wet}
  municipalities:
    - {municipality: Eemnes, region: VT07, source: wet}
"""


def test_a_flow_without_a_list_of_its_own_says_nothing_of_regions(folder: Path) -> None:
    assert load_flow(folder / "klein.yaml").directory == Directory()


def test_an_overlay_says_what_its_organisation_knows_of_regions(folder: Path) -> None:
    assert over(folder, DIRECTORY).directory == Directory(
        (OwnRegion("VT20", "030-000 0000", "www.voorbeeld.nl", "Vraag naar het schoolteam.", ("wet",)),),
        (OwnPlace("Eemnes", "VT07", ("wet",)),),
    )


def test_an_overlay_on_an_overlay_changes_and_adds_by_region_and_municipality(folder: Path) -> None:
    over(folder, DIRECTORY)
    path = folder / "locatie.yaml"
    path.write_text(
        'flow: locatie\nextends: school\ntitle: Een locatie, verzonnen\nversion: "1"\n'
        "directory:\n"
        "  regions: [{region: VT20, line: 030-000 0001}, {region: VT07, note: Bel eerst., source: wet}]\n"
        "  municipalities:\n"
        "    - {municipality: Eemnes, region: VT20}\n"
        "    - {municipality: Uitgeest, region: VT12, source: wet}\n",
        "utf-8",
    )
    found = load_flow(path).directory
    assert [(one.id, one.line, one.note, one.sources) for one in found.regions] == [
        ("VT20", "030-000 0001", "Vraag naar het schoolteam.", ("wet",)),
        ("VT07", "", "Bel eerst.", ("wet",)),
    ]
    assert [(one.municipality, one.region) for one in found.municipalities] == [
        ("Eemnes", "VT20"),
        ("Uitgeest", "VT12"),
    ]


def test_the_same_list_comes_back_from_what_is_kept_of_a_flow(folder: Path) -> None:
    flow = over(folder, DIRECTORY)
    again = load_layers(flow.layers)
    assert (again.directory, again.digest) == (flow.directory, flow.digest)


def test_the_schema_of_flows_knows_all_municipalities_and_regions() -> None:
    defined = json.loads((files("meldcode.flow") / "flow.schema.json").read_text("utf-8"))["$defs"]
    with (DATA / "gemeente_vt.csv").open(encoding="utf-8", newline="") as file:
        assert defined["municipality"]["enum"] == [row["gemeentenaam"] for row in csv.DictReader(file)]
    with (DATA / "vt_regios.csv").open(encoding="utf-8", newline="") as file:
        assert defined["region"]["enum"] == [row["vt_code"] for row in csv.DictReader(file)]
