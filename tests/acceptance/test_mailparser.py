"""The message as an independent reader sees it: npm's mailparser."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path

from reporter.message import address
from reporter.model.office import Recipient
from tests.sample_message import CHARTS, DOCUMENT, FACTS, PDF, PDF_NAME, sealed_message

PEERS = Path(__file__).parent / "peers"


def test_every_part_reads_back(tmp_path: Path) -> None:
    """Subject, people, text, charts and the attachment's Chinese name arrive intact."""
    long_name = "示例经济开发区管理委员会办公室综合信息科 王主任"
    copy = address(
        sealed_message(),
        to=Recipient("wang@example.org", long_name),
        message_id="<abc@example.org>",
        dated=dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC),
    )
    (tmp_path / "message.eml").write_bytes(copy)
    command = ["node", str(PEERS / "parse_mail.mjs"), str(tmp_path / "message.eml")]
    read = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603 - our own script
    assert read["subject"] == DOCUMENT.title
    assert read["to"] == [{"name": long_name, "address": "wang@example.org"}]
    assert read["from"] == [{"name": "示例区统计分析中心", "address": "report@example.org"}]
    assert read["messageId"] == "<abc@example.org>"
    assert read["date"] == "2018-08-07T00:30:00.000Z"
    assert "社会消费品零售总额增长17%，增幅居全市第一。" in read["text"]
    assert 1_000 < read["htmlLength"] < 100_000
    shown = [(part["filename"], part["contentType"], part["size"], "cid" in part) for part in read["attachments"]]
    assert shown == [
        ("chart-1.png", "image/png", len(CHARTS[0][1]), True),
        ("chart-2.png", "image/png", len(CHARTS[1][1]), True),
        (PDF_NAME, "application/pdf", len(PDF), False),
        ("facts.csv", "text/csv", len(FACTS), False),
    ]
