"""Turn the blocks of ``schedules.yaml`` about recipients and mail into people and the way to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from reporter.model.address import Address, ascii_domain
from reporter.model.finding import Place
from reporter.model.office import Mail, Recipient
from reporter.project.block import Block
from reporter.project.reading import Faultfinder

if TYPE_CHECKING:
    from pathlib import Path

_PERSON = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
_SECRET = re.compile(r"(?:env|file):\S.*")
_FOLDER = "folder:"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_LONGEST_HOURS = 24 * 30


def groups(block: Block | None, folder: Path, faults: Faultfinder) -> dict[str, tuple[Recipient, ...]]:
    """Recipients by group."""
    found: dict[str, tuple[Recipient, ...]] = {}
    for name in block.keys() if block else ():
        assert block is not None  # noqa: S101 - for the type checker
        node = block.node(name)
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node is not None else []
        people = (_recipient(block.file, item, folder, faults) for item in items)
        found[name] = tuple(person for person in people if person)
        if block.empty(name):
            block.fault("empty_group", name, f"收件人分组“{name}”里没有人", "写上收件人，或删去这一组")
    return found


def _recipient(file: str, node: yaml.Node, folder: Path, faults: Faultfinder) -> Recipient | None:
    """One entry: an address, ``姓名 <地址>``, a block with address and name, or ``folder:`` and a path."""
    if isinstance(node, yaml.ScalarNode):
        match = _PERSON.fullmatch(str(node.value))
        name, address = (match["name"].strip(), match["address"].strip()) if match else ("", str(node.value).strip())
    else:
        block = Block(file, node, faults)
        name, address = block.text("name"), block.text("address", needed=True)
        block.close()
    if address.startswith(_FOLDER):
        return Recipient(_FOLDER + str((folder / address.removeprefix(_FOLDER)).resolve()), name)
    if not address:
        return None  # told already, or an empty line
    try:
        return Recipient(str(Address.parse(address)), name)
    except ValueError as error:
        faults.add("bad_address", Place(file=file, line=node.start_mark.line + 1), str(error), "写作office@example.org")
        return None


def mail(block: Block | None, folder: Path) -> Mail:
    """How mail leaves the house."""
    if block is None:
        return Mail("")
    words: dict[str, Any] = {key: block.text(key) for key in ("sender_name", "reply_to", "user", "secret")}
    words["sender"] = block.text("sender", needed=True)
    host, ca_file = block.text("host", needed=True), block.text("ca_file")
    kinds: dict[str, Any] = {
        "tls": block.choice("tls", ("implicit", "starttls", "none"), "implicit"),
        "on_uncertain": block.choice("on_uncertain", ("resend", "hold"), "resend"),
    }
    found = Mail(
        host, block.whole("port", 465, 1), ca_file=str((folder / ca_file).resolve()) if ca_file else "",
        domains=block.words("domains"), give_up_hours=block.number("give_up_hours", 24, 0, _LONGEST_HOURS), **words, **kinds,
    )  # fmt: skip
    _sound(block, found)
    if ca_file and not (folder / ca_file).is_file():
        block.fault("missing_file", "ca_file", f"找不到证书文件{ca_file}", "检查文件名")
    block.close()
    return found


def _sound(block: Block, found: Mail) -> None:
    """Whether mail may leave like this."""
    if found.secret and not _SECRET.fullmatch(found.secret):
        block.fault("literal_secret", "secret", "口令不能直接写在这里", "写成env:变量名或file:文件路径")
    if found.tls == "none" and found.host not in _LOOPBACK:
        block.fault(
            "unsafe_mail", "tls", f"发往{found.host}的邮件必须加密", "改为implicit（465端口）或starttls（587端口）"
        )
    for key, text in (("sender", found.sender), ("reply_to", found.reply_to)):
        try:
            if text:
                Address.parse(text)
        except ValueError as error:
            block.fault("bad_address", key, str(error), "写作office@example.org")
    for domain in found.domains:
        if not ascii_domain(domain):
            block.fault("bad_domain", "domains", f"域名写法不对：“{domain}”", "写作example.org")
