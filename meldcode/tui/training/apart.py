"""The real app without a door to the store: what practice is walked and made in. It keeps nothing among dossiers."""

from __future__ import annotations

from typing import ClassVar

from meldcode.tui.app import MeldcodeApp


class ApartApp(MeldcodeApp):
    """Keeping and dossiers are not here, so that their key is free for the story."""

    CSS_PATH = "../app.tcss"
    may_keep: ClassVar[bool] = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Everything but what leads to dossiers."""
        return action not in {"keep", "dossiers"} and super().check_action(action, parameters)

    def offers(self, action: str) -> bool:
        """Not the tour: it is about keeping."""
        return action != "tour" and super().offers(action)

    def _go_keep(self) -> None:
        """Practice never comes among dossiers."""

    def restore(self) -> None:  # type: ignore[override]  # a worker there, nothing here
        """There is nothing to put back."""
