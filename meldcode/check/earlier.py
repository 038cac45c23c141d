"""Earlier versions of the shipped flows, kept so that an overlay can be held against the base that it was made for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from meldcode import resources
from meldcode.check.catalogue import finding
from meldcode.errors import MeldcodeError
from meldcode.flow.findings import Finding
from meldcode.flow.loader import base_name, load_flow
from meldcode.flow.model import Flow
from meldcode.flow.reader import Map, read_file, read_yaml
from meldcode.i18n import _

MADE_FOR = "extends_version"
"""Key with which an overlay says for which version of its base it was made."""


def versions_of(base: str) -> list[str]:
    """The versions that are kept of a shipped flow, oldest first."""
    return sorted(path.parent.name for path in (resources.flows_folder() / "eerder").glob(f"*/{base}.yaml"))


def old_base(overlay: Path) -> Flow:
    """The version of its base that an overlay was made for. Raises `MeldcodeError` when that is not known or kept."""
    base = base_name(overlay)
    wanted = read_yaml(read_file(overlay), str(overlay)).get(MADE_FOR)
    kept = versions_of(base)
    hint = _("Noem met --old het bestand van de basis waarop u bouwde.")
    if wanted is None:
        message = _("`{key}` staat niet in dit bestand: voor welke versie van `{base}` is het gemaakt?")
        more = _('Of zet erin: `{key}: "{version}"`. Bewaard zijn: {versions}.')
        more = more.format(key=MADE_FOR, version=load_flow(base).version, versions=", ".join(kept) or _("geen"))
        raise MeldcodeError(message.format(key=MADE_FOR, base=base), f"{hint} {more}")
    now = load_flow(base)
    if str(wanted) == now.version:
        return now
    if str(wanted) not in kept:
        message = _("versie {version} van `{base}` is hier niet bewaard").format(version=wanted, base=base)
        raise MeldcodeError(message, hint)
    return load_flow(resources.flows_folder() / "eerder" / str(wanted) / f"{base}.yaml")


def age_findings(root: Map, below: Flow | None) -> Iterator[Finding]:
    """That an overlay was made for another version of its base than there is now (O011)."""
    wanted = root.get(MADE_FOR)
    if wanted is not None and below is not None and str(wanted) != below.version:
        what = _("dit is gemaakt voor versie {old} van `{base}`, en nu is er versie {new}")
        remedy = _("Kijk met `meldcode rebase` wat er anders is. Pas daarna `{key}` aan.").format(key=MADE_FOR)
        what = what.format(old=wanted, base=below.id, new=below.version)
        yield finding("O011", root.at(MADE_FOR), what, remedy=remedy, subject=below.id)
