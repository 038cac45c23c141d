"""Completing in the shell: the script for it, and the ids of flows and cases. Reads no dossier and asks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meldcode.errors import MeldcodeError
from meldcode.i18n import _

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

VARIABLE = "_MELDCODE_COMPLETE"
"""What the script of the shell sets when it asks; click reads it."""
SHELLS = ("bash", "zsh", "fish", "powershell")


def script(group: click.Group, shell: str) -> str:
    """The lines with which this shell completes. Raises `MeldcodeError` for a shell that the library does not know."""
    from click.shell_completion import ShellComplete, get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # PowerShell came late
        raise MeldcodeError(
            _("voor {name} is er geen aanvulling").format(name=shell),
            _("Kies een van deze: {names}.").format(names=", ".join(SHELLS)),
        )
    # the base class's: bash's own starts a bash first, to see how old it is
    return ShellComplete.source(kind(group, {}, "meldcode", VARIABLE))


def flow_names(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The flows whose id begins like this; else files, for a FLOW may be a path too."""
    from meldcode.dossier.home import find_home
    from meldcode.flow.heads import heads, own_heads

    try:
        found = {head.id for head in (*heads(), *own_heads(find_home().folder.parent))}
    except (MeldcodeError, OSError):
        found = set()
    return _begun(found, begun)


def case_names(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The practice cases whose id begins like this; else files, for a CASE may be a path too."""
    from meldcode.dossier.home import find_home
    from meldcode.training.reading import heads

    try:
        found = {head.id for head in heads(find_home().folder.parent)}
    except (MeldcodeError, OSError):
        found = set()
    return _begun(found, begun)


def _begun(found: set[str], begun: str) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    names = sorted(name for name in found if name.startswith(begun))
    return [CompletionItem(name) for name in names] or [CompletionItem(begun, type="file")]
