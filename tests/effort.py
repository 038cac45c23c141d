"""How much the tests try: enough to find a fault within minutes, or everything when `MELDCODE_THOROUGH` is set.

A law that fails does so in the first tens of examples; the rare rest is for a night, not for each change.
"""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("MELDCODE_THOROUGH"))
"""Whether time does not matter."""


def tries(most: int, share: int = 3) -> int:
    """How often to try what is worth `most` times: so often when thorough, else a `share`th of it and at least five."""
    return most if THOROUGH else max(min(most, 5), most // share)
