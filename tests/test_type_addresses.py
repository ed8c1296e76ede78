"""Addresses: where they stand, and their administrative path."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.fields.types.addresses import AddressType
from seqgpt_core.fields.types.readings import Context, Reading

ADDRESS = AddressType()


def read(raw: str, constraint: str | None = None) -> Reading:
    return ADDRESS.read(raw, Context(constraint=constraint))


PATHS = [
    ("四川省成都市武侯区天府大道北段1700号", "四川省/成都市/武侯区"),
    ("四川省/成都市/武侯区", "四川省/成都市/武侯区"),
    ("四川 成都 武侯区", "四川省/成都市/武侯区"),
    ("四川成都武侯区", "四川省/成都市/武侯区"),
    ("成都市锦江区宏济新路66号", "四川省/成都市/锦江区"),
    ("地址：成都市锦江区宏济新路66号", "四川省/成都市/锦江区"),
    ("住所地为成都市锦江区宏济新路66号", "四川省/成都市/锦江区"),
    ("浙江省永嘉县瓯北街道双塔路300号", "浙江省/温州市/永嘉县"),
    ("浙江杭州西湖区文三路478号", "浙江省/杭州市/西湖区"),
    ("上海市奉贤区望园南路1588弄", "上海市/奉贤区"),
    ("上海市上海市浦东新区", "上海市/浦东新区"),
    ("渝中区枣子岚垭正街88号9-3", "重庆市/渝中区"),
    ("湖北省仙桃市干河街道", "湖北省/仙桃市"),
    ("新疆石河子市", "新疆维吾尔自治区/石河子市"),
    ("海南保亭", "海南省/保亭黎族苗族自治县"),
    ("内蒙古呼和浩特市新城区", "内蒙古自治区/呼和浩特市/新城区"),
    ("内蒙赤峰宁城", "内蒙古自治区/赤峰市/宁城县"),
    ("阿拉善左旗巴彦浩特镇雅布赖路东段", "内蒙古自治区/阿拉善盟/阿拉善左旗"),
    ("凉山州西昌市", "四川省/凉山彝族自治州/西昌市"),
    ("云南西双版纳勐海", "云南省/西双版纳傣族自治州/勐海县"),
    ("甘肃天水", "甘肃省/天水市"),
    ("宁夏同心", "宁夏回族自治区/吴忠市/同心县"),
    ("贵州遵义", "贵州省/遵义市"),
    ("江西上饶凤凰西大道77号", "江西省/上饶市"),
    ("上海南京西路1266号", "上海市"),
    ("深圳后海", "广东省/深圳市"),
    ("重庆江北机场", "重庆市"),
    ("吉林", "吉林省"),
    ("香港特别行政区九龙", "香港特别行政区"),
    ("成都高新区天府五街200号", "四川省/成都市/高新区"),
    ("苏州工业园区星湖街328号", "江苏省/苏州市/工业园区"),
    ("渝北区黄泥磅紫荆路", "重庆市/渝北区"),
    ("广州市天河区小区路5号", "广东省/广州市/天河区"),
    ("成都市小区路5号", "四川省/成都市"),
    ("　　长沙市\n雨花区人民东路２００号", "湖南省/长沙市/雨花区"),
]


@pytest.mark.parametrize(("raw", "path"), PATHS)
def test_reads_the_path_as_deep_as_the_text_goes(raw: str, path: str) -> None:
    reading = read(raw)
    assert (reading.normalized, reading.problem) == (path, None)
    assert read(path).normalized == path


UNKNOWN = [
    "朝阳区建国路88号",
    "柳叶湖路77号附3",
    "南京西路1266号恒隆广场",
    "朗州市雨湖新村3幢",
    "朗州市武侯区3幢",
    "黑河湾县红星林场",
    "县教育局食堂",
    "302",
    "二楼203会议室",
    "赤峰市、通辽市",
]


@pytest.mark.parametrize("raw", UNKNOWN)
def test_says_nothing_where_it_would_be_a_guess(raw: str) -> None:
    reading = read(raw)
    assert (reading.normalized, reading.problem) == (None, None)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("成都市海淀区中关村大街1号", "成都市没有“海淀区”，请核对"),
        ("四川省武汉市", "四川省没有“武汉市”，请核对"),
        ("广东省成都市武侯区", "广东省没有“成都市”，请核对"),
    ],
)
def test_divisions_that_contradict_each_other_fail(raw: str, message: str) -> None:
    reading = read(raw)
    assert reading.normalized is None
    assert [(c.name, c.status, c.message) for c in reading.checks] == [
        ("division", "failed", message)
    ]


def test_what_was_derived_is_named() -> None:
    messages = {c.name: c.message for c in read("渝中区枣子岚垭正街88号").checks}
    assert messages == {"division": "区划存在", "derived": "重庆市由区划表推得"}
    former = {c.name: c.status for c in read("四川省宜宾县").checks}
    assert former["division"] == "not_applicable"


def test_a_detailed_address_needs_a_house_number() -> None:
    failed = [c.name for c in read("四川省成都市武侯区", "详细地址").checks if c.status == "failed"]
    assert failed == ["house_number"]
    checks = read("成都市锦江区宏济新路66号", "到门牌").checks
    assert "house_number" not in {c.name for c in checks}


def test_only_a_text_without_any_character_is_no_address() -> None:
    assert read("——").problem == "没有文字，不是地址"


FOUND = [
    ("乙方住所地为成都市锦江区宏济新路66号，联系人", ["成都市锦江区宏济新路66号"]),
    ("交货地点：杭州市余杭区文一西路969号3幢5层，逾期", ["杭州市余杭区文一西路969号3幢5层"]),
    ("寄至广东省深圳市南山区科技园南区R3-B栋", ["广东省深圳市南山区科技园南区R3-B栋"]),
    ("张伟，住四川省成都市金牛区一环路北二段8号。", ["四川省成都市金牛区一环路北二段8号"]),
    ("浙江杭州西湖区文三路478号", ["浙江杭州西湖区文三路478号"]),
    ("房屋位于柳叶湖路77号附3。", ["柳叶湖路77号附3"]),
    ("万和路33号", ["万和路33号"]),
    ("地址 株洲市天元区马家河街道新马路 33 号", ["株洲市天元区马家河街道新马路 33 号"]),
    ("渝中区枣子岚垭正街88号9-3", ["渝中区枣子岚垭正街88号9-3"]),
    ("云滨市婚姻登记处（湖心岛路1号）", ["湖心岛路1号"]),
    ("陕西省西安市雁塔区", ["陕西省西安市雁塔区"]),
    ("石城路２００８号", ["石城路２００８号"]),
    ("成都市鹤鸣生物科技有限公司", []),
    ("成都市武侯区人民法院", []),
    ("成都市民热线", []),
    ("3月8号支付", []),
    ("4楼病区5月退餐", []),
    ("电话区号0792", []),
    ("乘63路到站", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_finds_addresses_whole(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in ADDRESS.find(text)] == expected


TEXTS = st.text(max_size=60) | st.text(
    alphabet="四川省成都市武侯区朝阳上海路街号楼室栋镇村幢在为和(（）)0１2-/ ，、。A\n\x00😀\ud800",
    max_size=60,
)


@given(text=TEXTS, constraint=st.none() | TEXTS)
@settings(max_examples=60, deadline=None)
def test_total_and_places_apart(text: str, constraint: str | None) -> None:
    places = ADDRESS.find(text)
    last = 0
    for start, end in places:
        assert last <= start < end <= len(text)
        last = end
    reading = ADDRESS.read(text, Context(constraint=constraint))
    assert reading.problem is None or (reading.problem and reading.normalized is None)
    assert (places, reading) == (
        ADDRESS.find(text),
        ADDRESS.read(text, Context(constraint=constraint)),
    )


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_path_is_a_fixed_point(text: str) -> None:
    path = ADDRESS.read(text, Context()).normalized
    if path is not None:
        assert ADDRESS.read(path, Context()).normalized == path


@pytest.mark.parametrize("unit", ["成都市", "路1号", "省", "(a)", "1 ", "武侯区和", "栋", "南京西"])
def test_long_input_is_read(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    for start, end in ADDRESS.find(text):
        assert 0 <= start < end <= len(text)
    ADDRESS.read(text, Context())
