"""Build hook: compiled catalogues and the two data folders go into the wheel.

`flows/` and `locales/` stand at the top of the project, where authors and translators look for them; in the wheel
they travel as `meldcode/_data/`. An editable install reads them where they stand, so there it only compiles.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATE = datetime(2020, 2, 2, tzinfo=UTC)
"""The same day as hatchling gives to every file, so that two builds of one source are the same wheel."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs for the wheel and the editable install; a source distribution carries the .po files as they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        compiled = [_compile(po) for po in sorted(root.glob("locales/*/LC_MESSAGES/*.po"))]
        if version == "editable":
            return
        flows = [path for path in sorted(root.glob("flows/**/*.yaml")) if path.is_file()]
        for path in [*flows, *compiled]:
            build_data["force_include"][str(path)] = f"meldcode/_data/{path.relative_to(root).as_posix()}"


def _compile(po: Path) -> Path:
    """Writes the .mo beside its .po; under a name of its own first, because a program may be reading it."""
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parent.parent.name)
    catalogue.creation_date = catalogue.revision_date = DATE
    mo = po.with_suffix(".mo")
    new = mo.with_name(f"{mo.name}.{os.getpid()}")
    with new.open("wb") as target:
        write_mo(target, catalogue)
    new.replace(mo)
    return mo
