"""Turn the demo's data files into the half-year report the plain way: the comparator of P1 and P3.

What a competent developer in a hurry writes with the same libraries: one script, default settings, no store, no proof, no
checks. It was committed before any work on speed and stays as it is; only a change of the demo's data files may touch it.

    python benchmarks/naive.py PROJECT OUTPUT
"""
# A hurried script is what it has to be, so neither linter nor type checker looks at it.
# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from email.message import EmailMessage
from pathlib import Path

import jinja2
import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
import openpyxl
from matplotlib import font_manager
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

FONTS = Path(__file__).resolve().parent.parent / "reporter" / "fonts"
PERIOD = "2018-H1"
BLUE, LIGHT, RED, GREY, INK = "#1F4E79", "#9DB7D1", "#B5121B", "#595959", "#1A1A1A"

REPORT = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>2018年上半年杭州经济技术开发区工作会议报告</title>
<meta name="author" content="杭州经济技术开发区">
<meta name="keywords" content="开发区,半年度,项目,创新,改革">
</head>
<body>
<header class="masthead"><span>杭州经济技术开发区</span><span>2018年上半年　数据截至2018年8月7日</span></header>
<p class="kicker">对照年度目标　看清半年进度</p>
<h1>杭州经济技术开发区上半年工作稳步推进<br>下半年全力完成“双城”建设年度任务</h1>
<p class="dateline">2018年8月7日　来源：开发区管委会　编写：办公室　图片：示意图</p>
{% if photos %}<div class="photos">{% for photo in photos %}<figure><img src="{{ photo }}" alt="示意图"><figcaption>{{ loop.index }}号示意图</figcaption></figure>{% endfor %}</div>{% endif %}
<div class="lead">
<p>数字经济、消费、投资、人才四个方面的主要数据已经汇总：信息经济增加值同比增长{{ n("信息经济增加值", "growth") }}%；社会消费品零售总额增长{{ n("社会消费品零售总额", "growth") }}%，增速在全市排第一位；固定资产投资的增速比去年同期高出{{ difference }}个百分点；新增高层次人才创业项目比去年同期多{{ n("高层次人才创业项目新增数", "growth") }}%。以上数据，8月6日举行的开发区半年度工作会议作了通报。</p>
<p>会议要求，各部门对照年初定下的任务，一项一项核对进度，差多少补多少，慢多少赶多少，把“六大硬仗”的责任落到岗位、落到人，把下沙科技城和下沙新城的建设推向前去。</p>
</div>
<table class="strip"><tr>
{% for label, value, note in strip %}<td><span class="label">{{ label }}</span><span class="value">{{ value }}</span><span class="note">{{ note }}</span></td>{% endfor %}
</tr></table>

<h2>创新主体增多　产业平台成形</h2>
<p>七月底八月初，新能源产业联盟在下沙成立，这样的联盟在全省是首个。联盟把研究、制造、应用和融资的各方放到一张桌子上，开发区在新材料、新能源方面已有的平台和企业，从此多了一条共同立项、共同试验、共同推广的路子。太阳能光热方面的研究中心在同一时间挂牌，研究人员与企业的工程师在同一处办公，成果出了实验室就能找到试用的车间。</p>
<p>平台建设有了实在的进展。半年里落户的高端创新平台有{{ n("落户高端创新平台", "level") }}个，分属人工智能、柔性电子和国际合作三个方向。“杭州医药港”的称号5月授予开发区，同一个月，{{ n("集中签约生物医药项目", "level") }}个生物医药项目和{{ n("集中签约生物医药平台", "level") }}个生物医药平台一起签约。按照规划，这里的生物医药产业集群要达到{{ n("生物医药产业集群规模", "target") }}亿元的规模，研发、中试、生产、检测各个环节都要在区内找得到对应的载体。</p>
{{ chart("talent", "图1　高层次人才创业项目与主要指标的增速（%）") }}
<p>人才和企业两头都在增加。五大“双百”工程实施以来，新增国千等各类领军型人才{{ n("新增国千等各类领军型人才", "level") }}名，“521”计划通过答辩的人数在全市排第一位，高层次人才创业项目新增数增长{{ n("高层次人才创业项目新增数", "growth") }}%。上半年新申报国家高新技术企业{{ n("新申报国家高新技术企业", "level") }}家、省级企业研究院{{ n("新申报省级企业研究院", "level") }}家、省级研发中心{{ n("新申报省级研发中心", "level") }}家，新增省科技型中小企业{{ n("新增省科技型中小企业", "level") }}家。新注册科技型企业{{ n("新注册科技型企业", "level") }}家，占同期全部新注册企业的{{ n("科技型企业占新注册企业比重", "share") }}%，也就是说，每两家新注册的企业里，有一家以上做的是科技方面的业务。</p>
<div class="pair">{{ chart("share", "图2　科技型企业占新注册企业的比重（%）") }}{{ chart("applied", "图3　新申报和新增的创新主体（家）") }}</div>
<p>从这些数据看，企业和人才愿意来、留得住，创新这一块的底子比去年厚。接下来要看的是转化：签约的项目几时动工，挂牌的平台几时出成果，申报的企业最后有多少通过认定，都要按月跟踪、按季通报。</p>

<h2>项目进度领先　投资增速回升</h2>
<p>6月29日，生物医药加速器二期通过竣工验收。这个项目总投资约{{ n("加速器二期总投资", "level") }}亿元，总建筑面积约{{ n("加速器二期总建筑面积", "level") }}万平方米，建成之后主要接纳国内外的生物医药企业，实验、办公和小批量生产所需的条件都按专业要求配备，企业进来以后不必再自己改造厂房，从签约到开工的时间可以缩短。</p>
<p>“2211”工程带动了一批项目开工。今年以来新开工的政府投资项目有{{ n("新开工政府投资项目", "level") }}个，产业投资项目有{{ n("新开工产业投资项目", "level") }}个，两类合计{{ starts }}个。地铁1号线机场延伸段、艮山快速路下沙段、加速器三期等在建项目按计划施工。列入省市重点的{{ n("省市重点项目", "level") }}个项目已经完成年度计划的{{ n("省市重点项目", "completion") }}%，以六个月的时间进度计算，快了{{ ahead }}个百分点。照这个节奏，下半年可以把更多力量放到前期工作上，为明年储备项目。</p>
{{ chart("investment", "图4　固定资产投资及其中项的增速（%）") }}
<p>投资的增速在回升。上半年固定资产投资增长{{ n("固定资产投资", "growth") }}%，去年同期推算为{{ before }}%。其中，交通投资增长{{ n("交通投资", "growth") }}%，民间投资增长{{ n("民间投资", "growth") }}%。交通投资的增速高，与几条快速路和轨道线集中施工有关，这一部分到明年会回落；民间投资的增速高于全部投资，说明社会资本对这里的预期在改善，这一部分更值得留意。</p>
<div class="pair">{{ chart("slope", "图5　固定资产投资增速的变化（%）") }}{{ chart("completion", "图6　省市重点项目年度计划完成情况（%）") }}</div>
<p>项目库的初步规划方案也已公布，分文体设施、教育设施、医疗养老和重大基础设施共{{ n("项目库类别", "level") }}大类别。入库的项目将按照成熟程度排出先后，条件具备的先做，条件不够的先把土地、资金和手续准备好，避免年底集中开工、年初无事可做。</p>

<h2>环境整治见效　空间逐步腾出</h2>
<p>6月底，金沙学府一处的屋顶违建拆除完毕。在开发区已经启动的同类行动里，这一次的规模最大。拆除之前，街道和社区逐户上门说明，拆除之后，屋面防水和外立面由专业队伍统一修复，住户反映的渗漏和采光问题一并处理。</p>
<p>生态、市容、社会、文明{{ n("环境提升行动", "level") }}项环境提升行动同步进行。国家组织的黑臭水体督查已经完成，城东垃圾减量综合体正在建设，生活垃圾总量的月均增幅降低了{{ garbage }}个百分点。城市管理方面的{{ n("城市管理重点工作", "level") }}项重点工作按计划实施，道路保洁、停车秩序、工地扬尘和夜间施工都有专人负责，群众投诉的处理情况每周公布。</p>
<p>整治腾出了空间。全区开展“五无”企业集中整治，已经摸底排查的企业有{{ n("摸底排查企业", "level") }}余家，清退的“低小散”企业有{{ n("清退“低小散”企业", "level") }}余家。重点区块里，{{ n("约谈评估企业", "level") }}家企业和{{ n("约谈评估用地", "level") }}宗用地的约谈评估、丈量登记已经开始。腾出来的土地和厂房优先安排给符合产业方向的项目，具体用途由规划、国土和招商部门共同提出。</p>
<p>环境和空间是一件事的两面：环境好了，愿意来的企业才多；空间有了，来的企业才落得下。下一步要把整治的标准固定下来，防止拆了再搭、清了再来。</p>

<h2>办事环节减少　服务送到园区</h2>
<p>7月，一台商事登记自助服务终端放进了大创小镇，像这样为园区专门定制的终端，在全省是第一台。企业在终端上可以申报名称、打印营业执照，不出园区就把登记的事情办完，工作人员也从窗口里腾出手来，到企业里去解答问题。</p>
<p>目前，“最多跑一次”的事项覆盖率为{{ n("“最多跑一次”事项覆盖率", "level") }}%，24小时自助服务大厅在{{ n("24小时自助服务大厅区域", "level") }}个区域建成，公民个人事项有{{ n("个人事项就近可办比例", "level") }}%以上可以就近办理。人力社保的各项业务在一个窗口就能受理，首宗企业投资项目“标准地”已经推出，行政服务中心的服务满意率为{{ n("行政服务中心服务满意率", "level") }}%。</p>
{{ chart("service", "图7　政务服务的几项比例（%）") }}
<p>干部走到企业和工地去。上半年共走访企业{{ n("走访企业", "level") }}家；在围绕“六大硬仗”举行的擂台赛上，{{ n("擂台赛项目党支部", "level") }}个项目党支部讲了各自遇到的难处和想出的办法。到目前为止，“六大硬仗”的专班专组有{{ n("“六大硬仗”专班专组", "level") }}个，下派的党员骨干有{{ n("下派党员骨干", "level") }}余名，项目（临时）党支部有{{ n("项目（临时）党支部", "level") }}个。人派下去了，还要看问题有没有解决，办公室每月把没有解决的问题列出清单，送到分管的负责人手里。</p>

<h2>发挥已有长处　补上几处短板</h2>
<p>市委十二届四次全会对各地提出了新的要求，开发区结合自己的情况，把“扬优势、补短板”作为下一阶段的主线。长处要说清楚，短处也要说清楚，说清楚了才知道力气往哪里用。</p>
<p>第一，管理机构精简、决策链条短，是多年形成的长处；审批制度、招商的精准程度和对外开放的水平，还有需要补的地方。第二，区内有高校{{ n("区内高校", "level") }}所，大学师生{{ n("大学师生", "level") }}万人，智力资源在全市少有；高端创新资源的引进、学校和企业的合作深度，跟这样的条件相比还不相称。第三，制造业的基础扎实，门类齐全；产业的层次和高端服务业的比重，与先进的园区相比有距离。第四，区位优势越来越明显；交通、配套、环境和社会治理，还要跟上人口和企业增长的速度。</p>
<p>补短板不能平均用力。每个部门选一至两件最要紧的事，定出办法、时限和责任人，年底逐项检查；需要几个部门一起做的，由一个部门牵头，其余的配合，不在会上推来推去。“六大硬仗”推进中已经发现的问题，在半年度会议上作了剖析，要作为下半年工作的起点，而不是写进材料就算了结。</p>

<h2>紧盯年度目标　打好下半年硬仗</h2>
<p>下半年的任务比上半年重。年度目标里，有的已经过了大半，有的才开了头，各部门要按照剩余的数量和剩余的月份，重新排定进度，每个月对一次账。</p>
<p>创新方面，全年新增国家高新技术企业要确保{{ n("新增国家高新技术企业", "target") }}家以上，新注册科技型企业要确保{{ n("新注册科技型企业", "target") }}家以上。后一项上半年已经完成{{ registered_share }}%，还差{{ registered_left }}家，平均每个月要新增{{ registered_monthly }}家；前一项要等认定结果，申报的数量不能当作完成的数量。国家双创示范基地和国家创新人才培养示范基地的建设要一起抓，孵化的项目要尽快转成产品，区校合作要从签协议走到用成果。</p>
{{ chart("registered", "图8　新注册科技型企业完成年度目标的情况（家）") }}
<p>项目方面，杭州医药港小镇的{{ n("杭州医药港小镇用地项目", "target") }}个用地项目要加快，金沙湖商务区的{{ n("金沙湖商务区项目", "target") }}个项目要按节点推进，大创小镇的新加坡科技园三期要早日动工。招商引资要看质量，既看投资额，也看技术水平、用地效率和对上下游的带动。</p>
<p>产业方面，数字经济是主攻的方向。集成电路等基础产业要巩固，柔性电子、人工智能和新一代信息技术要有突破，生物医药、装备制造和新材料要借助数字技术改造生产的各个环节。制造业改造提升区域综合试点在全市是首个，试出来的做法要总结成可以照着办的规程，供其他企业参照。</p>
<p>城市方面，环下沙的城市绿廊全长{{ n("环下沙城市绿廊", "target") }}公里，要分段建设、分段开放；德胜快速路等处的环境提升改造要与交通组织同步考虑，施工期间不影响早晚出行。</p>
<p>改革方面，新设企业的网上办理率要达到{{ n("新设企业网上办理率", "target") }}%，商事登记“一网通”的证照联办率要达到{{ n("商事登记“一网通”证照联办率", "target") }}%，登记事项的“一网通”要覆盖全部事项，个人事项的就近可办比例要从现在的{{ n("个人事项就近可办比例", "level") }}%以上提高到{{ n("个人事项就近可办比例", "target") }}%以上，“15分钟办事圈”要在每个街道都能用得上。</p>
<p>任务能不能完成，最后要看队伍。下半年继续开展大学习、大调研、大抓落实，思想、组织、作风和廉政建设一起抓，让能干的人有机会，让肯干的人有回报。半年的成绩已经记下，剩下的半年从今天开始，全区上下把“六大硬仗”一场一场打下来，年底用完成的任务回答今天的会议！</p>
<p class="foot">关键词：开发区；半年度；项目；创新；改革　　责任编辑：办公室</p>

<h2 class="annex">附表</h2>
<table class="annex"><caption>表1　主要指标完成情况表</caption>
<thead><tr><th>指标</th><th>单位</th><th>上半年</th><th>同比（%）</th><th>占比或位次</th><th>备注</th></tr></thead>
<tbody>{% for row in indicators %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>
<table class="annex"><caption>表2　下半年目标任务表</caption>
<thead><tr><th>目标</th><th>单位</th><th>全年目标</th><th>上半年完成</th><th>剩余</th><th>月均需完成</th></tr></thead>
<tbody>{% for row in targets %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>
<h2 class="annex">说明</h2>
<ul class="notes">
<li>口径：增速均为同比，以部门公布的数据为准；固定资产投资、社会消费品零售总额按现价计算。</li>
<li>推算：2017年上半年固定资产投资增速为{{ n("固定资产投资", "growth") }}%减{{ difference }}个百分点；超序时进度按六个月占全年的一半计算；新开工项目合计为两类项目相加。</li>
<li>概数：“约”“余”“以上”均照部门报送的原样，不参与计算。</li>
<li>数据截止：2018年8月7日。</li>
</ul>
</body>
</html>
"""

MAIL = """\
<!DOCTYPE html>
<html lang="zh-CN"><body style="font-family: sans-serif; max-width: 600px">
<h1 style="font-size: 22px">2018年上半年工作会议报告</h1>
<table>{% for label, value, note in strip %}<tr><td>{{ label }}</td><td><b>{{ value }}</b></td><td>{{ note }}</td></tr>{% endfor %}</table>
{% for chart in charts %}<p><img src="cid:chart{{ chart }}" width="560" alt="图"></p>{% endfor %}
<p>报告全文见附件，数据截至2018年8月7日。</p>
</body></html>
"""

CSS_TEXT = """
@font-face { font-family: "Song Bold"; src: url(FONTS/FandolSong-Bold.otf); }
@font-face { font-family: "Kai"; src: url(FONTS/FandolKai-Regular.otf); }
@font-face { font-family: "Serif"; src: url(FONTS/NotoSerifSC-Regular.otf); }
@font-face { font-family: "Sans"; src: url(FONTS/NotoSansSC-Regular.otf); }
@page {
  size: A4; margin: 25mm 21mm;
  @top-left { content: "杭州经济技术开发区"; font: 8pt "Sans"; color: #595959; }
  @top-right { content: "2018年上半年工作会议报告"; font: 8pt "Sans"; color: #595959; }
  @bottom-center { content: "— " counter(page) " —"; font: 9pt "Serif"; }
}
body { font-family: "Serif"; font-size: 10.5pt; line-height: 1.7; color: #1A1A1A; text-align: justify; margin: 0; }
p { margin: 0; text-indent: 2em; }
.masthead { display: flex; justify-content: space-between; border-top: 1.5pt solid #B5121B; border-bottom: .5pt solid #1A1A1A;
  font: 9pt "Sans"; padding: 2pt 0; }
.kicker { font: 13pt "Kai"; color: #B5121B; text-indent: 0; margin-top: 14pt; }
h1 { font: 25pt/1.35 "Song Bold"; margin: 4pt 0 6pt; text-align: left; }
.dateline { font: 9pt "Sans"; color: #595959; text-indent: 0; }
.photos { display: flex; gap: 4mm; margin: 8pt 0; }
.photos figure { flex: 1; margin: 0; }
.lead { font: 12pt/1.7 "Kai"; margin: 8pt 0; }
h2 { font: 15pt "Sans"; border-left: 3pt solid #B5121B; padding-left: 6pt; margin: 14pt 0 6pt; break-after: avoid; }
figure { margin: 6pt 0; break-inside: avoid; }
figure img { width: 100%; }
figcaption { font: 8.5pt "Sans"; color: #595959; text-align: center; }
.pair { display: flex; gap: 4mm; }
.pair figure { flex: 1; }
table { width: 100%; border-collapse: collapse; }
.strip td { border-right: .5pt solid #D9D9D9; padding: 4pt 6pt; text-align: left; }
.strip span { display: block; }
.strip .label, .strip .note { font: 8.5pt "Sans"; color: #595959; }
.strip .value { font: 20pt "Song Bold"; }
table.annex { font: 9pt "Sans"; margin-bottom: 12pt; border-top: 1pt solid; border-bottom: 1pt solid; }
table.annex caption { font: 10.5pt "Sans"; padding: 4pt; }
table.annex th { border-bottom: .5pt solid; text-align: left; padding: 2pt 4pt; }
table.annex td { padding: 2pt 4pt; }
.notes { font: 8pt/1.6 "Sans"; columns: 2; padding-left: 12pt; }
.foot { font: 9pt "Sans"; color: #595959; margin-top: 10pt; text-indent: 0; }
""".replace("FONTS", FONTS.as_uri())

def read_workbook(path: Path) -> list[dict]:
    """The economic figures: one row an indicator, below the two rows of the header."""
    sheet = openpyxl.load_workbook(path, data_only=True).active
    values = []
    for row in sheet.iter_rows(min_row=5, values_only=True):
        name = str(row[1] or "").strip().removeprefix("其中：").strip()
        for column, measure, unit in ((3, "growth", "%"), (4, "difference", "个百分点"), (5, "rank", "位")):
            if name and isinstance(row[column], int | float):
                values.append({"indicator": name, "measure": measure, "value": row[column], "unit": unit})
    return values


def read_csv(path: Path) -> list[dict]:
    """Rows in the exchange format."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def find_photos(project: Path) -> list[Path]:
    """The illustrations."""
    return sorted([*(project / "data").rglob("*.png"), *(project / "data").rglob("*.jpg")])


def indicator_rows(values: list[dict]) -> list[list[str]]:
    """Rows of the annex: what was done."""
    rows = []
    for value in values:
        if value["measure"] == "target":
            continue
        shown = f"{float(value['value']):g}" if str(value["value"]).strip() else ""
        unit = value["unit"] or ("%" if value["measure"] in ("growth", "share", "completion") else "")
        rows.append([
            value["indicator"], unit, shown if value["measure"] == "level" else "", shown if value["measure"] == "growth" else "",
            shown if value["measure"] in ("share", "rank", "completion") else "",
            {"rank": "位次", "share": "占比", "completion": "完成年度计划", "difference": f"增减{shown}个百分点"}.get(value["measure"], ""),
        ])  # fmt: skip
    return rows


def target_rows(values: list[dict], known: dict) -> list[list[str]]:
    """Rows of the annex: what remains."""
    rows = []
    for value in values:
        if value["measure"] != "target":
            continue
        goal = float(value["value"])
        done = known.get((value["indicator"], "level"))
        left = f"{goal - float(done['value']):g}" if done else ""
        monthly = f"{(goal - float(done['value'])) / 6:.0f}" if done else ""
        rows.append([value["indicator"], value["unit"], f"{goal:g}", f"{float(done['value']):g}" if done else "", left, monthly])
    return rows


def setup_fonts() -> None:
    """Let matplotlib use the report's sans face."""
    font_manager.fontManager.addfont(FONTS / "NotoSansSC-Regular.otf")
    family = font_manager.FontProperties(fname=FONTS / "NotoSansSC-Regular.otf").get_name()
    plt.rcParams["font.family"] = family
    plt.rcParams["font.size"] = 8
    plt.rcParams["axes.unicode_minus"] = False
    plt.rcParams["axes.spines.top"] = False
    plt.rcParams["axes.spines.right"] = False


def save(fig: plt.Figure) -> str:
    """The figure as SVG."""
    out = io.StringIO()
    fig.savefig(out, format="svg")
    plt.close(fig)
    return out.getvalue()


def bars(rows: list[tuple[str, float]], unit: str = "%", wide: bool = True, colour: str = BLUE) -> str:
    """Horizontal bars, the largest on top."""
    fig, ax = plt.subplots(figsize=(6.6, 2.7) if wide else (3.2, 2.4), layout="constrained")
    rows = sorted(rows, key=lambda row: row[1])
    drawn = ax.barh([label for label, _ in rows], [value for _, value in rows], color=colour, height=0.65)
    ax.bar_label(drawn, labels=[f"{value:g}{unit}" for _, value in rows], padding=3)
    ax.set_xlim(0, max(value for _, value in rows) * 1.15)
    ax.xaxis.grid(visible=True, color="#D9D9D9", linewidth=0.5)
    ax.set_axisbelow(True)
    return save(fig)


def slope(before: float, after: float) -> str:
    """Two points and the line between them."""
    fig, ax = plt.subplots(figsize=(3.2, 2.4), layout="constrained")
    ax.plot([0, 1], [before, after], marker="o", color=BLUE)
    ax.annotate(f"{before:g}%", (0, before), textcoords="offset points", xytext=(0, 8), ha="center")
    ax.annotate(f"{after:g}%", (1, after), textcoords="offset points", xytext=(0, 8), ha="center")
    ax.set_xticks([0, 1], ["2017年上半年", "2018年上半年"])
    ax.set_xlim(-0.4, 1.4)
    ax.set_ylim(0, after * 1.3)
    return save(fig)


def progress(done: float, mark: float, total: float, unit: str, words: str, wide: bool = False) -> str:
    """One bar on its way to a target, with a dashed line where it should be by now."""
    fig, ax = plt.subplots(figsize=(6.6, 1.8) if wide else (3.2, 2.4), layout="constrained")
    ax.barh([0], [total], color="#D9D9D9", height=0.5)
    ax.barh([0], [done], color=BLUE, height=0.5)
    ax.axvline(mark, color=INK, linestyle="--", linewidth=1)
    ax.text(mark, 0.45, words, ha="center")
    ax.text(done, -0.4, f"{done:g}{unit}", ha="center")
    ax.set_yticks([])
    ax.set_ylim(-0.6, 0.7)
    return save(fig)


def share(value: float) -> str:
    """A ring for one share."""
    fig, ax = plt.subplots(figsize=(3.2, 2.4), layout="constrained")
    ax.pie([value, 100 - value], colors=[BLUE, "#D9D9D9"], startangle=90, counterclock=False, wedgeprops={"width": 0.35})
    ax.text(0, 0, f"{value:g}%", ha="center", va="center", fontsize=14)
    return save(fig)


def main(project: Path, output: Path) -> None:
    """Read, compute, draw, print, write the mail."""
    output.mkdir(parents=True, exist_ok=True)
    values = read_workbook(project / "data" / "经济指标2018年1-6月.xlsx")
    values += read_csv(project / "data" / "重点工作进展2018年1-6月.csv")
    values += read_csv(project / "data" / "年度目标2018.csv")
    known = {(value["indicator"], value["measure"]): value for value in values}

    def n(indicator: str, measure: str) -> str:
        return f"{float(known[indicator, measure]['value']):g}"

    def number(indicator: str, measure: str) -> float:
        return float(known[indicator, measure]["value"])

    invested = number("固定资产投资", "growth")
    difference = number("固定资产投资", "difference")
    before = round(invested - difference, 1)
    ahead = round(number("省市重点项目", "completion") - 50, 1)
    goal = number("新注册科技型企业", "target")
    done = number("新注册科技型企业", "level")
    setup_fonts()
    charts = {
        "talent": bars([(name, number(name, "growth")) for name in ("信息经济增加值", "社会消费品零售总额", "固定资产投资",
                                                                   "民间投资", "高层次人才创业项目新增数")]),
        "share": share(number("科技型企业占新注册企业比重", "share")),
        "applied": bars([(name, number(name, "level")) for name in ("新申报国家高新技术企业", "新申报省级企业研究院",
                                                                    "新申报省级研发中心", "新增省科技型中小企业")], "家", wide=False),
        "investment": bars([(name, number(name, "growth")) for name in ("固定资产投资", "交通投资", "民间投资")]),
        "slope": slope(before, invested),
        "completion": progress(number("省市重点项目", "completion"), 50, 100, "%", "序时50%"),
        "service": bars([("“最多跑一次”事项覆盖率", number("“最多跑一次”事项覆盖率", "level")),
                         ("行政服务中心服务满意率", number("行政服务中心服务满意率", "level")),
                         ("个人事项就近可办比例", number("个人事项就近可办比例", "level"))]),
        "registered": progress(done, goal / 2, goal, "家", f"序时{goal / 2:g}家", wide=True),
    }

    def chart(name: str, caption: str) -> str:
        (output / f"{name}.svg").write_text(charts[name], encoding="utf-8")
        return f'<figure><img src="{(output / f"{name}.svg").as_uri()}" alt="{caption}"><figcaption>{caption}</figcaption></figure>'

    strip = [
        ("信息经济增加值", n("信息经济增加值", "growth") + "%", "同比"),
        ("社会消费品零售总额", n("社会消费品零售总额", "growth") + "%", "增速全市第一"),
        ("固定资产投资", n("固定资产投资", "growth") + "%", f"高于去年同期{difference:g}个百分点"),
        ("新注册科技型企业", n("新注册科技型企业", "level") + "家", "占新注册企业的" + n("科技型企业占新注册企业比重", "share") + "%"),
        ("省市重点项目", n("省市重点项目", "completion") + "%", f"超序时进度{ahead:g}个百分点"),
    ]
    words = {
        "n": n, "chart": chart, "strip": strip, "difference": f"{difference:g}", "before": f"{before:g}", "ahead": f"{ahead:g}",
        "starts": f'{number("新开工政府投资项目", "level") + number("新开工产业投资项目", "level"):g}',
        "garbage": f'{abs(number("生活垃圾总量月均增幅", "difference")):g}',
        "registered_share": f"{done / goal * 100:.1f}", "registered_left": f"{goal - done:g}",
        "registered_monthly": f"{(goal - done) / 6:.0f}",
        "photos": [path.resolve().as_uri() for path in find_photos(project)],
        "indicators": indicator_rows(values), "targets": target_rows(values, known),
    }
    html = jinja2.Template(REPORT).render(words)
    pdf = output / "2018年上半年工作会议报告.pdf"
    fonts = FontConfiguration()
    with (output / "values.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ["indicator", "measure", "value", "unit"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(values)
    HTML(string=html).write_pdf(
        pdf, stylesheets=[CSS(string=CSS_TEXT, font_config=fonts)], font_config=fonts, pdf_variant="pdf/a-3a",
        attachments=[Attachment(filename=str(output / "values.csv"), description="指标数据", relationship="Data")],
    )
    write_mail(output, pdf, strip, known)


def write_mail(output: Path, pdf: Path, strip: list[tuple[str, str, str]], known: dict) -> None:
    """The mail with two charts and the PDF, into a file."""
    message = EmailMessage()
    message["From"] = "开发区办公室 <office@example.org>"
    message["To"] = "leaders@example.org"
    message["Subject"] = "2018年上半年工作会议报告"
    message["Date"] = dt.datetime(2018, 8, 7, 8, 30)
    message.set_content("\n".join(["2018年上半年主要指标：", *(f"{a}：{b}，{c}" for a, b, c in strip), "", "报告全文见附件。"]))
    pngs = []
    for title, names in (("投资增速（%）", ("固定资产投资", "交通投资", "民间投资")),
                         ("主要指标增速（%）", ("信息经济增加值", "社会消费品零售总额", "固定资产投资"))):
        fig, ax = plt.subplots(figsize=(5.6, 2.4), layout="constrained")
        drawn = ax.barh(list(names), [float(known[name, "growth"]["value"]) for name in names], color=BLUE)
        ax.bar_label(drawn, fmt="%g%%", padding=3)
        ax.set_title(title)
        out = io.BytesIO()
        fig.savefig(out, format="png", dpi=200)
        plt.close(fig)
        pngs.append(out.getvalue())
    html = jinja2.Template(MAIL).render(strip=strip, charts=range(len(pngs)))
    message.add_alternative(html, subtype="html")
    for index, png in enumerate(pngs):
        message.get_payload()[1].add_related(png, "image", "png", cid=f"<chart{index}>")
    message.add_attachment(pdf.read_bytes(), maintype="application", subtype="pdf", filename=pdf.name)
    (output / "message.eml").write_bytes(message.as_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
