"""Words for a line of work or a kind of post, and for fields of experience."""

from __future__ import annotations

import re
from functools import cache

_POSTS = """
算法: 算法工程师 算法专家 算法研究员 机器学习 深度学习 推荐算法 推荐系统 自然语言处理 NLP 计算机视觉
    数据挖掘 大模型 强化学习 搜索排序
测试: 测试工程师 测试开发 测试经理 测试主管 测试专家 自动化测试 性能测试 软件测试 QA 质量保证
后端: 后端开发 后端工程师 服务端开发 Java开发 Java工程师 Go开发 服务端工程师
前端: 前端开发 前端工程师 Web前端 H5开发
开发: 开发工程师 研发工程师 软件工程师 程序员 后端开发 前端开发 客户端开发 软件开发 架构师
研发: 研发工程师 开发工程师 软件工程师 研发经理 架构师 研究员
运维: 运维工程师 SRE 系统管理员 运维开发 DBA
数据: 数据分析师 数据工程师 数据开发 数据科学家 商业分析 BI工程师
产品: 产品经理 产品总监 产品专员 产品负责人 产品助理
运营: 运营经理 运营专员 用户运营 内容运营 活动运营 新媒体运营 运营总监 运营主管
设计: 设计师 UI设计 交互设计 视觉设计 平面设计 美工
销售: 销售经理 销售代表 客户经理 大客户经理 销售总监 业务员 商务拓展 渠道经理
市场: 市场经理 市场专员 品牌经理 市场总监 营销经理
财务: 财务经理 财务主管 财务总监 会计 出纳 财务专员 总账会计 成本会计 审计
会计: 总账会计 成本会计 会计主管 会计师 出纳
人力资源: HR 人事专员 招聘专员 人力资源经理 HRBP 人事经理 薪酬专员 招聘经理
人事: HR 人事专员 招聘专员 人力资源 HRBP
行政: 行政专员 行政经理 行政助理 前台 文秘
法务: 法务经理 法务专员 法律顾问 律师 合规专员 法务总监
采购: 采购经理 采购专员 采购工程师 采购主管
客服: 客服专员 客服经理 客户服务 坐席
项目管理: 项目经理 PMO 项目总监 项目主管 PMP
护理: 护士 护师 护士长
教师: 教师 讲师 班主任 教研员
"""
_TOPICS = """
金融: 银行 证券 保险 基金 信贷 风控 反欺诈 期货 信托 券商 消费金融 理财 信用卡 支付 清结算 投行 资管
互联网: 互联网 电商 社交平台 网络科技 移动应用 APP
电商: 电商 电子商务 淘宝 天猫 京东 跨境电商 直播带货
医疗: 医疗 医院 医药 临床 制药 健康 器械
教育: 教育 培训机构 学校 教学 教研 在线课程
制造: 制造 工厂 生产线 车间 机械 精益生产
汽车: 汽车 整车 车企 自动驾驶 车载 新能源车
游戏: 游戏 手游 端游
物流: 物流 仓储 配送 供应链 快递
房地产: 房地产 地产 物业 楼盘
通信: 通信 电信 运营商 5G 基站
政务: 政务 政府 智慧城市 电子政务
能源: 能源 电力 光伏 储能 石油
管理: 带领 团队管理 管理团队 主管 经理 总监 负责人
海外: 海外 留学 国外 出海 英国 美国 新加坡
"""
_POST_ENDING = re.compile(r"(?:类)?(?:岗位?|职位|方向|类|人员|人才|工程师)$")
_SAYS_POST = re.compile(r"(?:岗位?|职位|工程师)$")
_TOPIC_ENDING = re.compile(r"(?:行业|领域|项目|相关|方面|类|工作|从业|团队|证书|资格证?)+$")


@cache
def _table(source: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    words: list[str] = []
    for line in source.splitlines():
        if line and not line.startswith(" "):
            name, _, line = line.partition(":")
            words = table.setdefault(name, [])
        words += line.split()
    return {name: tuple(words) for name, words in table.items()}


def post_stem(name: str) -> str:
    """`算法岗` -> `算法`."""
    return _POST_ENDING.sub("", name) or name


def is_post(name: str) -> bool:
    """Whether a class names a kind of post (`算法岗`, `财务`) rather than a topic (`劳动争议`)."""
    return _SAYS_POST.search(name) is not None or post_stem(name) in _table(_POSTS)


def post_words(name: str) -> tuple[str, ...]:
    """Words that name the post, its stem first."""
    stem = post_stem(name)
    return tuple(dict.fromkeys((stem, *_table(_POSTS).get(stem, ()))))


def topic_stem(name: str) -> str:
    """`金融行业` -> `金融`, `制造业` -> `制造`, `PMP证书` -> `PMP`."""
    stem = _TOPIC_ENDING.sub("", name) or name
    return stem[:-1] if stem.endswith("业") and stem[:-1] in _table(_TOPICS) else stem


def topic_words(name: str) -> tuple[str, ...]:
    """Words that show experience in a field, its stem first."""
    stem = topic_stem(name)
    return tuple(dict.fromkeys((stem, *_table(_TOPICS).get(stem, ()))))
