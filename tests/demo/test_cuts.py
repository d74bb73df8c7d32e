"""Nothing internal leaves the house: canaries in an internal figure, its department and its file are looked for everywhere."""

from __future__ import annotations

import csv
import email
import io
from email import policy
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
import yaml

from reporter.proof import workbook
from tests.arranging import arranged
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.demo.office import Office, Production

NAME, DEPARTMENT, FILE = "金丝雀指标", "金丝雀局", "金丝雀来源"
VALUE, GROWTH, RANK = "98765.4", "43.7", "11"
FIRM, FIRM_VALUE = "金丝雀公司产值", "87654.3"
REMARK, EVENT = "金丝雀备注", "金丝雀大事"
CANARIES = (NAME, DEPARTMENT, FILE, VALUE, f"{GROWTH}%", FIRM, FIRM_VALUE, REMARK, EVENT, "第11位")
SENTENCE = """
{{ level("金丝雀指标") }}金丝雀值。

我们也说{{ growth("金丝雀指标") }}，{{ level("金丝雀公司产值") }}，民间投资{{ rank("民间投资") }}{{ figure("canary") }}。

{{ peg("canary") }}。
"""
CHART = {"id": "canary", "kind": "growth_bars", "of": [NAME, "固定资产投资", "民间投资"]}


def _planted(office: Office, *, cut: str) -> Office:
    """The demo with internal figures, a file that only holds them, and a section that asks for all of them."""
    folder = office.folder
    with (folder / "data/indicators.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"\n{NAME}:\n  unit: 亿元\n  public: false\n  department: {DEPARTMENT}\n  theme: 投资\n  note: {REMARK}\n"
            f"\n{FIRM}:\n  unit: 亿元\n  identifying: true\n  public: false\n  department: {DEPARTMENT}\n  theme: 投资\n"
        )
    with (folder / f"data/{FILE}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow("indicator,measure,area,period,value,unit,scope,released,department,note".split(","))
        rows.writerows([
            [NAME, "level", "", "2018-H1", VALUE, "亿元", "", "2018-07-18", DEPARTMENT, REMARK],
            [NAME, "growth", "", "2018-H1", GROWTH, "%", "", "2018-07-18", DEPARTMENT, REMARK],
            [FIRM, "level", "", "2018-H1", FIRM_VALUE, "亿元", "", "2018-07-18", DEPARTMENT, ""],
            ["民间投资", "rank", "", "2018-H1", RANK, "位", "全市 增速", "2018-07-18", "统计办", ""],
        ])  # fmt: skip
    with (folder / "data/registers/events.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n- id: canary\n  date: 2018-06-20\n  text: {EVENT}发生\n  public: false\n")
    section = folder / "templates/half_year/sections/30-projects.md"
    _, head, body = section.read_text(encoding="utf-8").split("---\n", 2)
    front = yaml.safe_load(head)
    front["charts"].append(CHART)
    section.write_text(
        f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False)}---\n{body}{SENTENCE}", encoding="utf-8"
    )
    with arranged(folder) as said:
        said["sources"]["canary"] = {"kind": "csv_file", "path": f"data/{FILE}.csv"}
        said["reports"]["half_year"] |= {"cut": cut, "sign_off": "automatic"}
        if cut == "internal":
            said["reports"]["half_year"].pop("indicators", None)
    return office


def _strings(value: Any, seen: set[tuple[int, int]], depth: int = 0) -> Iterator[str]:
    """Every string of a PDF object and of what it refers to: alternative texts, titles, names."""
    if isinstance(value, pikepdf.Object) and value.is_indirect:
        if value.objgen in seen:
            return
        seen.add(value.objgen)
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        for item in value:
            yield from _strings(item, seen, depth + 1)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for item in value.values() if isinstance(value, pikepdf.Dictionary) else dict(value.items()).values():
            yield from _strings(item, seen, depth + 1)


def _within(pdf: bytes) -> Iterator[tuple[str, str]]:
    """All that a PDF can tell: text, XMP, every string, every attachment, every stream."""
    file = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(file, 1):
        yield f"page {number}", "".join(page.get_textpage().get_text_range().split())
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield "XMP", str(opened.open_metadata())
        seen: set[tuple[int, int]] = set()
        for thing in opened.objects:
            yield "strings", "\n".join(_strings(thing, seen))
            if isinstance(thing, pikepdf.Stream):
                data = thing.read_bytes()
                yield "stream", data.decode("utf-8", "replace") + data.decode("utf-16-be", "replace")
        for name, attached in opened.attachments.items():
            yield f"attachment {name}", attached.get_file().read_bytes().decode("utf-8", "replace")


def _told(mail: bytes) -> Iterator[tuple[str, str]]:
    """All that a message can tell, its attachments opened."""
    message = email.message_from_bytes(mail, policy=policy.default)
    yield "headers", "\n".join(f"{name}: {value}" for name, value in message.items())
    for part in message.walk():
        yield "part headers", "\n".join(f"{name}: {value}" for name, value in part.items())
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_content_type() == "application/pdf":
            yield from _within(content)
        elif part.get_content_subtype().endswith("spreadsheetml.sheet"):
            yield "workbook", "\n".join(map(str, workbook.read(content)))
        else:
            yield part.get_content_type(), content.decode("utf-8", "replace")


def _leaks(pieces: Iterator[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(where, canary) for where, text in pieces for canary in CANARIES if canary in text}


@pytest.fixture
def public(office: Callable[[str], Office]) -> Office:
    """The demo in public cut, with canaries."""
    return _planted(office("public"), cut="public")


def test_no_canary_reaches_the_public_cut_or_its_mail(public: Office, tmp_path: Path) -> None:
    """Text, attachments, XMP, alternative texts, the stored .eml and what the server really got."""
    with CatchAll(tmp_path / "mailbox") as server:
        with arranged(public.folder) as said:
            said["mail"] |= {
                "host": "127.0.0.1",
                "port": server.port,
                "tls": "none",
                "attach": ["pdf", "facts", "xlsx"],
            }
        ran = public.reporter("run", "half_year", "--period", "2018-H1", "--send")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        sent = [path.read_bytes() for path in sorted((tmp_path / "mailbox").glob("*.eml"))]
    folder = public.folder / "output/half_year/2018-H1/1"
    assert "固定资产投资" in (folder / "document.html").read_text(encoding="utf-8")
    assert len(sent) == 3
    (pdf,) = folder.glob("*.pdf")
    assert _leaks(_within(pdf.read_bytes())) == set()
    for mail in ((folder / "message.eml").read_bytes(), *sent):
        assert _leaks(_told(mail)) == set()


def test_the_internal_cut_says_all_of_it(office: Callable[[str], Office]) -> None:
    """The same project and texts: the test above would find what is really there."""
    made = _planted(office("internal"), cut="internal").produce()
    found = {canary for _, canary in _leaks(_within(made.pdf.read_bytes()))}
    assert found >= {NAME, DEPARTMENT, FILE, VALUE, f"{GROWTH}%", FIRM, FIRM_VALUE, "第11位"}


def _attached(made: Production) -> dict[str, str]:
    with pikepdf.open(made.pdf) as file:
        return {name: each.get_file().read_bytes().decode("utf-8-sig") for name, each in file.attachments.items()}


def test_what_the_public_pdf_carries(public: Office) -> None:
    """Only printed facts, without inputs, sources and departments; the seal keeps all of it."""
    made = public.produce()
    attached = list(csv.DictReader(io.StringIO(_attached(made)["facts.csv"])))
    assert {row["number"] for row in attached} == {row["number"] for row in made.facts}
    assert not {"origins", "inputs", "department", "formula", "note", "id"} & set(attached[0])
    assert "sources" not in _attached(made)["inputs.json"]
    assert made.facts[0]["origins"]


def test_a_list_of_indicators_rules_the_public_cut(office: Callable[[str], Office]) -> None:
    """What people left out of the list is not said, nor a rank that is not named; it is in nobody's debt for it."""
    here = office("listed")
    with arranged(here.folder) as said:
        said["reports"]["half_year"]["indicators"] = ["固定资产投资", "社会消费品零售总额"]
    made = here.produce()
    assert {row["indicator"] for row in made.facts} <= {"固定资产投资", "社会消费品零售总额"} | {
        row["indicator"] for row in made.facts if row["kind"] == "first"
    }
    assert "rank" not in {row["kind"] for row in made.facts}
    assert "未报送" not in made.html
    with arranged(here.folder) as said:
        said["reports"]["half_year"]["indicators"] = ["固定资产投资", "社会消费品零售额总"]
    ran = here.reporter("check")
    assert ran.returncode == 1
    assert "社会消费品零售额总" in ran.stdout


def test_what_belongs_to_the_internal_cut_alone_is_not_in_the_public_one(
    office: Callable[[str], Office], production: Production
) -> None:
    """The same store and the same template: the internal report has 短板 and 红黄绿, the public one neither."""
    inside = office("both").produce("half_year_internal")
    assert "红黄绿" in inside.html
    assert "● 绿" in inside.html
    assert "内部资料" in inside.html
    assert "红黄绿" not in production.html
    assert {row["number"] for row in production.facts} <= {row["number"] for row in inside.facts}
