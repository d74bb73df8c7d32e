"""Sign-off, correction, backfill, proof and backup as people type them, on the demo office."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from reporter.model.period import Period
from reporter.store import Store, location
from tests.arranging import arranged
from tests.demo.office import NOW, Office

if TYPE_CHECKING:
    from pathlib import Path

RUN = ("run", "half_year", "--period", "2018-H1", "--send")
EDITION = "half_year/2018-H1"
TOKEN = "open sesame"  # noqa: S105 - of the test


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The demo, its half-year report signed by two people and numbered; nobody listens to its mail."""
    office = Office.of_the_demo(tmp_path / "office")
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    with arranged(office.folder) as said:
        said["signers"] = {"甲": {"user": getpass.getuser()}, "乙": {"token": f"file:{tmp_path / 'token'}"}}
        said["reports"]["half_year"] |= {"sign_off": {"核稿": "甲", "签发": "乙"}, "numbering": "示例办〔{year}〕{n}号"}
    return office


def run(office: Office, *arguments: str, token: str = "", now: str = "") -> tuple[int, str]:
    """One command: how it ended and what it said; never a traceback."""
    environment = office.environment(**({"now": now} if now else {})) | ({"REPORTER_TOKEN": token} if token else {})
    ran = subprocess.run(
        office.command(*arguments), env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    said = ran.stdout + ran.stderr
    assert "Traceback" not in said, said
    return ran.returncode, said


def shown(office: Office) -> dict[str, Any]:
    """``reporter show --json``."""
    _, said = run(office, "show", EDITION, "--json")
    found: dict[str, Any] = json.loads(said)
    return found


def arranged_in(office: Office) -> dict[str, bytes]:
    """Every file of a project but what was made of them, and the hands of its clock."""
    files = [path for path in office.folder.rglob("*") if path.is_file()]
    named = {path.relative_to(office.folder).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in named.items() if name != "now" and not name.startswith("output/")}


def test_from_draft_to_issue(office: Office) -> None:
    """Nobody signs out of turn or as somebody else; the last signature fills in number and signer, and nothing else."""
    code, said = run(office, *RUN)
    assert (code, "待签发" in said) == (1, True), said
    assert "待核稿：甲" in run(office, "status")[1]
    draft = shown(office)
    pdf = next((office.folder / "output" / EDITION / "1").glob("*.pdf")).read_bytes()
    for arguments, token, why in (
        (("sign", EDITION, "--as", "乙"), TOKEN, "现在不是乙签的时候"),
        (("sign", EDITION, "--as", "乙"), "guess", "无法核实"),
        (("sign", EDITION, "--as", "丙"), "", "没有丙"),
        (("reject", EDITION, "--as", "甲"), "", "写明意见"),
    ):
        code, said = run(office, *arguments, token=token)
        assert (code, why in said) == (2, True), said
    assert run(office, "sign", EDITION, "--as", "甲", "--note", "同意")[0] == 0
    code, said = run(office, "sign", EDITION, "--as", "乙", token=TOKEN)
    assert (code, "已签发，示例办〔2018〕1号" in said) == (0, True), said
    assert "乙已签发" in run(office, "status")[1]
    issued = shown(office)
    assert (issued["content"], issued["state"]) == (draft["content"], "produced")
    assert issued["facts"] == draft["facts"]
    assert [(one["name"], one["verdict"], one["note"]) for one in issued["signatures"]] == [
        ("甲", "signed", "同意"),
        ("乙", "signed", ""),
    ]
    assert "核稿  甲    同意" in run(office, "show", EDITION)[1]
    assert next((office.folder / "output" / EDITION / "1").glob("*.pdf")).read_bytes() != pdf
    html = (office.folder / "output" / EDITION / "1" / "document.html").read_text(encoding="utf-8")
    assert "签发：乙" in html
    code, said = run(office, "verify", EDITION)
    assert (code, "逐字节相同" in said) == (0, True), said


def test_one_cell_changed_after_a_signature_blocks(office: Office) -> None:
    """The next signature is refused, the old one is void, no number is taken; the new content begins anew."""
    run(office, *RUN)
    assert run(office, "sign", EDITION, "--as", "甲")[0] == 0
    data = office.folder / "data" / "重点工作进展2018年1-6月.csv"
    text = data.read_text(encoding="utf-8")
    assert ",1405," in text
    data.write_text(text.replace(",1405,", ",1406,"), encoding="utf-8")
    code, said = run(office, "sign", EDITION, "--as", "乙", token=TOKEN)
    assert (code, "签批作废" in said) == (1, True), said
    before = shown(office)["content"]
    run(office, *RUN)
    assert shown(office)["content"] != before
    code, said = run(office, "sign", EDITION, "--as", "乙", token=TOKEN)
    assert (code, "待核稿：甲" in said) == (2, True), said
    assert run(office, "sign", EDITION, "--as", "甲")[0] == 0
    code, said = run(office, "sign", EDITION, "--as", "乙", token=TOKEN)
    assert (code, "〔2018〕1号" in said) == (0, True), said


def test_a_command_waits_for_the_service_s_work_on_the_same_edition(office: Office) -> None:
    """Who signs while the service looks at the draft is not sent away: he waits a moment, and his word is taken down."""
    run(office, *RUN)
    store = Store.open(location("", office.folder / "output"))
    found = store.editions.of("half_year", Period.parse("2018-H1"))[0]
    busy = store.leases.take(found.id, "service", dt.datetime.fromisoformat(NOW), 60)
    assert busy
    command = office.command("sign", EDITION, "--as", "甲", "--draft", found.content_hash[:16])
    with subprocess.Popen(command, env=office.environment(), stderr=subprocess.PIPE, text=True) as signing:
        assert signing.stderr
        assert "正在处理这一期，等它做完" in signing.stderr.readline()
        store.leases.release(found.id, busy.fence)
        assert signing.wait(60) == 0
    assert [one.name for one in store.signing.of(found.id)] == ["甲"]
    store.close()


def test_sent_back_with_a_remark(office: Office) -> None:
    """It stays where it is until something changes; the remark is shown."""
    run(office, *RUN)
    code, said = run(office, "reject", EDITION, "--as", "甲", "--note", "导语再短些")
    assert (code, "核稿甲退回：导语再短些" in said) == (0, True), said
    code, said = run(office, "sign", EDITION, "--as", "甲")
    assert (code, "退回" in said) == (2, True), said
    assert "导语再短些" in run(office, "status")[1]


def test_backfill_proof_and_backup(tmp_path: Path) -> None:
    """Past periods are made and not mailed; a tampered file and a changed template are found; a backup lays out again."""
    office = Office.of_the_demo(tmp_path / "office")
    code, said = run(
        office, "backfill", "monthly", "--from", "2018-M05", "--to", "2018-M06", now="2018-12-01T09:00:00+08:00"
    )
    assert said.count("已生成") + said.count("暂缓") == 2, said
    assert "（2/2）" in said
    store = Store.open(location("", office.folder / "output"))
    assert [one.mailed for one in store.editions.list()] == [False, False]
    assert store.editions.owed(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)) == ()
    store.close()
    assert "已有" in run(office, "backfill", "monthly", "--from", "2018-M06", "--to", "2018-M06")[1]
    edition = "monthly/2018-H1"
    assert run(office, "verify", edition)[0] == 0
    saved, words = tmp_path / "backup.zip", office.folder / "texts" / "monthly" / "2019-H1" / "10-lead.md"
    words.parent.mkdir(parents=True)
    words.write_text("概况。", encoding="utf-8")
    assert run(office, "admin", "backup", str(saved))[0] == 0
    assert run(office, "admin", "backup", str(saved))[0] == 2
    facts = office.folder / "output" / edition / "1" / "facts.csv"
    facts.write_bytes(facts.read_bytes() + b"\r\n")
    code, said = run(office, "verify", edition)
    assert (code, "facts.csv与封存时不同" in said) == (1, True), said
    other = Office(tmp_path / "other")
    code, said = run(office, "admin", "restore", str(saved), str(other.folder))
    assert (code, "核对无误" in said) == (0, True), said
    assert arranged_in(other) == arranged_in(office)
    next((other.folder / "output" / "monthly" / "2018-M01..M05").rglob("facts.csv")).unlink()  # as a purge does
    code, said = run(other, "verify", edition)
    assert code == 0, said
    layout = next((other.folder / "templates").rglob("frame.html"))
    layout.write_text(layout.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    code, said = run(other, "verify", edition, "--json")
    assert (
        code,
        json.loads(said.partition("\n")[2] if said[0] != "{" else said[: said.rindex("}") + 1])["broken"],
    ) == (1, [])
    damaged = tmp_path / "damaged.zip"
    content = saved.read_bytes()
    damaged.write_bytes(content[: len(content) // 2])
    code, said = run(office, "admin", "restore", str(damaged), str(tmp_path / "third"))
    assert (code, f"{damaged}不是完整的备份" in said) == (2, True), said
    code, said = run(office, "admin", "restore", str(tmp_path / "nowhere.zip"), str(tmp_path / "third"))
    assert (code, "没有这个文件" in said) == (2, True), said
    assert not (tmp_path / "third").exists()
