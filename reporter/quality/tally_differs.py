"""A figure that a department reports, and the rows of a register that give another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporter.model.finding import Place, Severity
from reporter.model.indicator import Indicator
from reporter.model.record import Project, Registers
from reporter.model.tally import Tally, tallied
from reporter.quality._data import Data, Example, Found, exponent, said

KIND = "tally_differs"
SAYS = "部门报送的数与清单汇总的不符"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    severity: Severity = "warning"


def find(data: Data, options: Options) -> Iterator[Found]:  # noqa: ARG001 - every rule is asked alike
    """A level or a completion of this year that its register does not give, rounded as it was reported."""
    for measure in ("level", "completion"):
        for row, value in data.rows(measure):
            tally = data.indicators[row.indicator].tally
            if tally is None or row.area or row.qualifier:
                continue
            found = tallied(data.registers, tally, row.period)
            other = found.level if measure == "level" else found.completion
            if not found.rows or other is None:
                continue
            other = other.quantize(Decimal(1).scaleb(min(exponent(value), 0)))
            if other != value:
                where = "、".join(str(place) for place in found.places[:3])
                message = f"{said(row)}，按{where}等{len(found.rows)}条清单记录汇总是{other:f}{row.unit}"
                yield Found(row.origin, message, "请报送部门核对；两个数都已保留，见报的以部门报送的为准")


EXAMPLE = Example(
    (("甲项目", "level", "2024-H1", "3"),),
    (Indicator("甲项目", "个", tally=Tally("projects", (("kind", ("政府投资",)),))),),
    data={"registers": Registers(projects=(Project("甲路", kind="政府投资", place=Place("项目库.xlsx", cell="A2")),))},
)
