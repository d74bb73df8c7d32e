"""Turn ``asset:`` URLs into bytes from memory; refuse every other URL and say so."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reporter import fonts
from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

    Assets = Callable[[str], bytes | None] | Mapping[str, bytes]

_SCHEME = "asset:"
_FONTS = "font/"
_SHOWN = 80
"""Characters of a refused address that a message repeats."""


def font_url(name: str) -> str:
    """The address of a font file of the package."""
    return f"{_SCHEME}{_FONTS}{name}"


@cache
def _font_files() -> Mapping[str, Any]:
    """The package's font files by name."""
    every = [*map(fonts.path, fonts.FACES), *map(fonts.core, fonts.CORES)]
    return {path.name: path for path in every}


def read(name: str, assets: Assets) -> bytes | None:
    """The bytes of an asset; the package's fonts are always there."""
    if name.startswith(_FONTS):
        path = _font_files().get(name.removeprefix(_FONTS))
        return bytes(path.read_bytes()) if path else None
    return assets(name) if callable(assets) else assets.get(name)


def _refused(url: str) -> Finding:
    said = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
    return Finding(
        "foreign_address", "error", Place(part="版式"), f"版式引用了外部地址{said}，已拒绝读取", "只能引用报告自己的素材（asset:）",
    )  # fmt: skip


def _absent(name: str) -> Finding:
    return Finding(
        "missing_asset", "error", Place(part="版式"), f"版式引用的素材{name}不存在", "请检查文件名，或补上该文件"
    )


def fetcher(assets: Assets) -> Any:
    """A fetcher that knows ``assets`` and nothing else in the world."""
    return _fetcher_class()(assets)


@cache
def _fetcher_class() -> type[URLFetcher]:
    """The class, made when the library is there: its base must not be imported by the parent process."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        """Answers ``asset:`` from memory; everything else becomes a finding."""

        def __init__(self, assets: Assets) -> None:
            super().__init__(allowed_protocols=("asset",), allow_redirects=False)
            self._assets = assets
            self.findings: list[Finding] = []

        def words(self, url: str) -> bytes:
            """What lies at an address of ours; nothing where nothing does."""
            return read(unquote(url[len(_SCHEME) :]), self._assets) or b""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - as the library calls it
            """The response, or ``ValueError``, which WeasyPrint takes as a missing resource."""
            if not url.lower().startswith(_SCHEME):
                self.findings.append(_refused(url))
                raise ValueError(url)
            name = unquote(url[len(_SCHEME) :])
            body = read(name, self._assets)
            if body is None:
                self.findings.append(_absent(name))
                raise ValueError(url)
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return AssetFetcher
