"""The least that any engine must do: a bare loop over lists, no checks, no messages, one equality per condition."""

from __future__ import annotations


class Floor:
    """Yes/no questions where each shows when another one is visibly `ja`; `parents[i]` is that other one, or -1."""

    def __init__(self, parents: list[int]) -> None:
        self.given = [""] * len(parents)
        self.visible = [parent < 0 for parent in parents]
        self.children: list[list[int]] = [[] for _parent in parents]
        for child, parent in enumerate(parents):
            if parent >= 0:
                self.children[parent].append(child)

    def answer(self, question: int, value: str) -> None:
        """Set an answer and work out again what hangs on it."""
        self.given[question] = value
        work = [question]
        while work:
            parent = work.pop()
            shown = self.visible[parent] and self.given[parent] == "ja"
            for child in self.children[parent]:
                if self.visible[child] is not shown:
                    self.visible[child] = shown
                    work.append(child)

    def asked(self) -> list[int]:
        """The visible questions, in order."""
        return [question for question, shown in enumerate(self.visible) if shown]


def parents(count: int, shape: str) -> list[int]:
    """Who hangs on whom in a `chain` or a `star`."""
    return [-1, *(question - 1 if shape == "chain" else 0 for question in range(1, count))]
