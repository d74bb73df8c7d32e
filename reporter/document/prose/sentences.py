"""Turn a paragraph in which something is missing into one that does not mention it.

A clause ends with ；, a sentence with 。！？ or ……; what stands within quotation marks or brackets is never cut.
"""

from __future__ import annotations

from reporter.document.prose.tokens import DROP

_OPEN, _CLOSE = "“‘（《〔", "”’）》〕"
_ENDS = "。！？…"
_AMONG = "其中，"


def settled(paragraph: str) -> str:
    """The paragraph without the clauses that hold :data:`DROP`; empty when none is left."""
    kept: list[str] = []
    lost = False
    for sentence in _cut(paragraph, _ENDS):
        clauses = _cut(sentence, "；")
        whole = [clause for clause in clauses if DROP not in clause]
        if not whole:
            lost = True
            continue
        said = "".join(whole)
        if whole[-1] is not clauses[-1]:
            said = said.removesuffix("；") + _ending(sentence)
        kept.append(said.removeprefix(_AMONG) if lost else said)
        lost = False
    return "".join(kept).strip()


def _ending(sentence: str) -> str:
    """The punctuation that closes a sentence."""
    bare = sentence.rstrip(_ENDS + "\n ")
    return sentence[len(bare) :].strip() or "。"


def _cut(text: str, ends: str) -> list[str]:
    """The text in pieces, each up to and with one of ``ends`` outside quotation marks and brackets."""
    pieces: list[str] = []
    start = depth = 0
    for index, character in enumerate(text):
        depth += (character in _OPEN) - (character in _CLOSE)
        following = text[index + 1 : index + 2]
        if depth <= 0 and character in ends and (not following or following not in ends):
            pieces.append(text[start : index + 1])
            start = index + 1
    if text[start:].strip():
        pieces.append(text[start:])
    return pieces
