"""The kind of value that a field name promises, read off its last words.

A Chinese noun phrase ends with its head: `逾期付款违约金的日比例` is a 比例. The longest known
ending decides; a bracketed remark does not count. Scores are calibrated per kind, and figures are
shown per kind.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, get_args

ValueKind = Literal[
    "date", "duration", "money", "percentage", "quantity", "identifier",
    "person", "organisation", "place", "clause", "other",
]  # fmt: skip
VALUE_KINDS: tuple[ValueKind, ...] = get_args(ValueKind)

_ENDINGS: dict[ValueKind, str] = {
    "date": "日期 时间 日 之日 年月 年份 月份 年度 时刻 时点 生日 时段 日子 年",
    "duration": "期限 期间 工期 时长 年限 有效期 周期 账期 质保期 保修期 试用期 保质期 宽限期 天数 "
    "年龄 工龄 司龄 租期 任期 疗程 时限 期 历时 耗时 工时",
    "money": "金额 价款 总价 单价 价格 费用 费 款 租金 押金 定金 订金 保证金 违约金 滞纳金 罚款 罚金 "
    "薪资 工资 薪酬 月薪 年薪 底薪 薪水 收入 利润 营收 额度 额 资本 资产 负债 赔款 保费 预算 成本 "
    "本金 利息 价税合计 货款 税款 市值 余额 报价 标价 价 奖金 补贴 补助 补偿 补偿金 赔偿 赔偿金 损失 投资 "
    "质保金 尾款 净值 押款 佣金 首付 售价 股息 红利 运费 学费 工钱 赔付 金",
    "percentage": "比例 利率 费率 税率 占比 增幅 涨幅 跌幅 降幅 百分比 率 折扣 份额 同比 环比 增速",
    "quantity": "数量 面积 重量 净重 毛重 长度 宽度 厚度 体积 大小 容量 人数 次数 剂量 规模 温度 功率 "
    "电压 血压 高度 距离 用量 件数 台数 总量 数 量 尺寸 里程 速度 浓度 身高 体重 频次 株数 分数 得分 "
    "评分 票房 产能 分 值",
    "identifier": "编号 号 号码 代码 账号 账户 电话 手机 邮箱 网址 链接 型号 联系方式 税号 案号 车牌 "
    "QQ 微信 邮编 编码 批号 证件 热线 传真",
    "person": "姓名 人 名字 人名 代表 代表人 负责人 联系人 经办人 医师 医生 法官 律师 员 者 经理 主任 "
    "董事长 总监 导演 编剧 主演 申请人 患者 候选人 审判长 术者 司机 老师 导师 嘉宾 领导 人员 教练 "
    "球员 演员 总裁 总经理 院长 校长 局长 助理 上级 创始人 投诉人 被告人 受害人 家属 父亲 母亲 配偶",
    "organisation": "公司 企业 单位 机构 方 院校 学校 大学 医院 法院 银行 供应商 部门 局 厂 集团 中心 "
    "商 组织 政府 行 团队 协会 院 科室 品牌 雇主 甲方 乙方 丙方 采购人 招标人 投标人 中标人 发包人 "
    "承包人 分包人 保证人 担保人 抵押人 出质人 出租人 承租人 借款人 贷款人 委托人 受托人 买受人 出卖人 "
    "许可人 被许可人 承运人 托运人 保险人 债权人 债务人 质权人 抵押权人 成员 一方 业主 房东 东家",
    "place": "地址 地点 住址 住所 所在地 位置 场所 籍贯 部位 城市 省份 产地 户籍 口岸 景点 地 目的地 "
    "国籍 地区 区域 车站 机场 港口 楼层 房间 国家 小区 现场",
    "other": "基金 力量 部分 成分 身份 股份 质量 资质",
    "clause": "条款 诉求 理由 原因 情况 内容 结论 意见 结果 措施 事项 证据 说明 要求 条件 描述 现象 "
    "目的 建议 方案 义务 责任 范围 事实 过程 依据 观点 影响 后果 约定 请求 承诺 焦点 表现 所见 评价 "
    "安排 方式 方法 办法 标准 经过 用途 主张 决议 职责 亮点 不足 主诉 病史",
}
_KIND_OF = {word: kind for kind, words in _ENDINGS.items() for word in words.split()}
_LONGEST = max(map(len, _KIND_OF))
_BRACKETED = re.compile(r"\([^()]*\)")
_NAMED = re.compile(r"(?:名称|全称|简称)$")


@lru_cache(maxsize=4096)
def value_kind(name: str) -> ValueKind:
    """The kind of value that answers a field of this name; `other` where its end says nothing."""
    plain = _BRACKETED.sub("", unicodedata.normalize("NFKC", name)).strip(" :。?")
    plain = _NAMED.sub("", plain) or plain
    for length in range(min(_LONGEST, len(plain)), 0, -1):
        kind = _KIND_OF.get(plain[-length:])
        if kind is not None:
            return kind
    return "other"
