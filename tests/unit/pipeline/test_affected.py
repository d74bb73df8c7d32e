"""A figure that is revised names every sentence, table and chart of a sealed report that said it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from reporter import pipeline
from reporter.model.edition import EditionKey
from reporter.model.finding import Place
from reporter.model.observation import Observation
from reporter.model.period import Period
from reporter.store import Store

T0 = dt.datetime(2018, 7, 18, 1, tzinfo=dt.UTC)
H1 = Period(2018, 1, 6)
FACTS = """\
id,kind,indicator,period,derived,inputs,origins
甲投资:growth@2018-H1,growth,甲投资,2018-H1,,,data/a.csv 第2行
甲投资:prior_growth@2017-H1,prior_growth,甲投资,2017-H1,推算,甲投资:growth@2018-H1; 甲投资:difference@2018-H1,data/a.csv 第2行; data/a.csv 第3行
乙投资:growth@2018-H1,growth,乙投资,2018-H1,,,data/a.csv 第4行
"""
PAGE = """\
<h2>投资</h2><p>消费平稳。甲投资增长<data data-fact="甲投资:growth@2018-H1">11.6%</data>。乙投资增长<data data-fact="乙投资:growth@2018-H1">5%</data>。</p>
<figure><figcaption>增速提高，上年为<data data-fact="甲投资:prior_growth@2017-H1">6.5%</data></figcaption></figure>
<h2>附表</h2><table><tr><td>甲投资</td><td><data data-fact="甲投资:growth@2018-H1">11.6%</data></td></tr></table>
"""


def test_sentences_tables_and_charts_are_named(tmp_path: Path) -> None:
    """With the edition and its state; derived figures count; other figures and other cells do not."""
    store = Store.open(f"sqlite:///{tmp_path / 'r.db'}")
    row = Observation("甲投资", "growth", "", H1, Decimal("11.6"), "%", origin=Place("data/a.csv", 2))
    other = Observation("甲投资", "level", "", H1, Decimal("20.1"), "亿元", origin=Place("data/a.csv", 9))
    store.observations.add([row, other], recorded=T0)
    edition = store.editions.ensure(
        EditionKey("half_year", "public", "", H1), cut_off=T0, report_date=T0.date(), now=T0
    )
    assert pipeline.uses(store, tmp_path, row) == ()
    folder = tmp_path / edition.key.folder
    folder.mkdir(parents=True)
    (folder / "facts.csv").write_text(FACTS, encoding="utf-8-sig")
    (folder / "document.html").write_text(PAGE, encoding="utf-8")
    used = pipeline.uses(store, tmp_path, row)
    assert {(use.edition, use.state) for use in used} == {(edition.key, "due")}
    assert [use.place for use in used] == [
        "“投资”：“甲投资增长11.6%。”", "图“增速提高，上年为6.5%”", "“附表”的表格，“甲投资”一行",
    ]  # fmt: skip
    assert pipeline.uses(store, tmp_path, other) == ()
    store.close()
