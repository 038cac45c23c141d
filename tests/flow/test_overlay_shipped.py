"""Overlays on what ships, by a clumsy and a hostile hand: what protects stays, and what an organisation may do works.

All organisations, people and numbers are invented.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from meldcode.flow.build import build_flow
from meldcode.flow.findings import Finding, FlowError, Problems
from meldcode.flow.lists import fill_lists
from meldcode.flow.loader import find_flow, load_flow, read_layers
from meldcode.flow.model import Flow
from meldcode.flow.overlay import merge
from meldcode.flow.reader import Map, read_yaml
from meldcode.flow.replay import replay
from meldcode.flow.shape import check_shape
from tests.flow.forms import SMALL, TODAY

HEAD = 'flow: eigen\nextends: {base}\ntitle: Een organisatie, verzonnen\nversion: "1"\n'
OWN = """sources: {eigen_code: {title: "Onze meldcode, verzonnen"}}
contacts: [{contact: directeur, name: De directeur, number: "030-0000000", source: eigen_code}]
"""


def item(text: str, step: str = "signalen") -> str:
    return f"steps:\n  - step: {step}\n    items:\n      - {text}\n"


def load(folder: Path, base: str, text: str) -> Flow:
    path = folder / "eigen.yaml"
    path.write_text(HEAD.format(base=base) + text, "utf-8")
    return load_flow(path)


def refused(folder: Path, base: str, text: str) -> tuple[Finding, ...]:
    with pytest.raises(FlowError) as caught:
        load(folder, base, text)
    return caught.value.findings


REFUSED = [
    # questions
    (item("{ask: acuut_gevaar, kind: text}"), "O001", "kind"),
    (item("{ask: acuut_gevaar, optional: true}"), "O001", "optional"),
    (item("{ask: acuut_gevaar, one_line: true}"), "O001", "one_line"),
    (item("{ask: acuut_gevaar, hide: true}"), "O001", "hide"),
    (item("{ask: acuut_gevaar, may_hide: true, hide: true}"), "O001 O001", "may_hide"),
    (item("{ask: acuut_gevaar, require: {advice: false}}"), "O001", "advice"),
    (item("{ask: acuut_gevaar, when: {letsel: ja}}"), "O001", "when"),
    (item("{ask: acuut_gevaar, unless: {letsel: ja}}"), "O001", "unless"),
    (item("{ask: acuut_gevaar, help: ''}"), "O001", "help"),
    (item("{ask: acuut_gevaar, options: {ja: Nee, nee: Ja}}"), "O009 O009", "ja"),
    (item("{ask: acuut_gevaar, options: {onbekend: Ja}}"), "O009", "onbekend"),
    (item("{ask: acuut_gevaar, after: letsel}"), "O007", "after"),
    (item("{ask: acuut_gevaar}", "beslissen"), "O007", "{ask"),
    (item("{ask: letsel}", "beslissen"), "O007", "{ask"),
    (item("{ask: acuut_gevaar, after: acuut_gevaar}"), "O003", "after"),
    (item("{ask: acuut_gevaar, before: overleg_collega}"), "O003", "before"),
    (item("{note: acuut_gevaar, text: Gevaar}"), "O010", "note"),
    (item("{ask: geheim_en_meldrecht, text: Gevaar?}", "overleg"), "O010", "ask"),
    (item("{ask: besluit_melden, before: acuut_onveilig}", "beslissen"), "O007", "before"),
    (item("{ask: besluit_melden}"), "O007", "{ask"),
    (item("{ask: acuut_onveilig, after: besluit_melden}", "beslissen"), "O007", "after"),
    (item("{ask: vorm, when: {letsel: ja}}"), "O001", "when"),
    (item("{ask: signalen, fields: [{field: feit, kind: number}]}"), "O001", "kind"),
    (item("{ask: signalen, fields: [{field: feit, require: false}]}"), "O001", "require"),
    (item("{ask: signalen, fields: [{field: feit, text: ''}]}"), "O001", "text"),
    (item("{ask: signalen, fields: [{field: bron, options: {document: Zelf gezien of gehoord}}]}"), "O009", "document"),
    (item("{ask: personen, fields: [{field: leeftijd, when: {rol: kind}}]}"), "O001", "when"),
    # steps
    ("step_order: [beslissen, signalen, overleg, gesprek, wegen]\n", "O007 O007", "beslissen"),
    ("step_order: [overleg, signalen, gesprek, wegen, beslissen]\n", "O007", "signalen"),
    ("step_order: [signalen, overleg, gesprek, wegen]\n", "O004", "step_order"),
    ("steps:\n  - {step: signalen, record: ''}\n", "O001", "record"),
    # alerts, outcomes, norms
    (OWN + "alerts:\n  - {alert: bel_112, call: directeur}\n", "O001", "call"),
    (OWN + "alerts:\n  - {alert: bel_112, call: [directeur, noodnummer, veilig_thuis]}\n", "O001", "call"),
    ("alerts:\n  - {alert: bel_112, call: noodnummer}\n", "O001", "call"),
    ("alerts:\n  - {alert: bel_112, text: Bel de directeur, do: Bel eerst de directeur.}\n", "O009", "text"),
    ("alerts:\n  - {alert: bel_112, do: ''}\n", "O001", "do"),
    ("alerts:\n  - {alert: bel_112, when: {letsel: ja}}\n", "O001", "when"),
    ("alerts:\n  - {alert: bel_112, locked: false}\n", "O001", "locked"),
    ("outcomes:\n  - {outcome: melden, report: false}\n", "O001", "report"),
    ("outcomes:\n  - {outcome: melden, help: false}\n", "O001", "help"),
    ("outcomes:\n  - {outcome: melden, when: {acuut_gevaar: ja}}\n", "O001", "when"),
    ("outcomes:\n  - {outcome: melden, text: '', do: Doe niets.}\n", "O001 O009", "text"),
    ("outcomes:\n  - {outcome: afsluiten, also: {vermoeden: onbekend}}\n", "O001", "also"),
    ("outcomes:\n  - {outcome: hulp, also: {acuut_onveilig: ja}}\n", "O001", "also"),
    (
        "outcomes:\n  - {outcome: eigen, when: {vermoeden: ja}, title: T, text: T, source: rijksoverheid}\n",
        "O002",
        "outcome:",
    ),
    ("norms:\n  - {norm: meldnorm_1, unless: {vermoeden: nee}}\n", "O001", "unless"),
    ("norms:\n  - {norm: meldnorm_1, given: {letsel: ja}}\n", "O001", "given"),
    ("norms:\n  - {norm: meldnorm_1, require: {outcome: hulp}}\n", "O001", "require"),
    ("norms:\n  - {norm: monotone_danger, monotone: [letsel]}\n", "O001", "monotone:"),
    # numbers, terms, sources and what stands at the top
    ('contacts:\n  - {contact: noodnummer, number: "1234"}\n', "O001", "number"),
    ("contacts:\n  - {contact: veilig_thuis, number: 030-0000000}\n", "O001", "number"),
    ("contacts:\n  - {contact: veilig_thuis, when: {letsel: ja}}\n", "O001", "when"),
    ("deadlines:\n  - {deadline: besluit_veilig_thuis, working_days: 30}\n", "O001", "working_days"),
    ("deadlines:\n  - {deadline: besluit_veilig_thuis, days: 3}\n", "O001", "days"),
    ("deadlines:\n  - {deadline: besluit_veilig_thuis, from: hulp_evaluatie}\n", "O001", "from"),
    ("deadlines:\n  - {deadline: besluit_veilig_thuis, when: {letsel: ja}}\n", "O001", "when"),
    ("deadlines:\n  - {deadline: onderzoek_veilig_thuis, unless: {letsel: ja}}\n", "O001", "unless"),
    ("deadlines:\n  - {deadline: besluit_veilig_thuis, late: Wacht nog een week.}\n", "O009", "late"),
    ("sources:\n  besluit_meldcode: {title: Wat wij vinden}\n", "O001", "title"),
    ("language: en\n", "O001", "language"),
    ("profession: youth_worker\n", "O001", "profession"),
]
"""What is written, the codes of what is found, and the first word of the place of the first."""


@cache
def base_of(name: str) -> tuple[Map, Map]:
    """A shipped flow as overlays find it, and the lists it knows."""
    found = list(read_layers(find_flow(name)))
    merged, lists = found[-1].root, Map(found[-1].root.mark)
    for layer in reversed(found):
        lists = fill_lists(layer.root, lists, Problems())
        if layer.root is not merged:
            merged = merge(merged, layer.root, Problems())
    return merged, lists


def laid_over(base: str, text: str) -> tuple[Map, list[Finding]]:
    """The merge, and what it refuses: the whole of a shipped flow is not read again for each case."""
    root = read_yaml((HEAD.format(base=base) + text).encode(), "eigen.yaml")
    problems, (below, lists) = Problems(), base_of(base)
    check_shape(root, problems)
    problems.check()
    fill_lists(root, lists, problems)
    result = merge(below, root, problems)
    return result, sorted(problems.findings, key=lambda finding: finding.mark)


@pytest.mark.parametrize("base", ["onderwijs", "huisarts"])
@pytest.mark.parametrize(("text", "codes", "place"), REFUSED)
def test_what_could_protect_less_is_refused_in_its_place(base: str, text: str, codes: str, place: str) -> None:
    if base == "huisarts":  # its fourth step has another name
        text = text.replace("gesprek, wegen", "gesprek, overleg_betrokkenen")
    _merged, found = laid_over(base, text)
    assert " ".join(finding.code for finding in found) == codes
    assert {finding.mark.file for finding in found} == {"eigen.yaml"}
    line = (HEAD + text).splitlines()[found[0].mark.line - 1]
    assert line[found[0].mark.column - 1 :].startswith(place)
    for finding in found:
        if finding.code in {"O001", "O007", "O009"} and not text.startswith(("language", "profession")):
            assert "bron" in finding.why, finding


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (item("{ask: acuut_gevaar, options: {misschien: Misschien}}"), "M003"),
        (item("{ask: alert, kind: yesno, text: Nu?, source: rijksoverheid}"), "M001"),
        (item("{ask: any, kind: yesno, text: Nu?, source: rijksoverheid}"), "M001"),
        (item("{ask: letsel_beschrijving, before: letsel}"), "M005"),
        ("alerts:\n  - {alert: bel_112, call: []}\n", "S004"),
    ],
)
def test_what_else_is_wrong_is_found_in_the_whole(tmp_path: Path, text: str, code: str) -> None:
    assert {finding.code for finding in refused(tmp_path, "basis", text)} == {code}


def test_a_base_without_a_profession_may_get_one(tmp_path: Path) -> None:
    assert load(tmp_path, "basis", "profession: youth_worker\n").profession == "youth_worker"


ALLOWED = [
    item("{ask: acuut_gevaar, text: Is er nu gevaar?, help: Kijk om u heen., options: {ja: Ja zeker}}"),
    item("{ask: letsel, before: acuut_gevaar}"),
    item("{ask: eigen_vraag, kind: yesno, before: acuut_gevaar, text: Is dit besproken?, source: rijksoverheid}"),
    item("{ask: eigen_vraag, kind: yesno, may_hide: true, hide: true, text: Nu?, source: rijksoverheid}"),
    item("{ask: acuut_gevaar, require: {advice: true, report: true}, optional: false, hide: false, may_hide: false}"),
    item("{ask: signalen, fields: [{field: feit, require: true}, {field: klas, kind: text, text: Klas}]}"),
    item("{ask: signalen, fields: []}"),
    item("{note: eigen_uitleg, after: acuut_gevaar, text: Onze aanpak, source: rijksoverheid}"),
    OWN + "alerts:\n  - {alert: bel_112, call: [noodnummer, veilig_thuis, directeur]}\n",
    "alerts:\n  - {alert: bel_112, also: {letsel: ja}, text: Bel nu 112, do: Bel 112. Blijf erbij.}\n",
    "alerts:\n  - {alert: eigen_alarm, when: {letsel: ja}, text: Bel, call: veilig_thuis, source: rijksoverheid}\n",
    "outcomes:\n  - {outcome: melden, also: {letsel: ja}, title: Melden doen wij samen}\n",
    "outcomes:\n  - {outcome: hulp_afronden, title: Zelf helpen, text: Wij helpen zelf.}\n",
    "norms:\n  - {norm: meldnorm_1, also: {letsel: ja}}\n",
    "contacts:\n  - {contact: veilig_thuis, name: Veilig Thuis Utrecht, text: Vraag naar het schoolteam.}\n",
    "deadlines:\n  - {deadline: besluit_veilig_thuis, working_days: 3}\n",
    "deadlines:\n  - {deadline: eigen, from: melding_datum, days: 2, text: Bel na., source: rijksoverheid}\n",
    "sources:\n  rijksoverheid: {title: Wat moet ik doen bij huiselijk geweld?, note: Ons bestuur las dit.}\n",
    "language: nl\n",
    "steps:\n  - {step: signalen, title: Wat ziet u, short: Zien, record: Schrijf het op.}\n",
    "steps:\n  - {step: nazorg, title: Nazorg, source: rijksoverheid,"
    " items: [{ask: na, kind: text, text: Nog iets?, source: rijksoverheid}]}\n",
    "organisation:\n  {name: De school, decides: d, roles: [{role: d, title: Directeur}]}\n"
    "steps:\n  - {step: overleg, who: d}\n",
    "keeping: {official: Het leerlingdossier., text: Twee jaar., source: rijksoverheid}\n",
    "protocol: {kindcheck: {text: Wij doen altijd de kindcheck.}}\n",
]


@pytest.mark.parametrize("base", ["onderwijs", "huisarts"])
@pytest.mark.parametrize("text", ALLOWED)
def test_what_an_organisation_may_do_works(base: str, text: str) -> None:
    (merged, found), problems = laid_over(base, text), Problems()
    flow = build_flow(merged, "", problems)
    assert [*found, *problems.findings] == []
    danger = replay(flow, {"acuut_gevaar": "ja"}, TODAY)
    assert danger.outcome == "melden"
    assert "bel_112" in danger.alerts
    assert next(alert for alert in flow.alerts if alert.id == "bel_112").call[:1] == ("noodnummer",)


# more layers


def layers(folder: Path, middle: str, top: str) -> Flow:
    (folder / "klein.yaml").write_text(SMALL, "utf-8")
    (folder / "bestuur.yaml").write_text(f'flow: bestuur\nextends: klein\ntitle: B\nversion: "1"\n{middle}', "utf-8")
    path = folder / "locatie.yaml"
    path.write_text(f'flow: locatie\nextends: bestuur\ntitle: L\nversion: "1"\n{top}', "utf-8")
    return load_flow(path)


STEP = "steps:\n  - step: {}\n    items:\n      - "


@pytest.mark.parametrize(
    ("middle", "top", "code"),
    [
        (
            STEP.format("twee") + "{ask: slot, may_hide: false}\n",
            STEP.format("twee") + "{ask: slot, hide: true}\n",
            "O001",
        ),
        (STEP.format("twee") + "{ask: slot, hide: true}\n", STEP.format("twee") + "{ask: slot, hide: false}\n", ""),
        (
            STEP.format("een") + "{ask: n, kind: yesno, text: N?, source: wet}\n",
            STEP.format("een") + "{ask: n, hide: true}\n",
            "O001",
        ),
        (
            "contacts: [{contact: coach, name: C, number: '1', source: wet}]\n",
            "contacts: [{contact: coach, number: '2'}]\n",
            "",
        ),
        (
            "contacts: [{contact: coach, name: C, number: '1', source: wet}]\n"
            "alerts: [{alert: alarm, call: [alarm, coach]}]\n",
            "contacts: [{contact: coach, number: '2'}]\n",
            "O001",
        ),
        (
            "steps:\n  - {step: nazorg, title: N, source: wet, items: [{note: n, text: N, source: wet}]}\n",
            "step_order: [een, nazorg, twee]\n",
            "",
        ),
        (
            "steps:\n  - {step: nazorg, title: N, source: wet, items: [{note: n, text: N, source: wet}]}\n",
            "step_order: [nazorg, twee, een]\n",
            "O007",
        ),
        (
            "organisation: {name: B, decides: a, roles: [{role: a, title: A}, {role: b, title: B}]}\n"
            "steps: [{step: een, who: b}]\n",
            "organisation: {name: L, decides: a, roles: [{role: a, title: A, who: Noor}]}\n",
            "",
        ),
    ],
)
def test_a_layer_between_is_a_base_too(tmp_path: Path, middle: str, top: str, code: str) -> None:
    if not code:
        assert layers(tmp_path, middle, top).id == "locatie"
        return
    with pytest.raises(FlowError) as caught:
        layers(tmp_path, middle, top)
    assert {finding.code for finding in caught.value.findings} == {code}
    assert {Path(finding.mark.file).name for finding in caught.value.findings} == {"locatie.yaml"}


def test_roles_of_both_layers_are_there_and_the_upper_one_says_who(tmp_path: Path) -> None:
    below = "organisation: {name: B, decides: a, roles: [{role: a, title: A, reach: t1}, {role: b, title: B}]}\n"
    above = "organisation: {name: L, decides: a, roles: [{role: a, title: A, who: Noor}]}\n"
    found = layers(tmp_path, below, above).organisation
    assert found
    assert (found.name, [(role.id, role.who, role.reach) for role in found.roles]) == (
        "L",
        [("a", "Noor", "t1"), ("b", "", "")],
    )


def test_an_overlay_on_an_overlay_on_nothing_says_which_file_names_it(tmp_path: Path) -> None:
    (tmp_path / "bestuur.yaml").write_text('flow: bestuur\nextends: onderwijz\ntitle: B\nversion: "1"\n', "utf-8")
    (tmp_path / "locatie.yaml").write_text('flow: locatie\nextends: bestuur\ntitle: L\nversion: "1"\n', "utf-8")
    with pytest.raises(FlowError) as caught:
        load_flow(tmp_path / "locatie.yaml")
    (found,) = caught.value.findings
    assert (found.code, Path(found.mark.file).name, found.mark.line, found.near) == (
        "O006",
        "bestuur.yaml",
        2,
        "onderwijs",
    )


def test_advice_is_not_widened_over_a_report_that_comes_after_it(tmp_path: Path) -> None:
    text = SMALL.replace("report: true, help: true, title: Melden", "help: running, title: Melden")
    text = text.replace("help: running, title: Vragen", "report: true, title: Vragen")
    assert text != SMALL
    (tmp_path / "klein.yaml").write_text(text, "utf-8")
    (found,) = refused(tmp_path, "klein", "outcomes: [{outcome: melden, also: {gevaar: onbekend}}]\n")
    assert found.code == "O001"
