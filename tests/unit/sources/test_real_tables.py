"""Monthly tables of two cities are read by configuration alone; what is expected was copied from them by hand."""

from __future__ import annotations

from tests.unit.sources.real_files import check, reading, table


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
