"""An enumeration reads as somebody would write it: a verb that names share is said once."""

from __future__ import annotations

import pytest

from reporter.document.prose.enumerating import enumerated


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            [("新申报高企", "33家"), ("新申报研究院", "14家"), ("新增中小企业", "59家")],
            "新申报高企33家、研究院14家，新增中小企业59家",
        ),
        ([("新设企业", "780家"), ("新增高企", "6家")], "新设企业780家、新增高企6家"),
        ([("新开工甲类项目", "2个")], "新开工甲类项目2个"),
        ([("高校", "14所"), ("医院", "3家")], "高校14所、医院3家"),
        ([("新增甲类", "1家"), ("高校", "2所"), ("新增乙类", "3家")], "新增甲类1家、高校2所、新增乙类3家"),
    ],
)
def test_a_shared_verb_is_said_once(row: list[tuple[str, str]], said: str) -> None:
    """For neighbours only; those of another verb stand behind a comma, and no name loses what is not shared."""
    assert enumerated(row) == said
