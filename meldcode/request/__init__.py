"""The structured advice or report for the AMHK: built from a flow and a position, never from screens."""

from meldcode.request.build import build
from meldcode.request.shape import Request
from meldcode.request.text import to_text as preview
from meldcode.request.write import to_json as content
from meldcode.request.write import validate, write

__all__ = ["Request", "build", "content", "preview", "validate", "write"]
