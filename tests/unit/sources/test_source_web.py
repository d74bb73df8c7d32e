"""Whatever a server answers, it is bounded, checked and told; nothing inside the house is asked by accident."""

from __future__ import annotations

import gzip
import json
import socket
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from reporter import sources
from reporter.model.indicator import Indicator
from reporter.model.office import Source
from reporter.sources import Reading
from tests.replaying_server import Reply, replaying
from tests.self_signed import certificate

INDICATORS = {"乙投资": Indicator("乙投资", "亿元")}
FIELDS = {"indicator": "name", "value": "amount", "period": "month", "area": "region", "measure": "=level"}


def record(**more: object) -> dict[str, object]:
    """A record as the interface would send it."""
    return {"name": "乙投资", "amount": 5.50, "month": "2024-05", "region": "330114", **more}


def read(
    folder: Path, *replies: Reply, hosts: tuple[str, ...] = ("127.0.0.1",), **options: Any
) -> tuple[Reading, list[str]]:
    """What a source says that asks a server with these replies, and what the server was asked."""
    with replaying(replies) as server:
        options = {
            "url": f"{server.address}/api",
            "fields": FIELDS,
            "pause": 0.01,
            **({"hosts": list(hosts)} if hosts else {}),
            **options,
        }
        found = sources.read(Source("接口", "json_api", options=options), folder, INDICATORS)
        return found, server.asked


def as_json(value: object) -> Reply:
    """A reply that holds JSON."""
    return Reply(json.dumps(value, ensure_ascii=False).encode())


def refused(reading: Reading) -> str:
    """The one finding of a reading without figures."""
    (finding,) = reading.findings
    assert not reading.observations
    assert finding.severity == "error"
    assert finding.advice
    return finding.message


def test_digits_are_those_that_were_sent(tmp_path: Path) -> None:
    """5.50 stays 5.50, a null is missing, and each figure names its address and its record."""
    reply = Reply(b'[{"name": "\xe4\xb9\x99\xe6\x8a\x95\xe8\xb5\x84", "amount": 5.50, "month": "2024-05"}, '
                  b'{"name": "\xe4\xb9\x99\xe6\x8a\x95\xe8\xb5\x84", "amount": null, "month": "2024-06"}]')  # fmt: skip
    found, _ = read(tmp_path, reply)
    assert [(row.period.code, None if row.value is None else str(row.value)) for row in found.observations] == [
        ("2024-M05", "5.50"), ("2024-M06", None),
    ]  # fmt: skip
    assert [row.origin.part for row in found.observations] == ["$[0]", "$[1]"]
    assert found.observations[0].origin.file.endswith("/api")


def test_pages_are_followed_to_the_end(tmp_path: Path) -> None:
    """By the address of the next page, or by a counter until a page is empty."""
    first = as_json({"rows": [record()], "next": "/api?page=2"})
    second = as_json({"rows": [record(month="2024-06")], "next": None})
    found, asked = read(tmp_path, first, second, rows="rows", next="next")
    assert asked == ["/api", "/api?page=2"]
    assert len(found.observations) == len(found.originals) == 2
    found, asked = read(tmp_path, as_json([record()]), as_json([record(month="2024-06")]), as_json([]), page="p")
    assert asked == ["/api?p=1", "/api?p=2", "/api?p=3"]
    assert len(found.observations) == 2


def test_pages_without_end_are_refused(tmp_path: Path) -> None:
    """Neither a page that leads to itself nor one that always has another is followed for ever."""
    found, _ = read(tmp_path, as_json({"rows": [record()], "next": "/api"}), rows="rows", next="next")
    assert "又回到了" in refused(found)
    found, asked = read(tmp_path, as_json([record()]), page="p", most_pages=3)
    assert len(asked) == 3
    assert "超过3页" in refused(found)


def test_pages_land_together_or_not_at_all(tmp_path: Path) -> None:
    """A page that cannot be had, or a fault on one of them: the others are half of an answer and bring nothing."""
    first = as_json({"rows": [record()], "next": "/api?page=2"})
    found, _ = read(tmp_path, first, Reply(status=403), rows="rows", next="next")
    assert "HTTP 403" in refused(found)
    second = as_json({"rows": [record(name="乙投咨")], "next": None})
    found, _ = read(tmp_path, first, second, rows="rows", next="next")
    assert "乙投咨" in refused(found)


def test_what_was_asked_is_what_must_come_back(tmp_path: Path) -> None:
    """Another period, another area, or no area at all: told with the record, and not used."""
    asked = {"period": "2024-H1", "area": "330114"}
    rows = [
        record(),
        record(month="2023-12"),
        record(month="2024-04", region="330100"),
        record(month="2024-03", region=None),
    ]
    found, _ = read(tmp_path, as_json(rows), asked=asked)
    assert [finding.rule for finding in found.findings] == ["not_what_was_asked"] * 3
    assert [finding.place.part for finding in found.findings] == ["$[1]", "$[2]", "$[3]"]
    assert not found.observations
    found, _ = read(tmp_path, as_json(rows[:1]), asked=asked, areas={"330114": "钱塘"})
    assert [row.area for row in found.observations] == ["钱塘"]


def test_passing_failures_are_tried_again(tmp_path: Path) -> None:
    """503 and a line that is cut pass; what stays is told after the last try; 403 is not tried again."""
    found, asked = read(tmp_path, Reply(status=503), Reply(b"[", cut=True), as_json([record()]))
    assert len(asked) == 3
    assert len(found.observations) == 1
    found, asked = read(tmp_path, Reply(status=503), tries=2)
    assert (len(asked), "HTTP 503" in refused(found)) == (2, True)
    found, asked = read(tmp_path, Reply(status=403))
    assert (len(asked), "HTTP 403" in refused(found)) == (1, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><html><body>login</body></html>", "网页"), (b'{"code": 401, "msg": "token"}', "token"), (b"[{", "JSON"),
        (b"\xff\xfe[]", "UTF-8"), (b'[{"amount": NaN}]', "NaN"), (b'[{"amount": -Infinity}]', "Infinity"), (b"[" * 100_000, "太深"),
    ],
)  # fmt: skip
def test_replies_that_are_no_data(tmp_path: Path, content: bytes, words: str) -> None:
    """A login page with status 200, an error in JSON, half a reply, NaN, nesting without end: refused with what came."""
    found, _ = read(tmp_path, Reply(content))
    assert words in refused(found)


def test_replies_without_end_are_cut_off(tmp_path: Path) -> None:
    """By size, packed or not, in no more memory than that, and by time: a server that never stops and one that never begins."""
    bomb = gzip.compress(b" " * (64 << 20))
    tracemalloc.start()
    try:
        found, _ = read(tmp_path, Reply(b" " * 65536, endless=True), megabytes=1)
        assert "超过1MB" in refused(found)
        found, _ = read(tmp_path, Reply(bomb, headers={"Content-Encoding": "gzip"}), megabytes=1)
        assert "超过1MB" in refused(found)
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
    finally:
        tracemalloc.stop()
    found, _ = read(tmp_path, Reply(b" ", silent=True), seconds=0.3, tries=1)
    assert "Timeout" in refused(found)


def test_packed_replies_are_unpacked(tmp_path: Path) -> None:
    """Gzip is read; another packing that nobody asked for is not."""
    packed = gzip.compress(json.dumps([record()]).encode())
    found, _ = read(tmp_path, Reply(packed, headers={"Content-Encoding": "gzip"}))
    assert len(found.observations) == 1
    found, _ = read(tmp_path, Reply(b"x", headers={"Content-Encoding": "br"}))
    assert "压缩方式br" in refused(found)


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data", "http://[::ffff:169.254.169.254]/", "http://10.0.0.1/", "http://2130706433/", "http://localhost/",
     "file:///etc/passwd", "http://[fe80::1]/", "http://user:word@127.0.0.1/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "ftp://127.0.0.1/"],
)  # fmt: skip
def test_nothing_inside_the_house_is_asked(tmp_path: Path, target: str) -> None:
    """Neither by the address in the definition nor by a redirect, however it is written."""
    assert refused(read(tmp_path, as_json([]), url=target, hosts=(), tries=1)[0])
    found, asked = read(tmp_path, Reply(status=302, headers={"Location": target}), as_json([record()]))
    assert refused(found)
    assert len(asked) == 1


def test_a_private_address_may_be_listed(tmp_path: Path) -> None:
    """By itself or as part of a network; without that the very server of these tests is refused."""
    assert "不是公网地址" in refused(read(tmp_path, as_json([record()]), hosts=())[0])
    assert read(tmp_path, as_json([record()]), hosts=("127.0.0.0/8",))[0].observations


def test_redirects_go_to_listed_hosts_only(tmp_path: Path) -> None:
    """A redirect within the host is followed, one to another host only when it is listed, and none for ever."""
    found, asked = read(tmp_path, Reply(status=302, headers={"Location": "/elsewhere"}), as_json([record()]))
    assert asked == ["/api", "/elsewhere"]
    assert found.observations
    found, _ = read(tmp_path, Reply(status=302, headers={"Location": "https://example.com/"}))
    assert "没有列出的主机example.com" in refused(found)
    found, _ = read(tmp_path, Reply(status=302, headers={"Location": "/again"}))
    assert "转来转去" in refused(found)


def test_a_name_is_resolved_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that first means a public machine and then this one is asked where it was looked at, never resolved again."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    real, asked = socket.getaddrinfo, []

    def resolve(host: Any, *arguments: Any, **more: Any) -> Any:
        asked.append(host)
        return real(next(answers) if host == "rebound.example.com" else host, *arguments, **more)

    connected: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    options = {"url": "http://rebound.example.com/", "fields": FIELDS, "tries": 1}
    refused(sources.read(Source("接口", "json_api", options=options), tmp_path, INDICATORS))
    assert asked.count("rebound.example.com") == 1
    assert [host for host, _ in connected] == ["93.184.216.34"]


def test_secrets_stay_with_their_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A header's secret is fetched when it is used, and does not follow a redirect elsewhere; proxies are not used."""
    monkeypatch.setenv("PORTAL_TOKEN", "canary")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with replaying([as_json([record()])]) as other:
        with replaying([Reply(status=302, headers={"Location": f"{other.address}/moved"})]) as server:
            options = {
                "url": f"{server.address}/api",
                "fields": FIELDS,
                "hosts": ["127.0.0.1"],
                "headers": {"Authorization": "env:PORTAL_TOKEN"},
            }
            found = sources.read(Source("接口", "json_api", options=options), tmp_path, INDICATORS)
        assert server.headers[0]["Authorization"] == "canary"
        assert "Authorization" not in other.headers[0]
    assert found.observations
    assert "canary" not in repr(found)


def test_a_server_must_prove_its_name(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Under TLS the certificate must be trusted and carry the name that was asked, though the address was looked up before."""
    del capfd  # the server complains of those who hang up
    known = certificate(tmp_path, "localhost")
    with replaying([as_json([record()])], known.context) as server:
        options = {"fields": FIELDS, "hosts": ["127.0.0.1", "::1"], "tries": 1}

        def ask(host: str, **more: Any) -> Reading:
            address = server.address.replace("127.0.0.1", host)
            return sources.read(
                Source("接口", "json_api", options={**options, "url": address, **more}), tmp_path, INDICATORS
            )

        assert "ConnectError" in refused(ask("localhost"))
        assert "ConnectError" in refused(ask("127.0.0.1", ca_file="localhost.pem"))
        assert "证书文件" in refused(ask("localhost", ca_file="none.pem"))
        assert ask("localhost", ca_file="localhost.pem").observations
