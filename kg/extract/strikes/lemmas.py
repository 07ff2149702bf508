"""The words by which attacks are known again: "air strikes" and "the strike" have one lemma."""

from typing import Final

_DOWNED: Final = frozenset({"downed", "downing", "shootdown", "shootdowns", "downings"})


def head_lemma(trigger: str) -> str:
    """The head noun or verb of a trigger in lower case, without plural s and without "air-"."""
    head = trigger.lower().split(" of ")[0].replace("-", " ").split()[-1]
    head = head.removeprefix("air") if head.startswith("airstrike") else head
    if head in _DOWNED:
        return "down"
    return head[:-1] if head.endswith("s") and not head.endswith("ss") else head
