"""The county of the demo: its units, people, leading group and groups of units."""

from orgs.enums import Role, SeatRole, UnitKind

K = UnitKind

# code, name, short name, kind, parent code, aliases
UNITS = [
    ("QL", "青澜县", "", K.COUNTY, None, ()),
    ("QL-GA", "青澜县公安局", "县公安局", K.POLICE, "QL", ("公安局",)),
    ("QL-JY", "青澜县教育局", "县教育局", K.DEPARTMENT, "QL", ("教育局",)),
    ("QL-RM", "青澜县融媒体中心", "县融媒体中心", K.DEPARTMENT, "QL", ("融媒体中心",)),
    ("QL01", "河湾镇", "", K.TOWN, "QL", ()),
    ("QL02", "桃源街道", "", K.TOWN, "QL", ()),
    ("QL03", "松坪镇", "", K.TOWN, "QL", ()),
    ("QL04", "云岭镇", "", K.TOWN, "QL", ()),
    ("QL05", "沙溪镇", "", K.TOWN, "QL", ()),
    ("QL06", "白鹭乡", "", K.TOWN, "QL", ()),
    ("QL01-01", "河湾社区", "", K.VILLAGE, "QL01", ()),
    ("QL01-02", "上湾村", "", K.VILLAGE, "QL01", ()),
    ("QL01-03", "下湾村", "", K.VILLAGE, "QL01", ()),
    ("QL01-04", "柳溪村", "", K.VILLAGE, "QL01", ()),
    ("QL01-05", "石桥村", "", K.VILLAGE, "QL01", ()),
    ("QL01-06", "槐树村", "", K.VILLAGE, "QL01", ()),
    ("QL01-07", "青松村", "", K.VILLAGE, "QL01", ()),
    ("QL01-08", "双塘村", "", K.VILLAGE, "QL01", ()),
    ("QL01-09", "古渡村", "", K.VILLAGE, "QL01", ()),
    ("QL01-10", "茶园村", "", K.VILLAGE, "QL01", ()),
    ("QL01-11", "枫林村", "", K.VILLAGE, "QL01", ()),
    ("QL01-12", "新民村", "", K.VILLAGE, "QL01", ()),
    ("QL01-21", "河湾中学", "", K.SCHOOL, "QL01", ()),
    ("QL01-22", "河湾镇中心小学", "中心小学", K.SCHOOL, "QL01", ("镇小学",)),
    ("QL01-23", "河湾镇中心幼儿园", "中心幼儿园", K.SCHOOL, "QL01", ()),
    ("QL01-31", "河湾派出所", "", K.POLICE, "QL01", ("派出所", "辖区派出所")),
    ("QL01-41", "青澜农商银行河湾支行", "农商行河湾支行", K.BRANCH, "QL01", ("农商行",)),
    ("QL01-42", "邮储银行河湾营业所", "邮储河湾营业所", K.BRANCH, "QL01", ("邮储",)),
    ("QL01-51", "电信河湾分局", "", K.TELECOM, "QL01", ("电信",)),
    ("QL01-52", "移动河湾营业部", "", K.TELECOM, "QL01", ("移动",)),
    ("QL01-61", "河湾镇平安办", "平安办", K.DEPARTMENT, "QL01", ("综治办",)),
    ("QL01-62", "河湾镇综合执法队", "综合执法队", K.DEPARTMENT, "QL01", ("城管队",)),
    ("QL01-63", "河湾镇社会治理中心", "治理中心", K.DEPARTMENT, "QL01", ()),
]
MEMBERS = [row[0] for row in UNITS if row[0] != "QL"]
# Who owes the weekly report: everybody below the full town but its offices, and the other towns.
REPORTING = [
    code
    for code in MEMBERS
    if (code.startswith("QL01-") and code < "QL01-60")
    or code in ("QL02", "QL03", "QL04", "QL05", "QL06")
]

# unit code -> (liaison A, post, liaison B or "")
LIAISONS = {
    "QL-GA": ("罗建华", "反诈中心教导员", "孟晓东"),
    "QL-JY": ("秦雨薇", "安全股股长", ""),
    "QL-RM": ("方一鸣", "新媒体部主任", ""),
    "QL01": ("李文静", "平安办副主任", "唐伟"),
    "QL02": ("丁海燕", "平安办主任", ""),
    "QL03": ("贺志远", "平安办主任", ""),
    "QL04": ("曾丽萍", "平安办干事", ""),
    "QL05": ("谭国栋", "平安办干事", ""),
    "QL06": ("龚雪梅", "平安办主任", ""),
    "QL01-01": ("蒋玉兰", "社区主任", "章小军"),
    "QL01-02": ("程大勇", "村文书", ""),
    "QL01-03": ("毛春花", "妇女主任", ""),
    "QL01-04": ("何水生", "村文书", "邹小莲"),
    "QL01-05": ("石长根", "村文书", ""),
    "QL01-06": ("黄秋菊", "网格员", ""),
    "QL01-07": ("宋有田", "村文书", ""),
    "QL01-08": ("董家兴", "治保主任", ""),
    "QL01-09": ("葛明亮", "村文书", ""),
    "QL01-10": ("叶香茗", "村文书", ""),
    "QL01-11": ("林振国", "治保主任", ""),
    "QL01-12": ("彭秀英", "网格员", ""),
    "QL01-21": ("陈思远", "政教处主任", "夏岚"),
    "QL01-22": ("吴佩珊", "德育主任", ""),
    "QL01-23": ("许婉清", "副园长", ""),
    "QL01-31": ("郑卫东", "副所长", "韩磊"),
    "QL01-41": ("钱立新", "运营主管", "沈小雨"),
    "QL01-42": ("范桂芳", "营业主管", ""),
    "QL01-51": ("姚志强", "客户经理", ""),
    "QL01-52": ("万晓璐", "厅店经理", ""),
    "QL01-61": ("杜长青", "平安办主任", ""),
    "QL01-62": ("鲁大海", "中队长", ""),
    "QL01-63": ("白云飞", "值班长", ""),
}

# person, unit, post, seat
GROUP = [
    ("赵启明", "QL", "县委常委、政法委书记", SeatRole.LEADER),
    ("孙志国", "QL-GA", "副县长、县公安局局长", SeatRole.EXECUTIVE_DEPUTY),
    ("马晓芸", "QL", "县政府办副主任", SeatRole.DEPUTY),
    ("秦雨薇", "QL-JY", "", SeatRole.MEMBER),
    ("方一鸣", "QL-RM", "", SeatRole.PUBLICITY),
    ("李文静", "QL01", "", SeatRole.MEMBER),
    ("周明远", "QL-GA", "反诈中心主任", SeatRole.OFFICE_HEAD),
    ("何晓燕", "QL-GA", "反诈中心副主任", SeatRole.OFFICE_DEPUTY),
    ("罗建华", "QL-GA", "", SeatRole.INFORMATION),
]

# account, person (created when not there), unit, post, roles
ACCOUNTS = [
    ("admin", "邵文博", "QL", "信息中心工程师", [(Role.ADMINISTRATOR, "QL")]),
    ("coordinator", "周明远", "QL-GA", "", [(Role.COORDINATOR, "QL")]),
    ("reviewer", "何晓燕", "QL-GA", "", [(Role.COORDINATOR, "QL")]),
    ("town", "李文静", "QL01", "", [(Role.COORDINATOR, "QL01"), (Role.REPORTER, "QL01")]),
    ("village", "何水生", "QL01-04", "", [(Role.REPORTER, "QL01-04")]),
    ("school", "陈思远", "QL01-21", "", [(Role.REPORTER, "QL01-21")]),
    ("bank", "钱立新", "QL01-41", "", [(Role.REPORTER, "QL01-41")]),
    ("leader", "赵启明", "QL", "", [(Role.LEADER, "QL")]),
    ("inspector", "曹铁军", "QL", "督导组组长", [(Role.INSPECTOR, "QL")]),
    ("auditor", "傅慎之", "QL", "审计局副局长", [(Role.AUDITOR, "QL")]),
]
SHOWN = (
    "admin",
    "coordinator",
    "town",
    "village",
    "school",
    "bank",
    "leader",
    "inspector",
    "auditor",
)

VILLAGES = [row[0] for row in UNITS if row[3] == K.VILLAGE]
SCHOOLS = [row[0] for row in UNITS if row[3] == K.SCHOOL]
BANKS = [row[0] for row in UNITS if row[3] == K.BRANCH]
TELECOMS = [row[0] for row in UNITS if row[3] == K.TELECOM]
TOWNS = [row[0] for row in UNITS if row[3] == K.TOWN]
UNIT_GROUPS = {
    "各成员单位": MEMBERS,
    "各村（社区）": VILLAGES,
    "各学校": SCHOOLS,
    "金融网点": BANKS,
    "通信运营商": TELECOMS,
}
