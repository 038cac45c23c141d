"""`meldcode train`: practise alone, lead a group, join one, and what trainers need besides. Opens no dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from meldcode.cli import VERBS
from meldcode.completion import case_names, flow_names
from meldcode.i18n import N_, _
from meldcode.verbs import Speaking

if TYPE_CHECKING:
    from meldcode.dossier_verbs import Option

_PORTS = click.IntRange(0, 65535)
MOST = 30
"""Participants at the same time."""
PARTS = {
    "alone": N_("Loop een oefengeval zelf door (ook met alleen `meldcode train`)."),
    "list": N_("Toon de oefengevallen die er zijn."),
    "guide": N_("Schrijf een geval uit voor wie het gaat leiden: alles, met de redenering en de bronnen."),
    "host": N_("Leid een groep: u laat het geval los, de groep stemt, u bespreekt het."),
    "join": N_("Doe mee met een groep, met het adres en de code van de trainer."),
    "handout": N_("Schrijf de hand-out van een bewaarde bijeenkomst opnieuw."),
    "figures": N_("Toon over alle bewaarde bijeenkomsten welke weging mensen verdeelt."),
    "new": N_("Begin een eigen oefengeval, van een antwoordenbestand."),
    "record": N_("Speel een geval in de app voor, en bewaar het als oefengeval."),
}
"""What `train` can be asked to do; the help of `meldcode train` shows them in this order."""


class _Group(Speaking, click.Group):
    """The parts below this verb, with help in the language of the person."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the parts and the options."""
        with formatter.section(_("Opdrachten")):
            formatter.write_dl([(name, _(text)) for name, text in PARTS.items()])
        super().format_options(ctx, formatter)


def train_group(lang: Option) -> click.Group:
    """The verb with its parts; `lang` is the option that every verb takes."""

    @click.group(
        "train", cls=_Group, invoke_without_command=True, help=_(VERBS["train"]), subcommand_metavar=_("[OPDRACHT]")
    )
    @lang
    @click.option("--plain", is_flag=True, help=_("Regel voor regel, zonder schermen."))
    @click.pass_context
    def train(ctx: click.Context, plain: bool) -> None:
        if ctx.invoked_subcommand is None:
            from meldcode.practising import practise

            ctx.exit(practise("", plain))

    @train.command("alone", cls=Speaking, help=_(PARTS["alone"]))
    @lang
    @click.argument("case", required=False, default="", shell_complete=case_names)
    @click.option("--plain", is_flag=True, help=_("Regel voor regel, zonder schermen."))
    @click.pass_context
    def alone(ctx: click.Context, case: str, plain: bool) -> None:
        from meldcode.practising import practise

        ctx.exit(practise(case, plain))

    @train.command("list", cls=Speaking, help=_(PARTS["list"]))
    @lang
    def list_verb() -> None:
        from meldcode.training.telling import list_lines

        for line in list_lines():
            click.echo(line)

    @train.command("guide", cls=Speaking, help=_(PARTS["guide"]))
    @lang
    @click.argument("case", shell_complete=case_names)
    @click.option("--out", type=click.Path(path_type=Path), default=Path(), help=_("Map waarin de leidraad komt."))
    def guide_verb(case: str, out: Path) -> None:
        from meldcode.training.telling import guide

        for path in guide(case, out):
            click.echo(_("geschreven: {path}").format(path=path), err=True)

    _add_group_work(train, lang)
    _add_after(train, lang)
    _add_making(train, lang)
    return train


def _add_group_work(train: click.Group, lang: Option) -> None:
    @train.command("host", cls=Speaking, help=_(PARTS["host"]))
    @lang
    @click.argument("case", required=False, default="", shell_complete=case_names)
    @click.option(
        "--host",
        "address",
        default="127.0.0.1",
        help=_("Adres om op te luisteren; voor een groep 0.0.0.0, zonder dit alleen deze computer."),
    )
    @click.option("--port", type=_PORTS, default=8765, help=_("Poort om op te luisteren."))
    @click.option("--most", type=click.IntRange(1, 100), default=MOST, help=_("Zoveel mensen tegelijk."))
    @click.option("--hours", type=click.FloatRange(0.1, 12), default=4, help=_("Zoveel uren, dan stopt het vanzelf."))
    @click.option("--plain", is_flag=True, help=_("Regel voor regel, zonder schermen."))
    @click.pass_context
    def host(ctx: click.Context, case: str, address: str, port: int, most: int, hours: float, plain: bool) -> None:
        from meldcode.leading import lead

        ctx.exit(lead(case, address, port, most, hours, plain))

    @train.command("join", cls=Speaking, help=_(PARTS["join"]))
    @lang
    @click.argument("address")
    @click.argument("code", required=False, default="")
    @click.option("--plain", is_flag=True, help=_("Regel voor regel, zonder schermen."))
    @click.pass_context
    def join_verb(ctx: click.Context, address: str, code: str, plain: bool) -> None:
        from meldcode.joining import join

        ctx.exit(join(address, code, plain))


def _add_after(train: click.Group, lang: Option) -> None:
    @train.command("handout", cls=Speaking, help=_(PARTS["handout"]))
    @lang
    @click.argument("session", type=click.Path(path_type=Path), required=False)
    @click.option("--out", type=click.Path(path_type=Path), default=Path(), help=_("Map waarin de hand-out komt."))
    def handout(session: Path | None, out: Path) -> None:
        from meldcode.training.telling import handout_again

        for path in handout_again(session, out):
            click.echo(_("geschreven: {path}").format(path=path), err=True)

    @train.command("figures", cls=Speaking, help=_(PARTS["figures"]))
    @lang
    @click.option("--json", "as_json", is_flag=True, help=_("Toon het als JSON."))
    def figures(as_json: bool) -> None:
        from meldcode.training.telling import figures_text

        text, note = figures_text(as_json)
        click.echo(text)
        if note:
            click.echo(note, err=True)


def _add_making(train: click.Group, lang: Option) -> None:
    @train.command("new", cls=Speaking, help=_(PARTS["new"]))
    @lang
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--flow", required=True, shell_complete=flow_names, help=_("De vragenlijst."))
    @click.option("--answers", type=click.Path(path_type=Path), help=_("Bestand met antwoorden."))
    def new(file: Path, flow: str, answers: Path | None) -> None:
        from meldcode.training.record import new_case

        for line in new_case(file, flow, answers):
            click.echo(line, err=True)

    @train.command("record", cls=Speaking, help=_(PARTS["record"]))
    @lang
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--flow", required=True, shell_complete=flow_names, help=_("De vragenlijst."))
    @click.option("--plain", is_flag=True, help=_("Regel voor regel, zonder schermen."))
    @click.pass_context
    def record(ctx: click.Context, file: Path, flow: str, plain: bool) -> None:
        from meldcode.recording import record as begin

        ctx.exit(begin(file, flow, plain))
