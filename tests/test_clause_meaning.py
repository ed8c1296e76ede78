"""What changes mean: planted edits of every kind, rewordings that must not alarm, invariants."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.clauses.meaning import changes
from seqgpt_core.clauses.model import Change, ChangeKind
from seqgpt_core.clauses.normalise import normalise, number
from seqgpt_core.clauses.rules import RULES

from .clause_texts import LEASE, SERVICE


def compare(a: str, b: str, heading: str = "") -> tuple[Change, ...]:
    return changes(a, (0, len(a)), b, (0, len(b)), heading)


# before | after | expected kinds of the material changes | words before -> words after
PLANTED = """
合同总价为人民币500,000.00元。 | 合同总价为人民币580,000.00元。 | amount | 人民币500,000.00元 -> 人民币580,000.00元
甲方应支付预付款50万元。 | 甲方应支付预付款35万元。 | amount | 50万元 -> 35万元
总价500,000元（大写：伍拾万元整）。 | 总价580,000元（大写：伍拾捌万元整）。 | amount | 500,000元（大写：伍拾万元整 -> 580,000元（大写：伍拾捌万元整
违约方应支付违约金10万元。 | 违约方应支付违约金1万元。 | amount | 10万元 -> 1万元
服务费为人民币80万元。 | 服务费为美元80万元。 | amount | 人民币80万元 -> 美元80万元
每台单价¥4,200，三台起租。 | 每台单价¥4,800，三台起租。 | amount | ¥4,200 -> ¥4,800
押金为三万元。 | 押金为两万元。 | amount | 三万元 -> 两万元
乙方交纳履约保证金20000元。 | 乙方交纳履约保证金。 | amount | 20000元 ->
逾期付款的，每日按欠款的0.05%支付违约金。 | 逾期付款的，每日按欠款的0.1%支付违约金。 | percentage | 0.05% -> 0.1%
税率为13%。 | 税率为6%。 | percentage | 13% -> 6%
质保金为合同总价的百分之五。 | 质保金为合同总价的百分之十。 | percentage | 百分之五 -> 百分之十
每逾期一日按万分之五计收滞纳金。 | 每逾期一日按千分之一计收滞纳金。 | percentage | 万分之五 -> 千分之一
违约金总额不超过合同总价的30%。 | 违约金总额不超过合同总价的10%。 | percentage | 30% -> 10%
转让其持有的35%股权。 | 转让其持有的三分之一股权。 | percentage | 35% -> 三分之一
甲方应于收到发票后30 日内付款。 | 甲方应于收到发票后45 个工作日内付款。 | term | 30 日 -> 45 个工作日
质保期为24个月。 | 质保期为12个月。 | term | 24个月 -> 12个月
租期自2024年4月1日起。 | 租期自2024年5月1日起。 | term | 2024年4月1日 -> 2024年5月1日
本合同有效期三年。 | 本合同有效期五年。 | term | 三年 -> 五年
乙方应在收到通知后3日内整改。 | 乙方应在收到通知后合理期限内整改。 | term | 3日 -> 合理期限
乙方应立即通知甲方。 | 乙方应及时通知甲方。 | term | 立即 -> 及时
租金按季支付。 | 租金按月支付。 | term,payment | 按季 -> 按月
设备数量为3台。 | 设备数量为5台。 | quantity | 3台 -> 5台
商铺建筑面积186平方米。 | 商铺建筑面积168平方米。 | quantity | 186平方米 -> 168平方米
本合同一式四份。 | 本合同一式两份。 | quantity | 四份 -> 两份
每批供货不少于200吨。 | 每批供货不少于150吨。 | quantity | 200吨 -> 150吨
乙方应提供培训。 | 乙方可提供培训。 | modal | 应 -> 可
乙方应当配合甲方审计。 | 乙方可以配合甲方审计。 | modal | 应当 -> 可以
乙方必须购买保险。 | 乙方有权购买保险。 | modal | 必须 -> 有权
乙方须每月提交报告。 | 乙方可每月提交报告。 | modal | 须 -> 可
甲方有权检查现场。 | 甲方应当检查现场。 | modal | 有权 -> 应当
乙方不得将工程转包。 | 乙方可以将工程转包。 | modal | 不得 -> 可以
乙方不得擅自更换人员。 | 乙方得擅自更换人员。 | modal | 不得 -> 得
乙方可将工程分包。 | 乙方不得将工程分包。 | modal | 可 -> 不得
乙方应当按图施工。 | 乙方应当尽量按图施工。 | modal | -> 尽量
乙方应当配合验收。 | 乙方尽量配合验收。 | modal | 应当 -> 尽量
甲方可提出变更。 | 甲方可提出变更。乙方不得拒绝合理的变更要求。 | modal | -> 乙方不得拒绝合理的变更要求。
乙方应承担由此造成的全部损失。 | 乙方应承担由此造成的直接损失。 | liability | 全部 -> 直接
乙方应赔偿甲方的损失。 | 乙方不承担甲方的损失。 | liability,modal |
乙方对间接损失承担赔偿责任。 | 乙方对间接损失不承担赔偿责任。 | liability | 承担 -> 不承担
乙方应赔偿损失。 | 乙方应赔偿损失，但赔偿总额以合同总价为限。 | liability | -> ，但赔偿总额以合同总价为限
违约方应支付违约金并赔偿损失。 | 违约方应支付违约金。 | liability | 并赔偿损失 ->
保证人承担连带责任。 | 保证人承担一般责任。 | liability | 连带 -> 一般
乙方逾期交货的，应支付违约金。 | 乙方逾期交货的，应继续履行。 | liability |
因不可抗力不能履行的，根据影响部分免除责任。 | 因不可抗力不能履行的，根据影响全部免除责任。 | liability | 部分 -> 全部
争议提交北京仲裁委员会仲裁。 | 争议提交上海仲裁委员会仲裁。 | dispute | 北京仲裁委员会 -> 上海仲裁委员会
协商不成的，提交北京仲裁委员会仲裁。 | 协商不成的，任何一方均可向甲方所在地人民法院提起诉讼。 | dispute | 提交北京仲裁委员会仲裁 -> 任何一方均可向甲方所在地人民法院提起诉讼
由甲方所在地人民法院管辖。 | 由乙方所在地人民法院管辖。 | dispute | 甲方所在地人民法院 -> 乙方所在地人民法院
仲裁地为深圳。 | 仲裁地为新加坡。 | dispute | 深圳 -> 新加坡
争议应先行调解。 | 争议可直接诉讼。 | dispute,modal |
本合同适用中华人民共和国法律。 | 本合同适用香港特别行政区法律。 | governing_law | 中华人民共和国 -> 香港特别行政区
本协议受中国法律管辖。 | 本协议受英国法律管辖。 | governing_law | 中国 -> 英国
由甲方负责运输。 | 由乙方负责运输。 | party | 甲方 -> 乙方
买方：北京甲子科技有限公司 | 买方：北京乙丑科技有限公司 | party | 北京甲子科技有限公司 -> 北京乙丑科技有限公司
法定代表人：张三丰 | 法定代表人：李四光 | party |
运费由供方承担。 | 运费由需方承担。 | party | 供方 -> 需方
未经披露方书面同意，接收方不得披露。 | 未经披露方口头同意，接收方不得披露。 | confidentiality | 书面 -> 口头
双方应对技术资料保密。 | 双方应对技术资料保密，但法律要求披露的除外。 | confidentiality | -> ，但法律要求披露的除外
保密信息包括客户名单。 | 保密信息包括客户名单和报价。 | confidentiality |
开发成果的知识产权归甲方所有。 | 开发成果的知识产权归双方共有。 | ip,party |
乙方授予甲方独家的专利使用权。 | 乙方授予甲方非独家的专利使用权。 | ip | 独家 -> 非独家
著作权由甲方享有。 | 著作权由乙方享有。 | ip | 甲方 -> 乙方
全部开发成果归甲方所有。 | 全部开发成果归乙方所有。 | ip | 甲方 -> 乙方
机床,型号X,合计100,000.00 | 机床,型号X,合计120,000.00 | amount | 100,000.00 -> 120,000.00
机床,3,型号X | 机床,5,型号X | quantity | 3 -> 5
价款以转账方式支付。 | 价款以承兑汇票方式支付。 | payment | 转账 -> 承兑汇票
甲方应在验收后付款。 | 甲方应在开票后付款。 | payment |
收款账号：6222021001112223334 | 收款账号：6222021001112229999 | payment | 6222021001112223334 -> 6222021001112229999
以上价格为含税价。 | 以上价格为不含税价。 | payment | 含税 -> 不含税
甲方有权单方解除合同。 | 经协商一致后甲方有权解除合同。 | termination |
期满自动续期一年。 | 期满终止。 | termination,term |
一方违约的，守约方有权解除合同。 | 一方严重违约的，守约方有权解除合同。 | termination,liability |
“产品”是指附表所列设备。 | “产品”是指附表所列设备及软件。 | definition |
“关联方”系指受同一控制的企业。 | “关联方”系指受重大影响的企业。 | definition |
产品质量为优等品。 | 产品质量为合格品。 | wording | 优等品 -> 合格品
乙方提供图纸和模型。 | 乙方提供图纸或模型。 | wording | 和 -> 或
交货地点为上海。 | 交货地点为苏州。 | wording | 上海 -> 苏州
须经双方书面确认。 | 须经双方口头确认。 | wording | 书面 -> 口头
""".strip().splitlines()  # fmt: skip


@pytest.mark.parametrize("row", PLANTED)
def test_a_planted_edit_has_the_right_kind_and_is_material(row: str) -> None:
    a, b, kinds, shown = (part.strip() for part in row.split("|"))
    found = compare(a, b)
    material = [change for change in found if change.material]
    assert material, found
    assert {change.kind for change in material} <= set(kinds.split(",")), found
    if shown:
        before, after = (part.strip() for part in f" {shown} ".split(" -> "))
        assert (before, after) in [(change.before, change.after) for change in material], found


def test_enough_kinds_are_planted() -> None:
    assert len(PLANTED) >= 60
    kinds = {kind for row in PLANTED for kind in row.split("|")[2].strip().split(",")}
    assert kinds == set(get_args(ChangeKind)) - {"format_only"}


HARMLESS = """
甲方应于30日内付款。 | 甲方应在三十天内付款。
甲方应在签订本合同后付款。 | 甲方应当于签署本合同之后付款。
乙方须提交报告。 | 乙方应提交报告。
乙方应提交报告。 | 乙方必须提交报告。
如乙方违约，甲方可以解除合同。 | 若乙方违约，甲方有权解除合同。
总价50万元。 | 总价500,000.00元。
质保期一年。 | 质保期12个月。
比例为5%。 | 比例为百分之五。
按照本合同约定执行。 | 依照本协议规定执行。
本合同自双方签订之日起生效。 | 本合同自甲乙双方签署之日起生效。
租期至2024年3月1日。 | 租期至二〇二四年三月一日。
双方应友好协商解决。 | 双方应通过友好协商解决。
由于不可抗力导致的延误。 | 因不可抗力造成的延误。
乙方应及时通知甲方。 | 乙方应当及时告知甲方。
合同期满后自动失效。 | 合同期限届满后自动失效。
甲方支付价款。 | 甲方支付款项。
乙方负责安装、调试。 | 乙方负责安装和调试。
双方以书面方式确认。 | 双方以书面形式确认。
1.1 乙方负责安装。 | 1.2 乙方负责安装。
第五条 乙方负责安装。 | 第六条 乙方负责安装。
（二）乙方负责安装。 | （三）乙方负责安装。
乙方负责安装，调试。 | 乙方负责安装、调试；
乙方负责安装(含调试)。 | 乙方负责安装（含调试）。
总价 100 元。 | 总价１００元。
按第八条承担。 | 按第九条承担。
乙方负责安装。 | 乙方负责安装。
""".strip().splitlines()


@pytest.mark.parametrize("row", HARMLESS)
def test_rewording_numbering_and_format_do_not_alarm(row: str) -> None:
    a, b = (part.strip() for part in row.split("|"))
    found = compare(a, b)
    assert not [change for change in found if change.material], found
    assert bool(found) == (a != b)


# What is written | what it becomes | the kinds that are right.
SWEEPS = (
    (r"[\d,]{5,}(?:\.\d\d)?元|50万元|20万元", "33,333.00元", "amount"),
    (r"[捌伍]万柒仟贰佰元整|捌拾陆万元整", "玖拾玖万元整", "amount"),
    (r"\d+%|千分之一|万分之五", "77%", "percentage"),
    (r"\d+(?:日|天|个月|个工作日|小时)(?=[内前，的书])", "99日", "term"),
    (r"[三两五]年(?=[，。])", "九年", "term"),
    (r"2025年6月30日|二〇二四年四月一日", "2026年1月1日", "term"),
    (r"186平方米", "150平方米", "quantity"),
    (r"[四三两一]份", "九份", "quantity"),
    (r"应当|(?<![相供])应(?=[按在于支自退])", "可以", "modal"),
    (r"有权", "应当", "modal"),
    (r"不得", "可以", "modal"),
    (r"甲方(?=应|支付|负责|将位于|有权|执|审核|提出|逾期)", "丙方", "party"),
    (r"甲方所在地", "原告所在地", "dispute"),
    (r"杭州(?=仲裁|进行)", "上海", "dispute"),
    (r"中华人民共和国(?=法律)", "新加坡", "governing_law"),
    (r"全部(?=责任|损失)", "部分", "liability"),
    (r"互不承担", "各自承担", "liability"),
    (r"，累计不超过合同总价的20%|，赔偿金额最高不超过人民币20万元", "", "liability"),
    (r"书面(?=同意不得向)", "", "confidentiality"),
    (r"著作权及全部开发成果", "开发成果", "ip"),
    (r"增值税专用发票", "收据", "payment"),
    (r"单方解除", "协商解除", "termination"),
    (r"201000045678912", "201000045678999", "payment"),
    (r"杭州澜川供应链管理有限公司|浙江越秀坊置业有限公司", "上海鼎安实业有限公司", "party"),
)


@pytest.mark.parametrize("contract", [SERVICE, LEASE], ids=["service", "lease"])
def test_edits_planted_all_over_a_contract_are_found_with_their_kind(contract: str) -> None:
    wrong: list[str] = []
    planted = 0
    for line in contract.splitlines():
        assert compare(line, line) == ()
        for pattern, replacement, kind in SWEEPS:
            for match in re.finditer(pattern, line):
                after = line[: match.start()] + replacement + line[match.end() :]
                planted += 1
                found = [change for change in compare(line, after) if change.material]
                if kind not in {change.kind for change in found} or len(found) > 2:
                    wrong.append(f"{match[0]} -> {replacement}: {found}")
    assert planted > 40
    assert not wrong, "\n".join(wrong)


HUGE = "甲方应于30日内支付10万元，违约金5%" * 12_000


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (HUGE, HUGE[:-3] + "%"),
        (HUGE, HUGE.replace("30日", "31日", 3)),
        (HUGE, ""),
        ("", "公司" * 100_000),
        ("1" * 300_000, "1" * 299_999 + "2"),
        ("\x00\ud800" * 1000, "\ud800\x00" * 999),
    ],
    ids=["end", "start", "deleted", "names", "digits", "odd"],
)
def test_texts_without_end_are_read(a: str, b: str) -> None:
    found = compare(a, b)
    assert found
    assert all(change.before == a[slice(*change.a)] for change in found)


def test_values_are_normalised_and_other_changes_beside_them_found() -> None:
    a = "甲方应于收到合格发票后30 日内支付人民币伍拾万元整。"
    b = "甲方可于收到发票后45 个工作日内支付人民币伍拾捌万元整。"
    found = {change.kind: change for change in compare(a, b, "第五条 付款")}
    assert set(found) == {"modal", "payment", "term", "amount"}
    assert found["term"].normalized_before == "30日"
    assert found["term"].normalized_after == "45个工作日"
    assert found["amount"].normalized_before == "CNY 500000"
    assert found["amount"].normalized_after == "CNY 580000"
    assert found["payment"].before == "合格" and found["payment"].after == ""
    assert found["modal"].rule == "modal.weakened"


@pytest.mark.parametrize(
    "word",
    ["可执行程序", "可编程控制器", "可追溯记录", "可持续发展报告", "可用性报告", "可视化界面"],
)
def test_a_word_that_only_describes_a_thing_is_no_permission(word: str) -> None:
    for a, b in (
        ("乙方交付软件。", f"乙方交付软件及{word}。"),
        (f"乙方交付图纸和{word}。", "乙方交付图纸。"),
        (f"乙方交付{word}。", "乙方交付全部文件。"),
    ):
        assert "modal" not in {change.kind for change in compare(a, b)}, (a, b)
    # 可 that grants something stays one.
    assert "modal" in {c.kind for c in compare("甲方应执行该判决。", "甲方可执行该判决。")}


def test_what_nobody_need_do_is_no_obligation() -> None:
    assert ("modal", True) in {
        (change.kind, change.material) for change in compare("甲方无须付款。", "甲方须付款。")
    }
    [change] = compare("公司可解约且无须支付补偿。", "公司可解约。")
    assert change.kind == "liability"


def test_a_third_person_is_a_party_and_no_number() -> None:
    found = compare("风险由甲方承担。", "风险由第三人承担。")
    assert [(change.kind, change.after) for change in found] == [("party", "第三人")]


def test_the_name_behind_a_role_is_a_party() -> None:
    for a, b in (("担保人：钱雨桐", "担保人：钱宇彤"), ("员工姓名：沈奕", "员工姓名：沈亦")):
        assert {change.kind for change in compare(a, b)} == {"party"}


def test_one_replacement_may_hold_a_party_and_a_modal() -> None:
    found = compare("甲方应付款。", "乙方可付款。")
    assert {change.kind: change.material for change in found} == {"party": True, "modal": True}


def test_weights_rank_price_above_wording_above_format() -> None:
    a = "1、总价10万元，质量为优等品，包装为木箱"
    b = "2、总价20万元；质量为合格品，包装为木箱"
    by_kind = {change.kind: change.weight for change in compare(a, b)}
    assert by_kind["amount"] > by_kind["wording"] > by_kind["format_only"] == 0


def test_the_heading_decides_where_the_words_do_not() -> None:
    a, b = "双方对此严格遵守。", "双方对此自愿遵守。"
    assert compare(a, b)[0].kind == "wording"
    assert compare(a, b, "第九条 保密")[0].kind == "confidentiality"
    assert compare(a, b, "第九条 知识产权")[0].kind == "ip"


def test_a_value_of_the_same_size_in_liability_weighs_more() -> None:
    plain = compare("折扣为5%。", "折扣为8%。")[0]
    liability = compare("违约金为总价的5%。", "违约金为总价的8%。")[0]
    assert plain.kind == liability.kind == "percentage"
    assert liability.weight > plain.weight
    assert liability.rule == "percentage.liability"


def test_a_whole_inserted_sentence_is_read_by_its_own_words() -> None:
    a = "甲方应按时付款。"
    found = compare(a, a + "因本合同产生的争议，提交深圳国际仲裁院仲裁。")
    assert [(change.kind, change.material, change.before) for change in found] == [
        ("dispute", True, "")
    ]
    removed = compare(a + "乙方的赔偿总额不超过合同总价。", a)
    assert [(change.kind, change.after) for change in removed] == [("liability", "")]


def test_inserted_and_deleted_clauses() -> None:
    clause = "第八条 保密 双方应对商业秘密保密。"
    inserted = compare("", clause)
    assert [(change.kind, change.after) for change in inserted] == [("confidentiality", clause)]
    deleted = compare(clause, "")
    assert [(change.kind, change.before) for change in deleted] == [("confidentiality", clause)]
    titled = "乙方应在3日内退还资料，并赔偿损失。"
    assert [change.kind for change in compare("", titled)] == ["liability"]
    assert [change.kind for change in compare("", titled, "第九条 保密义务")] == ["confidentiality"]
    assert [change.kind for change in compare("", "每月5日。", "三、付款")] == ["payment"]
    assert compare("", "") == ()


def test_spans_are_offsets_into_the_whole_texts() -> None:
    before, after = "序言。\n", "新的序言，更长。\n"
    a, b = "第一条 总价10万元。", "第一条 总价12万元。"
    text_a, text_b = before + a, after + b
    (change,) = changes(
        text_a, (len(before), len(text_a)), text_b, (len(after), len(text_b)), "第一条"
    )
    assert text_a[slice(*change.a)] == change.before == "10万元"
    assert text_b[slice(*change.b)] == change.after == "12万元"


def test_a_numeral_that_opens_a_sentence_is_not_its_number() -> None:
    (change,) = compare("30日内付款。", "60日内付款。")
    assert (change.kind, change.before, change.after) == ("term", "30日", "60日")


PARTS = (
    "甲方", "乙方", "应当", "可以", "不得", "支付", "30日", "5个工作日", "10万元", "5%", "，", "。", "\n", "仲裁",
    "违约金", "保密", "的", "1.1 ", "（一）", "3台", "第五条",
)  # fmt: skip
texts = st.lists(st.sampled_from(PARTS) | st.text(max_size=2), max_size=14).map("".join)


@settings(max_examples=60, deadline=None)
@given(texts, texts, st.sampled_from(["", "违约责任", "付款"]))
def test_every_difference_is_reported_and_shown_literally(a: str, b: str, heading: str) -> None:
    found = compare(a, b, heading)
    assert bool(found) == (a != b)
    rules = {rule.identifier for rule in RULES} | {"format.numbering", "format.marks"}
    for change in found:
        assert change.before == a[slice(*change.a)]
        assert change.after == b[slice(*change.b)]
        assert 0 <= change.weight <= 1
        assert change.rule in rules
        assert change.kind in get_args(ChangeKind)
    assert list(found) == sorted(found, key=lambda change: (change.a, change.b, change.rule))


def test_rules_are_named_once_and_their_patterns_compile() -> None:
    assert len({rule.identifier for rule in RULES}) == len(RULES)
    for rule in RULES:
        for pattern in (rule.edit, rule.sentence, rule.heading, rule.modal):
            assert re.compile(pattern) is not None
        assert rule.kind in get_args(ChangeKind)
        assert 0 <= rule.weight <= 1


@pytest.mark.parametrize("kind", ["amount", "percentage", "term", "quantity", "modal"])
def test_rules_of_a_kind_say_it_in_their_name(kind: str) -> None:
    named = [rule for rule in RULES if rule.identifier.startswith(f"{kind}.")]
    assert named
    assert {rule.kind for rule in named} == {kind}


@pytest.mark.parametrize(
    ("same", "kind", "value"),
    [
        ("50万元 500,000.00元 ¥500000 伍拾万元整 人民币伍拾万圆整 五十万元 RMB500,000", "amount", "CNY 500000"),
        ("壹佰贰拾叁元肆角伍分 123.45元", "amount", "CNY 123.45"),
        ("1.2亿元 一亿二千万元", "amount", "CNY 120000000"),
        ("USD300 300美元 $300", "amount", "USD 300"),
        ("5% 百分之五 5％ ５％ 千分之五十", "percentage", "5%"),
        ("0.5‰ 万分之五 0.05%", "percentage", "0.05%"),
        ("30日 30天 三十日 30个自然日", "term", "30日"),
        ("45个工作日 四十五个工作日", "term", "45个工作日"),
        ("一年 12个月 十二个月", "term", "12个月"),
        ("2024年3月1日 2024-03-01 2024/3/1 二〇二四年三月一日 2024.3.1", "term", "2024-03-01"),
        ("3台 三台 叁台", "quantity", "3台"),
        ("186平方米 186㎡", "quantity", "186平方米"),
    ],
)  # fmt: skip
def test_equal_values_have_one_canonical_form(same: str, kind: str, value: str) -> None:
    for written in same.split():
        found = normalise(written)
        assert found is not None, written
        assert (found.kind, found.text) == (kind, value), written


@pytest.mark.parametrize("text", ["第十二条", "甲", "一", "万元", "ABC", "", "\ud800", "9" * 5000])
def test_words_and_references_have_no_value(text: str) -> None:
    assert normalise(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("叁仟肆佰伍拾陆万", 34_560_000),
        ("一万亿", 10**12),
        ("两千零五", 2005),
        ("十二", 12),
        ("廿一", 21),
    ],
)
def test_chinese_numbers(text: str, value: int) -> None:
    assert number(text) == value
