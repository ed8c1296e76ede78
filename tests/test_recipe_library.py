"""The library of recipes: each reads, covers its business, and works on its sample document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seqgpt_core import Recipe, SeqGPT, load_recipe, parse_definitions, summary_markdown
from seqgpt_core.decoding.rules import compile_rules
from seqgpt_core.fields import dump_recipe, parse_recipe, recipe_from_line, recipe_to_line
from seqgpt_core.fields.types import Context, value_type

LIBRARY = Path(__file__).parents[1] / "assets" / "recipes"
NAMES = sorted(path.stem for path in LIBRARY.glob("*.toml"))

# Business fields that the library must be able to ask, in one recipe or another.
BUSINESS = (
    "申请人姓名 身份证号 联系电话 联系地址 诉求事项 涉及单位 事发时间 事发地点 授信额度 贷款期限 贷款利率 担保方式 甲方 乙方 "
    "合同金额 合同签署日期 违约金比例 争议解决方式 患者姓名 手术部位 病灶大小 诊断结论 用药名称 毕业院校 岗位职级 工作年限 "
    "期望薪资 保单号 出险时间 赔付金额"
).split()

# What the embedded model and the decoder together must find: (definition, text, normalised).
FOUND: dict[str, list[tuple[str, str, str | None]]] = {
    "government_work_order": [
        ("申请人姓名", "方玉兰", None),
        ("身份证号(18位)", "330106197806231126", "330106197806231126"),
        ("联系电话", "13758204416", "+8613758204416"),
        ("联系地址", "宁波市鄞州区中河街道天童南路 588 弄 6 幢 302 室", "浙江省/宁波市/鄞州区"),
        ("诉求类别(咨询/投诉/求助/建议/举报)", "投诉", "投诉"),
        ("涉及单位", "宁波市鄞州区老码头餐饮店", None),
        ("事发时间", "2025年6月1日 21:40", "2025-06-01T21:40"),
        ("事发地点", "宁波市鄞州区泰康西路 219 号", "浙江省/宁波市/鄞州区"),
    ],
    "loan_contract": [
        ("贷款人", "宁波兴港银行股份有限公司鄞州支行", None),
        ("借款人", "宁波海润纺织科技有限公司", None),
        ("授信额度(万元)", "人民币 2,000 万元", "2000"),
        ("贷款期限", "12 个月", "P12M"),
        ("贷款利率(%)", "3.85%", "3.85"),
        ("签订日期(YYYY-MM-DD)", "2025年4月17日", "2025-04-17"),
    ],
    "purchase_contract": [
        ("甲方", "青岛市滨湖实验中学", None),
        ("乙方", "青岛远帆教育装备有限公司", None),
        ("合同金额(元)", "614,000 元", "614000"),
        ("合同签署日期(YYYY-MM-DD)", "2025年7月3日", "2025-07-03"),
    ],
    "labour_contract": [
        ("乙方|劳动者", "罗雨桐", None),
        ("身份证号(18位)", "510104198503120045", "510104198503120045"),
        ("岗位职级", "P6", None),
        ("签订日期(YYYY-MM-DD)", "2025年2月24日", "2025-02-24"),
    ],
    "medical_report": [
        ("患者姓名", "余秀珍", None),
        ("入院日期(YYYY-MM-DD)", "2025年5月6日", "2025-05-06"),
        ("病灶大小", "2.3cm×1.8cm×1.5cm", "2.3×1.8×1.5"),
        ("诊断结论", "右侧乳腺浸润性导管癌，pT2N1M0，IIB 期", None),
    ],
    "resume": [
        ("姓名", "赵启航", None),
        ("联系电话", "18610327794", "+8618610327794"),
        ("毕业院校", "北京航空航天大学", None),
        ("岗位职级", "P6", None),
        ("工作年限", "7年", "P7Y"),
        ("期望薪资(万元)", "45 万元/年", "45"),
    ],
    "financial_announcement": [
        ("证券代码(6位)", "300917", None),
        ("甲方", "江北电力建设集团有限公司", None),
        ("乙方", "苏州恒岳储能技术有限公司", None),
        ("合同金额(万元)", "38,650 万元", "38650"),
    ],
    "insurance_claim": [
        ("保单号", "PEAC20243205000671823", None),
        ("被保险人", "唐志刚", None),
        ("身份证号(18位)", "320502197507143315", "320502197507143315"),
        ("出险时间", "2025年3月12日 15:20", "2025-03-12T15:20"),
        ("赔付金额(元)", "53,686.83 元", "53686.83"),
    ],
    "tender_notice": [
        ("项目编号", "NSCG2025000286", None),
        ("中标人", "深圳市畅联智能交通有限公司", None),
        ("中标金额(万元)", "1,286.50 万元", "1286.5"),
        ("公告日期(YYYY-MM-DD)", "2025年4月28日", "2025-04-28"),
    ],
    "judgment": [
        ("案号", "（2025）川0107民初2846号", "（2025）川0107民初2846号"),
        ("原告", "成都瑞和建材有限公司", None),
        ("被告", "四川川建宏业建筑工程有限公司", None),
        ("立案日期(YYYY-MM-DD)", "2025年2月18日", "2025-02-18"),
    ],
}
OPTIONS = {
    "government_work_order": {"紧急程度": {"一般"}},
    "loan_contract": {"担保方式": {"保证", "抵押"}, "争议解决方式": {"诉讼"}},
    "purchase_contract": {"付款方式": {"分期付款"}, "争议解决方式": {"仲裁"}},
    "labour_contract": {"合同期限类型": {"固定期限"}, "用工形式": {"全日制"}},
    "medical_report": {"手术部位": {"右"}, "性别": {"女"}},
    "resume": {"最高学历": {"硕士"}, "性别": {"男"}},
    "insurance_claim": {"赔付结论": {"赔付"}},
    "tender_notice": {"采购方式": {"公开招标"}},
    "judgment": {"裁判结果": {"部分支持"}},
}
LABELS = {
    "government_work_order": {"占道经营": True, "噪声扰民": True},
    "resume": {
        "测试岗-P6以上": True,
        "测试岗-有金融经验": True,
        "算法岗-P7以上": False,
        "硕士及以上学历": True,
        "5年以上经验": True,
    },
    "financial_announcement": {"重大合同": True, "股东增持": False, "股东减持": False},
    "judgment": {"买卖合同纠纷": True, "劳动争议": False, "民间借贷纠纷": False},
}


@pytest.fixture(scope="module")
def library_model() -> SeqGPT:
    return SeqGPT.load()


def recipe_of(name: str) -> Recipe:
    return load_recipe(LIBRARY / f"{name}.toml")


def sample_of(name: str) -> str:
    return (LIBRARY / "samples" / f"{name}.txt").read_text(encoding="utf-8")


def test_the_library_covers_the_business() -> None:
    assert len(NAMES) >= 10
    asked = {
        name
        for recipe in map(recipe_of, NAMES)
        for spec in parse_definitions(recipe.definitions).specs
        for name in spec.names
    }
    assert not set(BUSINESS) - asked
    assert len({recipe_of(name).name for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_reads_without_a_remark_and_can_be_shared(name: str) -> None:
    recipe = recipe_of(name)
    definitions = parse_definitions(recipe.definitions)
    assert not definitions.notices
    assert len(definitions.specs) == len(recipe.definitions)
    ruleset = compile_rules(definitions.specs, recipe.rules)
    assert not ruleset.notices
    assert len(ruleset.rules) >= len(recipe.rules)
    assert recipe.description
    assert parse_recipe(dump_recipe(recipe)) == recipe
    assert recipe_from_line(recipe_to_line(recipe)) == recipe
    assert len(recipe_to_line(recipe)) < 2_000


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_a_sample_are_valid(name: str) -> None:
    text = sample_of(name)
    for kind in ("id_card", "credit_code", "bank_card"):
        reader = value_type(kind)  # type: ignore[arg-type]
        assert reader is not None
        for start, end in reader.find(text):
            if kind == "bank_card" and not re.fullmatch(r"62\d{17}", text[start:end]):
                continue
            reading = reader.read(text[start:end], Context())
            assert reading.problem is None, text[start:end]
            assert all(c.status != "failed" for c in reading.checks), (text[start:end], reading)


@pytest.mark.embedded
@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_on_its_sample(library_model: SeqGPT, name: str) -> None:
    recipe, text = recipe_of(name), sample_of(name)
    analysis = library_model.analyze(
        text, list(recipe.definitions), recipe.labels, None, recipe.synonyms, recipe.rules
    )
    result = analysis.decide(recipe.thresholds)
    assert not result.notices
    failed = [(v.field, c) for v in result.values for c in v.checks if c.status == "failed"]
    assert not failed
    for definition, expected, normalized in FOUND[name]:
        values = result[definition].values
        assert values, definition
        assert (values[0].text, values[0].normalized) == (expected, normalized), definition
    for field, options in OPTIONS.get(name, {}).items():
        assert {v.normalized for v in result[field].values} == options, field
    found = {label.label: label.value for label in result.labels}
    assert {label: found[label] for label in LABELS.get(name, {})} == LABELS.get(name, {})
    summary = summary_markdown(result, recipe.summary)
    assert "*没有「" not in summary
    quotes = re.findall("“([^”“]+)”", summary)
    plain = text.replace("\n", "⏎")
    assert all(re.sub(r"\\(.)", r"\1", quote) in plain for quote in quotes)
