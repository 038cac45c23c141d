"""Changes to the shipped flows: those that break a norm or the law's minimum, and those that do no harm. All invented."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from meldcode import resources


class Change(NamedTuple):
    """One text in the file of a flow that becomes another."""

    name: str
    flow: str
    old: str
    new: str


def changed(folder: Path, change: Change) -> Path:
    """The file of the flow with the change in it, in a copy of all flows."""
    flows = folder / "flows"
    if not flows.exists():
        flows.mkdir()
        for path in resources.flows_folder().glob("*.yaml"):
            shutil.copy(path, flows)
    path = flows / f"{change.flow}.yaml"
    text = path.read_text("utf-8")
    assert text.count(change.old) == 1, f"{change.name}: stands {text.count(change.old)} times in {path.name}"
    path.write_text(text.replace(change.old, change.new), "utf-8")
    return path


NORM_1 = "given: {any: [{acuut_gevaar: ja}, {acuut_onveilig: ja}, {structureel_onveilig: ja}, {disclosure: ja}]}"
NORM_2 = "given: {any: [{hulp_mogelijk: nee}, {hulp_aanvaard: nee}]}"
MELDEN = "- outcome: melden\n    when: {norm: [meldnorm_1, meldnorm_2, meldnorm_3]}"
EFFECT = "    report: true\n    help: true\n"
CLOSE = "- outcome: afsluiten\n    when: {vermoeden: nee, acuut_gevaar: nee, disclosure: nee}"
FINISH = """\
      hulp_mogelijk: ja
      hulp_aanvaard: ja
      hulp_werkt: ja
"""
HELP = """\
  - outcome: hulp
    when:
      vermoeden: ja
      acuut_gevaar: nee
      disclosure: nee
      acuut_onveilig: nee
      structureel_onveilig: nee
"""
UNSURE = "given: {any: [{acuut_onveilig: onbekend}, {structureel_onveilig: onbekend}]}"

BREAKING = (
    # conditions dropped
    Change("acute danger is no reason to report", "basis", NORM_1, NORM_1.replace("{acuut_gevaar: ja}, ", "")),
    Change("acute unsafety is no reason to report", "basis", NORM_1, NORM_1.replace("{acuut_onveilig: ja}, ", "")),
    Change("lasting unsafety is no reason", "basis", NORM_1, NORM_1.replace("{structureel_onveilig: ja}, ", "")),
    Change("what a victim tells is no reason", "basis", NORM_1, NORM_1.replace(", {disclosure: ja}", "")),
    Change("refused help is no reason", "basis", NORM_2, NORM_2.replace(", {hulp_aanvaard: nee}", "")),
    Change("help that does not work is no reason", "basis", MELDEN, MELDEN.replace(", meldnorm_3", "")),
    Change("closing without asking who told it", "basis", CLOSE, CLOSE.replace(", disclosure: nee", "")),
    Change("closing whatever the danger is", "basis", CLOSE, CLOSE.replace(", acuut_gevaar: nee", "")),
    Change("help although the unsafety lasts", "basis", HELP, HELP.replace("      structureel_onveilig: nee\n", "")),
    Change("finished before it is known whether help works", "basis", FINISH, FINISH.replace("werkt: ja", "werkt: nog_niet_bekend")),
    Change("doubt about danger asks no advice", "basis", "        - {acuut_gevaar: onbekend}\n        - {disc", "        - {disc"),
    Change("doubt about help asks no advice", "basis", "        - {hulp_mogelijk: onbekend}\n", ""),
    # answers flipped
    Change("no danger is reported and danger is not", "basis", NORM_1, NORM_1.replace("acuut_gevaar: ja", "acuut_gevaar: nee")),
    Change("help that works is reported", "basis", "given: {hulp_werkt: nee}", "given: {hulp_werkt: ja}"),
    Change("closing on a suspicion", "basis", CLOSE, CLOSE.replace("vermoeden: nee", "vermoeden: ja")),
    Change("closing on doubt", "basis", CLOSE, CLOSE.replace("vermoeden: nee", "vermoeden: [nee, onbekend]")),
    # exceptions
    Change("a report does not hold while somebody helps", "basis", f"{NORM_1}\n    unless: {{dader_beroepskracht: ja}}",
           f"{NORM_1}\n    unless: {{any: [{{dader_beroepskracht: ja}}, {{hulp_werkt: ja}}]}}"),
    Change("doubt about a colleague ends it", "basis", "- outcome: buiten_meldcode\n    when: {dader_beroepskracht: ja}",
           "- outcome: buiten_meldcode\n    when: {dader_beroepskracht: [ja, onbekend]}"),
    # effects and words
    Change("the report that is none", "basis", EFFECT, "    report: false\n    help: true\n"),
    Change("the report that says the opposite", "basis", "    title: De norm vraagt een melding bij Veilig Thuis\n",
           "    title: De norm vraagt geen melding bij Veilig Thuis\n"),
    Change("advice first, without advice", "basis", "    title: Vraag eerst advies aan Veilig Thuis\n", "    title: U kunt rustig wachten\n"),
    # alerts
    Change("112 comes only when it is acute too", "basis", "- alert: bel_112\n    when: {acuut_gevaar: ja}",
           "- alert: bel_112\n    when: {acuut_gevaar: ja, acuut_onveilig: ja}"),
    Change("112 is not called", "basis", "    call: [noodnummer, veilig_thuis]\n    source: [rijksoverheid, kind_acuut_gevaar, goede_praktijk]",
           "    call: [veilig_thuis]\n    source: [rijksoverheid, kind_acuut_gevaar, goede_praktijk]"),
    Change("the warning about honour comes too late", "basis", "    when: {vorm: eergerelateerd}\n    text:",
           "    when: {vorm: eergerelateerd, gesprek_ouders: nee}\n    text:"),
    Change("seven days become three", "basis", "{days_ago: {below: 8}}", "{days_ago: {below: 4}}"),
    # what is asked and recorded
    Change("who told it is asked only without danger", "basis", "      - ask: disclosure\n        kind: yesno\n",
           "      - ask: disclosure\n        kind: yesno\n        when: {acuut_gevaar: nee}\n"),
    Change("no reason for another decision", "basis", "            - all: [{outcome: melden}, {besluit_melden: nee}]\n", ""),
    # layers
    Change("doubt in a school asks no report", "onderwijs", "  - outcome: melden\n    also: {norm: onderwijs_twijfel}\n", "  - outcome: melden\n"),
    Change("doubt about lasting unsafety in a school", "onderwijs", UNSURE, UNSURE.replace(", {structureel_onveilig: onbekend}", "")),
    Change("a doctor is not told to ask advice", "huisarts", "        - {overleg_amhk: nee}\n        - {acuut_gevaar: nee}\n",
           "        - {overleg_amhk: onbekend}\n        - {acuut_gevaar: nee}\n"),
)  # fmt: skip
"""Each breaks a norm or the law's minimum for somebody's answers."""
