"""The structured advice or report for the AMHK: built from a flow and a position, never from screens."""
