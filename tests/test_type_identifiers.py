"""Identifier types: citizen and credit codes, phones, web, accounts, plates, cases, codes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.fields.types.bank_cards import BankCardType
from seqgpt_core.fields.types.case_numbers import CaseNumberType
from seqgpt_core.fields.types.codes import CodeType
from seqgpt_core.fields.types.identity_numbers import CreditCodeType, IdCardType
from seqgpt_core.fields.types.phones import PhoneType
from seqgpt_core.fields.types.plates import PlateType
from seqgpt_core.fields.types.readings import Context, Reading, ValueType
from seqgpt_core.fields.types.web import EmailType, UrlType

ALL: list[ValueType] = [
    IdCardType(), CreditCodeType(), PhoneType(), EmailType(), UrlType(), BankCardType(),
    PlateType(), CaseNumberType(), CodeType(),
]  # fmt: skip
NAMES = {kind.name: kind for kind in ALL}


def found(name: str, text: str) -> list[str]:
    return [text[start:end] for start, end in NAMES[name].find(text)]


def read(name: str, raw: str, constraint: str | None = None) -> Reading:
    return NAMES[name].read(raw, Context(constraint=constraint))


def statuses(reading: Reading) -> dict[str, str]:
    return {check.name: check.status for check in reading.checks}


# The numbers with a checksum: published examples, and numbers whose check digit is worked out here.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_check_digit(body: str) -> str:
    """GB 11643-1999, annex: weighted sum modulo 11 mapped to 10X98765432."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(body, ID_WEIGHTS, strict=True)) % 11]


CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_check(body: str) -> str:
    """GB 32100-2015: weights are powers of 3 modulo 31."""
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


NORMALISED = [
    # Citizen identity numbers.
    ("id_card", "11010519491231002X", "11010519491231002X"),
    ("id_card", "11010519491231002x", "11010519491231002X"),
    ("id_card", "440524188001010014", "440524188001010014"),
    ("id_card", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
    ("id_card", "身份证号：110105 19491231 002X。", "11010519491231002X"),
    ("id_card", "110105-19491231-002X", "11010519491231002X"),
    ("id_card", "公民身份号码11010519491231002X", "11010519491231002X"),
    ("id_card", "110105491231002", "110105491231002"),
    # Unified social credit codes.
    ("credit_code", "91110000600037341L", "91110000600037341L"),
    ("credit_code", "91110000600037341l", "91110000600037341L"),
    ("credit_code", "9111 0000 6000 3734 1L", "91110000600037341L"),
    ("credit_code", "统一社会信用代码：９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
    ("credit_code", "110105740012345", "110105740012345"),
    # Phones.
    ("phone", "13605147792", "+8613605147792"),
    ("phone", "136 0514 7792", "+8613605147792"),
    ("phone", "136-0514-7792", "+8613605147792"),
    ("phone", "+86 136 0514 7792", "+8613605147792"),
    ("phone", "（+86）13605147792", "+8613605147792"),
    ("phone", "0086-13605147792", "+8613605147792"),
    ("phone", "86-13605147792", "+8613605147792"),
    ("phone", "１３６０５１４７７９２", "+8613605147792"),
    ("phone", "联系电话：19912345678（微信同号）", "+8619912345678"),
    ("phone", "0898-31660912", "+8689831660912"),
    ("phone", "(010)62345678", "+861062345678"),
    ("phone", "（028）8555 1234", "+862885551234"),
    ("phone", "021-6190 7734", "+862161907734"),
    ("phone", "0943—6621122", "+869436621122"),
    ("phone", "021-61907734转808", "+862161907734;ext=808"),
    ("phone", "021-61907734-808", "+862161907734;ext=808"),
    ("phone", "021-61907734 分机：808", "+862161907734;ext=808"),
    ("phone", "021-61907734 ext.808", "+862161907734;ext=808"),
    ("phone", "+86 10 6234 5678", "+861062345678"),
    ("phone", "0086-10-62345678", "+861062345678"),
    ("phone", "400-820-8820", "+864008208820"),
    ("phone", "4006-123-456", "+864006123456"),
    ("phone", "8008208820", "+868008208820"),
    ("phone", "400-820-8820转2", "+864008208820;ext=2"),
    ("phone", "+852 2123 4567", "+85221234567"),
    ("phone", "+1 (650) 253-0000", "+16502530000"),
    ("phone", "+81 3-1234-5678", "+81312345678"),
    ("phone", "客服热线：95588", "95588"),
    ("phone", "12345", "12345"),
    ("phone", "0898-3166\n0912", "+8689831660912"),
    # Mail and web.
    ("email", "jhpark@hanbit.example", "jhpark@hanbit.example"),
    ("email", "Zhang.San+hr@Example.COM", "Zhang.San+hr@example.com"),
    ("email", "zhangsan＠example．com", "zhangsan@example.com"),
    ("email", "邮箱：li_si-1@mail.example.com.cn，电话", "li_si-1@mail.example.com.cn"),
    ("email", "１２３@qq.com", "123@qq.com"),
    ("email", "<ops@sanqiao-pay.example>", "ops@sanqiao-pay.example"),
    ("url", "https://www.example.com/a/b?x=1#y", "https://www.example.com/a/b?x=1#y"),
    ("url", "HTTP://WWW.Example.com:80/Path", "http://www.example.com/Path"),
    ("url", "https://example.com:8443/", "https://example.com:8443/"),
    ("url", "官网：www.Example.com.cn。", "www.example.com.cn"),
    ("url", "详见https://example.com/公告，请查收", "https://example.com/"),
    ("url", "（https://example.com/a_(b)）", "https://example.com/a_(b)"),
    ("url", "github.com/miyifan-x", "github.com/miyifan-x"),
    ("url", "https：//example.com", "https://example.com"),
    # Accounts and cards.
    ("bank_card", "6222 0210 0111 6245 703", "6222021001116245703"),
    ("bank_card", "4111 1111 1111 1111", "4111111111111111"),
    ("bank_card", "4111-1111-1111-1111", "4111111111111111"),
    ("bank_card", "账号：8903 2214 0075 6612", "8903221400756612"),
    ("bank_card", "６２８８　０１７５　５４０９", "628801755409"),
    ("bank_card", "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
    ("bank_card", "尾号6650", "6650"),
    ("bank_card", "1801 3355 0090 2", "1801335500902"),
    # Plates.
    ("plate", "京A·12345", "京A12345"),
    ("plate", "京A12345", "京A12345"),
    ("plate", "京 A 12345", "京A12345"),
    ("plate", "沪a•d1234", "沪AD1234"),
    ("plate", "鄂K·7Z032", "鄂K7Z032"),
    ("plate", "粤BD12345", "粤BD12345"),
    ("plate", "苏E·03318D", "苏E03318D"),
    ("plate", "川A1234警", "川A1234警"),
    ("plate", "川A·1234学", "川A1234学"),
    ("plate", "冀B2291挂", "冀B2291挂"),
    ("plate", "粤Z·1234港", "粤Z1234港"),
    ("plate", "粤Z1234澳", "粤Z1234澳"),
    ("plate", "车牌号为浙Ｋ·８Ｒ６０５的小型客车", "浙K8R605"),
    # Case numbers.
    ("case_number", "（2023）川0107民初1234号", "（2023）川0107民初1234号"),
    ("case_number", "(2023)川0107民初1234号", "（2023）川0107民初1234号"),
    ("case_number", "[2023]川0107民初1234号", "（2023）川0107民初1234号"),
    ("case_number", "〔2023〕川0107民初1234号", "（2023）川0107民初1234号"),
    ("case_number", "【2023】川0107民初1234号", "（2023）川0107民初1234号"),
    ("case_number", "（２０２３）川０１０７民初１２３４号", "（2023）川0107民初1234号"),
    ("case_number", "（2024）屿 0506 民初 88 号", "（2024）屿0506民初88号"),
    ("case_number", "2023川0107民初1234号", "（2023）川0107民初1234号"),
    ("case_number", "（2021）最高法民终123号", "（2021）最高法民终123号"),
    ("case_number", "（2024）屏0925民初77号之一", "（2024）屏0925民初77号之一"),
    ("case_number", "（2012）成民初字第456号", "（2012）成民初字第456号"),
    ("case_number", "（2024）成高劳人仲案 0731号", "（2024）成高劳人仲案0731号"),
    ("case_number", "平劳人仲案字〔2024〕第217号", "平劳人仲案字〔2024〕第217号"),
    ("case_number", "盘检刑诉[2023]88号", "盘检刑诉〔2023〕88号"),
    ("case_number", "案号：（2024）江0702执1530号", "（2024）江0702执1530号"),
    ("case_number", "RK2409-0081", "RK2409-0081"),
    # Codes.
    ("code", "HD-ZL-0588", "HD-ZL-0588"),
    ("code", "合同编号：ＨＤ－ＺＬ－０５８８", "HD-ZL-0588"),
    ("code", "SZ-LH-2024-FZ-077", "SZ-LH-2024-FZ-077"),
    ("code", "NO.3382", "NO.3382"),
    ("code", "ZL 2020 1 0355812.7", "ZL202010355812.7"),
    ("code", "宜陵国资[2024]9号", "宜陵国资〔2024〕9号"),
    ("code", "（岚）城管听通字〔2024〕第8号", "（岚）城管听通字〔2024〕第8号"),
    ("code", "(2016)青证字第552号", "（2016）青证字第552号"),
    ("code", "2024年 鄞中 额字 第 117 号", "2024年鄞中额字第117号"),
    ("code", "桐储2024-19号", "桐储2024-19号"),
    ("code", "粤妆20190288", "粤妆20190288"),
    ("code", "第0412号", "第0412号"),
    ("code", "24432000000118820635", "24432000000118820635"),
    ("code", "XD7702 1190 3385", "XD770211903385"),
    ("code", "CG-长宁三中队-0619", "CG-长宁三中队-0619"),
    ("code", "JM-50型", "JM-50"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "normalized"), NORMALISED)
def test_normalises(name: str, raw: str, normalized: str) -> None:
    reading = read(name, raw)
    assert (reading.normalized, reading.problem) == (normalized, None)


@pytest.mark.parametrize(("name", "raw", "normalized"), NORMALISED)
def test_a_normalised_value_is_a_fixed_point(name: str, raw: str, normalized: str) -> None:
    constraint = "4位" if raw == "尾号6650" else None
    assert read(name, normalized, constraint).normalized == normalized


PROBLEMS = [
    ("id_card", "1101051949123100", "18位", "16 位，应为 18 位"),
    ("id_card", "11010519491231002", "18位", "17 位，应为 18 位"),
    ("id_card", "11010519491231002", None, "17 位，应为 15 或 18 位"),
    ("id_card", "110105491231002", "18位", "15 位，应为 18 位"),
    ("id_card", "身份证号待补", None, "没有身份证号码"),
    ("credit_code", "91110000600037341", "18位", "17 位，应为 18 位"),
    ("credit_code", "91110000600037341", None, "17 位，应为 18 位"),
    ("credit_code", "无", None, "没有统一社会信用代码"),
    ("phone", "1360514779", "11位", "10 位，应为 11 位"),
    ("phone", "136051477921", None, "12 位，手机号应为 11 位"),
    ("phone", "0898-31660912", "手机", "不是手机号"),
    ("phone", "13605147792", "座机", "是手机号，应为带区号的固定电话"),
    ("phone", "面谈", None, "没有电话号码"),
    ("email", "zhangsan.example.com", None, "没有 @，不是邮箱"),
    ("email", "zhangsan@", None, "邮箱格式不完整"),
    ("url", "见公司公告", None, "没有网址"),
    ("bank_card", "8903 2214 00", None, "10 位，应为 12–19 位"),
    ("bank_card", "6222 0210 0111 6245", "19位", "16 位，应为 19 位"),
    ("bank_card", "支付宝", None, "没有银行账号"),
    ("plate", "京A1234", None, "6 位，应为 7 位（新能源 8 位）"),
    ("plate", "京AIO345", None, "序号中不用字母 I、O，请核对"),
    ("plate", "12345", None, "没有省份简称，不是车牌"),
    ("case_number", "（2023）川0107民初1234", None, "缺少“号”，案号不完整"),
    ("case_number", "一审判决", None, "没有数字，不是案号"),
    ("code", "12345", "6位数字", "5 位，应为 6 位"),
    ("code", "AB3456", "6位数字", "含非数字字符，应全为数字"),
    ("code", "123456", "字母+数字", "没有字母，应含字母"),
    ("code", "ABC-D", "含数字", "没有数字，应含数字"),
    ("code", "123456789", "6-8位", "9 位，应为 6–8 位"),
    ("code", "1234567", "不超过6位", "7 位，应为 不超过 6 位"),
    ("code", "123", "十二位", "3 位，应为 12 位"),
    ("code", "待定", None, "没有字母或数字，不是编号"),
]


@pytest.mark.parametrize(("name", "raw", "constraint", "problem"), PROBLEMS)
def test_says_what_is_wrong(name: str, raw: str, constraint: str | None, problem: str) -> None:
    reading = read(name, raw, constraint)
    assert (reading.problem, reading.normalized) == (problem, None)


LENGTHS_MET = [
    ("id_card", "11010519491231002X", "18位"),
    ("id_card", "110105491231002", "15位或18位"),
    ("id_card", "110105491231002", "15/18位"),
    ("id_card", "3364", "后4位"),
    ("phone", "+86 136-0514-7792", "11位"),
    ("phone", "13605147792", "手机"),
    ("bank_card", "6650", "4位"),
    ("code", "123456", "6位数字"),
    ("code", "第0412号", "4位"),
    ("code", "1234567", "6-8位"),
    ("code", "123456789", "至少6位"),
    ("code", "A1-0588", "字母+数字"),
]


@pytest.mark.parametrize(("name", "raw", "constraint"), LENGTHS_MET)
def test_accepts_what_meets_the_constraint(name: str, raw: str, constraint: str) -> None:
    reading = read(name, raw, constraint)
    assert reading.problem is None
    assert reading.normalized is not None


REMARKED = [
    ("id_card", "330227********4415", "masked"),
    ("id_card", "33072119890417■■■X", "masked"),
    ("credit_code", "9111********37341L", "masked"),
    ("phone", "159****3306", "masked"),
    ("phone", "138xxxx1120", "masked"),
    ("phone", "151-xxxx-9034", "masked"),
    ("phone", "0411-xxxx-2260", "masked"),
    ("phone", "8830044", "area_code"),
    ("phone", "5571-0066", "area_code"),
    ("phone", "内线6120", "short_code"),
    ("phone", "13605147792 / 13605147793", "several"),
    ("email", "zh***@qq.com", "masked"),
    ("email", "a@x.com, b@x.com", "several"),
    ("bank_card", "6222 **** **** 5703", "masked"),
    ("plate", "川A·12*** ", "masked"),
    ("case_number", "（2023）川0107民初1234号、（2023）川0107民初1235号", "several"),
    ("code", "ZL-2301xx8", "masked"),
    ("code", "CG24-001、CG24-002", "several"),
]


@pytest.mark.parametrize(("name", "raw", "remark"), REMARKED)
def test_says_nothing_where_it_would_be_a_guess(name: str, raw: str, remark: str) -> None:
    reading = read(name, raw)
    assert (reading.normalized, reading.problem) == (None, None)
    assert statuses(reading)[remark] == "not_applicable"


FOUND = [
    ("id_card", "张三，身份证号510107196803150915，住成都", ["510107196803150915"]),
    ("id_card", "身份证 330227********4415）", ["330227********4415"]),
    ("id_card", "流水号20240603110245771", []),
    ("id_card", "账号 6222021001116245703", []),
    ("id_card", "合同号 HD510107196803150915", []),
    ("credit_code", "（统一社会信用代码：91110000600037341L）", ["91110000600037341L"]),
    ("credit_code", "身份证号11010519491231002X", []),
    ("credit_code", "订单 202406031102457711", []),
    ("phone", "电话13605147792，传真021-61907734转808。", ["13605147792", "021-61907734转808"]),
    ("phone", "手机138xxxx1120（微信）", ["138xxxx1120"]),
    ("phone", "监督电话8830044", ["8830044"]),
    ("phone", "金额13605147792元", []),
    ("phone", "身份证510107196803150915", []),
    ("phone", "账号6222021001116245703", []),
    ("phone", "2024-01-05 签订", []),
    ("phone", "￥13605147792.00", []),
    ("phone", "4402 0311 8876 5510", []),
    ("email", "发至jjk@xxjy.example。", ["jjk@xxjy.example"]),
    ("email", "微信@张三", []),
    ("url", "登录https://a.example/b?c=1，查看", ["https://a.example/b?c=1"]),
    ("url", "邮箱 a@b.com", []),
    ("url", "股票7793.HK", []),
    ("bank_card", "账号 8903 2214 0075 6612。", ["8903 2214 0075 6612"]),
    ("bank_card", "身份证510107196803150915", []),
    ("bank_card", "电话13605147792", []),
    ("bank_card", "单号20240603110245771", []),
    ("plate", "承运车辆甘C·57K21、甘C·6610F", ["甘C·57K21", "甘C·6610F"]),
    ("plate", "京ABC", []),
    ("case_number", "不服（2023）川0107民初1234号判决", ["（2023）川0107民初1234号"]),
    ("case_number", "依据平劳人仲案字〔2024〕第217号裁决", ["平劳人仲案字〔2024〕第217号"]),
    ("case_number", "（2020）黎川县不动产权第0003317号", []),
    ("case_number", "蓟公政函〔2024〕115号", []),
    ("code", "合同编号：HD-ZL-0588，周五", ["HD-ZL-0588"]),
    ("code", "根据宜陵国资〔2024〕9号文", ["宜陵国资〔2024〕9号"]),
    ("code", "2024年3月5日付款38000元，占5.5%", []),
    ("code", "于2024-03-05支付￥38,000.00", []),
    ("code", "体重56kg，口服20mg，17/342", []),
    ("code", "手机13605147792", []),
    ("code", "身份证11010519491231002X", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), FOUND)
def test_finds_its_own_form_whole_and_no_other(name: str, text: str, expected: list[str]) -> None:
    assert found(name, text) == expected


def test_identity_number_tells_birth_date_and_sex() -> None:
    checks = {c.name: (c.status, c.message) for c in read("id_card", "11010519491231002X").checks}
    assert checks == {
        "checksum": ("passed", "校验位正确"),
        "birth_date": ("passed", "1949-12-31"),
        "sex": ("not_applicable", "女"),
    }


def test_old_identity_number_names_its_successor() -> None:
    reading = read("id_card", "110105491231002")
    messages = {c.name: c.message for c in reading.checks}
    assert messages["old_form"] == "15 位旧号，对应 18 位 11010519491231002X"
    assert messages["birth_date"] == "1949-12-31"
    # Orders 996 to 999 belong to people born before 1900: no successor without a guess.
    assert "old_form" not in statuses(read("id_card", "110105491231996"))


def test_an_impossible_birth_date_fails_beside_a_right_checksum() -> None:
    body = "11010519490231002"
    reading = read("id_card", body + id_check_digit(body))
    assert statuses(reading)["birth_date"] == "failed"
    assert statuses(reading)["checksum"] == "passed"
    assert reading.normalized == body + id_check_digit(body)


def test_checksums_agree_with_the_standards_on_random_numbers() -> None:
    draw = random.Random(11643)
    for _ in range(300):
        body = f"{draw.randrange(110000, 660000)}{draw.randrange(1900, 2020)}0{draw.randrange(1, 10)}1{draw.randrange(10)}{draw.randrange(1000):03d}"
        right = id_check_digit(body)
        for digit in "0123456789X":
            status = statuses(read("id_card", body + digit))["checksum"]
            assert (status == "passed") == (digit == right)
    for _ in range(300):
        body = "91" + "".join(draw.choice("0123456789") for _ in range(6))
        body += "MA" + "".join(draw.choice(CREDIT_ALPHABET) for _ in range(7))
        right = credit_check(body)
        wrong = draw.choice(CREDIT_ALPHABET.replace(right, ""))
        assert statuses(read("credit_code", body + right))["checksum"] == "passed"
        assert statuses(read("credit_code", body + wrong))["checksum"] == "failed"


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B: every second digit from the right doubled, digits summed."""
    digits = [int(c) for c in reversed(number)]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0


def test_card_checksum_agrees_with_the_standard_on_random_numbers() -> None:
    draw = random.Random(7812)
    outcomes = set()
    for _ in range(300):
        number = draw.choice(("62", "4", "51", "88", "10")) + str(draw.randrange(10**13, 10**14))
        status = statuses(read("bank_card", number))["checksum"]
        assert (status == "passed") == luhn(number)
        outcomes.add((number[:2] in ("88", "10"), status))
    # A company account is no card: its digits need not add up.
    assert {(True, "not_applicable"), (False, "failed"), (False, "passed")} <= outcomes
    assert (True, "failed") not in outcomes


def test_international_account_checksum() -> None:
    assert statuses(read("bank_card", "GB82WEST12345698765432"))["checksum"] == "passed"
    assert statuses(read("bank_card", "GB82WEST12345698765431"))["checksum"] == "failed"


def test_letters_that_credit_codes_do_not_use_are_named() -> None:
    (check,) = read("credit_code", "91110000600O37341L").checks
    assert (check.status, check.message) == ("failed", "含 O，代码中不用 I、O、S、V、Z")


def test_numbers_outside_the_numbering_plan_are_kept_with_a_failed_check() -> None:
    reading = read("phone", "0531-555-6021")
    assert reading.normalized == "+865315556021"
    assert statuses(reading)["numbering_plan"] == "failed"
    assert statuses(read("phone", "0898-31660912"))["numbering_plan"] == "passed"


def test_new_energy_plates() -> None:
    assert statuses(read("plate", "粤BD12345"))["new_energy"] == "passed"
    assert statuses(read("plate", "粤B12345D"))["new_energy"] == "passed"
    assert statuses(read("plate", "粤B123456"))["new_energy"] == "failed"


def test_a_plate_of_no_province_is_kept_with_a_failed_check() -> None:
    reading = read("plate", "舟C·18D25")
    assert (reading.normalized, statuses(reading)["province"]) == ("舟C18D25", "failed")


TEXTS = st.text(max_size=60) | st.text(
    alphabet="0123456789Xx*-—.@:/ ()（）〔〕〔2024〕京川粤Az第字号民初执转电话元，。\n０１\x00😀\ud800",
    max_size=60,
)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
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


WIDE = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(0x21, 0x7F))}


# Full-width marks end a web address, so only the others are tried.
@pytest.mark.parametrize(("name", "raw"), [(n, raw) for n, raw, _ in NORMALISED if n != "url"])
def test_full_width_forms_read_alike(name: str, raw: str) -> None:
    assert read(name, raw.translate(WIDE)).normalized == read(name, raw).normalized


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    "unit", ["1", "a", "甲", "1-", "（2024）", "a.", "a@", "字第", "川A", "1*", "(", "0571-"]
)
def test_long_input_is_read(kind: ValueType, unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    for start, end in kind.find(text):
        assert 0 <= start < end <= len(text)
    kind.read(text, Context(constraint="18位"))
