"""Every numeral is found, and nothing that only looks like one."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from reporter.numerals import numerals


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("固定资产投资增长11.6%", ["11.6%"]),
        ("增长１１．６％", ["１１．６％"]),
        ("1,405家、59家", ["1,405", "59"]),
        ("约3.5亿元", ["3.5亿"]),
        ("增幅-61.7个百分点", ["-61.7"]),
        ("1—6月", ["1", "6"]),
        ("增速居全市第一", ["第一"]),
        ("列全省第十三位", ["第十三"]),
        ("十个项目、十个平台", ["十", "十"]),
        ("四大行动", ["四"]),
        ("百余家企业", ["百"]),
        ("数百家企业", ["百"]),
        ("三百余家", ["三百"]),
        ("三分之一", ["三分之一"]),
        ("百分之十", ["百分之十"]),
        ("十分之一", ["十分之一"]),
        ("增长两倍", ["两"]),
        ("减少三成", ["三"]),
        ("总量翻两番", ["翻两番"]),
        ("总量翻了一番", ["翻了一番"]),
        ("二十三万人", ["二十三万"]),
        ("编号一百零六", ["一百零六"]),
        ("其中①是", ["①"]),
        ("新开一家", ["一"]),
        ("一季度和四季度", ["一", "四"]),
        ("十分钟办结", ["十"]),
        ("二〇一八年", ["二〇一八"]),
        ("十四次全会", ["十四"]),
        ("加速器三期", ["三"]),
        ("四十多项", ["四十"]),
        ("三四家企业", ["三四"]),
        ("两个方面", ["两"]),
        ("第一批五家", ["第一", "五"]),
        ("四周年", ["四"]),
    ],
)
def test_numerals_are_found(text: str, found: list[str]) -> None:
    """Arabic, full width, Chinese before a 量词, ordinals, fractions, multiples, composed ones."""
    assert [numeral.text for numeral in numerals(text)] == found
    assert all(text[numeral.start : numeral.end] == numeral.text for numeral in numerals(text))


@pytest.mark.parametrize(
    "text",
    [
        "一批企业",
        "一流的环境",
        "进一步加快",
        "一系列举措",
        "统一部署",
        "一体化推进",
        "万众一心",
        "千方百计",
        "百分点",
        "十分重要",
        "百姓生活",
        "四周环境",
        "另一个",
        "这一项",
        "一个个工地",
        "下一步",
        "两侧道路",
        "百花齐放",
        "唯一",
        "一方面",
        "千家万户",
        "百分之百完成",
        "零跑动",
        "全市首个",
        "上半年",
        "下半年",
        "一站式服务",
        "逐一走访",
        "一窗受理",
        "一网通办",
        "一条龙",
        "一股绳",
        "一盘棋",
        "四面八方",
        "五湖四海",
        "第一时间",
        "第一动力",
        "百年大计",
        "万家灯火",
        "成千上万",
        "每一家",
        "一件件实事",
        "三农",
        "两手抓",
        "一揽子",
        "一线",
        "面积以m²计",
        "一马当先",
        "半数以上",
        "时间过半",
        "超过一半",
    ],
)
def test_words_are_left_alone(text: str) -> None:
    """A character that counts nothing is no numeral."""
    assert numerals(text) == ()


def test_an_idiom_does_not_hide_the_number_beside_it() -> None:
    """进一步 and 一批 stand next to real counts."""
    assert [numeral.text for numeral in numerals("进一步引进一批企业，新增五家，十分不易，占三成")] == ["五", "三"]


def test_every_chinese_digit_counts_before_every_common_classifier() -> None:
    """No 量词 of the indicator dictionary lets a number through."""
    for digit in "二三四五六七八九十":
        for unit in ("个", "家", "项", "名", "位", "宗", "台", "所", "类", "公里", "亿元", "万人", "个百分点", "倍"):
            assert [numeral.text[0] for numeral in numerals(f"新增{digit}{unit}")] == [digit], digit + unit


def test_every_numeral_of_one_character_is_found() -> None:
    """Every one that Unicode has, save 〇, which is written within numbers, and raised and lowered ones, which are of units."""
    signs = {
        sign
        for sign in map(chr, range(0xBC, sys.maxunicode + 1))
        if unicodedata.category(sign) in {"No", "Nl"}
        and sign != "〇"
        and not unicodedata.decomposition(sign).startswith(("<super>", "<sub>"))
    }
    assert {numeral.text for numeral in numerals("、".join(sorted(signs)))} == signs
