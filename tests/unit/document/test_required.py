"""What a report cannot do without is known before any figure is there."""

from __future__ import annotations

from dataclasses import replace

from reporter.document.required import required
from reporter.model.period import Period
from tests.unit.document import example_district as district


def names(*sections: str) -> list[tuple[str, str, str]]:
    """Indicator, kind and department of what these sections require."""
    of = district.snapshot(*sections)
    found = required(of.files, of.report, of.key.period, of.indicators, of.registers)
    return [(one.indicator, one.kind, one.department) for one in found]


def test_a_placeholder_requires_its_indicator() -> None:
    """Each once, with who owes it; every indicator of a row, and what is added to another."""
    assert names('{{ growth("工业增加值") }}，{{ growth("工业增加值", bare=true) }}。') == [
        ("工业增加值", "growth", "统计办")
    ]
    assert names('{{ list("growth", "固定资产投资", "外贸出口") }}。') == [
        ("固定资产投资", "list", "统计办"), ("外贸出口", "list", "商务局"),
    ]  # fmt: skip
    assert names('{{ narrate(theme="外贸") }}') == [("外贸出口", "narrate", "商务局")]
    assert names('{{ total("固定资产投资", plus="外贸出口") }}。') == [
        ("固定资产投资", "total", "统计办"), ("外贸出口", "total", "商务局"),
    ]  # fmt: skip


def test_a_late_indicator_is_required_where_its_own_month_is_published() -> None:
    """A report on 1—2月 does not wait for what comes a month later and is never published for January alone."""
    of = district.snapshot('{{ level("工业增加值") }}。')
    late = replace(of.indicators["工业增加值"], lag=1, january=False)
    for code, expected in (("2018-M01..M02", 0), ("2018-Q1", 1)):
        found = required(of.files, of.report, Period.parse(code), {"工业增加值": late}, of.registers)
        assert len(found) == expected


def test_what_is_optional_is_not_waited_for() -> None:
    """Neither a placeholder that says so nor an indicator that the section calls optional."""
    assert names('{{ growth("工业增加值", optional=true) }}。') == []
    assert names('---\noptional: [工业增加值]\n---\n{{ growth("工业增加值") }}，{{ level("新增企业") }}。') == [
        ("新增企业", "level", "市监局")
    ]


def test_tasks_and_key_figures_require_theirs() -> None:
    """A text of a register counts where a section tells it."""
    assert names('{{ tasks("next") }}') == [("新增企业", "target", "市监局")]
    strip = "---\nstrip:\n  - {label: 工业, value: '{{ growth(\"工业增加值\") }}'}\n---\n概况。"
    assert names(strip) == [("工业增加值", "growth", "统计办")]
