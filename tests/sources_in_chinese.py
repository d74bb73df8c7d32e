"""What ``docs/zh/数据源.md`` says of every kind and every option; one that is missing here fails the test of that page."""

from __future__ import annotations

KINDS = {
    "csv_file": "文本文件里的表，也包括交换格式：UTF-8（有没有BOM都行）、带BOM的UTF-16、GB18030。",
    "excel": "工作簿（xlsx、xls、ods），读其中看得见的各张工作表。",
    "json_api": "网络接口：每条记录一个数，数值、时期、地区、单位各在哪里，用路径写明。",
    "nbs": "国家统计局的查询接口。",
    "sql": "数据库里的一条查询：只读，限时，限行数；参数由驱动绑定，从不拼进语句。",
}
OPTIONS = {
    "csv_file": {
        "encoding": "utf-8、gb18030、utf-16……；不写则自己判断，判断不了的就报错。",
        "delimiter": "分隔符；用空格对齐的表写`spaces`；不写则看前几行。",
    },
    "excel": {"sheets": "要读的工作表名；不写则读全部看得见的。"},
    "json_api": {
        "url": "接口的地址。",
        "query": "地址后面的参数；`{period}`之类代表`asked`里写的。",
        "asked": '答复里每条记录都必须是关于什么的，按栏写：`{period: 2024-H1, area: "330114"}`。',
        "rows": "记录列表的路径，如`data.items`；答复本身就是列表的不写。",
        "fields": "交换格式各栏在一条记录里的路径；`=growth`表示就是这个词。",
        "areas": "接口里的区域名对应我们的区域；空的是本单位。",
        "measures": "接口里的量度名对应我们的量度。",
        "next": "下一页地址的路径。",
        "page": "答复里没有下一页地址的，写从1数起的页码参数名。",
        "most_pages": "超过这么多页就当作没完没了，拒收。",
        **(_WEB := {
            "hosts": "除`url`以外还可访问的主机；内网的地址要写明地址或网段（10.1.2.3、10.0.0.0/8）。",
            "headers": "请求头；值可写`env:变量名`或`file:文件路径`，只发给`url`的主机。",
            "ca_file": "另外信任的证书颁发机构，文件在项目文件夹里。",
            "seconds": "一次请求从头到尾最多多少秒。",
            "megabytes": "答复解压后最大多少MB。",
            "tries": "暂时不通的，一共试几次。",
            "pause": "第二次之前等几秒，以后每次加倍。",
        }),
    },
    "nbs": {
        **_WEB,
        "url": "接口的地址。",
        "database": "hgyd月度、hgjd季度、hgnd年度；fsyd、fsjd、fsnd是分省的。",
        "codes": "指标代码，如A020101。",
        "times": "`202401-202412`、`202406`、`2023`、`2024A`或`LAST13`。",
        "region": "地区代码，如110000；不写是全国。",
    },
    "sql": {
        "url": "SQLAlchemy的数据库地址，或写着它的`env:变量名`、`file:文件路径`；SQLite文件在项目文件夹里。",
        "query": "一条SELECT；列名用交换格式的，或像人做的表那样。",
        "parameters": "查询里`:名称`的值，由驱动绑定。",
        "seconds": "查询最多多少秒。PostgreSQL、MySQL、MariaDB到时由服务器停下，SQLite自己停下；其他数据库没法通知，只按时间数行。",
        "most_rows": "最多取回多少行。",
    },
}  # fmt: skip
LAYOUT = {
    "area": "行里没有写区域的数属于哪个区域；空着是本单位。",
    "indicator": "行和表头都没有写指标的表，说的是哪个指标。",
    "measure": "表头没有写明的列是什么量度；“构成”表写share。",
    "scope": "占比的总体，或位次在哪个范围里排，表里没有写的写在这里。",
    "unit": "绝对量的单位，旁边都没有写的写在这里。",
    "down": "左边第一列往下排的是什么；不写则自己判断。",
    "header": "表头在哪几行，按工作表或文件的行号，如`3`、`3-4`；不写则自己判断。",
    "align": "`right`：表头的字整行向左错了，错开的格数就是前面缺的格数。",
    "columns": "代替某一列表头的词，写表头原来的字或列号（如`F`）；写“不读”则跳过这一列。",
    "names": "表里的名称对应哪个指标或区域；写“不读”则跳过这一行。",
    "ignore": "不要的行，写它的名称。",
    "missing": "除——、…、/之类以外，还有哪些记号是缺数，如NaN。",
    "zero_is_missing": "来源是不是把缺数存成了0。",
    "fractions": "比率是不是存成小数：0.116表示11.6%。",
    "dates": "表里的日期表示哪个时期：month是当月，cumulative是1月到当月。",
    "hidden": "隐藏的行和列是不是也读。",
    "tables": "只对一张表写的上述各项，用它标题里的字指明是哪张表。",
}
