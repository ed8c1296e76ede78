"""What each kind of repair finds, what it leaves alone, and that clean contracts stay as they are."""

from __future__ import annotations

import unicodedata

import pytest

from seqgpt_core.documents import apply_repairs, propose_repairs
from seqgpt_core.documents.repair import REPAIR_KINDS, RepairKind


def repaired(text: str, *kinds: RepairKind) -> str:
    return apply_repairs(text, kinds or REPAIR_KINDS).text


def found(text: str) -> dict[str, int]:
    return {repair.kind: repair.count for repair in propose_repairs(text).found}


WRAPPED = """\
第一条 货物名称及数量。乙方应按照甲方要求供应高性能服务器共计十二台，总
金额为人民币伍拾万元整（￥500,000.00），含增值税。乙方应当在合同签订后十五
个工作日内完成交付，并按照本合同第三条的规定负责安装调试。
第二条 甲方应在收到乙方开具的增值税专用发票后三十日内支付价款，逾期的按照
第五条约定支付违约金，乙方有权顺延交付时间，由此产生的费用由甲方另行承担；
（一）甲方逾期付款超过六十日的，乙方有权单方解除本合同并要求赔偿损失，包括
但不限于预期利润。
"""


def test_wrapped_lines_become_paragraphs_again() -> None:
    lines = repaired(WRAPPED, "wraps").splitlines()
    assert [line[:3] for line in lines] == ["第一条", "第二条", "（一）"]
    assert "供应高性能服务器共计十二台，总金额为人民币" in lines[0]
    assert "逾期的按照第五条约定支付违约金" in lines[1]
    assert lines[2].endswith("包括但不限于预期利润。")


def test_indented_paragraphs_and_blank_lines_end_a_paragraph() -> None:
    line = "乙方应当在合同签订后十五个工作日内，完成全部货物的交付工作并且负责安装和"
    text = f"    {line[4:]}\n{line}\n    {line[4:]}\n{line}\n\n{line}\n{line}。"
    assert [part.count(line[8:]) for part in repaired(text, "wraps").split("\n")] == [2, 2, 0, 2]


def test_latin_words_keep_a_space_and_numbers_none() -> None:
    text = (
        "The supplier shall deliver the goods within thirty days after the contract has\n"
        "been signed by both parties, and the buyer shall pay the total price of USD 1,\n"
        "500,000 in two instalments, as it is set out in the annex to this contract, and\n"
        "nothing else."
    )
    assert "contract has been signed" in repaired(text, "wraps")
    assert "USD 1,500,000 in two" in repaired(text, "wraps")
    assert "and nothing else." in repaired(text, "wraps")


PAGES = """\
采购合同 合同编号：HT-2024-001
第一条 甲方应当按照约定向乙方支付价款
- 1 -
采购合同 合同编号：HT-2024-001
，并提供必要的协助。
第二条 乙方应当按期交付。
- 2 -
采购合同 合同编号：HT-2024-001
第三条 争议由法院管辖。
- 3 -
"""


def test_page_numbers_and_running_heads_go_but_the_first() -> None:
    assert repaired(PAGES, "pages").splitlines() == [
        "采购合同 合同编号：HT-2024-001",
        "第一条 甲方应当按照约定向乙方支付价款",
        "，并提供必要的协助。",
        "第二条 乙方应当按期交付。",
        "第三条 争议由法院管辖。",
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        ("第 1 页 共 3 页", "第 2 页 共 3 页", "第 3 页 共 3 页"),
        ("第１页", "第２页", "第３页"),
        ("共3页 第1页", "共3页 第2页", "共3页 第3页"),
        ("Page 1 of 3", "Page 2 of 3", "Page 3 of 3"),
        ("1/3", "2/3", "3/3"),
        ("— 7 —", "— 8 —", "— 9 —"),
        ("1", "2", "3"),
    ],
)
def test_forms_of_page_numbers(numbers: tuple[str, ...]) -> None:
    bodies = ["\n".join(f"{page}这一页的第{line}句话。" for line in range(10)) for page in "甲乙丙"]
    text = "\n".join(f"{body}\n{number}" for body, number in zip(bodies, numbers, strict=True))
    assert repaired(text, "pages").rstrip("\n") == "\n".join(bodies)


def test_heads_with_the_number_inside_and_form_feeds() -> None:
    text = "华信 采购合同 第1页\n甲。\n\f华信 采购合同 第2页\n乙。\n\f华信 采购合同 第3页\n丙。\n"
    assert repaired(text).split() == ["华信", "采购合同", "第1页", "甲。", "乙。", "丙。"]
    assert repaired("公司简介\n甲。\n公司简介\n乙。", "pages") == "公司简介\n甲。\n公司简介\n乙。"
    starts = (0, 8, 16)
    text = "公司简介\n甲。\n公司简介\n乙。\n公司简介\n丙。"
    assert apply_repairs(text, {"pages"}, starts).text == "公司简介\n甲。\n乙。\n丙。"


def test_columns_of_numbers_and_repeated_amounts_stay() -> None:
    column = "".join(f"{n}\n品名{n}\n{n * 100}元\n" for n in range(1, 9))
    assert repaired(column) == column
    totals = "\f".join(f"明细{n}\n合计 {n}000元\n" for n in "135")
    assert repaired(totals, "pages") == totals


def test_chat_heads_of_several_programs() -> None:
    wechat = "张三 2024/3/5 10:22\n货已发出\n李四 2024/3/5 10:25\n收到，共12件\n张三 10:26\n好的\n"
    assert repaired(wechat, "chat") == "货已发出\n收到，共12件\n好的\n"
    export = "————— 2024-03-05 —————\n\n张三  下午 3:22\n\n货已发出\n\n李四  下午 3:25\n\n收到\n"
    assert repaired(export, "chat").split() == ["货已发出", "收到"]
    inline = "[2024-03-05 10:22] 张三：货已发出\n[2024-03-05 10:25] 李四：收到\n"
    assert repaired(inline, "chat") == "货已发出\n收到\n"


def test_logs_of_work_orders_are_no_chat() -> None:
    log = "2024-03-05 10:22 受理\n市民反映路灯不亮\n2024-03-05 11:00 派单\n派至城管局\n2024-03-06 09:00 办结\n已修复\n"
    assert repaired(log, "chat") == log
    times = "张三 10:22\n李四 10:25\n王五 10:30\n"
    assert repaired(times, "chat") == times
    single = "经办人 10:22\n以上情况属实。\n"
    assert repaired(single, "chat") == single


def test_characters() -> None:
    assert (
        repaired("１２３，４５６．７８元　ＡＢ－１２；第１，２条。")
        == "123,456.78元　AB-12；第1，2条。"
    )
    assert repaired("甲\u200b方\ufeff：\x00\x9f\u202e华\xad信👨\u200d👩") == "甲方：华信👨\u200d👩"
    assert repaired("本⽉⼯作由⻓期合作⽅承担，⻋⻔⻚⻅") == "本月工作由长期合作方承担，车门页见"
    assert repaired("甲\r\n乙\r丙\u2028丁\x0c戊\n\x0c己") == "甲\n乙\n丙\n丁\n戊\n己"


def test_every_radical_becomes_an_ideograph() -> None:
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)):
        if unicodedata.name(chr(code), None) is None or code in (0x2E80, 0x2E87):
            continue  # unassigned, or drawn like no ideograph of the basic planes
        changed = repaired(f"甲{chr(code)}", "radicals")[1]
        assert unicodedata.name(changed).startswith("CJK UNIFIED IDEOGRAPH"), hex(code)


def test_spaces_outside_tables_and_forms() -> None:
    assert (
        repaired("  甲方  应当\xa0支付   价款 。  \n乙方", "spaces")
        == "  甲方 应当 支付 价款 。\n乙方"
    )


def test_lookalikes_are_suggested_and_not_made() -> None:
    text = "签订于2O24年O3月，金额1,38O,OOO元，编号HT2O24，OOOO，型号A1O。"
    repairs = propose_repairs(text)
    (suggested,) = repairs.found
    assert (suggested.kind, suggested.is_suggested, repairs.kinds) == (
        "lookalikes",
        True,
        frozenset(),
    )
    assert repairs.document().text == text
    changed = repairs.document({"lookalikes"}).text
    assert changed == "签订于2024年O3月，金额1,380,000元，编号HT2O24，OOOO，型号A1O。"
    example = suggested.examples[0]
    assert text[example.start : example.end] == "2O24"
    assert "2O24" in example.before and "2024" in example.after


CLEAN = """\
采购合同

合同编号：HT-2024-001
甲方：北京华信科技有限公司
住所：北京市海淀区中关村大街1号海龙大厦8层801室
法定代表人：张伟
乙方：上海云帆智能科技有限公司
住所：上海市浦东新区张江路88号1幢2层
电话：021-5888 6666

第一条 标的
1.1 乙方向甲方供应下列货物：
品名\t型号\t数量\t单价
服务器\tR740\t12\t3,500.00
交换机\tS5700\t2\t1,200.00
1.2 质量标准按照国家标准GB/T 2423执行，保修期36个月，自验收合格之日起计算。
第二条 付款
（一）合同签订后5个工作日内支付30%；
（二）验收合格后10个工作日内支付65%；
（三）余款5%作为质保金。
收款单位        上海云帆智能科技有限公司
开户行          中国工商银行上海张江支行
账号            1001 2345 6789 0123 456
第三条 附件
• 技术规格书
• 廉洁承诺书

（以下无正文）
甲方（盖章）：                乙方（盖章）：
法定代表人或授权代表：        法定代表人或授权代表：
日期：    年    月    日      日期：    年    月    日
"""
NAMES = """\
参与投标的单位如下
北京华信科技发展有限责任公司海淀分公司
上海云帆智能科技集团股份有限公司总公司
广州天河软件园发展服务有限公司第一支部
深圳前海联合基础设施投资控股有限公司处
"""


@pytest.mark.parametrize("text", [CLEAN, NAMES, CLEAN * 3, "甲方", "1\n2\n3\n"])
def test_clean_texts_stay_as_they_are(text: str) -> None:
    assert found(text) == {}
    assert repaired(text) == text


def test_a_damaged_contract_is_clean_after_repair() -> None:
    once = repaired(WRAPPED.replace("5", "５").replace("\n", "\r\n"))
    assert found(once) == {}
    assert once == repaired(WRAPPED, "wraps")


def test_nothing_but_a_page_number_stays() -> None:
    assert repaired("第 1 页 共 1 页") == "第 1 页 共 1 页"


@pytest.mark.parametrize(
    "piece",
    ["１ ", "1\n", "a  b\n", "张三 10:22\n你好\n", "1O", "[1", "上午 ", "甲，\r\n", WRAPPED],
)
def test_work_grows_with_the_text_and_not_faster(piece: str) -> None:
    # A pattern that backtracks would not come back from this many characters at all.
    text = piece * (200_000 // len(piece))
    assert propose_repairs(text).original == text


def test_a_sentence_with_a_double_space_is_no_row_of_the_signature_below() -> None:
    text = "双方确认以上内容，  费用自理。\n甲方（盖章）：            乙方（盖章）：\n"
    assert repaired(text, "spaces") == text.replace("，  ", "， ")
