"""Names of persons: common, rare and compound surnames, minority and foreign names."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from .values import Scene, Value, generator, plain

COMMON = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
RARE = "仝亓乜仉佘佟俞冼冉刁别匡占卞卓卜厉厍双司咸哈丰乌么乐乔亢仇巩庞庾应廉弓强归忻怀戎战房扈敖明晁晏曲权查柏柯栗柴桂桑楚樊欧母毕水汲池沙沃洪浦淳温滑滕濮牛牟狄玄璩甄甘甯盖盛相祁祝禹离种穆空窦竺符籍糜索经缪羿翁翟耿聂臧舒艾芮苍苗茅荀荆莘葛蒲蓝蔚虞蚁衡裘解计訾詹谈谷费逄逯郁郎郗郜鄢鄂银门阎阙隗雍靳鞠须颜饶骆鲍鲜麦麻黑缑郤阚揭茹锁撒矫逯"
COMPOUND = tuple(
    "欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 公孙 慕容 令狐 东方 宇文 长孙 南宫 独孤 轩辕 百里 呼延 端木 濮阳 淳于 太史 申屠 钟离 闻人 澹台 公冶 宗政 赫连 第五 西门 闾丘 鲜于".split()
)
MALE = "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林建国志文海东永成德胜祥瑞泽晨轩皓霖启承彦峻霁骁翊珩弈"
FEMALE = "芳娜敏静丽艳娟霞秀玲桂英兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞佳嘉琼勤珍贞莉怡倩婷婉娴颖露瑶雅欣悦琪岚苑筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思丽"
NEUTRAL = "子一文思雨天晓小春秋冬夏青安世光元清远立新维学书庆长生宝玉金水山松柏怀景允若亦之希卫守"
MINORITY = tuple(
    "阿依古丽·买买提 买买提·艾力 艾尼瓦尔·吐尔逊 古丽娜尔·玉素甫 努尔兰·哈力克 热依汗·卡德尔 迪丽努尔·阿不都 吐尔洪·依明 帕尔哈提·肉孜 木拉提·巴合提 扎西次仁 次仁卓玛 多吉旺堆 格桑梅朵 丹增罗布 索南才让 央金拉姆 巴图巴雅尔 乌兰图雅 斯琴高娃 那木吉拉 阿木古楞 萨仁其其格 吉克阿牛 阿力木江·吾守尔 米热古丽·塔依尔 依力哈木·阿布拉 岩温罕 玉波香 沙马拉且 尼玛顿珠 白玛央宗 旦增曲珍 阿史么里扎".split()
)
FOREIGN = tuple(
    name.strip()
    for name in """约翰·史密斯, 玛丽亚·冈萨雷斯, 米歇尔·杜邦, 汉斯·穆勒, 安娜·伊万诺娃, 卢卡·罗西,
    佐藤健一, 田中美咲, 金敏俊, 阮氏香, 大卫·威廉姆斯, 卡洛斯·桑托斯, David Miller,
    Emma Johnson-Lee, Sven Andersson, Pierre Lefèvre""".split(",")
)
RESIDENT_AREAS = tuple(
    "110105 110108 120101 130102 140105 150102 210102 220104 230103 310104 310115 320106 320505 330106 330212 340104 350203 360103 370102 370202 410105 420106 430102 440106 440304 450103 460105 500103 510107 520103 530102 610113 620102 630104 640104 650102 542621 522631".split()
)


@dataclass(frozen=True)
class Person:
    """A person with what must agree: name, sex, birthday."""

    name: str
    surname: str
    female: bool
    born: date


def make_person(rng: random.Random, lowest: int = 22, highest: int = 68) -> Person:
    """A person of that age (years, on 2024-06-30); about one in six has an unusual name."""
    female = rng.random() < 0.45
    age = rng.randint(lowest, highest)
    born = date(2024, 6, 30) - timedelta(days=365 * age + rng.randint(0, 364))
    draw = rng.random()
    if draw < 0.05:
        name = rng.choice(MINORITY)
        return Person(name, name[0], female, born)
    if draw < 0.07:
        name = rng.choice(FOREIGN)
        return Person(name, name.split("·")[0].split(" ")[0], female, born)
    if draw < 0.72:
        surname = rng.choice(COMMON)
    elif draw < 0.92:
        surname = rng.choice(RARE)
    else:
        surname = rng.choice(COMPOUND)
    own = FEMALE if female else MALE
    if rng.random() < 0.22:
        given = rng.choice(own + NEUTRAL)
    else:
        given = rng.choice(NEUTRAL + own) + rng.choice(own)
    return Person(surname + given, surname, female, born)


def resident_number(area: str, born: date, sequence: int) -> str:
    """An 18-digit resident number with the check character of GB 11643-1999."""
    body = f"{area}{born:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def person_value(made: Person) -> Value:
    """A person as a slot value; forms: 称呼 (`王先生`), 姓, 性别, 出生年."""
    title = "女士" if made.female else "先生"
    forms = {
        "称呼": made.surname + title,
        "姓": made.surname,
        "性别": "女" if made.female else "男",
        "某": made.surname + "某",
    }
    return Value(((made.name, ""),), "person", forms, content=made)


@generator
def person(scene: Scene, lowest: str = "22", highest: str = "68") -> Value:
    """A person's name."""
    return person_value(make_person(scene.random, int(lowest), int(highest)))


def _person(scene: Scene, key: str) -> Person:
    content = scene.value(key).content
    if not isinstance(content, Person):
        raise TypeError(f"slot {key} is not a person")
    return content


@generator
def id_of(scene: Scene, key: str) -> Value:
    """The resident number of the person in another slot."""
    made = _person(scene, key)
    sequence = scene.random.randint(1, 998)
    if (sequence % 2 == 0) != made.female:
        sequence += 1
    number = resident_number(scene.random.choice(RESIDENT_AREAS), made.born, sequence)
    if scene.choice("masked id", 8) == 0:
        number = number[:6] + "********" + number[14:]
    return plain(number, "id")


@generator
def sex_of(scene: Scene, key: str) -> Value:
    """男 or 女."""
    return plain("女" if _person(scene, key).female else "男", "sex")


@generator
def age_of(scene: Scene, key: str) -> Value:
    """`45岁` on 2024-06-30, now and then a bare number."""
    years = (date(2024, 6, 30) - _person(scene, key).born).days // 365
    return plain(f"{years}岁", "age", "岁", years)


@generator
def birth_of(scene: Scene, key: str) -> Value:
    """The birthday in one of the document's date styles."""
    born = _person(scene, key).born
    styles = (
        f"{born.year}年{born.month}月{born.day}日",
        f"{born:%Y-%m-%d}",
        f"{born:%Y.%m}",
        f"{born.year}年{born.month}月",
        f"{born:%Y/%m/%d}",
    )
    return plain(styles[scene.choice("birth style", len(styles))], "date", content=born)


@generator
def email_of(scene: Scene, key: str) -> Value:
    """An e-mail address (addresses carry no Chinese names)."""
    rng = scene.random
    scene.value(key)
    syllables = "wang li zhang chen zhou lin hr sales xu he jia yun hao ming tian rui bo an kai"
    user = (
        rng.choice(syllables.split()) + rng.choice(["", ".", "_"]) + rng.choice(syllables.split())
    )
    user += rng.choice(["", str(rng.randint(1, 99)), str(rng.randint(1980, 2003))])
    hosts = "163.com 126.com qq.com outlook.com foxmail.com hengtai-tech.cn ruida.com.cn gmail.com"
    return plain(f"{user}@{rng.choice(hosts.split())}", "email")
