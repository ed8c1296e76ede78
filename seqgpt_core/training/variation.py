"""The same passage with other particulars: digits, persons, company names.

A passage that is trained on many times would be known by its particulars; exchanged for others of
the same length, every answer keeps its place and only the wording around it can be learned.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文庞樊殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲健红建国华志永春梅海燕雪峰宇晨浩然思远子轩"
    "雨泽欣怡佳慧俊凯博瑞哲翰景行若彤嘉懿书瑶清越承泽鹤年怀瑾知微望舒砚秋"
)
BRAND = (
    "华信远景恒泰鼎盛嘉禾瑞丰博雅联创腾达启明宏图金源天成汇通安泽润邦科锐中弘德昌利民振兴万象新越海川"
    "凌云长青星辉卓立同济永固东升"
)
_PERSON = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_PERSON_NAME = re.compile(
    r"姓名|人$|人员|代表|负责人|经理|医师|医生|律师|法官|作者|主任|董事|员$|者$|导师"
)
_COMPANY = re.compile(r"[\u4e00-\u9fff（）()]{4,}(?:公司|集团|厂|事务所|研究院|中心)")
_COMMON = frozenset(
    "有限责任公司股份集团科技术工程建设投资管理服务发展贸易实业中国北京上海天津重庆广州深圳省市区县自治"
    "基金联合银行保险证券信托电力医院大学研究族山江河湖南东西"
)


def vary(
    text: str, answers: Mapping[str, Sequence[tuple[int, int]]], random_: random.Random
) -> str:
    """`text` with digits, persons and companies exchanged; as long as before, code point by
    code point, so that all offsets hold.

    Persons are answers that look like a name under a field that asks for one; companies are
    exchanged in two characters that tell them apart, wherever these two stand in the text.
    """
    for old, new in _exchanges(text, answers, random_).items():
        text = text.replace(old, new)
    return text.translate(_digits(random_))


def _exchanges(
    text: str, answers: Mapping[str, Sequence[tuple[int, int]]], random_: random.Random
) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in sorted(answers):
        for start, end in answers[name]:
            value = text[start:end]
            if value in found:
                continue
            if _PERSON.fullmatch(value) and _PERSON_NAME.search(name):
                given = "".join(random_.choice(GIVEN) for _ in value[1:])
                found[value] = random_.choice(SURNAMES) + given
            elif _COMPANY.fullmatch(value):
                place = random_.randrange(min(5, len(value) - 3))
                telling = value[place : place + 2]
                if not set(telling) & _COMMON and telling.isalpha():
                    found.setdefault(telling, random_.choice(BRAND) + random_.choice(BRAND))
    # One exchange must not undo another: what is put in is never taken out again.
    new = "".join(found.values())
    return {old: put for old, put in found.items() if old not in new}


def _digits(random_: random.Random) -> dict[int, str]:
    """An exchange of the digits 1 to 9: what a number is, is learned, not which."""
    digits = list("123456789")
    random_.shuffle(digits)
    return {ord("123456789"[i]): digits[i] for i in range(9)}
