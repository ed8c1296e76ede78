"""Recipes: what is read, what is refused with which words, and what is written."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.errors import SeqGPTError
from seqgpt_core.fields import Recipe, dump_recipe, field_name, load_recipe, parse_recipe
from seqgpt_core.fields.recipe_positions import key_lines, line_of

HEAD = 'version = 1\nname = "采购合同"\n'
FULL = """# 采购
version = 1
name = "采购合同"
description = '''
两行
说明'''
labels = [
  "框架合同",
  "补充协议",
]

[[fields]]
definition = "甲方"

[[fields]]
definition = "合同金额(元)"
threshold = 0.4   # 宽一些

[thresholds]
"甲方" = 1
"""

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FILLED = TEXT.filter(lambda text: bool(text.strip()))
DEFINITION = st.one_of(
    FILLED, st.sampled_from(["甲方", "合同金额(元)", "合同金额（万元）", "a\\,b"])
)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    definitions = tuple(draw(st.lists(DEFINITION, max_size=5)))
    names = {field_name(definition) for definition in definitions} - {None}
    keys = sorted({*definitions, *(name for name in names if name)})
    thresholds = (
        draw(st.dictionaries(st.sampled_from(keys), st.floats(0, 1), max_size=5)) if keys else {}
    )
    words = st.lists(FILLED, max_size=3)
    members = st.lists(st.sampled_from(definitions), max_size=3) if definitions else st.just([])
    return Recipe(
        draw(FILLED),
        definitions,
        thresholds,
        draw(TEXT),
        tuple(draw(words)),
        tuple(draw(words)),
        draw(st.one_of(TEXT, st.text('"\\\n\r{}甲 ', max_size=12))),
        {key: tuple(found) for key, found in draw(st.dictionaries(FILLED, words)).items()},
        {key: tuple(found) for key, found in draw(st.dictionaries(FILLED, members)).items()},
    )


def refusal(text: str) -> str:
    with pytest.raises(SeqGPTError) as caught:
        parse_recipe(text, "采购.toml")
    assert caught.value.code == "recipe_unreadable"
    message = caught.value.message
    assert message.startswith("配方「采购.toml」")
    assert message.endswith("。")
    assert message.count("。") == 1
    assert len(message) < 500
    return message


def test_a_full_recipe_is_read() -> None:
    recipe = parse_recipe(FULL)
    assert recipe == Recipe(
        name="采购合同",
        definitions=("甲方", "合同金额(元)"),
        thresholds={"甲方": 1.0, "合同金额(元)": 0.4},
        description="两行\n说明",
        labels=("框架合同", "补充协议"),
    )


def test_a_recipe_may_hold_no_fields() -> None:
    assert parse_recipe(HEAD) == Recipe("采购合同", ())


def test_what_is_written() -> None:
    recipe = Recipe(
        '合\n"同\\', ("甲方", "金额(元)"), {"金额(元)": 0.4, "金额": 0.5}, labels=("a",)
    )
    assert dump_recipe(recipe) == (
        'version = 1\nname = "合\\n\\"同\\\\"\nlabels = ["a"]\n'
        '\n[[fields]]\ndefinition = "甲方"\n'
        '\n[[fields]]\ndefinition = "金额(元)"\nthreshold = 0.4\n'
        '\n[thresholds]\n"金额" = 0.5\n'
    )


def test_rules_summary_and_synonyms_are_read_and_written() -> None:
    text = """version = 1
name = "采购合同"
rules = [
  "签订日期 <= 交货日期",
  "大写金额 = 小写金额",
]
summary = '''
# 摘要
- {{甲方}}
'''

[synonyms]
"投诉" = ["推诿", "态度恶劣"]
"""
    recipe = parse_recipe(text)
    assert recipe.rules == ("签订日期 <= 交货日期", "大写金额 = 小写金额")
    assert recipe.summary == "# 摘要\n- {{甲方}}\n"
    assert recipe.synonyms == {"投诉": ("推诿", "态度恶劣")}
    written = dump_recipe(recipe)
    assert parse_recipe(written) == recipe
    # The template keeps its lines, so that the file can be read and edited.
    assert "\n# 摘要\n- {{甲方}}\n" in written
    with pytest.raises(TypeError):
        recipe.synonyms["投诉"] = ()  # type: ignore[index]


@settings(deadline=None)
@given(recipes())
def test_a_written_recipe_reads_back(recipe: Recipe) -> None:
    text = dump_recipe(recipe)
    assert parse_recipe(text) == recipe
    assert parse_recipe(text.encode("utf-8").decode("utf-8")) == recipe


@settings(deadline=None)
@given(recipes())
def test_recipes_can_be_copied_and_pickled(recipe: Recipe) -> None:
    assert copy.deepcopy(recipe) == recipe
    assert pickle.loads(pickle.dumps(recipe)) == recipe
    assert hash(copy.copy(recipe)) == hash(recipe)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), st.text("[]{}=\"'\n.fieldsvron1 #\\", max_size=80)))
def test_any_text_is_a_recipe_or_refused(text: str) -> None:
    for candidate in (text, HEAD + text):
        try:
            parse_recipe(candidate)
        except SeqGPTError as error:
            if error.code != "recipe_unreadable":
                raise


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('version = 1\nname = "x', 2, "字符串缺少结尾的引号"),
        ("version = 1\nname 采购", 2, "键后面缺少等号"),
        ("version = 1\nname = 采购\n", 2, "等号后面的值写法不对"),
        ("version = 1\nversion = 1\n", 2, "同一个键写了两次"),
        ('version = 1\nname = "C:\\d"\n', 2, "反斜杠要写成两个"),
        ("version = 1\n[[fields\n", 2, "表名缺少结尾的方括号"),
        (HEAD + "labels = [", 3, "不是有效的 TOML"),
        (HEAD + 'labels = "a"\n', 3, "labels 必须是一组非空的字符串"),
        (HEAD + "labels = [1]\n", 3, "labels 必须是一组非空的字符串"),
        (HEAD + 'labels = [" "]\n', 3, "labels 必须是一组非空的字符串"),
        (HEAD + "description = 1\n", 3, "description 必须是带引号的字符串"),
        (HEAD + 'author = "x"\n', 3, "不认识的键「author」"),
        (HEAD + 'rules = "a <= b"\n', 3, "rules 必须是一组非空的字符串"),
        (HEAD + "rules = [\n  3,\n]\n", 3, "rules 必须是一组非空的字符串"),
        (HEAD + "summary = 3\n", 3, "summary 必须是带引号的字符串"),
        (HEAD + "synonyms = 3\n", 3, "synonyms 必须是一个 [synonyms] 表"),
        (
            HEAD + '[groups]\n"金额类" = ["税额"]\n',
            4,
            "分组里的「税额」不是这个配方的字段定义",
        ),
        (HEAD + '[groups]\n" " = []\n', 4, "分组表里有空的名称"),
        (HEAD + '[synonyms]\n"投诉" = "推诿"\n', 4, "投诉 必须是一组非空的字符串"),
        (HEAD + '[synonyms]\n"投诉" = ["推诿"]\n"建议" = [" "]\n', 5, "建议 必须是一组非空"),
        (HEAD + '[synonyms]\n" " = ["推诿"]\n', 4, "空的选项"),
        ("version = 2\n" + 'name = "x"\n', 1, "不认识版本 2"),
        ("version = true\n" + 'name = "x"\n', 1, "不认识版本 True"),
        ('version = "1"\n' + 'name = "x"\n', 1, "不认识版本 1"),
        ("version = 1\nname = 3\n", 2, "name 必须是带引号的字符串"),
        ('version = 1\nname = ""\n', 2, "name 不能为空"),
        (HEAD + 'fields = "甲方"\n', 3, "fields 必须是若干个 [[fields]] 表"),
        (HEAD + 'fields = ["甲方"]\n', 3, "fields 必须是若干个 [[fields]] 表"),
        (HEAD + 'fields = [\n{definition = "甲方", threshold = 2}]\n', 3, "阈值 2 超出范围"),
        (HEAD + '[fields]\ndefinition = "甲方"\n', 3, "fields 必须是若干个 [[fields]] 表"),
        (HEAD + "\n[[fields]]\nthreshold = 0.1\n", 4, "缺少 definition"),
        (HEAD + "[[fields]]\ndefinition = 5\n", 4, "definition 必须是带引号的字符串"),
        (HEAD + '[[fields]]\ndefinition = " "\n', 4, "definition 不能为空"),
        (HEAD + '[[fields]]\ndefinition = "a"\nthresold = 0.4\n', 5, "不认识的键「thresold」"),
        (HEAD + '[[fields]]\ndefinition = "a"\nthreshold = "0.4"\n', 5, "0 到 1 之间的数"),
        (HEAD + '[[fields]]\ndefinition = "a"\nthreshold = true\n', 5, "0 到 1 之间的数"),
        (HEAD + '[[fields]]\ndefinition = "a"\nthreshold = 1.01\n', 5, "阈值 1.01 超出范围"),
        (HEAD + '[[fields]]\ndefinition = "a"\nthreshold = -0.1\n', 5, "阈值 -0.1 超出范围"),
        (HEAD + '[[fields]]\ndefinition = "a"\nthreshold = nan\n', 5, "阈值 nan 超出范围"),
        (HEAD + "thresholds = 3\n", 3, "thresholds 必须是一个 [thresholds] 表"),
        (HEAD + "[thresholds]\n甲方 = 0.3\n", 4, "不是有效的 TOML"),
        (HEAD + '[thresholds]\n"甲方" = 0.3\n', 4, "阈值「甲方」不对应任何字段"),
        (FULL.replace('"甲方" = 1', '"合同金额" = 1.5'), 20, "阈值 1.5 超出范围"),
        (FULL.replace('"甲方" = 1', '"合同金额(元)" = 0.5'), 20, "两个不同的阈值"),
        (FULL.replace("threshold = 0.4", "threshold = 4"), 17, "阈值 4 超出范围"),
        (FULL + '[[fields]]\ndefinition = "甲方"\nbad = 1\n', 23, "不认识的键「bad」"),
        (HEAD + 'description = "a\0b"\n', 3, "NUL"),
        (HEAD.replace("\n", "\r\n") + "x = 1\r\n", 3, "不认识的键「x」"),
    ],
)
def test_a_refusal_names_line_and_reason(text: str, line: int, reason: str) -> None:
    message = refusal(text)
    assert f"第 {line} 行" in message
    assert reason in message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('name = "x"\n', "缺少 version"),
        ("version = 1\n", "缺少 name"),
        (HEAD + "labels = " + "[" * 20_000, "嵌套过深"),
        ("version = " + "1" * 10_000, "数字过长"),
        (HEAD + "#" * 300_000, "超过 256 KB"),
    ],
)
def test_a_refusal_without_a_line(text: str, reason: str) -> None:
    message = refusal(text)
    assert reason in message
    assert "行读不出" not in message


def test_a_long_value_is_not_quoted_in_full() -> None:
    assert "…" in refusal(HEAD + f'"{"键" * 5000}" = 1\n')


def test_different_thresholds_for_one_definition_are_refused() -> None:
    field = '[[fields]]\ndefinition = "甲方"\nthreshold = {}\n'
    assert parse_recipe(HEAD + field.format(0.5) * 2).definitions == ("甲方", "甲方")
    assert "两个不同的 threshold" in refusal(HEAD + field.format(0.5) + field.format(0.6))


def test_positions_survive_text_full_of_look_alikes() -> None:
    text = HEAD + "description = '''\n" + '[[fields]] """ ]\n' * 5000 + "'''\nx = 1\n"
    lines = key_lines(text)
    assert line_of(lines, ("description",)) is None
    assert line_of(lines, ("name",)) == 2
    assert "不认识的键「x」" in refusal(text)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "采购.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    assert load_recipe(path) == parse_recipe(FULL)
    assert load_recipe(str(path)) == parse_recipe(FULL)
    path.write_text(dump_recipe(parse_recipe(FULL)), encoding="utf-8")
    assert load_recipe(path) == parse_recipe(FULL)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEAD.encode() + "labels = ['甲']".encode("gbk"), "第 3 行读不出：不是 UTF-8 编码"),
        (HEAD.encode("utf-16"), "第 1 行读不出：不是 UTF-8 编码"),
        (b"version = 1\n\0", "第 2 行读不出：含有 NUL 字节"),
        (b"x" * 300_000, "超过 256 KB"),
        (HEAD.encode() + b"x = 1", "第 3 行读不出：不认识的键「x」"),
    ],
)
def test_damaged_files(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "r.toml"
    path.write_bytes(data)
    with pytest.raises(SeqGPTError) as caught:
        load_recipe(path)
    assert caught.value.code == "recipe_unreadable"
    assert str(path) in caught.value.message
    assert reason in caught.value.message


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for path, reason in [
        (tmp_path / "无.toml", "找不到配方文件"),
        (tmp_path, "无法打开配方文件"),
        (tmp_path / "a\0b", "无法打开配方文件"),
    ]:
        with pytest.raises(SeqGPTError, match=reason) as caught:
            load_recipe(path)
        assert caught.value.code == "recipe_unreadable"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"name": " "}, "没有名称"),
        ({"definitions": ("甲方", "")}, "空的字段定义"),
        ({"labels": ("",)}, "空的标签"),
        ({"rules": (" ",)}, "空的规则"),
        ({"synonyms": {"投诉": ("",)}}, "空的同义词"),
        ({"summary": "\ud800"}, "残缺的字符"),
        ({"thresholds": {"乙方": 0.5}}, "「乙方」不对应任何字段"),
        ({"thresholds": {"甲方": 1.5}}, "超出范围"),
        ({"thresholds": {"甲方": float("nan")}}, "超出范围"),
        ({"description": "\ud800"}, "残缺的字符"),
    ],
)
def test_a_recipe_that_could_not_be_saved_cannot_be_made(
    arguments: dict[str, object], reason: str
) -> None:
    with pytest.raises(SeqGPTError, match=reason) as caught:
        Recipe(**{"name": "x", "definitions": ("甲方",), **arguments})  # type: ignore[arg-type]
    assert caught.value.code == "recipe_invalid"


def test_one_string_is_not_a_set_of_definitions() -> None:
    for given_texts in ({"definitions": "甲方"}, {"rules": "a<b"}, {"synonyms": {"a": "b"}}):
        with pytest.raises(TypeError):
            Recipe(**{"name": "x", "definitions": (), **given_texts})  # type: ignore[arg-type]


def test_thresholds_cannot_be_changed_behind_the_recipe() -> None:
    thresholds = {"甲方": 0.5}
    recipe = Recipe("x", ("甲方",), thresholds)
    thresholds["甲方"] = 0.9
    assert recipe.thresholds["甲方"] == 0.5
    with pytest.raises(TypeError):
        recipe.thresholds["甲方"] = 0.9  # type: ignore[index]
