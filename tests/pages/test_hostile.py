"""Whoever writes data, texts or layouts can make the press ask nobody and tell nothing (S1 to S5 of the threat model)."""

from __future__ import annotations

import io
import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest

from reporter import pdf
from reporter.errors import Faults
from reporter.model.finding import Place
from reporter.templating import Templates
from tests.pages import documents

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from reporter.pdf import Printed

CANARY = "kanarienvogel-7731"


@contextmanager
def _listener() -> Iterator[tuple[str, list[bytes]]]:
    """A web server on this machine that counts who calls; it answers with a redirect to the canary's file."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                with caller:
                    heard.append(caller.recv(4096))
                    caller.sendall(b"HTTP/1.0 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        finally:
            done.set()
            thread.join()


def _print(body: str, style: str = "", **assets: bytes) -> Printed:
    page = f'<!doctype html><html lang="zh-CN"><head><title>x</title><style>p {{ font-family: "Noto Serif SC" }} {style}</style></head><body><p>正文</p>{body}</body></html>'
    return pdf.print_document(
        page, {name.replace("__", "."): content for name, content in assets.items()}, title="x", created=_moment()
    )


def _moment() -> dt.datetime:
    import datetime as dt

    return dt.datetime(2031, 7, 20, tzinfo=dt.UTC)


def _holds(content: bytes, needle: bytes) -> bool:
    """Whether a file or any stream in it, unpacked, holds these bytes."""
    with pikepdf.open(io.BytesIO(content)) as file:
        streams = [item for item in file.objects if isinstance(item, pikepdf.Stream)]
        return needle in content or any(
            needle in one.read_bytes() for one in streams if "/Filter" in one and "DCT" not in str(one.Filter)
        )


CHANNELS = {
    "img": '<img src="{url}">', "link": '<link rel="stylesheet" href="{url}">', "attachment": '<link rel="attachment" href="{url}">',
    "anchor attachment": '<a rel="attachment" href="{url}">x</a>', "object": '<object data="{url}"></object>', "embed": '<embed src="{url}">',
    "srcset": '<img srcset="{url} 2x">', "svg image": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{url}#a"/></svg>', "background": '<p style="background: url({url})">x</p>',
    "list": '<ul style="list-style-image: url({url})"><li>x</li></ul>', "content": '<p style="content: url({url})">x</p>',
    "style element": "<style>@import url({url});</style>", "font": '<style>@font-face {{ font-family: F; src: url("{url}") }} b {{ font-family: F }}</style><b>x</b>',
    "base": '<base href="{url}/"><img src="x.png">', "border": '<p style="border-image: url({url}) 1">x</p>', "page": "<style>@page {{ background: url({url}) }}</style>",
}  # fmt: skip


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_request_leaves_and_no_file_gets_in(channel: str, tmp_path: Path) -> None:
    """S1: by none of the ways a page can name an address is one fetched, on the web or on disk; what was refused is told."""
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY, encoding="ascii")
    with _listener() as (server, heard):
        for url in (f"{server}/x.png", secret.as_uri(), f"ftp://127.0.0.1/{CANARY}", "//127.0.0.1/x.png"):
            printed = _print(CHANNELS[channel].format(url=url))
            assert not _holds(printed.pdf, CANARY.encode()) or CANARY in url
            if channel not in {"attachment", "content", "border", "srcset", "svg use"}:
                assert any(
                    one.rule in {"foreign_address", "layout_error", "layout_warning"} for one in printed.findings
                ), url
    assert heard == []


def test_a_layout_that_calls_home_makes_no_clean_report() -> None:
    """S1, S2: a layout with foreign addresses, printed as reports are: nobody is asked, and the findings block."""
    base = documents.one_section()
    with _listener() as (server, heard):
        name = "templates/looks/news.css"
        sheet = base.files[name] + f'\nh1 {{ background: url("{server}/h1.png") }} @import "{server}/a.css";'.encode()
        made = documents.make(replace(base, files={**base.files, name: sheet}))
    assert heard == []
    assert any("127.0.0.1" in said for said in made.errors)


def test_the_child_has_no_network() -> None:
    """S2: even without the fetcher nothing could be asked: the printing child cannot open a connection."""
    from reporter import sandbox
    from reporter.errors import ReporterError

    with _listener() as (server, heard), pytest.raises(ReporterError):
        sandbox.call(server, target="tests.pages.calling:out", seconds=30, megabytes=500)
    assert heard == []


ATTACKS = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ period.__globals__ }}", "{{ office|attr('__init__') }}", "{{ [].append(1) }}",
    "{{ '{0.__class__}'.format(1) }}", "{% include '/etc/passwd' %}", "{% include '../../schedules.yaml' %}", "{{ cycler.__init__.__globals__.os }}",
    "{{ self._TemplateReference__context }}", "{{ lipsum.__globals__['os'].popen('id').read() }}", "{{ request }}", "{{ range(10) }}",
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_template_reaches_python(attack: str) -> None:
    """S3: no placeholder gets at classes, globals, files or the shell; each try is a fault with its line."""
    with pytest.raises(Faults):
        Templates({}).fill(attack, {"period": lambda: "x", "office": lambda: "x"}, Place(file="a.md", line=3))


def test_data_never_becomes_a_template_or_markup() -> None:
    """S3: names, notes and captions that look like templates, tags or addresses are printed as the words they are."""
    base = documents.one_section()
    evil = "{{ 7 * 7 }}<img src=http://127.0.0.1/x><b>"
    figures = tuple(replace(row, note=evil, department=evil) for row in base.observations)
    made = documents.make(replace(base, observations=figures, office=replace(base.office, editor=evil, contact=evil)))
    assert "<img src=http" not in made.html
    assert "49<" not in made.html
    assert "{{ 7 * 7 }}&lt;img" in made.html
    assert any(found["rule"] == "markup_left" for found in made.findings)


BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">"""
    + b"".join(f'<!ENTITY {chr(98 + step)} "{f"&{chr(97 + step)};" * 10}">'.encode() for step in range(8))
    + b"""]><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>&i;</text></svg>"""
)


def test_a_drawing_cannot_explode_or_read_files(tmp_path: Path) -> None:
    """S5: entities of a drawing are not unfolded without end, and none reads a file."""
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY, encoding="ascii")
    reading = f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}">]><svg xmlns="http://www.w3.org/2000/svg" width="100" height="20"><text>&x;</text></svg>'
    printed = _print('<img src="asset:a.svg"><img src="asset:b.svg">', a__svg=BOMB, b__svg=reading.encode())
    assert not _holds(printed.pdf, CANARY.encode())
    assert len(printed.pdf) < 2_000_000
