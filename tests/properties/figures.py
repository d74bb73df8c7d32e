"""Figures as departments may send them, and what must never be printed of any."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import strategies as st

FORBIDDEN = re.compile(
    r"(增长|下降|提高|降低|上涨|下跌|上升)[-−]|[-−]0(\.0+)?(?![.\d])|NaN|None|,|(增长|下降|提高|降低|上涨|下跌|上升)0(\.0+)?%|E[+-]"
)
VALUES = (
    st.decimals(-5000, 5000, places=2)
    | st.decimals(-200, 200, places=1)
    | st.integers(-3, 3000).map(Decimal)
    | st.decimals("-0.6", "0.6", places=1)
)
RATES = st.decimals(-99, 300, places=1) | st.decimals("-0.09", "0.09", places=2)
