"""Turn the blocks of ``schedules.yaml`` about sign-off into people, steps and numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import yaml

from reporter.model.address import Address
from reporter.model.sign_off import ROLES, Numbering, Role, Signer, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.project.block import Block

AUTOMATIC: Literal["automatic"] = "automatic"
_SECRET = re.compile(r"(?:env|file):\S.*")
_PERSON = re.compile(r"(?P<name>[^<>]+)<(?P<address>[^<>]+)>")
_LONGEST_HOURS = 24 * 365


def signers(block: Block | None) -> dict[str, Signer]:
    """Everybody who takes part in sign-off, by name."""
    found = {}
    for name, inner in block.each() if block else ():
        one = Signer(name, inner.text("address"), inner.text("user"), inner.text("token"))
        if one.address:
            _address(inner, "address", one.address)
        if one.token and not _SECRET.fullmatch(one.token):
            inner.fault("literal_secret", "token", "口令不能直接写在这里", "写成env:变量名或file:文件路径")
        if not (one.user or one.token):
            inner.fault(
                "unknown_signer",
                "",
                f"无法核实{name}的身份",
                "写明user（本机的系统账号），或写明token（口令所在，env:或file:）",
            )
        inner.close()
        found[name] = one
    return found


def sign_off(block: Block, known: Mapping[str, Signer]) -> Literal["automatic"] | tuple[Step, ...]:
    """``automatic``; the names of those who may 签发; or a block of steps."""
    node = block.node("sign_off")
    if node is None:
        return ()
    if isinstance(node, yaml.SequenceNode) and any(isinstance(item, yaml.MappingNode) for item in node.value):
        block.wrong("sign_off", "automatic、签发人姓名，或分步", "分步写作{核稿: 姓名, 签发: [姓名, 姓名]}")
        return ()
    if not isinstance(node, yaml.MappingNode):
        names = block.words("sign_off")
        if names == (AUTOMATIC,):
            return AUTOMATIC
        return (Step("签发", _people(block, "sign_off", names, known)),) if names else ()
    inner = block.block("sign_off")
    assert inner is not None  # noqa: S101 - for the type checker
    steps = tuple(_step(inner, role, known) for role in ROLES if inner.has(role) or inner.node(role))
    if steps and steps[-1].role != ROLES[-1]:
        inner.fault("no_last_step", "", "没有写由谁签发", "加上“签发”这一步")
    inner.close()
    return steps


def _step(block: Block, role: Role, known: Mapping[str, Signer]) -> Step:
    """One step: names, or a block with people, hours and deputy."""
    if not isinstance(block.node(role), yaml.MappingNode):
        return Step(role, _people(block, role, block.words(role), known))
    inner = block.block(role)
    assert inner is not None  # noqa: S101 - for the type checker
    people = _people(inner, "people", inner.words("people", needed=True), known)
    deputy = _people(inner, "deputy", inner.words("deputy"), known)
    hours = inner.number("hours", 0, 0, _LONGEST_HOURS)
    if len(deputy) > 1:
        inner.wrong("deputy", "一个人的姓名")
    if hours and not deputy:
        inner.fault(
            "no_deputy", "hours", "写了时限，没有写到时由谁代签", "加上deputy；到时只会交给代签人，不会自动发出"
        )
    inner.close()
    return Step(role, people, hours, deputy[0] if deputy else None)


def _people(block: Block, key: str, names: tuple[str, ...], known: Mapping[str, Signer]) -> tuple[Signer, ...]:
    """The people of these names; ``姓名 <地址>`` gives an address to mail to."""
    found = []
    for text in names:
        match = _PERSON.fullmatch(text)
        name, address = (match["name"].strip(), match["address"].strip()) if match else (text, "")
        if address:
            _address(block, key, address)
        if name not in known:
            block.fault(
                "unknown_signer",
                key,
                f"signers里没有“{name}”",
                f"在signers里登记，写明user或token；已登记：{'、'.join(known) or '无'}",
            )
        one = known.get(name, Signer(name))
        found.append(Signer(name, address or one.address, one.user, one.token))
    return tuple(found)


def numbering(block: Block, report: str) -> Numbering | None:
    """How a report is numbered: ``第{n}期``, or a block with form, series, yearly and first."""
    node = block.node("numbering")
    if node is None:
        return None
    if isinstance(node, yaml.MappingNode):
        inner = block.block("numbering")
        assert inner is not None  # noqa: S101 - for the type checker
        found = Numbering(
            inner.text("form", needed=True), inner.text("series", report),
            inner.truth("yearly", default=True), inner.whole("first", 1, 1, 999_999),
        )  # fmt: skip
        inner.close()
    else:
        found = Numbering(block.text("numbering"), report)
    if not _is_form(found):
        block.fault(
            "bad_numbering", "numbering", f"编号“{found.form}”无法填写", "写作第{n}期，或杭经开管〔{year}〕{n}号"
        )
    return found


def _is_form(found: Numbering) -> bool:
    try:
        return found.said(1, 2018) != found.said(2, 2018)
    except (KeyError, IndexError, ValueError, AttributeError):
        return False


def _address(block: Block, key: str, address: str) -> None:
    try:
        Address.parse(address)
    except ValueError as error:
        block.fault("bad_address", key, str(error), "写作office@example.org")
