"""Verbs about the program and the machine it is on: `doctor`, `serve` and `completion`. None of them knows a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from meldcode.cli import VERBS
from meldcode.completion import SHELLS, flow_names
from meldcode.i18n import _

if TYPE_CHECKING:
    from meldcode.dossier_verbs import Option

_PORTS = click.IntRange(0, 65535)
MOST = 20
"""Pages at the same time; each is a process."""


def add_system_verbs(meldcode: click.Group, lang: Option, speaking: type[click.Command]) -> None:
    """Add them to the program."""

    @meldcode.command("doctor", cls=speaking, help=_(VERBS["doctor"]))
    @lang
    @click.option("--json", "as_json", is_flag=True, help=_("Toon het als JSON."))
    def doctor_verb(as_json: bool) -> None:
        from meldcode.doctor import doctor

        click.echo(doctor(as_json))

    @meldcode.command("completion", cls=speaking, help=_(VERBS["completion"]))
    @lang
    @click.argument("shell", type=click.Choice(SHELLS))
    def completion_verb(shell: str) -> None:
        from meldcode.completion import script

        click.echo(script(meldcode, shell), nl=False)

    _add_serve(meldcode, lang, speaking)


def _add_serve(meldcode: click.Group, lang: Option, speaking: type[click.Command]) -> None:
    @meldcode.command("serve", cls=speaking, help=_(VERBS["serve"]))
    @lang
    @click.argument("flow", required=False, default="", shell_complete=flow_names)
    @click.option("--answers", type=click.Path(path_type=Path), help=_("Bestand met antwoorden."))
    @click.option("--host", default="127.0.0.1", help=_("Adres om op te luisteren; zonder dit alleen deze computer."))
    @click.option("--port", type=_PORTS, default=8000, help=_("Poort om op te luisteren."))
    @click.option("--public-url", default="", help=_("Adres dat mensen openen, als er een proxy voor staat."))
    @click.option("--most", type=click.IntRange(1, 1000), default=MOST, help=_("Zoveel mensen tegelijk."))
    @click.option("--session", is_flag=True, hidden=True)
    @click.pass_context
    def serve_verb(
        ctx: click.Context,
        flow: str,
        answers: Path | None,
        host: str,
        port: int,
        public_url: str,
        most: int,
        session: bool,
    ) -> None:
        from meldcode import serving

        if session:
            ctx.exit(serving.session(flow, answers))
        ctx.exit(serving.serve(host, port, public_url, most, flow, answers))
