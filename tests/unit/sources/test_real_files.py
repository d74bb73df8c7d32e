"""Files of real bureaus and services are read by configuration alone; what is expected was copied from them by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reporter import sources
from reporter.model.observation import Observation
from reporter.model.office import Source
from reporter.project import inspect
from reporter.project.project import Project
from reporter.sources import Reading
from tests.replaying_server import Reply, replaying

FOLDER = Path(__file__).resolve().parents[2] / "realdata"
MISSING = {"——", "NaN", ""}


@cache
def project() -> Project:
    """The definitions beside the files; the office itself has no reports."""
    found, findings = inspect(FOLDER)
    assert found is not None
    assert not findings
    return found


@cache
def reading(name: str) -> Reading:
    """What a source of the folder says."""
    return sources.read(project().sources[name], FOLDER, project().indicators)


def said(row: Observation) -> tuple[str, str, str, str, str]:
    """Indicator, measure with its basis, period, value, unit."""
    value = "缺" if row.value is None else str(row.value)
    return row.indicator, f"{row.measure}{row.basis.replace('同比', '')}", row.period.code, value, row.unit


def table(text: str, *columns: tuple[str, str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of ``indicator | value | value`` as what must be said; a column is (measure, period, unit), a cell ``.`` nothing."""
    for line in text.strip().splitlines():
        name, *cells = (cell.strip() for cell in line.split("|"))
        for (measure, period, unit), cell in zip(columns, cells, strict=True):
            if cell != ".":
                yield name, measure, period, "缺" if cell in MISSING else cell, unit


def by_month(name: str, text: str, *columns: tuple[str, bool, str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of ``year month | value | value`` of one indicator; a column is (measure, whether it runs from January, unit)."""
    for line in text.strip().splitlines():
        when, *cells = (cell.strip() for cell in line.split("|"))
        year, month = when.split()
        for (measure, running, unit), cell in zip(columns, cells, strict=True):
            code = {"M01..M12": "", "M01..M06": "-H1", "M01..M03": "-Q1", "M01..M01": "-M01"}
            run = code.get(f"M01..M{month}", f"-M01..M{month}")
            period = f"{year}{run if running else f'-M{month}'}"
            if cell != ".":
                yield name, measure, period, "缺" if cell in MISSING else cell, unit


def check(name: str, *expected: Iterator[tuple[str, str, str, str, str]]) -> None:
    """Every figure that was copied is there, and no other."""
    wanted = [one for rows in expected for one in rows]
    assert sorted(map(said, reading(name).observations)) == sorted(set(wanted))


def test_the_table_of_zhongshan() -> None:
    """—— is missing, units stand in labels, a block of May stands in a file of June, points in a column of %."""
    month, half = "2020-M06", "2020-H1"
    amounts = (("level", month, "亿元"), ("level", half, "亿元"), ("growth", half, "%"))
    shares = (("share", month, "%"), ("share", half, "%"), ("difference", half, "个百分点"))
    may = "2020-M01..M05"
    check(
        "zhongshan",
        table(
            """
            本地生产总值           | ——     | 1389.32 | -6.5
            第一产业增加值         | ——     | 25.71   | -2.1
            第二产业增加值         | ——     | 656.04  | -10.5
            第三产业增加值         | ——     | 707.57  | -2.3
            交通运输仓储邮政业增加值 | ——     | 19.64   | -14.4
            批发和零售业增加值     | ——     | 144.72  | -12.0
            住宿和餐饮业增加值     | ——     | 17.01   | -27.2
            金融业增加值           | ——     | 129.38  | 5.2
            农业总产值             | ——     | 46.21   | -2.1
            规模以上工业增加值     | 104.37 | 497.99  | -9.8
            规模以上工业销售产值   | 464.99 | 2182.70 | -10.6
            出口产品交货值         | 141.98 | 703.00  | -16.7
            """,
            *amounts,
        ),
        table(
            """
            本地生产总值           | —— | 100.0 | ——
            第一产业增加值         | —— | 1.9   | 0.1
            第二产业增加值         | —— | 47.2  | -2.7
            第三产业增加值         | —— | 50.9  | 2.6
            交通运输仓储邮政业增加值 | —— | 1.4   | -0.1
            批发和零售业增加值     | —— | 10.4  | -0.5
            住宿和餐饮业增加值     | —— | 1.2   | -0.4
            金融业增加值           | —— | 9.3   | 1.3
            """,
            *shares,
        ),
        table(
            """
            企业个数 | —— | 3725 | 0.1
            亏损企业 | —— | 1224 | 45.0
            """,
            ("level", "2020-M05", "个"), ("level", may, "个"), ("growth", may, "%"),
        ),
        table("亏损面 | —— | 32.86 | 10.17", ("level", "2020-M05", "%"), ("level", may, "%"), ("difference", may, "个百分点")),
        table(
            """
            利润总额       | —— | 71.88   | -16.4
            亏损企业亏损额 | —— | 21.38   | 51.5
            营业收入       | —— | 1764.24 | -13.3
            营业成本       | —— | 1494.66 | -13.2
            """,
            ("level", "2020-M05", "亿元"), ("level", may, "亿元"), ("growth", may, "%"),
        ),
    )  # fmt: skip
    assert [finding.rule for finding in reading("zhongshan").findings] == ["points_in_rates"]
    shares_of = {row.scope for row in reading("zhongshan").observations if row.measure == "share"}
    assert shares_of == {"本地生产总值"}
    lines = {row.indicator: row.origin.line for row in reading("zhongshan").observations}
    assert (lines["农业总产值"], lines["亏损面"], lines["营业成本"]) == (30, 43, 47)
    assert {row.note for row in reading("zhongshan").observations if row.value is None} == {"原表写“——”"}


def test_the_table_of_shanghai() -> None:
    """本月 against 1-本月, # before sub-items, the explanations below the table left alone."""
    month, running = "2023-M08", "2023-M01..M08"
    check(
        "shanghai",
        table(
            """
            社会消费品零售总额 | 1475.21 | 4.3  | 12289.78 | 18.3
            批发零售业零售额   | 1346.67 | 3.6  | 11283.75 | 16.4
            住宿餐饮业零售额   | 128.54  | 12.3 | 1006.03  | 44.8
            吃的商品零售额     | 300.80  | 2.6  | 2450.49  | 11.9
            穿的商品零售额     | 309.48  | 9.9  | 2905.69  | 25.4
            用的商品零售额     | 813.44  | 3.5  | 6556.21  | 17.5
            烧的商品零售额     | 51.48   | -4.0 | 377.38   | 25.6
            """,
            ("level", month, "亿元"), ("growth", month, "%"), ("level", running, "亿元"), ("growth", running, "%"),
        ),
    )  # fmt: skip
    assert not reading("shanghai").findings
    assert {(row.area, str(row.released)) for row in reading("shanghai").observations} == {("上海市", "2023-09-19")}


def test_the_series_of_retail_sales() -> None:
    """Months down the page, month and year so far side by side, rows left out in the middle."""
    check(
        "retail",
        by_month(
            "社会消费品零售总额",
            """
            2022 10 | 40271.0 | -0.5 | 6.692277  | 360575.0 | 0.6
            2022 09 | 37745.0 | 2.5  | 4.101164  | 320305.0 | 0.7
            2022 08 | 36258.0 | 5.4  | 1.081684  | 282560.0 | 0.5
            2022 07 | 35870.0 | 2.7  | -7.413143 | 246302.0 | -0.2
            2022 06 | 38742.0 | 3.1  | 15.485736 | 210432.0 | -0.7
            2008 05 | 8703.5  | 21.6 | 6.896340  | 42400.7  | 21.1
            2008 04 | 8142.0  | 22.0 | 0.231436  | 33697.2  | 21.0
            2008 03 | 8123.2  | 21.5 | -2.770895 | 25555.2  | 20.6
            2008 02 | 8354.7  | 19.1 | -7.960517 | 17432.0  | 20.2
            2008 01 | 9077.3  | 21.2 | 0.687720  | 9077.3   | 21.2
            """,
            ("level", False, "亿元"), ("growth", False, "%"), ("growth环比", False, "%"),
            ("level", True, "亿元"), ("growth", True, "%"),
        ),
    )  # fmt: skip
    assert not reading("retail").findings


def test_the_series_of_revenue_and_foreign_investment() -> None:
    """Rates that the site computed are left out by the layout; NaN is missing; January's two columns are one figure."""
    columns = ("level", False, "亿元"), ("level", True, "亿元"), ("growth", True, "%")
    check(
        "revenue",
        by_month(
            "财政收入",
            """
            2008 01 | 7396.64  | 7396.64   | 42.4
            2008 02 | 4158.75  | 11555.39  | 40.2
            2008 03 | 4415.95  | 15971.34  | 35.5
            2008 04 | 6824.88  | 22796.22  | 29.4
            2008 05 | 6268.15  | 29064.37  | 33.8
            2025 05 | 16007.00 | 96623.00  | -0.3
            2025 06 | 18943.00 | 115566.00 | -0.3
            2025 07 | 20273.00 | 135839.00 | 0.1
            2025 08 | 12359.00 | 148198.00 | 0.3
            2025 09 | 15678.00 | 163876.00 | 0.5
            """,
            *columns,
        ),
    )  # fmt: skip
    dollars = ("level", False, "千美元"), ("level", True, "千美元"), ("growth", True, "%")
    check(
        "foreign",
        by_month(
            "实际使用外资",
            """
            2008 01 | 11200250.0 | .         | 109.78
            2008 02 | 6928190.0  | 18128440  | 75.19
            2008 03 | 9285600.0  | 27414040  | 61.26
            2008 04 | 7602890.0  | 35016930  | 59.32
            2008 05 | 7760960.0  | 42777890  | 54.97
            2023 01 | 19020000.0 | .         | 10.00
            2023 02 | 20690000.0 | 39710000  | 1.00
            2023 04 | NaN        | 73500000  | -3.30
            2023 05 | 10850000.0 | 84350000  | -5.60
            2023 07 | NaN        | 111800000 | -9.80
            """,
            *dollars,
        ),
    )
    assert not reading("revenue").findings
    assert not reading("foreign").findings


def test_the_series_of_gdp() -> None:
    """A day of the quarter's last month means January to that month; columns that were left out are not guessed."""
    columns = (
        ("本地生产总值", "level", "亿元"), ("本地生产总值", "growth", "%"), ("第二产业增加值", "growth", "%"),
        ("第三产业增加值", "level", "亿元"), ("第三产业增加值", "growth", "%"),
    )  # fmt: skip
    text = """
        2021-Q1       | 249310.0  | 18.3 | 24.4 | 145355.0 | 15.6
        2020          | 1015986.2 | 2.3  | 2.6  | 553976.8 | 2.1
        2020-M01..M09 | 719688.4  | 0.7  | 0.9  | 401249.1 | 0.4
        2020-H1       | 454712.1  | -1.6 | -1.9 | 258427.4 | -1.6
        2020-Q1       | 205727.0  | -6.8 | -9.6 | 123008.5 | -5.2
        2007-Q1       | 57159.3   | 13.8 | 14.8 | 27703.2  | 14.1
        2006          | 219438.5  | 12.7 | 13.5 | 91762.2  | 14.1
        2006-M01..M09 | 155816.8  | 12.8 | 13.7 | 67187.0  | 13.7
        2006-H1       | 99752.2   | 13.1 | 14.2 | 44996.5  | 13.6
        2006-Q1       | 47078.9   | 12.5 | 13.1 | 22648.0  | 13.1
        """
    check("gdp", *(
        iter([(name, measure, period.strip(), cell.strip(), unit)])
        for period, *cells in (line.split("|") for line in text.strip().splitlines())
        for (name, measure, unit), cell in zip(columns, cells, strict=True)
    ))  # fmt: skip
    assert not reading("gdp").findings


def test_the_series_of_investment_and_industry() -> None:
    """Figures that were never published stay missing: no January, no February of its own."""
    check(
        "investment",
        by_month(
            "固定资产投资",
            """
            2022 10 | 50047.00 | 4.27  | -7.84  | 471459.00
            2022 09 | 54306.00 | 6.66  | 14.83  | 421412.00
            2022 08 | 47294.00 | 6.57  | -2.25  | 367106.00
            2022 07 | 48382.00 | 3.75  | -26.10 | 319812.00
            2022 06 | 65466.00 | 5.62  | 24.89  | 271430.00
            2008 06 | 18171.78 | 29.49 | 53.29  | 58435.98
            2008 05 | 11854.13 | 25.44 | 17.45  | 40264.20
            2008 04 | 10093.14 | 25.37 | -1.01  | 28410.07
            2008 03 | 10195.65 | 27.31 | NaN    | 18316.94
            2008 02 | NaN      | NaN   | NaN    | 8121.29
            """,
            ("level", False, "亿元"), ("growth", False, "%"), ("growth环比", False, "%"), ("level", True, "亿元"),
        ),
    )  # fmt: skip
    check(
        "industry",
        by_month(
            "规模以上工业增加值",
            """
            2008 02 | 15.4 | 15.4
            2008 03 | 17.8 | 16.4
            2008 04 | 15.7 | 16.3
            2008 05 | 16.0 | 16.3
            2008 06 | 16.0 | 16.3
            2023 02 | NaN  | 2.4
            2023 03 | 3.9  | 3.0
            2023 04 | 5.6  | 3.6
            2023 05 | 3.5  | 3.6
            2023 06 | 4.4  | 3.8
            """,
            ("growth", False, "%"), ("growth", True, "%"),
        ),
    )  # fmt: skip
    assert not reading("investment").findings
    assert not reading("industry").findings


def test_the_series_of_trade() -> None:
    """Powers of ten are plain numbers; indicator, month and measure stand together in a header."""
    columns = (
        ("出口额", "level", False, "千美元"), ("出口额", "growth", False, "%"), ("出口额", "growth", True, "%"),
        ("进口额", "level", True, "千美元"), ("进口额", "growth", True, "%"),
    )  # fmt: skip
    text = """
        2022 10 | 298371700 | -0.3 | 11.1 | 2264551000 | 3.5
        2022 09 | 322690300 | 5.9  | 12.5 | 2051334000 | 4.0
        2022 08 | 314379400 | 7.2  | 13.5 | 1813451000 | 4.5
        2022 07 | 331841100 | 18.0 | 14.5 | 1578288000 | 5.2
        2022 06 | 328121100 | 17.1 | 13.9 | 1347358000 | 5.7
        2008 05 | 120496500 | 28.1 | 22.9 | 467027100  | 30.4
        2008 04 | 118706700 | 21.8 | 21.5 | 366572500  | 27.9
        2008 03 | 108962900 | 30.6 | 21.4 | 264478700  | 28.6
        2008 02 | 87367800  | 6.5  | 16.8 | 168937700  | 30.9
        2008 01 | 109640000 | 26.6 | 26.6 | 90174450   | 27.6
        """
    lines = [line.split("|") for line in text.strip().splitlines()]
    check("trade", *(
        by_month(name, f"{when}|{cells[place]}", (measure, running, unit))
        for when, *cells in lines for place, (name, measure, running, unit) in enumerate(columns)
    ))  # fmt: skip
    assert not reading("trade").findings


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


def test_what_the_layout_left_out_is_in_conflict() -> None:
    """Without the layout's word, two columns of foreign investment say different things of January: an error, no guess."""
    source = project().sources["foreign"]
    source = dataclasses.replace(
        source, layout={key: value for key, value in source.layout.items() if key != "columns"}
    )
    found = sources.read(source, FOLDER, project().indicators)
    rules = [finding.rule for finding in found.findings]
    assert rules == ["duplicate_figure", "duplicate_figure"]
    assert "109.78" in found.findings[0].message + found.findings[1].message
    assert not found.observations
