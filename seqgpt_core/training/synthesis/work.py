"""Goods, projects, jobs, skills, degrees."""

from __future__ import annotations

from .addresses import pick_city
from .values import Scene, Value, generator, plain

GOODS = tuple(
    "激光切割机 数控车床 空气压缩机 离心式水泵 柴油发电机组 中央空调机组 服务器 工业交换机 笔记本电脑 激光打印机 彩色多普勒超声诊断仪 全自动生化分析仪 LED显示屏 监控摄像机 叉车 电缆 螺纹钢 水泥 镀锌钢管 铝合金门窗 玻璃幕墙 办公桌椅 防护服 光伏组件 储能电池 变压器 配电柜 阀门 塔式起重机 混凝土搅拌车 复印纸 墨盒 实木会议桌 投影仪 消防水带 灭火器 冷藏车 玉米种子 复合肥 食用油".split()
)
PROJECTS = tuple(
    "污水处理厂提标改造工程 智慧停车管理平台建设项目 中学教学楼新建工程 市政道路改造项目 高标准农田建设项目 数据中心机房建设项目 老旧小区改造工程 产业园一期厂房工程 医院信息化升级项目 垃圾焚烧发电项目 河道综合整治工程 办公楼装饰装修工程 分布式光伏发电项目 城市公园绿化提升项目 综合管廊工程 仓储物流中心项目 智慧校园建设项目 供水管网改造工程".split()
)
TITLES = tuple(
    "总经理 副总经理 项目经理 技术总监 财务总监 销售经理 采购主管 法务经理 人力资源经理 运营总监 董事会秘书 客户经理 工程师 高级工程师 区域经理 行政主管 产品经理 质量主管 生产厂长 市场总监 监理工程师".split()
)
POSTS = tuple(
    "Java开发工程师 前端开发工程师 算法工程师 产品经理 测试工程师 数据分析师 财务主管 人力资源专员 销售经理 机械设计工程师 电气工程师 采购专员 运营经理 架构师 嵌入式工程师 法务专员 供应链经理 会计 护士 UI设计师 风控经理 项目经理 质量工程师".split()
)
MAJORS = tuple(
    "计算机科学与技术 软件工程 电子信息工程 机械设计制造及其自动化 会计学 工商管理 土木工程 临床医学 法学 金融学 市场营销 统计学 电气工程及其自动化 自动化 人力资源管理 国际经济与贸易 通信工程 信息管理与信息系统 护理学 汉语言文学 化学工程与工艺 物流管理".split()
)
SKILLS = tuple(
    "Java Python Go MySQL Redis Spring_Boot Kubernetes Docker React Vue TensorFlow PyTorch Kafka Linux AutoCAD SolidWorks SAP 用友U8 Excel PowerBI Hadoop Flink C++ Elasticsearch Selenium JMeter Figma Axure".split()
)
CERTIFICATES = tuple(
    "一级建造师 注册会计师 PMP 法律职业资格证书 软件设计师（中级） 信息系统项目管理师 护士执业资格证 二级造价工程师 CFA二级 中级经济师 大学英语六级 教师资格证 CISP 基金从业资格".split()
)
DEPARTMENTS = tuple(
    "技术研发部 市场部 财务部 人力资源部 采购部 工程部 运营中心 客户服务部 行政部 法务合规部 信息中心 质量管理部 生产部 战略发展部".split()
)
WARDS = tuple(
    "普外科 骨科 心血管内科 呼吸与危重症医学科 神经内科 泌尿外科 妇科 消化内科 甲状腺乳腺外科 内分泌科 儿科 眼科 耳鼻喉科 肾内科".split()
)


@generator
def goods(scene: Scene) -> Value:
    """A product."""
    return plain(scene.random.choice(GOODS), "goods")


@generator
def model_number(scene: Scene) -> Value:
    """A model or specification: `HT-3015`, `DN200`, `60×40cm`."""
    rng = scene.random
    letters = "ABCDEFGHJKLMNPQRSTXYZ"
    head = "".join(rng.choice(letters) for _ in range(rng.randint(1, 3)))
    return plain(
        rng.choice(
            [
                f"{head}-{rng.randint(100, 9999)}",
                f"{head}{rng.randint(10, 999)}",
                f"{head}{rng.randint(1, 99)}-{rng.choice(letters)}",
                f"DN{rng.randint(5, 60)}0",
            ]
        ),
        "model",
    )


@generator
def project(scene: Scene) -> Value:
    """A project, often with its place."""
    rng = scene.random
    _, city, district = pick_city(rng)
    name = rng.choice(PROJECTS)
    return plain(rng.choice([city, district, city + district, ""]) + name, "project")


@generator
def title(scene: Scene) -> Value:
    """A job title of a company's staff."""
    return plain(scene.random.choice(TITLES), "title")


@generator
def post(scene: Scene) -> Value:
    """A post on a CV."""
    return plain(scene.random.choice(POSTS), "post")


@generator
def grade(scene: Scene) -> Value:
    """A job grade: `P6`, `T3-2`, `M2`, `高级`."""
    options = "P5 P6 P7 P6+ P8 T3-1 T3-2 M2 M3 D4 L7 T9".split()
    return plain(scene.random.choice(options), "grade")


@generator
def major(scene: Scene) -> Value:
    """A subject of study."""
    return plain(scene.random.choice(MAJORS), "major")


@generator
def degree(scene: Scene) -> Value:
    """A degree or level of education."""
    options = "本科 硕士 博士 大专 硕士研究生 大学本科 专科".split()
    return plain(scene.random.choice(options), "degree")


@generator
def skills(scene: Scene) -> Value:
    """Three to six skills, each an answer."""
    rng = scene.random
    separator = rng.choice(["、", "、", " / ", ", ", "，"])
    pieces: list[tuple[str, str | None]] = []
    for skill in rng.sample(SKILLS, rng.randint(3, 6)):
        if pieces:
            pieces.append((separator, None))
        pieces.append((skill.replace("_", " "), ""))
    return Value(tuple(pieces), "skill")


@generator
def certificate(scene: Scene) -> Value:
    """A professional certificate."""
    return plain(scene.random.choice(CERTIFICATES), "certificate")


@generator
def department(scene: Scene) -> Value:
    """A department of a company."""
    return plain(scene.random.choice(DEPARTMENTS), "department")


@generator
def ward(scene: Scene) -> Value:
    """A department of a hospital."""
    return plain(scene.random.choice(WARDS), "department")


@generator
def salary(scene: Scene) -> Value:
    """A wished or present salary: `25K`, `20-25K`, `年薪40万`, `18000元/月`, `面议`-free."""
    rng = scene.random
    low = rng.randint(8, 45)
    return plain(
        rng.choice(
            [
                f"{low}K",
                f"{low}-{low + rng.randint(2, 10)}K",
                f"{low}000元/月",
                f"{low * 12 // 10}万/年",
                f"{low},000元",
                f"{low}k×{rng.randint(13, 16)}",
                f"{low}000元",
                f"{low}000-{low + 5}000元/月",
            ]
        ),
        "salary",
    )
