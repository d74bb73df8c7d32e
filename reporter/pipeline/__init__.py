"""The recipes: what is done in which order, and nothing else. Each gathers everything first and writes last."""

from __future__ import annotations

from reporter.pipeline.affected import Use, uses
from reporter.pipeline.bounces import read_bounces
from reporter.pipeline.correct import backfill, correct
from reporter.pipeline.courier import stop_sending
from reporter.pipeline.dispatch import dispatch
from reporter.pipeline.evidence import evidence, origins_of
from reporter.pipeline.exchange import restore, write, write_vintages
from reporter.pipeline.gather import counts, oddities, snapshot_of
from reporter.pipeline.issue import issue
from reporter.pipeline.late import came_late
from reporter.pipeline.letters import alarm, deliver_letters, post
from reporter.pipeline.outdated import outdated
from reporter.pipeline.produce import preview, produce
from reporter.pipeline.pull import found_in, pull, read_sources
from reporter.pipeline.resend import resend
from reporter.pipeline.revise import draft_of, take_words, word_draft
from reporter.pipeline.seal import findings_in
from reporter.pipeline.sign import sign
from reporter.pipeline.terms import edition_key, terms
from reporter.pipeline.trial import try_mail
from reporter.pipeline.verify import verify

__all__ = [
    "Use",
    "affected",
    "alarm",
    "backfill",
    "came_late",
    "correct",
    "counts",
    "deliver_letters",
    "dispatch",
    "draft_of",
    "edition_key",
    "evidence",
    "findings_in",
    "found_in",
    "issue",
    "oddities",
    "origins_of",
    "outdated",
    "post",
    "preview",
    "produce",
    "pull",
    "read_bounces",
    "read_sources",
    "resend",
    "restore",
    "sign",
    "snapshot_of",
    "stop_sending",
    "take_words",
    "terms",
    "try_mail",
    "uses",
    "verify",
    "word_draft",
    "write",
    "write_vintages",
]  # fmt: skip
