"""What stands around the text of an issued paper: its imprint, 版头 and 版尾."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imprint:
    """版头、版尾: who issues the paper and to whom; a line that is empty is not printed."""

    paper: str = ""
    """刊名 of a bulletin (经济运行快报), 发文机关标志 of an official document (示例区管理委员会文件)."""
    issuer: str = ""
    """编发单位, or 发文机关署名; the office where empty."""
    addressee: str = ""
    """主送机关."""
    report_to: str = ""
    """报：leaders above."""
    send_to: str = ""
    """送：those beside."""
    issue_to: str = ""
    """发：those below."""
    copies_to: str = ""
    """抄送机关."""
    printer: str = ""
    """印发机关; the issuer where empty."""
    reviewer: str = ""
    """核稿."""
    copies: int = 0
    """共印×份."""
