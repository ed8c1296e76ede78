"""Words that the linter knows: names too general to ask, names that mean the same, bare verbs.

Synonyms are listed only where the words mean the same in any business document.
"""

from __future__ import annotations

from collections.abc import Mapping

from .layout import fold

GENERAL: Mapping[str, str] = {
    word: example
    for words, example in (
        ("时间 日期 日子 年份 date time", "签约日期"),
        ("期限 时长 期间", "付款期限"),
        ("金额 价格 价款 费用 钱 钱数 款项 总额 amount price money", "合同金额(元)"),
        ("比例 比率 百分比 rate", "违约金比例(%)"),
        ("数量 数目 数字 数值 number quantity", "采购数量"),
        ("名称 名字 name", "项目名称"),
        ("人 人员 人名 个人 人物 person people", "项目负责人"),
        ("公司 单位 机构 企业 组织 company organization", "供应商名称"),
        ("地点 地址 位置 地方 address place location", "交货地点"),
        ("编号 号码 号 代码 编码 id no code", "合同编号"),
        ("内容 正文 文本 文字 content text", "服务内容"),
        ("情况 状况 状态 status", "履行情况"),
        ("信息 数据 资料 字段 其他 其它 info data other", "验收结论"),
        ("事项 事情 事", "办理事项"),
        ("方式 方法 办法", "付款方式"),
        ("类型 类别 种类 分类 type kind", "合同类型"),
        ("原因 理由 reason", "解除原因"),
        ("结果 结论 result", "检验结论"),
        ("要求 标准 条件", "验收标准"),
        ("条款 规定 责任 义务 clause", "违约责任条款"),
        ("范围 程度 水平", "服务范围"),
    )
    for word in words.split()
}
"""Name, in lower case -> an example of a name that says which."""

_SAME = """
甲方 委托方 委托人
乙方 受托方 受托人
买方 买受人 购买方
卖方 出卖人 销售方
出租方 出租人
承租方 承租人
发包方 发包人
承包方 承包人
采购方 采购人
借款方 借款人
贷款方 贷款人
担保方 担保人
法定代表人 法人代表
签约日期 签订日期 签署日期 合同签订日期 合同签署日期 签约时间 签订时间 签署时间
合同金额 合同总金额 合同总价 合同总价款 合同总额
合同编号 合同号
订单编号 订单号
工单编号 工单号
发票号码 发票号 发票编号
身份证号 身份证号码 公民身份号码 居民身份证号码
统一社会信用代码 社会信用代码
手机号 手机号码 移动电话
联系电话 联系人电话
电子邮箱 邮箱 电子邮件 电子邮箱地址 邮箱地址 email e-mail
邮政编码 邮编
开户行 开户银行
银行账号 银行账户 银行帐号
付款方式 支付方式
付款期限 支付期限
付款日期 支付日期
争议解决方式 争议解决办法
违约责任 违约责任条款
质保期 保修期
毕业院校 毕业学校
出生日期 生日
"""
MEANING: Mapping[str, str] = {
    word: line.split()[0] for line in _SAME.split("\n") for word in line.split()
}
"""Name, in lower case -> the first name in its group of synonyms."""

VERBS = frozenset(
    "提取 抽取 摘录 抓取 查找 查询 查看 寻找 找出 找到 列出 列举 写出 标出 识别 告诉 告诉我 总结 "
    "概括 归纳 翻译 输出 返回 回答 获取 搜索 检索 计算 统计 判断 签订 签署 extract find list get "
    "show summarize translate identify".split()
)


def term(name: str) -> str:
    """A name as these tables spell it."""
    return fold(name).casefold()
