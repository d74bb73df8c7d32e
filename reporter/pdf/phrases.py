"""Turn a line of Chinese into pieces that stay whole, and say what it costs to begin a new line between two of them.

A headline goes on well on a new line after a mark, after 的、和、与 and their like, and before what opens a phrase: a word of
time, a verb of official language with its adverb, a preposition. A quotation, a number with its unit, what stands in an
element of its own (a fact, a name) and the words below are never torn. There is no grammar here: where a writer knows a
better place, ``<wbr>`` marks it, and it goes before all others.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPENS = """
全力 奋力 着力 大力 合力 扎实 持续 稳步 加快 加速 积极 切实 不断 深入 全面 努力 进一步 坚决 统筹 精准 率先 圆满 连续 有力
推动 推进 促进 实现 完成 突破 召开 举行 坚持 聚焦 聚力 打造 培育 强化 优化 实施 深化 抢抓 抓好 抓实 抓紧 力争 确保 打好 打赢
做好 做强 做大 做优 落实 提升 提高 增强 扩大 构建 建立 健全 完善 保持 位居 带动 助力 赋能 撬动 引领 争当 争创 走在 迈上 迈向
迈入 再上 开创 谱写 彰显 成为 围绕 锚定 学习 贯彻 关于 强调 要求 提速 回升 占 达 居
"""
_ADVERBS = frozenset(_OPENS.split("\n")[1].split())
_VERBS = frozenset(_OPENS.split()) - _ADVERBS
_WORDS = """
中国特色社会主义 社会主义现代化 中国式现代化 新型工业化 工业化 城镇化 数字化 智能化 一体化 国际化 市场化 现代化 高质量发展 新质生产力 稳中求进 稳中有进 稳中向好 持续向好 全力以赴 与时俱进 共同富裕
供给侧结构性改革 规模以上工业增加值 规模以上工业 规模以上服务业 规模以上 固定资产投资 社会消费品零售总额 一般公共预算收入 一般公共预算
人均可支配收入 地区生产总值 生产总值 国民经济 数字经济 民营经济 实体经济 营商环境 安全生产 乡村振兴 污染防治 攻坚战 产业链 供应链 生产力
产业体系 管理委员会 委员会 管委会 开发区 高新区 示范区 示例区 常委会 座谈会 推进会 人民政府 市政府 区政府 党工委 党委 市委 区委 全会 生产 建设
国民经济和社会发展 更多更公平惠及 人民共和国 和平 和谐 饱和 温和 参与 与会 以及 普及 涉及 及时 目的 合并 兼并 并购 存在 所在 正在 现在 实在 在线 在建 可以 以上 以下 以内 以来 以外
对外 对接 对标 对口 对策 相对 应对 针对 面向 方向 导向 转向 走向 向好 向上 一致向好 从业 从事 服从 自从 把握 让利 达到 到达 发达 传达 表达 占比
占用 居民 居住 居家 提速换挡 服务业 制造业 农业 工业 产业 行业 企业 就业 创业 经济 社会 改革 开放 创新 驱动 发展 战略 项目 投资 消费 进出口 出口
进口 财政 收入 支出 预算 民生 生态 环境 风险 科技 人才 市场 政府 城市 城乡 人民 群众 基本 总体 平稳 稳定 增长 下降 回落 收窄 增速 增幅 降幅 同比
环比 比重 合理区间 区间 目标 任务 重点 工作 会议 报告 情况 计划 执行 部署 安排 措施 服务 保障 要素 审批 流程 体系 机制 能力 水平 质量 效益 结构
规模 全年 全市 全省 全区 全国 运行 主要 指标 力量 优势 成果 成效 精神 形势 首位 前列 台阶 局面 篇章 高地 机遇 韧性 流通 物流 软件 名城 总基调
深度 融合 跨越 转型 升级 同步 常态 事故 死亡率 公平 惠及 总额 零售 对象
"""
_UNIT = "%|‰|个百分点|[个十百千万]?亿[元吨户]?|万[元人户吨件]?|[元家个项位名天倍批条件人户次期岁吨年月日届大]"
_MOVES = "增长|下降|提高|上升|回落|增加|减少|收窄|缩短|突破|完成"
_NUMBER = r"(?:[0-9.]+(?:[—-][0-9.]+)?|第?[一二三四五六七八九十百]+(?=[位届大]))"
_ELEMENT = r"<(?P<tag>span|data|time)\b.*?</(?P=tag)>"
_SEVERAL = 2
_CARRIES = "必会能可已未不再要将就"
"""Before a verb they belong to it, where they stand alone."""


def _either(words: frozenset[str] | list[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_FIGURE = rf"(?:同比|环比)?(?:{_MOVES})(?=[约近超]?(?:<data|[0-9]))"
"""A verb with its figure."""
_OPENING = (
    f"{_either(_ADVERBS | _VERBS)}"
    "|(?:(?<![正存现所实])在|让|(?<![可难予得加所足用])以|从|把|(?<![相应面针])对|(?<![面方导转走])向|(?<![合兼])并)"
)
_TIME = "[上下]半年|[一二三四前]季度|(?:19|20)[0-9]{2}年?|(?:[0-9]{1,2}—)?[0-9]{1,2}月"
_CONGRESS = "党的[一二三四五六七八九十]+(?:届[一二三四五六七]中全会|大)(?:精神)?"
_PIECE = re.compile(
    rf"(?P<element>{_ELEMENT})|(?P<entity>&[^;]+;)|(?P<quoted>“[^“”<]*”|《[^《》<]*》|{_CONGRESS})|(?P<time>{_TIME})"
    rf"|(?P<opening>{_FIGURE})|(?P<number>第?{_NUMBER}(?:{_UNIT})?|[A-Za-z0-9.%—-]+)|(?P<word>{_either(_WORDS.split())})"
    rf"|(?P<verb>{_OPENING})|(?P<single>[^<])",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_NEVER_FIRST, _NEVER_LAST = "，。、；：！？）》〉」』】〕”’的", "（《〈「『【〔“‘"
_STOPS, _LINKS = "，；：、　！？", "的和与及暨"
_RATE_ENDS = ("%", "个百分点")
_STAYS = ("以上", "以下", "以内", "左右")
"""After a rate they belong to it."""
_ELEMENTS = {"time": _TIME, "quoted": "[“《]", "number": ".*(?:%|个百分点)$"}
"""What an element may hold, other than a name."""
_BORDER, _BEFORE_QUOTATION, _BETWEEN_WORDS, _ANYWHERE = 8.0, 30.0, 60.0, 150.0
TORN = _BETWEEN_WORDS
"""What a break costs from which on it tears a phrase, in squares of the characters by which a line departs from the mean."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays in one line."""

    html: str
    kind: str
    """Which part of the pattern found it."""
    text: str
    width: float
    """In full-width characters."""

    @classmethod
    def of(cls, found: re.Match[str]) -> Piece:
        """A match as a piece; an element that says a time, or a rate, is one."""
        text = _TAG.sub("", found[0])
        kind = next(name for name, words in found.groupdict().items() if words is not None)
        if kind == "element":
            kind = next((name for name, words in _ELEMENTS.items() if re.match(words, text)), "word")
        return cls(
            found[0], kind, text, sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.56 for one in text)
        )


def pieces(words: str, names: Iterable[str] = ()) -> list[Piece]:
    """The pieces of a line of HTML that has no elements but ``span``, ``data`` and ``time``; none where it has others.

    ``names`` stay whole whatever they are made of.
    """
    found = [*_PIECE.finditer(words)]
    if "".join(one[0] for one in found) != words:
        return []
    made = [Piece.of(one) for one in found]
    for name in names:
        made = _glued(made, name)
    return made


def _glued(of: list[Piece], name: str) -> list[Piece]:
    """The pieces with those that a name runs over in one."""
    at = "".join(piece.text for piece in of).find(name)
    if at < 0:
        return of
    starts = [0, *accumulate(len(piece.text) for piece in of)]
    first = bisect_right(starts, at) - 1
    last = bisect_left(starts, at + len(name))
    run = of[first:last]
    if len(run) < _SEVERAL:
        return of
    whole = Piece(
        "".join(one.html for one in run), "word", "".join(one.text for one in run), sum(one.width for one in run)
    )
    return [*of[:first], whole, *of[last:]]


def cost(before: Piece, after: Piece) -> float:
    """Of a new line between two pieces; infinite where there must be none."""
    if _together(before, after):
        return math.inf
    if before.text[-1:] in _STOPS:
        return 0.0
    if after.text.startswith("（"):
        return _ANYWHERE
    if _is_border(before, after):
        return _BORDER
    if after.kind == "quoted":
        return _BEFORE_QUOTATION
    return _BETWEEN_WORDS if {before.kind, after.kind} & {"word", "number", "quoted"} else _ANYWHERE


def _together(before: Piece, after: Piece) -> bool:
    """Whether no line may begin between the two."""
    stays = before.kind == "number" and after.text in _STAYS
    return stays or after.text[:1] in _NEVER_FIRST or before.text[-1:] in _NEVER_LAST


def _is_border(before: Piece, after: Piece) -> bool:
    """Whether a phrase ends between the two."""
    last = before.text[-1:] if before.kind == "single" else ""
    opens = after.kind in {"opening", "verb"} and before.kind != "verb" and (not last or last not in _CARRIES)
    timed = after.kind == "time" and before.kind != "verb"
    rated = before.kind == "number" and before.text.endswith(_RATE_ENDS)
    return opens or timed or rated or (last != "" and last in _LINKS)
