"""A paper of several pages such as any office prints: headings, paragraphs, figures with labels, a table, a running head.

Its words are sound, so that whatever is found in them was invented by whoever put its lines together again.
"""

from __future__ import annotations

HEAD = "示例区经济运行分析"
WRONG = "截止6月底，已开工25个项目，进展顺利。"
"""A sentence with one error, planted at the end of a paragraph."""
HEADINGS = ("一、工业和投资", "二、消费和价格", "三、项目和服务", "四、财政和金融")
PARAGRAPHS = (
    "上半年，全区规模以上工业增加值同比增长6.8%，增速比一季度提高0.9个百分点，高于全市1.2个百分点；固定资产投资增长11.6%，其中民间投资增长17.3%，工业投资增长9.4%，基础设施投资下降2.1%。",
    "装备制造业支撑明显。规模以上装备制造业增加值增长10.2%，对规模以上工业增长的贡献率为41.5%；新材料产业增长8.7%，生物医药产业增长7.9%，传统产业改造项目陆续投产。",
    "消费市场稳步恢复。社会消费品零售总额152.7亿元，同比增长4.3%，其中限额以上单位零售额增长5.6%；网上零售额增长12.1%，餐饮收入增长7.4%，节假日市场供应充足。",
    "居民消费价格同比上涨1.9%，涨幅与一季度持平，总体处于温和区间。食品价格上涨2.6%，非食品价格上涨1.7%；工业生产者出厂价格下降0.8%，降幅比一季度收窄0.4个百分点。",
    "重点项目建设扎实推进。55个区级重点项目完成投资72.3亿元，完成年度计划的56.4%，超序时进度6.4个百分点；新开工项目22个，竣工项目9个，前期项目审批提速，要素保障到位。",
    "服务业运行平稳。1—5月，规模以上服务业营业收入118.4亿元，同比增长5.1%，其中信息传输、软件和信息技术服务业增长12.7%，租赁和商务服务业增长4.4%，居民服务业增长3.8%。",
    "财政收支保持平稳。一般公共预算收入36.5亿元，同比增长2.5%，完成年度预算的51.2%；一般公共预算支出29.8亿元，同比增长4.9%，民生支出占比达到78.6%，比上年同期提高1.1个百分点。",
    "6月末，金融机构本外币存款余额1286.5亿元，同比增长8.3%；贷款余额1102.7亿元，同比增长10.6%。制造业中长期贷款增长15.8%，普惠小微贷款增长19.2%，融资成本有所下降。",
)
ROWS = (
    ("指标", "单位", "上半年", "同比增长（%）"), ("规上工业增加值", "亿元", "136.2", "6.8"), ("固定资产投资", "亿元", "148.0", "11.6"),
    ("社会消费品零售总额", "亿元", "152.7", "4.3"), ("一般公共预算收入", "亿元", "36.5", "2.5"),
)  # fmt: skip
_FIGURE = (
    "<figure><svg width='320' height='90' viewBox='0 0 320 90'><rect x='50' y='10' width='150' height='18'/><text x='4' y='24' font-size='11'>工业</text>"
    "<text x='206' y='24' font-size='11'>6.8%</text><rect x='50' y='50' width='220' height='18'/><text x='4' y='64' font-size='11'>投资</text>"
    "<text x='276' y='64' font-size='11'>11.6%</text></svg><figcaption>图{number}　主要指标增速（单位：%）</figcaption></figure>"
)
STYLE = (
    "@page { size: A5; margin: 20mm 17mm; @top-center { content: '" + HEAD + "'; font: 8pt 'Noto Sans SC' }"
    " @bottom-center { content: '— ' counter(page) ' —'; font: 8pt 'Noto Sans SC' } }"
    " body { font: 11pt/1.7 'Noto Serif SC'; text-align: justify; margin: 0 } h1, h2 { font: 13pt 'Noto Sans SC' }"
    " p { text-indent: 2em; margin: 0 } table { border-collapse: collapse; width: 100% } td { border: 1px solid; padding: 2px 6px }"
)
LAYOUTS = {
    "plain": "",
    "ragged": "body { text-align: left } p { text-indent: 0; margin: 0 0 0.8em }",
    "columns": "body { columns: 2; column-gap: 7mm; font-size: 9pt } svg { width: 100% }",
    "left float": "figure { float: left; width: 45%; margin: 0 3mm 0 0 } svg { width: 100% }",
    "right float": "figure { float: right; width: 45%; margin: 0 0 0 3mm } svg { width: 100% }",
}
"""Style sheets by what they do to the lines."""


def paragraphs(*, wrong: int = -1, times: int = 2) -> list[str]:
    """The paragraphs in their order, each ``times``; the one with the number ``wrong`` ends with an error."""
    every = [text for _ in range(times) for text in PARAGRAPHS]
    return [f"{text}{WRONG}" if number == wrong else text for number, text in enumerate(every)]


def page(layout: str, *, wrong: int = -1, first: str = "") -> str:
    """The paper as HTML; ``first`` is a paragraph before all others, which moves every page break."""
    parts = [f"<h1>{HEAD}</h1>", f"<p>{first}</p>" if first else ""]
    for number, text in enumerate(paragraphs(wrong=wrong)):
        if number % 4 == 0:
            parts.append(f"<h2>{HEADINGS[number // 4]}</h2>")
        parts.append(f"<p>{text}</p>")
        if number % 5 == 1:
            parts.append(_FIGURE.format(number=number // 5 + 1))
        if number == len(PARAGRAPHS):
            parts.append(
                "<table>"
                + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
                + "</table>"
            )
    style = STYLE + LAYOUTS[layout]
    return f"<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'><style>{style}</style></head><body>{''.join(parts)}</body></html>"
