"""Replies of the bureau's query interface, as it really sent them, are read or refused."""

from __future__ import annotations

import pytest

from reporter import sources
from reporter.model.office import Source
from reporter.sources import Reading
from tests.replaying_server import Reply, replaying
from tests.unit.sources.real_files import FOLDER, project, said


def asked(name: str, **options: object) -> Reading:
    """What a query of the bureau's interface says when the server answers with a file of the folder."""
    content = (FOLDER / "nbs_api" / f"{name}.json").read_bytes()
    with replaying([Reply(content)]) as server:
        options = {"url": f"{server.address}/easyquery.htm", "hosts": ["127.0.0.1"], **options}
        source = Source("国家统计局", "nbs", department="国家统计局", options=dict(options), layout={"area": "全国"})
        found = sources.read(source, FOLDER, project().indicators)
    assert server.asked[0].startswith("/easyquery.htm?m=QueryData&dbcode=")
    return found


def test_january_and_february_are_missing() -> None:
    """hasdata=false beside a value of 0.0 is no zero; the newest month comes first."""
    found = asked("stats_as_df_0", codes=["A020101"], times="202401-202412")
    assert [said(row)[1:4] for row in found.observations] == [
        ("growth", "2024-M12", "6.2"), ("growth", "2024-M11", "5.4"), ("growth", "2024-M10", "5.3"), ("growth", "2024-M09", "5.4"),
        ("growth", "2024-M08", "4.5"), ("growth", "2024-M07", "5.1"), ("growth", "2024-M06", "5.3"), ("growth", "2024-M05", "5.6"),
        ("growth", "2024-M04", "6.7"), ("growth", "2024-M03", "4.5"), ("growth", "2024-M02", "缺"), ("growth", "2024-M01", "缺"),
    ]  # fmt: skip
    assert {row.indicator for row in found.observations} == {"规模以上工业增加值"}
    assert {row.area for row in found.observations} == {"全国"}
    assert [row.note for row in found.observations][-2:] == ["hasdata=false"] * 2
    assert not found.findings


def test_a_region_that_was_dropped_is_told() -> None:
    """Asked for Beijing, the monthly database answers with the whole country and does not say so; nothing of it is used."""
    found = asked("stats_with_reg", codes=["A020101"], times="202312", region="110000")
    assert [finding.rule for finding in found.findings] == ["not_what_was_asked"]
    assert "110000" in found.findings[0].message
    assert not found.observations


def test_regions_that_have_no_figures() -> None:
    """Nine indices and a count for Beijing, all without data: missing, one by one."""
    codes = [f"A0101010{number}" for number in range(1, 10)]
    names = ["居民消费价格指数", "食品烟酒类居民消费价格指数", "衣着类居民消费价格指数", "居住类居民消费价格指数", "生活用品及服务类居民消费价格指数",
             "交通通信类居民消费价格指数", "教育文化娱乐类居民消费价格指数", "医疗保健类居民消费价格指数", "其他用品和服务类居民消费价格指数"]  # fmt: skip
    found = asked("cli_reg_query", codes=codes, times="202312", region="110000", database="fsyd")
    assert [said(row)[:4] for row in found.observations] == [(name, "level", "2023-M12", "缺") for name in names]
    assert {row.area for row in found.observations} == {"北京市"}
    found = asked("stats_as_df_1", codes=["A010101"], times="2023", region="110000", database="fsnd")
    assert [(*said(row), row.area) for row in found.observations] == [
        ("地级区划数", "level", "2023", "缺", "个", "北京市")
    ]


def test_several_periods_and_several_indicators() -> None:
    """Money supply: levels of two months, and levels with their growth of one."""
    found = asked("stats_multi_period", codes=["A0D0101"], times="202201,202112")
    m2, m1, m0 = "货币和准货币(M2)供应量", "货币(M1)供应量", "流通中现金(M0)供应量"
    assert [said(row) for row in found.observations] == [
        (m2, "level", "2022-M01", "2431022.72", "亿元"), (m2, "level", "2021-M12", "2382899.56", "亿元"),
    ]  # fmt: skip
    found = asked("stats_multi_zb", codes=[f"A0D010{number}" for number in range(1, 7)], times="202201")
    assert [said(row) for row in found.observations] == [
        (m2, "level", "2022-M01", "2431022.72", "亿元"), (m2, "growth", "2022-M01", "9.8", "%"),
        (m1, "level", "2022-M01", "613859.35", "亿元"), (m1, "growth", "2022-M01", "-1.9", "%"),
        (m0, "level", "2022-M01", "106188.87", "亿元"), (m0, "growth", "2022-M01", "18.5", "%"),
    ]  # fmt: skip


def test_an_error_with_status_200_is_recognised() -> None:
    """The message of the bureau is passed on, and nothing is stored."""
    found = asked("invalid_query", codes=["X"])
    assert [finding.rule for finding in found.findings] == ["unreadable_file"]
    assert "501" in found.findings[0].message
    assert "未能找到符合查询条件的信息" in found.findings[0].message
    assert not found.observations


@pytest.mark.parametrize("options", [{"codes": ["A020102"]}, {"codes": ["A020101"], "times": "202301-202312"}])
def test_other_codes_and_times_than_those_asked_for_are_told(options: dict[str, object]) -> None:
    """A reply about something else brings nothing."""
    found = asked("stats_as_df_0", **options)
    assert {finding.rule for finding in found.findings} == {"not_what_was_asked"}
    assert not found.observations
