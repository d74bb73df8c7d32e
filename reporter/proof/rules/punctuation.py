"""Turn a text into slips of punctuation: GB/T 15834, and characters that were left or doubled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.proof.rules._rule import HAN, NUMBER, Rule, Slip, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.proof.rules._rule import Text

_FULL = str.maketrans(",;:!?().", "，；：！？（）。")
_LEFT = rf"{HAN}”’》）％%"
_UNITS = "家个项亿万元%"
_COMPOUNDS = "个体|家政|家居|家具|家电|家庭|家禽|家用|元宇宙|项目|万里"
_NOTES = re.compile(
    r"^(?:报|送|发|抄送|附件|注|来源|数据来源|责任编辑|编辑|审核|签发|电话|联系人?|联系方式|关键词|标签|标题|日期)[：:　]"
)


def _full(match: re.Match[str]) -> str:
    return f"写“{match.group().translate(_FULL)}”"


def _abbreviates(match: re.Match[str]) -> bool:
    """A colon within a clock time or ratio, a stop within a file name, a placeholder: no punctuation of the sentence."""
    led = match.string[: match.start()]
    if led.rfind("{{") > led.rfind("}}"):
        return True
    around = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return match.group() in ":." and all(side and side.isascii() for side in around)


def _heading(match: re.Match[str]) -> bool:
    """Headings, signatures and imprints end without a full stop."""
    text = match.string.strip()
    return not re.search("[，；。]", text[:-1]) or bool(_NOTES.match(text)) or len(text) < 12 or "　" in text  # noqa: PLR2004


_PAIRS = {"“": "”", "《": "》", "（": "）"}
_CLOSES = {close: open_ for open_, close in _PAIRS.items()}
_ITEM = re.compile(r"^\s*(?:\d{1,2}|[一二三四五六七八九十]+)）")


def _single(text: str) -> list[tuple[int, str]]:
    """The marks of a paragraph that have no partner."""
    waiting: list[tuple[int, str]] = []
    lonely: list[tuple[int, str]] = []
    item = _ITEM.match(text)
    for index, character in enumerate(text.translate({ord("("): "（", ord(")"): "）"})):
        if character in _PAIRS:
            waiting.append((index, character))
        elif character in _CLOSES and not (item and index < item.end()):
            partner = next((each for each in reversed(waiting) if each[1] == _CLOSES[character]), None)
            if partner:
                waiting.remove(partner)
            else:
                lonely.append((index, character))
    return sorted([*waiting, *lonely])


def _unpaired(text: Text) -> Iterator[Slip]:
    """Marks that are opened or closed alone; a quotation may go on in the next paragraph."""
    lonely = [_single(paragraph.text) if paragraph.prose else [] for paragraph in text]
    for index, marks in enumerate(lonely):
        following = lonely[index + 1] if index + 1 < len(lonely) else []
        for mark in tuple(marks):
            start, character = mark
            closed = next((each for each in following if each[1] == _PAIRS.get(character)), None)
            if closed:
                following.remove(closed)
            elif character != "“" or not text[index + 1 : index + 2] or not text[index + 1].text.startswith("“"):
                words = text[index].text[max(0, start - 2) : start + 10]
                yield Slip(
                    index, start, words, f"“{character}”没有成对", f"补上“{(_PAIRS | _CLOSES)[character]}”，或删去"
                )


RULES: tuple[Rule, ...] = (
    wording(
        "halfwidth_punct", "error",
        re.compile(
            rf"(?<=[{_LEFT}])[,;:!?](?=\s*[{HAN}“‘《（\d]|\s*$)|(?<=\d)[,;!?](?=[{HAN}“‘《（]|$)|(?<=[{_LEFT}])\.(?=[{HAN}“]|$)"
            rf"|\((?=[^()]*[{HAN}])|(?<=[{HAN}])\)|(?<=[{HAN}])\("
        ),
        "中文里用了半角标点", _full, prose=False, sound=_abbreviates,
    ),
    wording(
        "missing_punct", "warning",
        re.compile(
            rf"(?<=[{HAN}]){NUMBER}(?:%|亿元|万元)(?=(?!的|转|以上|以下|左右|和|与|及|至|到|提高|增加|下降|上升)[{HAN}]{{2,14}}(?:增长|下降|上涨|下跌){NUMBER}%)"
            rf"|(?<=[{HAN}])\d+[家个项名](?=(?:新增|实现|完成|新申报|新认定|引进|签约)[{HAN}]{{2,14}}\d)"
        ),
        "两个分句之间没有标点", lambda match: f"写“{match.group()}，”",
    ),
    wording(
        "missing_punct", "warning", re.compile(rf"[{HAN}\d%](?=\s*$)"), "这一段末尾没有标点", "段末加句号", sound=_heading
    ),
    wording(
        "dup_char", "error",
        re.compile(
            rf"(?<!。)([，；：、！？])\1+|(?<!。)。。(?!。)|[，；：、](?=[，。；：、])|(?<=[。！？])[，；：、]"
            rf"|(?<!目)的的(?!确)|(?<!实)([了在是和与为将])\2(?!于|为|解|不|非|气|美|睦)"
            rf"|([{HAN}]{{3,8}})\3|(增长|下降|投资|企业|项目|全区|全市|同比|完成|实现|推进|加快|提高)\4"
            rf"|(?<=\d)[{_UNITS}]?([{_UNITS}])\5(?<!百)(?!{'|'.join(word[1:] for word in _COMPOUNDS.split('|'))})"
        ),
        "字、词或标点重复", "删去重复的部分", prose=False,
    ),
    wording(
        "empty_brackets", "error", re.compile("（）|“”|《》|〔〕"), "括号或引号里没有内容", "补上内容，或删去这对符号；若本应有数据，检查占位符", prose=False
    ),
    Rule("unpaired_mark", "error", _unpaired),
    wording(
        "ellipsis", "error", re.compile(rf"(?<=[{HAN}”’）])\.{{3,}}|。{{3,}}|(?<=[{_LEFT}，：；。！？])(?:--+|－－+|––+)(?=[{HAN}“‘《（])"),
        "省略号写“……”，破折号写“——”", lambda match: "写“……”" if match.group()[0] in ".。" else "写“——”",
    ),
    wording(
        "quoted_list", "note", re.compile("”、“|》、《"), "标有引号或书名号的并列项之间一般不加顿号",
        lambda match: f"写“{match.group().replace('、', '')}”",
    ),
    wording(
        "placeholder_left", "error",
        re.compile(r"(?<![A-Za-z])(?:None|NaN|nan|inf|undefined|null|TODO)(?![A-Za-z])|\{\{|\}\}|\{%|%\}"),
        "文中留下了程序的记号", "检查占位符和数据", prose=False,
    ),
)  # fmt: skip
