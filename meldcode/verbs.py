"""What each verb does. Holds no logic, and imports each part only when its verb needs it.

The front of the house is `cli.py`; click is imported here, once a verb is really called.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from meldcode import __version__, i18n
from meldcode.cli import ABOUT, LANG, OPTIONS, VERBS, help_page, languages_there, reader_left
from meldcode.completion import flow_names
from meldcode.errors import MeldcodeError
from meldcode.i18n import _
from meldcode.start import open_flow, open_plain, start

if TYPE_CHECKING:
    from meldcode.dossier_verbs import Option
    from meldcode.flow.model import RequestKind
    from meldcode.request.write import Format


def usage(error: click.ClickException) -> str:
    """What is wrong with the words of the call, in the language of the person."""
    if isinstance(error, click.NoSuchOption):
        return _("de optie {name} bestaat niet").format(name=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _("er ontbreekt iets: {name}").format(name=error.param.opts[-1] if error.param.opts else "")
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _("{name} kan deze waarde niet hebben").format(name=error.param.opts[-1])
    if isinstance(error, click.UsageError) and error.ctx is not None and error.ctx.invoked_subcommand is None:
        return _("deze opdracht bestaat niet, of er staat iets te veel")
    return _("deze opdracht klopt niet")


class Speaking(click.Command):
    """Help in the language of the person: click's own words come from our catalogues too."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = [_("[opties]") if piece == "[OPTIONS]" else piece for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Gebruik: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options."""
        parts = [part for part in self.get_params(ctx) if isinstance(part, click.Option)]
        rows = [row for part in parts if (row := part.get_help_record(ctx))]
        with formatter.section(_("Opties")):
            formatter.write_dl([(name, text.replace("[required]", _("(nodig)"))) for name, text in rows])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The `--help` option with our words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _(OPTIONS["--help"])
        return option


class _SpeakingGroup(Speaking, click.Group):
    """The whole program: its help is the page that `cli` also prints without click."""

    def get_help(self, ctx: click.Context) -> str:
        """The page with options and verbs."""
        return help_page()

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb. A reader that left is dealt with here, for click would end with an error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return reader_left()


def group() -> click.Group:
    """The verbs with their help in the current language."""
    from meldcode.author_verbs import add_author_verbs
    from meldcode.dossier_verbs import dossier_group
    from meldcode.system_verbs import add_system_verbs
    from meldcode.training_verbs import train_group

    lang = click.option("--lang", metavar=languages_there(), expose_value=False, help=_(LANG))

    @click.group(cls=_SpeakingGroup, invoke_without_command=True, help=_(ABOUT))
    @lang
    @click.option("--plain", is_flag=True, help=_(OPTIONS["--plain"]))
    @click.version_option(__version__, message="meldcode %(version)s", help=_(OPTIONS["--version"]))
    @click.pass_context
    def meldcode(ctx: click.Context, plain: bool) -> None:
        if ctx.invoked_subcommand is None:
            ctx.exit(start(plain))

    @meldcode.command("plain", cls=Speaking, help=_(VERBS["plain"]))
    @lang
    @click.argument("flow", required=False, shell_complete=flow_names)
    @click.option("--answers", type=click.Path(path_type=Path), help=_("Bestand met antwoorden."))
    def plain_verb(flow: str | None, answers: Path | None) -> None:
        if answers is not None and flow is None:
            raise MeldcodeError(_("er ontbreekt iets: {name}").format(name="FLOW"), _("Noem ook de vragenlijst."))
        open_plain(flow, answers)

    @meldcode.command("open", cls=Speaking, help=_(VERBS["open"]))
    @lang
    @click.argument("flow", shell_complete=flow_names)
    @click.option("--answers", type=click.Path(path_type=Path), help=_("Bestand met antwoorden."))
    @click.pass_context
    def open_verb(ctx: click.Context, flow: str, answers: Path | None) -> None:
        ctx.exit(open_flow(flow, answers))

    @meldcode.command("flows", cls=Speaking, help=_(VERBS["flows"]))
    @lang
    def flows_verb() -> None:
        from meldcode.dossier.home import find_home
        from meldcode.flow.heads import heads, own_heads
        from meldcode.text import one_line

        for head in (*heads(), *own_heads(find_home().folder.parent)):
            parts = [head.id, i18n.tr(head.title), head.version, head.profession, head.language]
            click.echo("\t".join(map(one_line, [*parts, *([head.mark, str(head.path)] if head.own else [])])))
            if head.hint:
                click.echo(f"meldcode: hint: {one_line(head.hint)}", err=True)

    _add_run(meldcode, lang)
    _add_verify(meldcode, lang)

    add_author_verbs(meldcode, lang, Speaking)
    add_system_verbs(meldcode, lang, Speaking)
    meldcode.add_command(dossier_group(lang))
    meldcode.add_command(train_group(lang))
    return meldcode


def _add_run(meldcode: click.Group, lang: Option) -> None:
    @meldcode.command("run", cls=Speaking, help=_(VERBS["run"]))
    @lang
    @click.argument("flow", shell_complete=flow_names)
    @click.option("--answers", type=click.Path(path_type=Path), required=True, help=_("Bestand met antwoorden."))
    @click.option("--out", type=click.Path(path_type=Path), help=_("Map waarin de aanvraag komt."))
    @click.option("--kind", type=click.Choice(["advice", "report"]), help=_("Adviesvraag of melding."))
    @click.option("--allow-missing", is_flag=True, help=_("Schrijf ook als er iets ontbreekt."))
    @click.option(
        "--also",
        type=click.Choice(["docx", "fhir", "sheet"]),
        multiple=True,
        help=_("Schrijf ook: Word, FHIR of belblad."),
    )
    @click.option("--json", "as_json", is_flag=True, help=_("Toon de uitkomst als JSON."))
    def run_verb(
        flow: str,
        answers: Path,
        out: Path | None,
        kind: RequestKind | None,
        allow_missing: bool,
        also: tuple[Format, ...],
        as_json: bool,
    ) -> None:
        from meldcode.running import run

        run(flow, answers, out, kind, allow_missing, also, as_json)


def _add_verify(meldcode: click.Group, lang: Option) -> None:
    @meldcode.command("verify", cls=Speaking, help=_(VERBS["verify"]))
    @lang
    @click.argument("file", type=click.Path(path_type=Path))
    @click.pass_context
    def verify_verb(ctx: click.Context, file: Path) -> None:
        from meldcode.running import verify

        ctx.exit(verify(file))
