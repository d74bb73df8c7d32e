"""Turn the text of a report into findings on its wording: GB/T 15834, GB/T 15835 and the habits of a statistics office.

Each rule has a name, a pattern, what it says and what it advises; the list at the end is the rule book.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.model.finding import Finding, Place, Severity
from reporter.proof.reading import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_HAN = "\u3400-\u9fff"
_RIGHT = f"{_HAN}”’》）％%"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of style."""

    name: str
    severity: Severity
    pattern: re.Pattern[str]
    says: str
    """What is wrong; ``{words}`` are the words found."""
    advice: str
    accept: Callable[[re.Match[str], str], bool] | None = None
    """Whether a match is no fault after all."""

    def check(self, text: str) -> Iterator[tuple[int, str]]:
        """Where the rule is broken, with the words."""
        for match in self.pattern.finditer(text):
            if self.accept is None or not self.accept(match, text):
                yield match.start(), match.group()


def review(texts: Iterable[tuple[str, Callable[[int], Place]]]) -> Iterator[Finding]:
    """Findings on texts, each with a function from a character to its place."""
    for text, place in texts:
        for rule in RULES:
            for start, words in rule.check(text):
                yield Finding(
                    rule.name, rule.severity, place(start), rule.says.format(words=words.strip()), rule.advice
                )


def review_text(text: str, part: str = "文字") -> tuple[Finding, ...]:
    """Findings on one bare text."""
    return tuple(review([(text, lambda start: Place(part=f"{part}：“{sentence(text, start)}”"))]))


def _abbreviates(match: re.Match[str], text: str) -> bool:
    """A colon within a clock time or a ratio, and a stop within a file name, are no punctuation of the sentence."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return match.group() in ":." and before.isascii() and after.isascii()


RULES: tuple[Rule, ...] = (
    Rule(
        "half_width_punctuation",
        "error",
        re.compile(
            rf"(?<=[{_RIGHT}])[,;:!?](?=[{_HAN}“‘《（]|$)|(?<=[{_HAN}])[()](?=[{_HAN}])|(?<=[{_RIGHT}])\.(?=[{_HAN}“]|$)"
        ),
        "中文里用了半角标点“{words}”。",
        "改用全角标点",
        _abbreviates,
    ),
    Rule(
        "doubled_punctuation",
        "error",
        re.compile(r"([，。；：、！？])[ 　]*[，。；：、！？]+|（）|“”|《》"),
        "标点“{words}”重复或落空。",
        "删去多余的标点；若中间本应有内容，检查占位符",
    ),
    Rule(
        "double_sign",
        "error",
        re.compile(r"(?:增长|上升|提高|增加|下降|降低|减少|回落)了?[-−–－+＋]\d"),
        "“{words}”的动词和正负号重复。",
        "正数写“增长”，负数写“下降”，不带符号",
    ),
    Rule(
        "negative_zero", "error", re.compile(r"[-−－]0(?:\.0+)?(?![\d.])"), "“{words}”是负零。", "写“持平”或“基本持平”"
    ),
    Rule(
        "zero_growth",
        "error",
        re.compile(r"(?:增长|下降|提高|回落)0(?:\.0+)?(?:%|个百分点)"),
        "“{words}”是零增长。",
        "写“持平”",
    ),
    Rule(
        "padded_date",
        "error",
        re.compile(r"(?<!\d)0\d月|月0\d日"),
        "“{words}”的月日编了虚位。",
        "写“8月7日”，不写“08月07日”",
    ),
    Rule(
        "short_year",
        "error",
        re.compile(r"(?<!\d)\d{2}年(?=\d{1,2}月|上半年|下半年|一季度)"),
        "“{words}”的年份不是四位。",
        "年份写四位",
    ),
    Rule(
        "until_word",
        "error",
        re.compile(r"截止(?:到|至)?(?:目前|\d|[一二三四五六七八九十]月|上半年|年底|月底|今年)"),
        "“{words}”中的“截止”应为“截至”。",
        "后面跟时间时写“截至”",
    ),
    Rule(
        "double_hedge",
        "error",
        re.compile(
            r"(?:约|大约|近|超|超过|突破)[\d.一二两三四五六七八九十百千万]+[^，。；、：！？]{0,8}?(?:左右|上下|以上|余[家个项名人户亿万])"
        ),
        "“{words}”重复限定。",
        "两个限定词只留一个",
    ),
    Rule(
        "placeholder_left",
        "error",
        re.compile(r"(?<![A-Za-z])(?:None|NaN|nan|inf|undefined|null|TODO)(?![A-Za-z])|\{\{|\}\}|\{%|%\}"),
        "文中留下了“{words}”。",
        "检查占位符和数据",
    ),
    Rule(
        "fall_by_times",
        "error",
        re.compile(r"(?:下降|降低|减少|缩小)了?[\d.一二三四五六七八九十两]+倍"),
        "“{words}”：下降不能用倍数。",
        "改用百分数",
    ),
    Rule(
        "arrow_or_sign",
        "error",
        re.compile(r"[↑↓]|(?<=[，。；、：\u3400-\u9fff])[+＋]\d[\d.]*%|(?<![A-Za-z])YoY"),
        "正文不用“{words}”。",
        "写“增长”“下降”",
    ),
    Rule("hyphen_span", "error", re.compile(r"\d{1,2}[-~～–]\d{1,2}月"), "“{words}”的起止没有用一字线。", "写“1—6月”"),
    Rule(
        "range_percent",
        "warning",
        re.compile(r"\d[\d.]*[～~]\d[\d.]*%"),
        "“{words}”的百分号只写了一边。",
        "写“63%～68%”",
    ),
    Rule(
        "duplicated_word",
        "warning",
        re.compile(r"([的了在是和与为将])\1(?![一-龥]?确)"),
        "“{words}”有重复的字。",
        "删去一个",
    ),
)
