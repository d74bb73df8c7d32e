"""Turn the block of ``schedules.yaml`` about mail into the ways by which messages leave the house."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reporter.model.address import Address, ascii_domain
from reporter.model.office import Mail, Mailbox, Webhook, Window

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.project.block import Block

_SECRET = re.compile(r"(?:env|file):\S.*")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_LONGEST_HOURS = 24 * 30
_TLS = ("implicit", "starttls", "none")
_ENCLOSED = ("pdf", "xlsx", "facts")
_MOST_CONNECTIONS = 20
_LARGEST = 1000


def mail(block: Block | None, folder: Path) -> Mail:
    """How mail leaves the house."""
    if block is None:
        return Mail("")
    words: dict[str, Any] = {
        key: block.text(key) for key in ("sender_name", "reply_to", "bounces_to", "user", "secret")
    }
    words["sender"] = block.text("sender", needed=True)
    host, ca_file = block.text("host", needed=True), block.text("ca_file")
    limits: dict[str, Any] = {
        "give_up_hours": block.number("give_up_hours", 24, 0, _LONGEST_HOURS), "per_minute": block.whole("per_minute", 0),
        "connections": block.whole("connections", 2, 1, _MOST_CONNECTIONS), "window": _window(block.block("window")),
        "largest_mb": block.number("largest_mb", 0, 0, _LARGEST), "plaintext": block.truth("plaintext", default=False),
    }  # fmt: skip
    kinds: dict[str, Any] = {
        "tls": block.choice("tls", _TLS, "implicit"),
        "on_uncertain": block.choice("on_uncertain", ("resend", "hold"), "resend"),
    }
    found = Mail(
        host, block.whole("port", 465, 1), ca_file=str((folder / ca_file).resolve()) if ca_file else "",
        domains=block.words("domains"), internal_domains=block.words("internal_domains"), attach=_enclosed(block),
        mailbox=_mailbox(block.block("mailbox")), webhooks=_webhooks(block), **limits, **words, **kinds,
    )  # fmt: skip
    _sound(block, found)
    if ca_file and not (folder / ca_file).is_file():
        block.fault("missing_file", "ca_file", f"找不到证书文件{ca_file}", "检查文件名")
    block.close()
    return found


def _enclosed(block: Block) -> tuple[str, ...]:
    """What is attached."""
    words = block.words("attach") or ("pdf",)
    for word in words:
        if word not in _ENCLOSED:
            block.fault("bad_value", "attach", f"不能附上“{word}”", f"可用：{'、'.join(_ENCLOSED)}")
    return words


def _window(block: Block | None) -> Window | None:
    """When mail may leave."""
    if block is None:
        return None
    opens, closes = block.time("from"), block.time("to")
    days: Any = block.choice("days", ("workdays", "all"), "workdays")
    if opens and closes and opens >= closes:
        block.wrong("to", f"晚于{opens:%H:%M}的时刻")
    block.close()
    return Window(opens, closes, days) if opens and closes and opens < closes else None


def _mailbox(block: Block | None) -> Mailbox | None:
    """Where returned mail is read."""
    if block is None:
        return None
    tls: Any = block.choice("tls", _TLS, "implicit")
    found = Mailbox(
        block.text("host", needed=True), block.whole("port", 993, 1), tls, block.text("user", needed=True),
        block.text("secret", needed=True), block.text("folder", "INBOX"),
    )  # fmt: skip
    _hidden(block, "secret", found.secret)
    if tls == "none" and found.host not in _LOOPBACK:
        block.fault("unsafe_mail", "tls", f"从{found.host}收信必须加密", "改为implicit（993端口）或starttls（143端口）")
    block.close()
    return found


def _webhooks(block: Block) -> dict[str, Webhook]:
    """Addresses on the web that take messages, by name."""
    found = {}
    for name, inner in block.named("webhooks"):
        style: Any = inner.choice("format", ("json", "wecom", "dingtalk"), "json")
        hook = Webhook(name, inner.text("url", needed=True), style, inner.text("secret"))
        local = re.match(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?/", hook.url)
        if hook.url and not (hook.url.startswith("https://") or local or _SECRET.fullmatch(hook.url)):
            inner.wrong("url", "https地址", "地址本身保密的，写成env:变量名或file:文件路径")
        _hidden(inner, "secret", hook.secret)
        inner.close()
        found[name] = hook
    return found


def _hidden(block: Block, key: str, value: str) -> None:
    """A secret is named, never written."""
    if value and not _SECRET.fullmatch(value):
        block.fault("literal_secret", key, "口令不能直接写在这里", "写成env:变量名或file:文件路径")


def _sound(block: Block, found: Mail) -> None:
    """Whether mail may leave like this."""
    _hidden(block, "secret", found.secret)
    if found.tls == "none" and found.host not in _LOOPBACK and not found.plaintext:
        block.fault(
            "unsafe_mail", "tls", f"发往{found.host}的邮件必须加密", "改为implicit（465端口）或starttls（587端口）"
        )
    if found.tls == "none" and found.user:
        block.fault("unsafe_mail", "user", "不加密的连接不得登录", "改为implicit或starttls，或去掉用户名")
    for key, text in (("sender", found.sender), ("reply_to", found.reply_to), ("bounces_to", found.bounces_to)):
        try:
            if text:
                Address.parse(text)
        except ValueError as error:
            block.fault("bad_address", key, str(error), "写作office@example.org")
    for key, domains in (("domains", found.domains), ("internal_domains", found.internal_domains)):
        for domain in domains:
            if not ascii_domain(domain):
                block.fault("bad_domain", key, f"域名写法不对：“{domain}”", "写作example.org")
