"""The verbs for who adapts a flow: check, diff, graph, protocol, new-flow, rebase and scenarios. Holds no logic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from meldcode.cli import VERBS
from meldcode.completion import flow_names
from meldcode.i18n import _

if TYPE_CHECKING:
    from meldcode.check.graph import GraphForm
    from meldcode.check.picture.sheets import Paper
    from meldcode.dossier_verbs import Option


def add_author_verbs(meldcode: click.Group, lang: Option, cls: type[click.Command]) -> None:
    """Add them, with their help in the current language."""
    _add_check(meldcode, lang, cls)
    _add_compare(meldcode, lang, cls)
    _add_papers(meldcode, lang, cls)
    _add_begin(meldcode, lang, cls)


def _add_check(meldcode: click.Group, lang: Option, cls: type[click.Command]) -> None:
    @meldcode.command("check", cls=cls, help=_(VERBS["check"]))
    @lang
    @click.argument("paths", nargs=-1, metavar="[PATH]...")
    @click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "sarif"]),
        default="text",
        help=_("Vorm van de lijst: tekst, JSON of SARIF."),
    )
    @click.option(
        "--paths", "folder", type=click.Path(path_type=Path), help=_("Map voor de paden die een fout laten zien.")
    )
    @click.pass_context
    def check_verb(ctx: click.Context, paths: tuple[str, ...], form: str, folder: Path | None) -> None:
        from meldcode.check.findings import check

        ctx.exit(check(paths, form, folder))

    @meldcode.command("scenarios", cls=cls, help=_(VERBS["scenarios"]))
    @lang
    @click.argument("flow", shell_complete=flow_names)
    @click.option("--write", is_flag=True, help=_("Maak de voorbeelden die nog ontbreken."))
    @click.pass_context
    def scenarios_verb(ctx: click.Context, flow: str, write: bool) -> None:
        from meldcode.check.scenario_verb import scenarios

        ctx.exit(scenarios(flow, write))


def _add_compare(meldcode: click.Group, lang: Option, cls: type[click.Command]) -> None:
    @meldcode.command("diff", cls=cls, help=_(VERBS["diff"]))
    @lang
    @click.argument("old")
    @click.argument("new")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Vorm van de lijst."))
    @click.pass_context
    def diff_verb(ctx: click.Context, old: str, new: str, form: str) -> None:
        from meldcode.check.diff import diff
        from meldcode.flow.loader import load_flow

        ctx.exit(diff(load_flow(old), load_flow(new), form))

    @meldcode.command("rebase", cls=cls, help=_(VERBS["rebase"]))
    @lang
    @click.argument("overlay", type=click.Path(path_type=Path))
    @click.option("--old", help=_("De basis waarop dit bestand is gemaakt; anders wat `extends_version` zegt."))
    @click.option("--new", help=_("De nieuwe basis; zonder deze optie wat nu wordt meegeleverd."))
    @click.option("--all", "everything", is_flag=True, help=_("Noem ook wat gewoon blijft gelden."))
    @click.pass_context
    def rebase_verb(ctx: click.Context, overlay: Path, old: str | None, new: str | None, everything: bool) -> None:
        from meldcode.check.earlier import old_base
        from meldcode.check.rebase import base_lines, exit_code, rebase, summary, words
        from meldcode.flow.loader import base_name, load_flow
        from meldcode.text import clean

        before, now = load_flow(old) if old else old_base(overlay), load_flow(new or base_name(overlay))
        changes = rebase(before, now, overlay)
        for change in changes:
            if everything or change.kind != "applies":
                click.echo(clean(words(change)))
        click.echo(summary(changes))
        for line in base_lines(before, now):
            click.echo(clean(line))
        ctx.exit(exit_code(changes))


def _add_papers(meldcode: click.Group, lang: Option, cls: type[click.Command]) -> None:
    @meldcode.command("graph", cls=cls, help=_(VERBS["graph"]))
    @lang
    @click.argument("flow", shell_complete=flow_names)
    @click.option(
        "--format",
        "form",
        type=click.Choice(["text", "mermaid", "svg"]),
        default="text",
        help=_("Vorm van de tekening: tekst, Mermaid of SVG."),
    )
    @click.option("--paper", type=click.Choice(["a3", "a4"]), default="a3", help=_("Papier voor SVG."))
    @click.option("--out", type=click.Path(path_type=Path), help=_("Map waarin de tekening komt."))
    def graph_verb(flow: str, form: GraphForm, paper: Paper, out: Path | None) -> None:
        import shutil

        from meldcode.check.graph import graph
        from meldcode.flow.loader import load_flow

        for path in graph(load_flow(flow), form, out, paper, shutil.get_terminal_size().columns):
            click.echo(_("geschreven: {path}").format(path=path), err=True)

    @meldcode.command("protocol", cls=cls, help=_(VERBS["protocol"]))
    @lang
    @click.argument("flow", shell_complete=flow_names)
    @click.option("--out", type=click.Path(path_type=Path), required=True, help=_("Bestand: eindigt op .pdf of .docx."))
    def protocol_verb(flow: str, out: Path) -> None:
        from datetime import date

        from meldcode.check.findings import proved_of
        from meldcode.check.protocol.build import protocol
        from meldcode.check.protocol.write import write
        from meldcode.flow.loader import load_flow

        path = write(protocol(load_flow(flow), proved_of(flow), date.today()), out)
        click.echo(_("geschreven: {path}").format(path=path), err=True)


def _add_begin(meldcode: click.Group, lang: Option, cls: type[click.Command]) -> None:
    @meldcode.command("new-flow", cls=cls, help=_(VERBS["new-flow"]))
    @lang
    @click.argument("name", metavar="ID")
    @click.option("--extends", "base", default="basis", help=_("De vragenlijst waarop deze voortbouwt."))
    @click.option("--title", help=_("De titel; zonder deze optie de naam."))
    @click.option("--out", type=click.Path(path_type=Path), help=_("Bestand; zonder deze optie ID.yaml in deze map."))
    def new_flow_verb(name: str, base: str, title: str | None, out: Path | None) -> None:
        from meldcode.check.newflow import write_new

        for path in write_new(out or Path(f"{name}.yaml"), base, title or name):
            click.echo(_("geschreven: {path}").format(path=path), err=True)
