"""What the weekly report of the demo asks for, and how much of it each kind of unit does."""
# ruff: noqa: E501 - tables read best with a row a line

from campaigns.enums import Direction, IndicatorKind, Measure

D, K, M = Direction, IndicatorKind, Measure
PUBLICITY = ("宣传防范", "Publicity")
WARNING = ("预警劝阻", "Warnings")
CASES = ("案件情况", "Cases")
COVERAGE = ("覆盖情况", "Coverage")

# code, name, English name, unit, English unit, kind, measure, direction, definition, English
# definition, section, required, high
INDICATORS = [
    ("street_events", "街面宣传", "Street events", "场", "events", K.WHOLE, M.FLOW, D.UP,
     "本周在集市、广场、路口设点的场次，几家合办由牵头单位报",
     "Stalls at markets, squares and crossings this week; a joint event is reported by its lead unit",
     PUBLICITY, True, 40),
    ("leaflets", "发放宣传资料", "Leaflets handed out", "份", "leaflets", K.WHOLE, M.FLOW, D.UP,
     "折页、手册、一封信合计", "Folders, booklets and letters together", PUBLICITY, True, 20000),
    ("visits", "入户宣传", "Household visits", "户", "households", K.WHOLE, M.FLOW, D.UP,
     "当周实际走访的户数，同一户只计一次", "Households visited this week, each counted once",
     PUBLICITY, True, 3000),
    ("lectures", "讲座和主题班会", "Lectures and class meetings", "场", "sessions", K.WHOLE, M.FLOW,
     D.UP, "面向群众、师生、员工的讲座", "Talks for residents, pupils and staff", PUBLICITY, True, 60),
    ("media_posts", "自媒体宣传", "Media posts", "条", "posts", K.WHOLE, M.FLOW, D.UP,
     "公众号、视频号、群公告，转发不计", "Own posts; forwarded ones do not count", PUBLICITY, True, 300),
    ("warnings", "处置预警", "Warnings handled", "条", "warnings", K.WHOLE, M.FLOW, D.NEUTRAL,
     "上级推送和本地发现的预警", "Warnings from above and found locally", WARNING, True, 500),
    ("dissuaded", "见面劝阻", "Dissuaded in person", "人次", "people", K.WHOLE, M.FLOW, D.UP,
     "当面劝阻并登记", "Dissuaded face to face and registered", WARNING, True, 500),
    ("intercepted", "成功拦截", "Payments intercepted", "起", "payments", K.WHOLE, M.FLOW, D.UP,
     "柜面、线上拦下的转账", "Transfers stopped at the counter or online", WARNING, True, 200),
    ("losses_avoided", "避免损失", "Losses avoided", "元", "yuan", K.MONEY, M.FLOW, D.UP,
     "按拦截、止付的金额", "Amounts intercepted or stopped", WARNING, True, 5000000),
    ("cases", "电诈发案", "Fraud cases", "起", "cases", K.WHOLE, M.FLOW, D.DOWN,
     "以立案日期为准", "By the date of filing", CASES, True, 30),
    ("losses", "群众损失", "Losses", "元", "yuan", K.MONEY, M.FLOW, D.DOWN,
     "立案案件的损失", "Losses of the cases filed", CASES, True, 3000000),
    ("solved", "破案", "Cases solved", "起", "cases", K.WHOLE, M.FLOW, D.UP,
     "当周破获的案件，含往期立案；公安机关和镇填报，其他单位留空",
     "Solved this week, whenever filed; by the police and towns, others leave it blank",
     CASES, False, 60),
    ("recovered", "追赃挽损", "Losses recovered", "元", "yuan", K.MONEY, M.FLOW, D.UP,
     "返还事主或已追缴的金额；公安机关和镇填报，其他单位留空",
     "Returned to victims or seized; by the police and towns, others leave it blank",
     CASES, False, 3000000),
    ("arrests", "抓获人数", "Arrests", "人", "people", K.WHOLE, M.FLOW, D.UP,
     "公安机关填报，其他单位留空", "Filled in by the police; others leave it blank", CASES, False, 50),
    ("staff_victims", "单位内部被骗", "Staff victims", "人", "people", K.WHOLE, M.FLOW, D.DOWN,
     "本单位干部职工、师生被骗人数", "Own staff, teachers and pupils who were defrauded", CASES, True, 20),
    ("app_users", "反诈应用注册", "Anti-fraud app users", "人", "people", K.WHOLE, M.STOCK, D.UP,
     "累计注册人数，以后台导出为准", "Registered so far, as exported", COVERAGE, True, 60000),
    ("pledges", "承诺书签订率", "Pledge rate", "%", "%", K.RATE, M.STOCK, D.UP,
     "已签户数（人数）÷ 应签数", "Signed of those due to sign", COVERAGE, True, None),
    ("awareness", "知晓率", "Awareness rate", "%", "%", K.RATE, M.STOCK, D.UP,
     "抽问知晓人数 ÷ 抽问人数", "Aware of those asked", COVERAGE, True, None),
]  # fmt: skip

RATE_LABELS = {
    "pledges": ("已签", "应签", "signed", "due to sign"),
    "awareness": ("知晓", "抽问", "aware", "asked"),
}

BLOCKS = [
    ("work", "主要做法", "What was done", True, 15, 500),
    ("problems", "存在问题和下步打算", "Problems and next steps", False, 0, 500),
]

# What a unit of a kind does in an ordinary week; "scale" multiplies it for whole towns.
USUAL = {
    "village": {
        "street_events": 2, "leaflets": 180, "visits": 62, "lectures": 1, "media_posts": 4,
        "warnings": 3, "dissuaded": 2, "intercepted": 0, "losses_avoided": 4000, "cases": 0.25,
        "losses": 5200, "app_users": 640, "pledges": (410, 520), "awareness": (44, 50),
    },
    "school": {
        "street_events": 0, "leaflets": 220, "visits": 0, "lectures": 5, "media_posts": 6,
        "warnings": 1, "dissuaded": 1, "intercepted": 0, "losses_avoided": 0, "cases": 0.1,
        "losses": 900, "app_users": 96, "pledges": (690, 760), "awareness": (57, 60),
    },
    "police": {
        "street_events": 3, "leaflets": 600, "visits": 90, "lectures": 4, "media_posts": 8,
        "warnings": 36, "dissuaded": 24, "intercepted": 3, "losses_avoided": 86000, "cases": 1.4,
        "losses": 26000, "arrests": 1.3, "app_users": 42, "pledges": (42, 42), "awareness": (50, 50),
    },
    "branch": {
        "street_events": 1, "leaflets": 140, "visits": 0, "lectures": 1, "media_posts": 3,
        "warnings": 6, "dissuaded": 5, "intercepted": 2, "losses_avoided": 52000, "cases": 0,
        "losses": 0, "app_users": 19, "pledges": (19, 19), "awareness": (48, 50),
    },
    "telecom": {
        "street_events": 1, "leaflets": 160, "visits": 0, "lectures": 1, "media_posts": 5,
        "warnings": 4, "dissuaded": 2, "intercepted": 1, "losses_avoided": 8000, "cases": 0,
        "losses": 0, "app_users": 14, "pledges": (13, 14), "awareness": (45, 50),
    },
    "town": {
        "street_events": 14, "leaflets": 2600, "visits": 840, "lectures": 16, "media_posts": 38,
        "warnings": 52, "dissuaded": 37, "intercepted": 6, "losses_avoided": 174000, "cases": 3.2,
        "losses": 61000, "app_users": 9100, "pledges": (6100, 7600), "awareness": (276, 300),
    },
}  # fmt: skip
WITHOUT_ARRESTS = ("village", "school", "branch", "telecom")
# Of the cases of an ordinary week, and of the losses; those who make no arrests solve nothing.
SOLVED, RECOVERED = 0.62, 0.24

WORK = {
    "village": [
        "赶集日在村口设点宣传，网格员分片入户，重点提醒刷单返利和冒充客服退款两类骗局。",
        "利用院坝会和大喇叭讲身边案例，帮助老人核对可疑来电，现场指导安装反诈应用。",
        "对外出务工家庭用视频通话补做宣传，村群每天发一条提示，回访上周接到预警的群众。",
        "结合低保年审上门宣讲，逐户补签承诺书，对独居老人由网格员结对提醒。",
    ],
    "school": [
        "各班召开反诈主题班会，用情景剧演示游戏交易骗局，请家长在群里回复已阅。",
        "升旗仪式后讲解冒充老师收费的手法，发放致家长一封信，回收回执并登记。",
        "邀请派出所民警进校讲课，组织高年级学生出黑板报，教职工补签承诺书。",
        "利用家长会播放短片，对寄宿生开展宿舍宣讲，提醒不出租出借银行卡电话卡。",
    ],
    "police": [
        "逐条处置上级推送预警，对高危预警做到见面劝阻；到集市和学校开展宣讲。",
        "联合银行网点开展柜面拦截演练，梳理近期警情，向各村推送提示信息。",
        "对前科和回流人员开展走访，组织串并研判，抓获涉卡嫌疑人并开展深挖。",
        "组织夜间巡逻宣传，回访事主，督促网点落实大额转账询问。",
    ],
    "branch": [
        "柜面落实转账三问，对大额和老年客户逐笔提醒；厅堂播放宣传短片。",
        "组织员工学习新型骗局案例，成功劝阻客户向陌生账户汇款，已登记台账。",
        "到商圈上门宣传收款码风险，对新开户客户当面讲解并签收告知书。",
        "配合派出所核查可疑账户，对长期不动户开展提示。",
    ],
    "telecom": [
        "营业厅办卡实名复核，当面宣讲出借电话卡的后果，群发提示短信。",
        "对异常高频外呼号码开展核查停机，配合派出所提供线索。",
        "到社区帮助老人设置来电拦截，讲解验证码不能告诉别人。",
        "组织门店员工培训，张贴海报，向新入网用户发放提示单。",
    ],
    "town": [
        "召开村居干部调度会，各村同步开展集中入户；组织宣讲队巡回宣讲。",
        "在集镇和景区设宣传点，融媒体平台滚动发布案例，督促网点落实劝阻。",
        "对上周发案村开展重点帮扶，平安办会同派出所逐村核对预警处置台账。",
        "组织志愿服务队进企业、进工地宣讲，对承诺书签订情况抽查回访。",
    ],
}
PROBLEMS = [
    "外出务工户入户难，改用电话和视频；下周补做偏远村组。",
    "部分老人不会操作手机，拟安排网格员上门帮助。",
    "宣传资料库存不足，已向镇平安办申领。",
    "",
]
