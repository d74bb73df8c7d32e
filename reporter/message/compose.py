"""Turn a document, its charts and its PDF into the message that is sealed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from reporter.errors import ProductionError
from reporter.message.letter import changed, content_id, context
from reporter.message.notice import heads
from reporter.message.parts import Attachment, file_part, fingerprint, flat, multipart, picture_part, text_part
from reporter.model.address import ascii_domain
from reporter.model.document import Document, Figure
from reporter.model.message import Changes
from reporter.model.office import Mail, Office

HTML = "email/message.html"
TEXT = "email/message.txt"
LONGEST_HTML = 100_000
"""Above this Gmail cuts a message off."""

Render = Callable[[str, Mapping[str, object]], str]
_GAPS = re.compile(r"\n{3,}")
_MARGINS = re.compile(r"(?<!^--)[ \t]+$|^[ \t]+", re.MULTILINE)


CORRECTED, LACKING = "【更正】", "【缺数】"
"""What stands before the subject of a corrected edition, and of one that lacks figures that were asked for."""


def compose(
    document: Document,
    charts: Sequence[tuple[Figure, bytes]],
    *,
    pdf: bytes,
    pdf_name: str,
    attachments: Sequence[Attachment] = (),
    office: Office,
    mail: Mail,
    render: Render,
    number: int = 1,
    reason: str = "",
    changes: Changes | None = None,
    enclose: bool = True,
) -> bytes:
    """The message as RFC 5322 bytes without To, Message-ID and Date; the same arguments give the same bytes.

    ``render`` fills a template named below ``templates/`` with a context. ``number`` is that of the edition, from 2 a
    correction for ``reason``. Without ``enclose`` a note says where the report is to be had, in the place of the attachments.
    """
    enclosed = ((pdf_name, pdf, "报告全文"), *attachments)
    domain = ascii_domain(mail.sender.rpartition("@")[2])
    files = [(name, what) for name, _, what in enclosed]
    said = context(document, charts, files, office, domain) | {
        "corrects": number > 1, "reason": reason, "changes": changed(changes), "note": not enclose,
    }  # fmt: skip
    page = _inlined(render(HTML, said))
    if len(page.encode()) > LONGEST_HTML:
        message = f"邮件正文超过{LONGEST_HTML // 1000}KB"
        raise ProductionError(message, advice="缩短导语")
    words = _tidy(render(TEXT, said))
    marks = f"{CORRECTED if number > 1 else ''}{LACKING if said['lacking'] else ''}"
    head = heads(f"{marks}{document.title}", office, mail)
    kept = enclosed if enclose else ()
    seed = fingerprint(head, words.encode(), page.encode(), *(png for _, png in charts), *flat(kept))
    pictures = [
        picture_part(png, f"chart-{place}.png", content_id(place, png, domain))
        for place, (_, png) in enumerate(charts, 1)
    ]
    bodies = multipart("alternative", [text_part(words, "plain"), text_part(page, "html")], seed)
    shown = multipart("related", [bodies, *pictures], seed, type="multipart/alternative")
    names = (f"report-{document.period.code}", *(f"attachment-{place}" for place in range(1, len(enclosed))))
    parts = [file_part(name, content, plain) for (name, content, _), plain in zip(kept, names, strict=False)]
    return head + multipart("mixed", [shown, *parts], seed).as_bytes()


def _inlined(html: str) -> str:
    """The page with its rules moved into the elements; ``@media`` stays in the head."""
    import css_inline  # noqa: PLC0415 - only the child that composes needs it

    return css_inline.inline(html, keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


def _tidy(text: str) -> str:
    """The text with at most one blank line between paragraphs, whatever the template left."""
    return _GAPS.sub("\n\n", _MARGINS.sub("", text)).strip("\n") + "\n"
