"""Long series of a data service are read by configuration alone; what is expected was copied from them by hand."""

from __future__ import annotations

import dataclasses

from reporter import sources
from tests.unit.sources.real_files import FOLDER, by_month, check, project, reading


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
