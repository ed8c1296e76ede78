"""Tell a noun phrase from a question or an instruction.

The model is asked with noun phrases (`签约日期`), so a question or an order is refused, with a
noun phrase to write instead. Many noun phrases hold verbs (`提取金额`, `查询编号`, `请求事项`):
only wording that cannot name a thing counts, and in doubt the phrase is kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a phrase is not a noun phrase, and an example of one to write instead.

    Attributes:
        kind: what the phrase is.
        example: a noun phrase; taken from the phrase itself where `own` is true, otherwise an
            example of the kind of thing asked for.
    """

    kind: Literal["question", "instruction"]
    example: str
    own: bool


_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")

# 哪吒 and 什么值得买 are names; 曾几何时 holds 何时.
_QUESTION_WORD = re.compile(
    r"什么(?!值得买)|为啥|干啥|啥时|谁|哪(?!吒)|怎么|怎样|怎麼|什麼|多少|如何|为何|"
    r"(?<!几)何时|何处|何地|何种|何人|"
    r"(?:第|有|是|周|星期|礼拜)几(?!何|率|乎|内)|几号$|几点$|几时|吗$|"
    r"是不是|有没有|能不能|会不会|可不可以|要不要|对不对"
)

# What an instruction is about: the document, its parties, or "all of them".
_WHOLE = (
    r"(?:一下|出(?:来|所有|全部|其中|文|合同|本|该|这)|所有(?!权|人|者|制)|全部|下列|以下|上述|如下|每一?个|各个|"
    r"本(?:合同|协议|文)|[这该](?:个|份|家|些|篇|段|位|名|合同|公司|文)|其中|其(?!他|它|余|实)|"
    r"这里|里面|合同[中里内的]|协议[中里内的])"
)
_THING = (
    r"(?:文[中内本档章件][的里中内]|全文|原文|正文|"
    r"合同|协议|甲方|乙方|丙方|双方|各方|当事人|公司|企业(?!年金)|姓名|人名|地名|机构名|组织名|实体|"
    r"关键(?:词|信息)|签约|签订|签署|生效|到期|付款|交货|法定代表人|法人|负责人|联系人|联系方式|"
    r"身份证|买方|卖方|原告|被告)"
)
_THEM = r"我(?!方|司|公司|国|院|校|行|省|市|区|县|局|厂|部|单位)们?"
_POLITE = re.compile(
    r"^(?:请|麻烦|劳驾|拜托|烦请)(?:你|您|帮|问(?!题)|告诉|告知(?!书)|给(?:我|出)|把|将|从|在|根据|"
    r"按|用|提取|抽取|列(?!席)|找|识别|查(?:找|询|看|一)|写|说|输出|返回|总结|概括|指出|判断|计算|标注|"
    r"标出|分析|翻译|填|提供|回答|分别|为我|直接|只|不要|务必|确认|检查|阅读|摘)"
)
_ADDRESSED = re.compile(
    r"^[你您]?(?:能否|可否|能不能|能|可以)?请?"
    r"(?:(?:告诉|给|替|为|帮)"
    + _THEM
    + "|帮(?:忙(?!人|者|费)|个忙)|告诉下|[跟和]我说|让我(?:看|知道))"
)
_WISH = re.compile(
    r"^(?:我们?|咱们)(?:想|要|需要|希望|得)(?:你|您|知道|了解|找|看|查|问|把|一|提取|抽取|请|帮|从)"
)
_ORDER_PREFIX = r"^(?:只|仅仅?|不要|别|务必|必须|先|再|然后|直接|快速|自动|准确)?"
_ORDER_STRONG = re.compile(
    _ORDER_PREFIX
    + r"(?:列出|列举|列一下|找出|找一下|指出|写出|标出|说出|抽出|挑出|圈出|抽取出|识别出|"
    r"(?<=[只仅要别])[提抽]取|提取出(?!库|口|境|院|租|厂|让|资)|筛选出|查一下|看一下|看看|说一下|说说|讲讲|总结一下|概括一下|介绍一下)"
    r"(?!的|事项|项目|清单|理由|条件|情形|内容$|物$|人$|者$)"
)
_ORDER_THING = re.compile(
    _ORDER_PREFIX
    + r"(?:提取|抽取|摘录|摘取|抓取|获取|识别|查找|寻找|找到|找|搜索|总结|概括|归纳|给出)"
    + _THING
)
_ORDER_PARTY = re.compile(
    r"^(?:分析|判断|检查|核对|比较|对比|计算|查看|描述|解释|介绍|翻译|输出|返回)"
    r"(?:合同|协议|甲方|乙方|双方)"
)
_ORDER_WHOLE = re.compile(
    _ORDER_PREFIX
    + r"(?:提取|抽取|摘录|摘取|抓取|获取|识别|查找|寻找|找到|找|搜索|检索|总结|概括|归纳|"
    r"翻译|给出|输出|返回|查询|查看|统计|计算|汇总|整理|分析|判断|确认|核对|检查|比较|对比|描述|说明|解释|"
    r"介绍|显示|展示|标注|标记|生成|评估|审查|阅读|理解|回答|记录|写|读|查|看|分类|替换|删除|修改)"
    + _WHOLE
)
_ORDER_OTHER = re.compile(
    r"^(?:(?:写|生成|起草|制作|画|做|拟|编)一(?:份|个|篇|张|段|封|首|则|下)|"
    r"忽略(?:以上|上述|前面|之前|所有|上面)|翻译(?:成|[全原]文$)|"
    r"(?:从|在|根据|按照)[^的]{0,12}(?:文|合同|协议|材料|内容|报告|邮件|简历)[本档件章]?[中里内]?(?:提取|抽取|找出|列出|查找|识别出)(?![的物人方率])|"
    r"[把将][^的]{1,30}(?:提取|抽取|列|找|标|写|挑|摘|整理|总结|翻译|告诉)(?:出|成|为|我|给|一下|到|$))"
)
_ORDER_END = re.compile(
    r"(?:提取|抽取|列|找|抽|挑|标|写|说|摘|整理|总结|识别|圈)出来$|给我$|告诉我$|[看说讲]一下$"
)
# What follows the object of `给出合同修改意见的单位` makes it a name for whoever does it;
# `提取合同的负责人` stays an order.
_DOER = re.compile(
    r"^[^的]+的[^的]{0,6}(?:单位|机构|机关|部门|公司|企业|法院|银行|人员|专家|医生|医师|律师|人|者|员)$"
    r"|的(?:途径|渠道|方法)$"
)

_ENGLISH_QUESTION = re.compile(
    r"^(?:what|who|whom|whose|when|where|why|which|how)(?:'s|'re|\s+(?:is|are|was|were|do|does|did|"
    r"will|would|can|could|should|shall|has|have|had|much|many|long|often|old|far|party|"
    r"parties|company|date|day|year|amount|the|it)\b)|"
    r"^(?:what|who|when|where|why|which|how)\s+\w+(?:\s+\w+)*\s+(?:the|this|that|an?)\b|"
    r"^(?:is|are|was|were|does|do|did|has|have|can|could|will|would|should)\s+"
    r"(?:the|there|this|that|it|a|an|any|they|he|she|you|we|i|party|either|both)\b",
    re.IGNORECASE,
)
_ENGLISH_ORDER = re.compile(
    r"^(?:please\b|kindly\s+\w|(?:i|we)\s+(?:want|need|would|wish|'d)\b|i'd\b|"
    r"(?:find|point|list)\s+out\b|(?:let|tell|give|show|send|get|find|help)\s+(?:me|us)\b|ignore\s+(?:all|the|previous|above)\b|"
    r"(?:extract|find|list|identify|get|show|give|return|summari[sz]e|translate|explain|describe|"
    r"output|print|write|locate|determine|calculate|compare|check|highlight|name|provide|tell|"
    r"look\s+for|search\s+for|pull|fetch|read|detect|recogni[sz]e|count|compute)\s+"
    r"(?:the|all|every|each|any|a|an|this|that|these|those|its|their|his|her|contract|party|"
    r"parties|who|what|when|where|which|how|if|whether)\b|"
    r"(?:extract|find|identify)\s+(?:amount|name|date|price|total|buyer|seller|supplier|address|"
    r"company|entit|keyword))",
    re.IGNORECASE,
)
_ENGLISH_OWN = re.compile(
    r"^(?:please\s+)?(?:extract|find|list|identify|get|show|give|return|locate|provide)\s+"
    r"(?:me\s+|us\s+|out\s+)?(?:the\s+|all\s+|every\s+|each\s+|any\s+|an?\s+)*",
    re.IGNORECASE,
)
_CHINESE_OWN = re.compile(
    r"^(?:请问?|麻烦|劳驾|拜托|烦请|你|您|能否|能不能|可不可以|可以|帮忙|帮我们?|替我|为我|告诉我们?|给我|我们?想|我们?要|知道|"
    r"只|仅|提取|抽取|摘录|摘取|抓取|获取|识别|查找|查询|查看|查一?下?|寻找|找到|找|搜索|检索|列举|列|"
    r"指出|写出|标出|说出|给出|输出|返回|统计|出来|出|一下|所有的?|全部的?|以下|下列|上述|"
    r"(?:从|在|根据)?(?:本|该|这份|这个)?(?:合同|协议|文档|文本|文件|全文|原文|文章|文)(?:内容|[中里内])的?|"
    r"[把将]|本(?=合同|协议)|该(?=合同|协议|公司)|这[个份家]|其中的?|的)+"
)

_CHINESE_OWN_END = re.compile(
    r"(?:(?:是|为|在|有)(?:谁|什么|多少|哪[里儿些]?|几个?)|"
    r"(?:提取|抽取|列|找|标|写|挑|摘|整理|总结)(?:出来?|一下|到|给我|成.*)?|是|为|叫|呢)$"
)

_EXAMPLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"什么时[候间]|何时|啥时|哪[天年月日]|几号|几时|几月|\bwhen\b|what date", re.I),
        "签约日期",
    ),
    (re.compile(r"多少|how (?:much|many)|amount|price", re.I), "合同金额"),
    (re.compile(r"公司|企业|company", re.I), "公司名称"),
    (re.compile(r"谁|何人|名字|\bwho", re.I), "联系人姓名"),
    (re.compile(r"哪里|哪儿|何处|何地|\bwhere\b", re.I), "交货地点"),
    (re.compile(r"为什么|为何|为啥|\bwhy\b", re.I), "解除原因"),
    (re.compile(r"怎么|怎样|如何|\bhow\b", re.I), "付款方式"),
    (re.compile(r"是不是|有没有|能不能|会不会|可不可以|要不要|吗$"), "是否有担保"),
)


_ORDERS = (
    _POLITE,
    _ADDRESSED,
    _WISH,
    _ORDER_STRONG,
    _ORDER_WHOLE,
    _ORDER_OTHER,
    _ORDER_END,
)


def objection(phrase: str) -> Objection | None:
    """Why `phrase` is not a noun phrase, or None if it can stand as one.

    Args:
        phrase: visible text, half-width brackets; bracketed remarks inside it do not count.
    """
    plain = unicodedata.normalize("NFKC", phrase).strip()
    bare = _BRACKETED.sub("", plain).strip() or plain
    bare = bare.strip("。.!\"'“”‘’ ")
    dense = "".join(bare.split())
    if _is_instruction(bare, dense):
        kind: Literal["question", "instruction"] = "instruction"
    elif _is_question(bare, dense):
        kind = "question"
    else:
        return None
    own = _own_noun_phrase(bare, dense)
    if own is not None:
        return Objection(kind, own, own=True)
    for pattern, example in _EXAMPLES:
        if pattern.search(bare):
            return Objection(kind, example, own=False)
    return Objection(kind, "甲方", own=False)


def _is_question(bare: str, dense: str) -> bool:
    return bool("?" in bare or _QUESTION_WORD.search(dense) or _ENGLISH_QUESTION.search(bare))


def _is_instruction(bare: str, dense: str) -> bool:
    if _ENGLISH_ORDER.search(bare) or any(order.search(dense) for order in _ORDERS):
        return True
    order = _ORDER_THING.match(dense) or _ORDER_PARTY.match(dense)
    return order is not None and not _DOER.search(dense[order.end() :])


def _own_noun_phrase(bare: str, dense: str) -> str | None:
    """The noun phrase inside the wording, if taking away the order or the mark leaves one."""
    if bare.isascii():
        rest = _ENGLISH_OWN.sub("", bare.rstrip("? "))
    else:
        rest = _CHINESE_OWN_END.sub("", _CHINESE_OWN.sub("", dense.rstrip("?")))
    rest = rest.strip()
    if not any(character.isalpha() for character in rest) or "?" in rest:
        return None
    if _is_instruction(rest, "".join(rest.split())) or _is_question(rest, "".join(rest.split())):
        return None
    return rest
