"""Names of organisations and people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.fields.types.organisations import OrganisationType
from seqgpt_core.fields.types.persons import PersonType
from seqgpt_core.fields.types.readings import Context, Reading, ValueType

ORGANISATION, PERSON = OrganisationType(), PersonType()


def found(kind: ValueType, text: str) -> list[str]:
    return [text[start:end] for start, end in kind.find(text)]


def read(kind: ValueType, raw: str, constraint: str | None = None) -> Reading:
    return kind.read(raw, Context(constraint=constraint))


ORGANISATIONS = [
    ("甲方：成都鹤鸣生物科技有限公司（以下简称甲方）", ["成都鹤鸣生物科技有限公司"]),
    ("乙方（供方）：江苏恒立液压股份有限公司", ["江苏恒立液压股份有限公司"]),
    ("甲方委托四川众信天成招标代理有限公司代理", ["四川众信天成招标代理有限公司"]),
    ("成都青禾创投合伙企业（有限合伙）已书面放弃", ["成都青禾创投合伙企业（有限合伙）"]),
    ("张三(北京)分公司", ["张三(北京)分公司"]),
    ("玉屏财产保险股份有限公司黔灵分公司", ["玉屏财产保险股份有限公司黔灵分公司"]),
    ("中国工商银行股份有限公司成都高新支行", ["中国工商银行股份有限公司成都高新支行"]),
    ("向中国银行成都分行支付", ["中国银行成都分行"]),
    ("华为技术有限公司", ["华为技术有限公司"]),
    ("由成都市武侯区人民法院管辖", ["成都市武侯区人民法院"]),
    ("和平区人民法院", ["和平区人民法院"]),
    ("望石市住房和城乡建设局", ["望石市住房和城乡建设局"]),
    ("深圳市和睿会议服务有限公司", ["深圳市和睿会议服务有限公司"]),
    ("贵州省高级人民法院", ["贵州省高级人民法院"]),
    ("北京大学第一医院", ["北京大学第一医院"]),
    ("溯州大学附属口腔医院", ["溯州大学附属口腔医院"]),
    ("就职于四川省人民医院急诊科", ["四川省人民医院"]),
    ("毕业于西南财经大学会计学院", ["西南财经大学会计学院"]),
    ("录取于浙江大学", ["浙江大学"]),
    ("1.成都市第七中学", ["成都市第七中学"]),
    ("哈工检（大庆）检验检测有限公司", ["哈工检（大庆）检验检测有限公司"]),
    ("360数字安全科技集团有限公司", ["360数字安全科技集团有限公司"]),
    ("经成都仲裁委员会裁决", ["成都仲裁委员会"]),
    ("上海浦东发展银行", ["上海浦东发展银行"]),
    ("鼓台市公安局明湖分局", ["鼓台市公安局明湖分局"]),
    ("Samsung Electronics Co., Ltd.", ["Samsung Electronics Co., Ltd."]),
    ("Pesquera Sol del Sur S.A.C.", ["Pesquera Sol del Sur S.A.C."]),
    (
        "与成都青禾有限公司和北京中和科技有限公司签订",
        ["成都青禾有限公司", "北京中和科技有限公司"],
    ),
    ("卖方：江苏启迈贸易有限公司；买方：常熟虞山精纺有限公司",
     ["江苏启迈贸易有限公司", "常熟虞山精纺有限公司"]),
    ("该公司应于三日内书面答复", []),
    ("我公司", []),
    ("布局调整", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ORGANISATIONS)
def test_finds_organisations_without_roles_and_verbs(text: str, expected: list[str]) -> None:
    assert found(ORGANISATION, text) == expected


ORGANISATIONS_READ = [
    ("成都青禾创投合伙企业(有限合伙)", "成都青禾创投合伙企业（有限合伙）"),
    ("张三(北京)分公司", "张三（北京）分公司"),
    ("甲方：成都鹤鸣生物科技有限公司（以下简称“甲方”）", "成都鹤鸣生物科技有限公司"),
    ("长 治 雄 山\n煤 化 有 限 公 司", "长治雄山煤化有限公司"),
    ("上 党 农 商 银 行", "上党农商银行"),
    ("《武汉泛舟网络科技有限公司》", "武汉泛舟网络科技有限公司"),
    ("宏达机械", "宏达机械"),
    ("供应商：宏达机械", "宏达机械"),
    ("遵州师院", "遵州师院"),
    ("Loop & Harvey", "Loop & Harvey"),
    ("Pesquera Sol del Sur S.A.C.", "Pesquera Sol del Sur S.A.C."),
    ("ＡＢＣ科技有限公司", "ABC科技有限公司"),
]


@pytest.mark.parametrize(("raw", "normalized"), ORGANISATIONS_READ)
def test_reads_organisations(raw: str, normalized: str) -> None:
    reading = read(ORGANISATION, raw)
    assert (reading.normalized, reading.problem) == (normalized, None)
    assert read(ORGANISATION, normalized).normalized == normalized


PEOPLE = [
    ("法定代表人：张伟", ["张伟"]),
    ("联系人：王小明，电话", ["王小明"]),
    ("转让方：欧阳劲松，身份证号", ["欧阳劲松"]),
    ("审判长李国强", ["李国强"]),
    ("张伟（技术总监）", ["张伟"]),
    ("总经理 张伟", ["张伟"]),
    ("张伟、李娜", ["张伟", "李娜"]),
    ("经张伟先生同意", []),
    ("，张伟先生同意", ["张伟"]),
    ("孛儿只斤·苏日娜", ["孛儿只斤·苏日娜"]),
    ("吐尔逊•买买提", ["吐尔逊•买买提"]),
    ("法定代表人买买提·托合提", ["买买提·托合提"]),
    ("联系人：Fatou Diallo", ["Fatou Diallo"]),
    ("机械（苏州）有限公司", []),
    ("申请人：史春生，男", ["史春生"]),
    ("合同金额，付款方式。", []),
    ("[周三 11:20]", []),
    ("张总，李经理", []),
    ("关税，应履行，经复核", []),
    ("General Motors", []),
]


@pytest.mark.parametrize(("text", "expected"), PEOPLE)
def test_finds_people_cautiously(text: str, expected: list[str]) -> None:
    assert found(PERSON, text) == expected


PEOPLE_READ = [
    ("法定代表人：张伟", "张伟"),
    ("张伟（技术总监）", "张伟"),
    ("张伟先生", "张伟"),
    ("总经理 张伟", "张伟"),
    ("高级工程师王强", "王强"),
    ("主任医师 李四", "李四"),
    ("经办人张三", "张三"),
    ("张　伟", "张伟"),
    ("欧阳劲松", "欧阳劲松"),
    ("澹台明", "澹台明"),
    ("钮祜禄•文辉", "钮祜禄·文辉"),
    ("吐尔逊・买买提", "吐尔逊·买买提"),
    ("阿依努尔", "阿依努尔"),
    ("Fatou  Diallo", "Fatou Diallo"),
    ("Dr. John Smith", "John Smith"),
    ("John von Neumann", "John von Neumann"),
    ("联系人：王小明，电话", "王小明"),
    ("四川蜀翎资本管理有限公司", "四川蜀翎资本管理有限公司"),
]


@pytest.mark.parametrize(("raw", "normalized"), PEOPLE_READ)
def test_reads_people(raw: str, normalized: str) -> None:
    reading = read(PERSON, raw)
    assert (reading.normalized, reading.problem) == (normalized, None)
    assert read(PERSON, normalized).normalized == normalized


REMARKED = [
    (ORGANISATION, "甲方", "role"),
    (ORGANISATION, "该公司", "role"),
    (ORGANISATION, "被告某公司", "role"),
    (ORGANISATION, "甲公司和乙公司", "several"),
    (PERSON, "牛女士", "surname_only"),
    (PERSON, "张总", "surname_only"),
    (PERSON, "欧阳", "surname_only"),
    (PERSON, "尹某", "anonymised"),
    (PERSON, "李××", "anonymised"),
    (PERSON, "老段", "nickname"),
    (PERSON, "张伟、李娜", "several"),
]


@pytest.mark.parametrize(("kind", "raw", "remark"), REMARKED)
def test_says_nothing_where_it_would_be_a_guess(kind: ValueType, raw: str, remark: str) -> None:
    reading = read(kind, raw)
    assert (reading.normalized, reading.problem) == (None, None)
    assert [(check.name, check.status) for check in reading.checks] == [(remark, "not_applicable")]


@pytest.mark.parametrize(
    ("kind", "raw", "constraint", "problem"),
    [
        (ORGANISATION, "12345", None, "没有文字，不是单位名称"),
        (ORGANISATION, "货到付款，逾期不候。", None, "像是句子，不是单位名称"),
        (PERSON, "12345", None, "没有文字，不是姓名"),
        (PERSON, "3号楼", None, "含数字，不是姓名"),
        (PERSON, "龙江银行", "姓名", "是单位名称，应为姓名"),
    ],
)
def test_says_what_is_wrong(
    kind: ValueType, raw: str, constraint: str | None, problem: str
) -> None:
    reading = read(kind, raw, constraint)
    assert (reading.problem, reading.normalized) == (problem, None)


TEXTS = st.text(max_size=60) | st.text(
    alphabet="张李欧阳伟·•公司有限银行医院分甲方与和在()（）先生总某法定代表人：，、。 AbZ.\n１\x00😀\ud800",
    max_size=60,
)


@pytest.mark.parametrize("kind", [ORGANISATION, PERSON], ids=lambda kind: kind.name)
@given(text=TEXTS, constraint=st.none() | TEXTS)
@settings(max_examples=60, deadline=None)
def test_total_and_places_apart(kind: ValueType, text: str, constraint: str | None) -> None:
    places = kind.find(text)
    last = 0
    for start, end in places:
        assert last <= start < end <= len(text)
        last = end
    reading = kind.read(text, Context(constraint=constraint))
    assert reading.problem is None or (reading.problem and reading.normalized is None)
    assert (places, reading) == (kind.find(text), kind.read(text, Context(constraint=constraint)))


@pytest.mark.parametrize("kind", [ORGANISATION, PERSON], ids=lambda kind: kind.name)
@pytest.mark.parametrize("unit", ["公司", "张三", "·张", "甲方", "和", ")", "Aa ", "(a)", "局（"])
def test_long_input_is_read(kind: ValueType, unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    for start, end in kind.find(text):
        assert 0 <= start < end <= len(text)
    kind.read(text, Context())
