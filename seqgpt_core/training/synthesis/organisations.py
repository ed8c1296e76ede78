"""Names of organisations: companies, banks, insurers, hospitals, offices, schools."""

from __future__ import annotations

import random

from .addresses import pick_city
from .values import Scene, Value, generator

WORDS = tuple(
    "恒泰 瑞达 中科 华信 金桥 远航 盛世 天成 博远 鼎新 宏图 嘉禾 正大 明德 卓越 汇通 联创 锐捷 云启 星河 凯瑞 万和 鸿运 德胜 启明 长青 東昇 佳美 众信 安泰 国瑞 新纪元 海纳 聚能 海川 森源 普惠 易联 伟业 中远达 百川 润泽 智汇 光华 九鼎 兴盛 益达 金石 赛尔 格林 凌云 雅居 晨光 博瑞特 飞跃".replace(
        "東", "东"
    ).split()
)
INDUSTRIES = tuple(
    "科技 信息技术 建设工程 建筑安装 贸易 进出口 医疗器械 生物科技 新能源 环保科技 物流 供应链管理 装备制造 精密机械 电子 智能科技 置业 房地产开发 餐饮管理 文化传媒 农业发展 食品 化工 钢铁 汽车销售服务 商贸 教育咨询 人力资源服务 物业管理 园林绿化 网络科技 数据服务 通信工程 水务 石化 纺织 包装 家居".split()
)
ENDINGS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
BANKS = tuple(
    "中国工商银行 中国建设银行 中国农业银行 中国银行 交通银行 招商银行 中信银行 兴业银行 浦发银行 民生银行 平安银行 江苏银行 北京银行 宁波银行 徽商银行 长沙银行 中原银行".split()
)
INSURERS = tuple("安泰 信达 国康 华邦 众安达 永信 泰和 中联 阳和 大地恒 紫金盾 诚泰".split())
HOSPITALS = tuple(
    "人民医院 中心医院 第一人民医院 第二人民医院 中医院 妇幼保健院 肿瘤医院 第三医院 医科大学附属第一医院 骨科医院 儿童医院".split()
)
OFFICES = tuple(
    "住房和城乡建设局 生态环境局 市场监督管理局 人力资源和社会保障局 城市管理局 交通运输局 教育局 卫生健康委员会 自然资源局 公安局交警支队 水务局 民政局 信访局 应急管理局 医疗保障局".split()
)
UNIVERSITIES = tuple(
    "清华大学 北京大学 浙江大学 复旦大学 上海交通大学 南京大学 武汉大学 华中科技大学 西安交通大学 哈尔滨工业大学 中山大学 四川大学 山东大学 湖南大学 重庆大学 兰州大学 西北工业大学 东北大学 苏州大学 郑州大学 云南大学 江南大学 深圳大学 杭州电子科技大学 西安邮电大学 长沙理工大学 南昌大学 贵州大学 青岛大学 北京邮电大学 电子科技大学 华南理工大学 宁波大学 河海大学 石河子大学 成都信息工程大学 湖北经济学院 苏州职业大学 深圳职业技术学院".split()
)


def _place(rng: random.Random) -> str:
    return pick_city(rng)[1].removesuffix("市").removesuffix("白族自治州")


def _organisation(name: str, short: str) -> Value:
    return Value(((name, ""),), "organisation", {"short": short})


@generator
def company(scene: Scene) -> Value:
    """A company, sometimes a branch or with its place in brackets; form `short`."""
    rng = scene.random
    place, word, industry = _place(rng), rng.choice(WORDS), rng.choice(INDUSTRIES)
    if rng.random() < 0.25:
        word += rng.choice("源鑫达通泰和祥瑞")
    ending = rng.choice(ENDINGS)
    draw = rng.random()
    if draw < 0.12:
        name = f"{word}{industry}（{place}）{ending}"
    elif draw < 0.2:
        name = f"{place}{word}{industry}{ending}{_place(rng)}分公司"
    elif draw < 0.25:
        name = f"{word}（{place}）{industry}{ending}"
    elif draw < 0.29:
        name = f"{place}{word}{industry}经营部"
    elif draw < 0.32:
        name = f"{place}{word}{rng.choice(['种植', '养殖', '农机'])}专业合作社"
    else:
        name = f"{place}{word}{industry}{ending}"
    return _organisation(name, word + industry[:2])


@generator
def listed(scene: Scene) -> Value:
    """A listed company; form `short`."""
    rng = scene.random
    word, industry = rng.choice(WORDS), rng.choice(INDUSTRIES)
    place = _place(rng) if rng.random() < 0.5 else ""
    return _organisation(f"{place}{word}{industry}股份有限公司", word + industry[:2])


@generator
def bank(scene: Scene) -> Value:
    """A bank's branch; form `short` is the bank."""
    rng = scene.random
    name, place = rng.choice(BANKS), _place(rng)
    tail = rng.choice(
        [
            f"{place}分行",
            f"{place}支行",
            f"股份有限公司{place}分行",
            f"{place}高新支行",
            f"{place}分行营业部",
            f"股份有限公司{place}城东支行",
        ]
    )
    return _organisation(name + tail, name)


@generator
def insurer(scene: Scene) -> Value:
    """An insurance company's branch; form `short`."""
    rng = scene.random
    word = rng.choice(INSURERS)
    kind = rng.choice(["财产保险", "人寿保险", "健康保险", "财产保险"])
    tail = rng.choice([f"{_place(rng)}分公司", f"{_place(rng)}中心支公司", ""])
    return _organisation(f"{word}{kind}股份有限公司{tail}", word + kind[:2])


@generator
def property_insurer(scene: Scene) -> Value:
    """A property insurer's branch; form `short`."""
    rng = scene.random
    word = rng.choice(INSURERS[:5] + INSURERS[9:])
    tail = rng.choice([f"{_place(rng)}分公司", f"{_place(rng)}中心支公司", f"{_place(rng)}支公司"])
    return _organisation(f"{word}财产保险股份有限公司{tail}", word + "财险")


@generator
def hospital(scene: Scene) -> Value:
    """A hospital."""
    rng = scene.random
    city = pick_city(rng)[1]
    return _organisation(city + rng.choice(HOSPITALS), "医院")


@generator
def office(scene: Scene) -> Value:
    """A government office of a city or district."""
    rng = scene.random
    _, city, district = pick_city(rng)
    place = rng.choice([city, district, city + district])
    name = rng.choice(OFFICES)
    return _organisation(place + name, name)


@generator
def court(scene: Scene) -> Value:
    """A court of first instance."""
    _, city, district = pick_city(scene.random)
    return _organisation(f"{city}{district}人民法院", "法院")


@generator
def arbitration(scene: Scene) -> Value:
    """An arbitration commission."""
    return _organisation(f"{_place(scene.random)}仲裁委员会", "仲裁委")


@generator
def university(scene: Scene) -> Value:
    """A university or college."""
    name = scene.random.choice(UNIVERSITIES)
    return _organisation(name, name)


@generator
def school(scene: Scene) -> Value:
    """A school, kindergarten or training centre."""
    rng = scene.random
    _, city, district = pick_city(rng)
    kind = rng.choice(["第一中学", "实验小学", "第三幼儿园", "职业技术学校", "外国语学校"])
    return _organisation(rng.choice([city, district]) + kind, kind)


@generator
def workplace(scene: Scene) -> Value:
    """An employer as a CV names it, short or in full."""
    made = company(scene)
    return made if scene.random.random() < 0.7 else _organisation(made.forms["short"], "公司")


@generator
def property_firm(scene: Scene) -> Value:
    """A property management company as residents name it."""
    rng = scene.random
    word = rng.choice(WORDS)
    return _organisation(
        rng.choice([f"{word}物业服务有限公司", f"{word}物业", f"{word}物业公司"]), word
    )
