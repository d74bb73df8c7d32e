"""The message that leaves the house reads well to a reader that we did not write."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.posting import office_of, owed
from tests.catch_all import CatchAll

PEERS = Path(__file__).parent / "peers"


@pytest.mark.skipif(
    shutil.which("node") is None or not (PEERS / "node_modules").is_dir(),
    reason="needs node and npm ci in tests/acceptance/peers",
)
def test_mailparser_reads_the_report(tmp_path: Path) -> None:
    """Npm ``mailparser`` finds subject, people, both texts, two inline charts and the PDF under its Chinese name, whole."""
    with CatchAll(tmp_path / "mailbox") as server:
        office = office_of(tmp_path / "office", server)
        sent = office.reporter("run", "half_year", "--period", "2018-H1", "--send")
        assert sent.returncode == 0, sent.stdout + sent.stderr
        (folder,) = (office.folder / "output" / "half_year" / "2018-H1").iterdir()
        (pdf,) = folder.glob("*.pdf")
        bodies = server.messages
    assert len(bodies) == len(owed(office, "half_year"))
    (tmp_path / "message.eml").write_bytes(bodies[0])
    parsed = subprocess.run(
        ("node", "parse_mail.mjs", str(tmp_path / "message.eml")),
        cwd=PEERS,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    message = json.loads(parsed.stdout)
    assert "2018年上半年" in message["subject"]
    assert message["to"][0]["address"] in owed(office, "half_year")
    assert "信息经济增加值" in message["text"]
    assert "11.9%" in message["text"]
    assert message["htmlLength"] > 0
    (attached,) = [part for part in message["attachments"] if part["contentType"] == "application/pdf"]
    assert attached["filename"] == pdf.name
    assert attached["size"] == pdf.stat().st_size
    assert (
        len([part for part in message["attachments"] if part.get("related") and part["contentType"] == "image/png"])
        == 2
    )
