"""CVs written for the tests of classification, and what a careful reader says of each."""

from __future__ import annotations

RESUMES = {
    "algorithm": """个人简历
姓名：陆思远
年龄：31
求职意向：算法专家，期望职级 P8
教育经历
2012年9月至2016年6月，东南大学，自动化专业，本科
2016年9月至2019年6月，中国科学技术大学，计算机应用专业，工学硕士
工作经历
2019年7月至2022年3月，上海云桥科技有限公司，算法工程师，职级 P6
负责搜索排序模型，参与保险反欺诈项目。
2022年4月至2025年3月，杭州智联网络有限公司，高级算法工程师，2023年晋升至P7
主导推荐系统多目标排序，带领 4 人小组。
专业技能
Python、PyTorch、大规模特征工程
更新日期：2025年4月
""",
    "tester": """简历
姓名：何晓敏
应聘岗位：测试开发工程师
学历：本科（软件工程专业，湖南大学，2018年毕业）
工作年限：6年
工作经历
2018.07-2021.06 深圳贝塔软件有限公司 测试工程师
编写接口自动化测试脚本，维护持续集成流水线。
2021.07-2024.08 招远银行信用卡中心 测试主管
负责核心账务系统的性能测试与回归测试，组织过两次灾备演练。
职级：T3-2
证书
2020年取得 ISTQB 高级测试经理证书
""",
    "doctor": """个人简历
李文博，男，1990年出生
教育背景
2008.09-2012.06 武汉大学 化学专业 学士
2012.09-2017.06 复旦大学 高分子化学 理学博士
工作经历
2017.07-至今 苏州海元新材料有限公司 研究员
从事锂电池隔膜涂层材料开发，申请发明专利 11 项。
无金融行业经验。
""",
    "accountant": """姓名：周丽
最高学历：大专（会计专业）
应聘职位：总账会计
自我评价：有12年财务工作经验，熟悉用友、金蝶，希望进入互联网行业。
工作经历
2013年3月至2025年2月 宁波东港机械制造有限公司 成本会计、总账会计
负责成本核算、纳税申报，配合年度审计。
证书：中级会计师
""",
    "student": """姓名：郑一鸣
教育经历：2021年9月至今，南京大学，物理学专业，博士在读；2017年至2021年，南京大学，物理学专业，理学学士
项目：参与量子点发光器件课题
求职意向：半导体工艺工程师（实习）
""",
}
EXPECTED = {
    ("algorithm", "算法岗-P7以上"): True,
    ("algorithm", "算法岗-P8以上"): False,
    ("algorithm", "P5-P6"): False,
    ("algorithm", "测试岗"): False,
    ("algorithm", "有金融经验"): True,
    ("algorithm", "硕士学历"): True,
    ("algorithm", "本科学历"): False,
    ("algorithm", "本科及以上学历"): True,
    ("algorithm", "博士学历"): False,
    ("algorithm", "5年以上经验"): True,
    ("algorithm", "6年以上工作经验"): False,
    ("algorithm", "3-8年经验"): True,
    ("algorithm", "35岁以下"): True,
    ("algorithm", "30岁以下"): False,
    ("algorithm", "熟悉Python"): True,
    ("algorithm", "有Java经验"): False,
    ("algorithm", "算法岗-硕士以上-5年以上经验"): True,
    ("tester", "测试岗-有金融经验"): True,
    ("tester", "测试岗-P7以上"): False,
    ("tester", "测试岗-T3-1以上"): True,
    ("tester", "T4以上"): False,
    ("tester", "算法岗"): False,
    ("tester", "本科及以上学历"): True,
    ("tester", "硕士及以上学历"): False,
    ("tester", "5年以上经验"): True,
    ("tester", "8年以上经验"): False,
    ("tester", "有ISTQB证书"): True,
    ("tester", "35岁以下"): False,
    ("doctor", "博士学历"): True,
    ("doctor", "有金融经验"): False,
    ("doctor", "算法岗"): False,
    ("doctor", "P7以上"): False,
    ("doctor", "35岁以下"): False,
    ("doctor", "有新材料经验"): True,
    ("accountant", "财务岗-10年以上经验"): True,
    ("accountant", "会计岗"): True,
    ("accountant", "15年以上经验"): False,
    ("accountant", "有互联网经验"): False,
    ("accountant", "专科学历"): True,
    ("accountant", "本科以上"): False,
    ("accountant", "有制造业经验"): True,
    ("student", "博士学历"): False,
    ("student", "本科学历"): True,
    ("student", "有金融经验"): False,
    ("student", "1年以上经验"): False,
    ("student", "P5以上"): False,
}
