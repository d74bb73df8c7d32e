"""A small fictional office in a folder: two schedules that share a person, a dictionary, registers."""

from __future__ import annotations

from pathlib import Path

SCHEDULES = """\
office:
  name: 示例区管委会
  short: 示例区
sources:
  figures:
    kind: csv_file
    path: data/figures.csv
reports:
  bulletin:
    title: 快报
    sign_off: automatic
    photos:
      2018-H1:
        - {file: data/lake.png, caption: 示例湖, credit: 示意图}
schedules:
  monthly:
    report: bulletin
    every: month
    day: 20
    time: "09:00"
    to: [leaders, office]
recipients:
  leaders:
    - 甲 <a@example.org>
    - 乙 <b@example.org>
  office:
    - B@Example.org
    - folder:archive
mail:
  host: 127.0.0.1
  port: 2525
  tls: none
  sender: report@example.org
"""
INDICATORS = """\
固定资产投资:
  unit: 亿元
民间投资:
  unit: 亿元
  short: 民投
  part_of: {whole: 固定资产投资, as: additive, division: 按类型}
"""
EVENTS = """\
- id: opening
  date: 2018-06-29
  text: 示例项目开工
"""


def build(folder: Path) -> Path:
    """Write the office; it has no fault."""
    for name, content in {
        "schedules.yaml": SCHEDULES,
        "data/indicators.yaml": INDICATORS,
        "data/registers/events.yaml": EVENTS,
        "data/lake.png": "",
        "templates/bulletin/sections/10-lead.md": "概况",
        "templates/looks/news.html": "页面",
        "templates/email/message.txt": "邮件",
        "templates/shared/words.html": "共用",
        "templates/other/sections/10-lead.md": "别的报告",
        "texts/bulletin/2018-H1/10-lead.md": "本期",
        "texts/bulletin/2018-Q1/10-lead.md": "上期",
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return folder
