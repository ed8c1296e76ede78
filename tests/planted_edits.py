"""Edits as a counterparty makes them: what is looked for, what it becomes, what kind that is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

Replacement = Callable[[random.Random, re.Match[str]], str]


@dataclass(frozen=True)
class Way:
    """One way to change a contract.

    Attributes:
        kinds: kinds of change that are right; the first is the plain one, a second one is given
            only where the words truly are both (违约金 by a word that names a party).
    """

    kinds: tuple[str, ...]
    pattern: str
    replacement: Replacement


def _number(low: int, high: int) -> Replacement:
    """Another number of that range in place of the first digits of the match."""

    def make(rng: random.Random, match: re.Match[str]) -> str:
        new = str(rng.randint(low, high))
        while new in match[0]:
            new = str(rng.randint(low, high))
        return re.sub(r"\d+(?:,\d{3})*(?:\.\d+)?", new, match[0], count=1)

    return make


def _one_of(*words: str) -> Replacement:
    def make(rng: random.Random, match: re.Match[str]) -> str:
        return rng.choice([word for word in words if word != match[0]])

    return make


def _amount(rng: random.Random, match: re.Match[str]) -> str:
    value = rng.randrange(11, 999) * 10_000
    return rng.choice(
        [f"人民币{value:,}元", f"人民币{value:,}.00元", f"人民币{value // 10_000}万元"]
    )


def _date(rng: random.Random, match: re.Match[str]) -> str:
    return f"20{rng.randint(27, 29)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"


WAYS: tuple[Way, ...] = (
    Way(("amount",), r"人民币[\d,.]+元(?!（)", _amount),
    Way(("amount",), r"违约金\d+,000元", lambda r, m: f"违约金{r.randint(2, 9)}5,000元"),
    Way(
        ("percentage",),
        r"(?<!\d)\d+(?:\.\d)?%",
        lambda r, m: f"{r.choice([2, 6, 12, 17, 45, 55])}.5%",
    ),
    Way(("percentage",), r"[万千]分之[一二三五]", _one_of("万分之八", "千分之二", "百分之一")),
    Way(("percentage",), r"0\.5‰", _one_of("0.8‰", "1‰", "0.06%", "2‰")),
    Way(("term",), r"\d+(?:个工作日|日|小时)内", _number(31, 90)),
    Way(("term",), r"提前\d+日", _number(40, 99)),
    Way(("term",), r"\d+个月", _number(25, 60)),
    Way(("term",), r"\d{4}年\d+月\d+日(?=[前起止。])", _date),
    Way(("term",), r"[三五二]年(?=[，。])", _one_of("七年", "十年", "一年", "6个月")),
    Way(("term",), r"\d+(?=个工作日内)", lambda r, m: str(r.randint(40, 90))),
    Way(("term",), r"\d+个工作日内", lambda r, m: r.choice(["合理期限内", "120日内"])),
    Way(("quantity",), r"\d+(?:台|套|名|吨|平方米)|(?<=少于)\d人", _number(11, 29)),
    Way(("quantity",), r"[六四五八三二两]份", _one_of("九份", "十份", "一份")),
    Way(("modal",), r"应当(?=[在为于提组保对由遵投办返])", _one_of("可以", "有权", "尽量")),
    Way(("modal",), r"(?<=[方人])应(?=[在按于])", _one_of("可", "可以")),
    Way(("modal",), r"不得", _one_of("可以", "应当", "有权")),
    Way(("modal",), r"有权", _one_of("应当", "不得", "必须")),
    Way(("modal",), r"(?<!均)可以(?=[将拒分])", _one_of("应当", "不得", "必须")),
    Way(
        ("party",),
        r"(?<=由)(?:甲方|乙方|借款人|违约方)(?=承担。|负责|保管)",
        _one_of("双方", "保证人", "第三方"),
    ),
    Way(
        ("party",),
        r"(?:甲方|乙方|贷款人)(?=向|应当?在|应当为|应当组)",
        _one_of("丙方", "保证人", "受托方"),
    ),
    Way(
        ("party",),
        r"(?<=：)[^：\n（]{6,16}有限公司",
        _one_of("珠海横琴辰极科技有限公司", "太原晋阳实业有限公司"),
    ),
    Way(("liability",), r"全部(?=损失|赔偿)", _one_of("部分", "直接")),
    Way(("liability",), r"(?:，违约金总额|，累计)不超过合同总价的\d%", lambda r, m: ""),
    Way(("liability",), r"连带责任", _one_of("一般责任", "按份责任")),
    Way(("liability",), r"(?<=并)赔偿(?=贷款人的)", _one_of("适当补偿", "酌情补偿")),
    Way(("liability",), r"，间接损失除外", lambda r, m: r.choice(["", "，包括间接损失"])),
    Way(("liability",), r"承担(?=由此造成的损失|甲方因此)", _one_of("不承担", "免予承担")),
    Way(("dispute",), r"(?:宁波|嘉兴)(?=仲裁委员会)", _one_of("深圳", "北京", "上海国际")),
    Way(("dispute",), r"(?:甲方|贷款人)(?=所在地人民法院)", _one_of("乙方", "原告", "被告")),
    Way(
        ("dispute",),
        r"提交\w\w仲裁委员会(?:按其现行规则)?仲裁",
        lambda r, m: f"向{r.choice('甲乙')}方所在地人民法院起诉",
    ),
    Way(("governing_law",), r"中华人民共和国(?=法律)", _one_of("新加坡", "香港特别行政区", "英国")),
    Way(
        ("governing_law",), r"中华人民共和国法律", _one_of("香港特别行政区法律", "新加坡共和国法律")
    ),
    Way(("confidentiality",), r"商业秘密", _one_of("技术秘密", "一般信息", "经营信息")),
    Way(
        ("confidentiality",),
        r"图纸和生产工艺(?=承担保密)",
        _one_of("图纸", "生产工艺", "图纸、报价和生产工艺"),
    ),
    Way(("confidentiality",), r"，法律另有要求的除外|，不得向无关第三方泄露", lambda r, m: ""),
    Way(("confidentiality",), r"仅可(?=为履行本协议的目的使用)", _one_of("可", "仅得在内部")),
    Way(("ip",), r"(?<=著作权归|识产权归)甲方(?=所有)", _one_of("乙方", "双方")),
    Way(("ip",), r"专利权和著作权", _one_of("专利权", "著作权", "专利权、商标权和著作权")),
    Way(
        ("ip",),
        r"固有方法论和模板的权利",
        _one_of("固有方法论的知识产权", "方法论和衍生成果的所有权"),
    ),
    Way(("payment",), r"增值税专用发票", _one_of("增值税普通发票", "收据")),
    Way(("payment",), r"银行转账", _one_of("商业承兑汇票", "现金支票")),
    Way(("payment",), r"含(?=\d+%增值税)", _one_of("不含")),
    Way(("payment",), r"包括差旅费和资料费", _one_of("不包括差旅费", "包括资料费和税费")),
    Way(("payment",), r"一次性归还本金", _one_of("分期归还本金", "分四期归还本金")),
    Way(
        ("payment",),
        r"1204060009201234567",
        lambda r, m: f"12040600092{r.randint(10**7, 10**8 - 1)}",
    ),
    Way(("termination",), r"单方(?=解除合同)", _one_of("经协商后", "经催告后")),
    Way(
        ("termination",),
        r"(?<=严重违约且在收到通知后15日内未)纠正",
        _one_of("完全纠正", "开始纠正"),
    ),
    Way(("termination",), r"立即(?=终止本协议)|书面通知(?=解除合同)", _one_of("协商", "经公证")),
    Way(
        ("termination",),
        r"破产或被吊销营业执照",
        _one_of("破产", "被吊销营业执照", "破产、停业或被吊销营业执照"),
    ),
    Way(("termination",), r"擅自停工", _one_of("无故停工", "停工")),
    Way(
        ("definition",),
        r"调研报告、流程手册和信息系统需求书",
        _one_of("调研报告和流程手册", "流程手册和信息系统需求书"),
    ),
    Way(
        ("definition",),
        r"、控制一方或与一方共同受控制",
        _one_of("或控制一方", "、或与一方共同受控制"),
    ),
    Way(("wording",), r"全新原厂产品", _one_of("合格产品", "全新国产产品")),
    Way(("wording",), r"中文版(?=。)", _one_of("英文版", "电子版")),
    Way(("wording",), r"焊缝等级为一级", _one_of("焊缝等级为二级", "焊缝等级为三级")),
    Way(("wording",), r"股票、期货等投资", _one_of("股票投资", "房地产开发")),
    Way(("wording",), r"股东会决议和担保文件", _one_of("股东会决议", "董事会决议和担保文件")),
    Way(("wording",), r"财务报表", _one_of("纳税申报表", "经审计的财务报表")),
)

# A word of the same meaning, another number form, another way of writing: no material change.
HARMLESS: tuple[tuple[str, Replacement], ...] = (
    (
        r"[\d,.]+",
        lambda r, m: m[0].translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．")),
    ),
    (r"，", lambda r, m: ", "),
    (r"(?<=[\u4e00-\u9fff])(?=\d)", lambda r, m: " "),
    (r"；", lambda r, m: "；\n"),
    (r"(?<=[\u4e00-\u9fff])、(?=[\u4e00-\u9fff])", lambda r, m: "，"),
    (r"（", lambda r, m: "("),
    (r"订立", lambda r, m: "签订"),
    (r"应当(?=[在为于提])", lambda r, m: "必须"),
    (r"因此遭受的", lambda r, m: "因此所遭受的"),
    (r"按照", lambda r, m: "依照"),
    (r"书面形式", lambda r, m: "书面方式"),
    (r"24个月", lambda r, m: "二十四个月"),
    (r"(?<=[^\d])15日内", lambda r, m: "十五日内"),
)
