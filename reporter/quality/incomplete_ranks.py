"""A rank list with holes: somebody is missing, or two ranks are one too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reporter.model.finding import Severity
from reporter.model.indicator import Indicator
from reporter.model.observation import Observation
from reporter.quality._data import Data, Example, Found

KIND = "incomplete_ranks"
SAYS = "位次名单不全：名次之间有空缺，或并列之后没有顺延"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "warning"


def find(data: Data, options: Options) -> Iterator[Found]:  # noqa: ARG001 - every rule is asked alike
    """Ranks of several areas that are not 1, 2, 3 …, where equal ones push the next back (并列第一, 第三)."""
    lists: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for row, _ in data.rows("rank"):
        lists[row.indicator, row.period.code, row.basis, row.scope].append(row)
    for rows in lists.values():
        ranks = sorted(int(row.value) for row in rows if row.value is not None)
        wrong = next((rank for rank in ranks if rank != 1 + sum(other < rank for other in ranks)), None)
        if len(rows) > 1 and wrong is not None:
            one = rows[0]
            message = f"“{one.indicator}”{one.period.name}{one.scope}的位次有{len(ranks)}个（{'、'.join(map(str, ranks))}），第{wrong}位之前有空缺"
            yield Found(one.origin, message, "请核对上级通报，名单补齐之前不要使用位次")


EXAMPLE = Example(
    (("甲投资", "rank", "2024-H1", "1"), ("甲投资", "rank", "2024-H1", "2"), ("甲投资", "rank", "2024-H1", "4")),
    (Indicator("甲投资", "亿元"),), scope="全市 增速", areas=("", "乙区", "丙区"),
)  # fmt: skip
