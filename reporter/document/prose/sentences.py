"""Turn a paragraph in which something is missing into one that does not mention it.

A clause ends with ；, a sentence with 。！？ or ……; what stands within quotation marks or brackets is never cut. The label
of a paragraph (工业：) passes on to what is left of it, the time with which a sentence begins (2026年1—2月，) to its other clauses.
"""

from __future__ import annotations

import re

from reporter.document.prose.tokens import DROP, TOKEN

_OPEN, _CLOSE = "“‘（《〔", "”’）》〕"
_ENDS = "。！？…"
_AMONG = "其中，"
_OPENING = re.compile(f"(?P<label>[^，。；：、！？…{DROP}{_OPEN}{_CLOSE}]{{1,12}}：)?(?P<time>(?:{TOKEN.pattern})+，)?")

_REFERRED_LATE = re.compile(f"([。！？])((?:（见{TOKEN.pattern}）)+)。?")
"""A reference to a figure behind whole sentences that a placeholder told: it belongs before their full stop."""


def settled(paragraph: str) -> str:
    """The paragraph without the clauses that hold :data:`DROP`; empty when none is left."""
    paragraph = _REFERRED_LATE.sub(r"\2\1", paragraph)
    kept: list[str] = []
    lost, label = False, ""
    for sentence in _cut(paragraph, _ENDS):
        clauses = _cut(sentence, "；")
        whole = [clause for clause in clauses if DROP not in clause]
        own, time = _opening(sentence)
        if not whole:
            lost, label = True, label or own
            continue
        said = "".join(whole)
        if whole[0] is not clauses[0]:
            said = f"{own}{time}{said}"
        if whole[-1] is not clauses[-1]:
            said = said.removesuffix("；") + _ending(sentence)
        kept.append(f"{label}{said.removeprefix(_AMONG)}" if lost else said)
        lost, label = False, ""
    return "".join(kept).strip()


def _opening(sentence: str) -> tuple[str, str]:
    """Label and time with which a sentence begins; empty where it has none."""
    found = _OPENING.match(sentence)
    return (found["label"] or "", found["time"] or "") if found else ("", "")


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
