"""Names of people: by surname, by the dot of transcribed names, or by the word in front."""

from __future__ import annotations

import re

from ...results.types import Check
from .organisations import OrganisationType
from .readings import Context, Reading
from .written_numbers import half_width

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
# The surnames of 百家姓 and others among the four hundred most frequent.
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚"
    "范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余"
    "元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻"
    "强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧"
    "隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰"
    "从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏"
    "浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳"
    "沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓"
    "公仉督岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟肖闫覃涂代付兰祈仝鹿冼揭郄候亓过妥海苑曳"
    "官初"
)
_COMPOUND = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 "
    "濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 "
    "公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 "
    "微生 梁丘 左丘 东门 西门 第五 纳兰 淳于 完颜 叶赫 钮祜禄"
).split()
_COMPOUND_PATTERN = "|".join(_COMPOUND)
_SURNAME = rf"(?:{_COMPOUND_PATTERN}|[{''.join(sorted(_SURNAMES))}])"
_FULL_NAME = re.compile(
    rf"(?:(?:{_COMPOUND_PATTERN})[{_HAN}]{{1,2}}|[{''.join(sorted(_SURNAMES))}][{_HAN}]{{1,2}})"
)
_DOTS = "·•‧・∙⋅․●"
_DOTTED = re.compile(
    rf"(?<![{_HAN}{_DOTS}])[{_HAN}]{{1,10}}(?:[{_DOTS}][{_HAN}]{{1,10}}){{1,4}}(?![{_DOTS}])"
)
_LATIN_NAME = re.compile(
    r"[A-Z][A-Za-z'’\u00c0-\u024f-]{0,24}\.?"
    r"(?: (?:[A-Z][A-Za-z'’\u00c0-\u024f-]{0,24}\.?|de|da|van|von|al|bin|del|la)){1,5}"
)
_CUES = sorted(
    "法定代表人 委托代理人 代理人 法人代表 负责人 联系人 经办人 经手人 项目经理 姓名 申请人 "
    "被申请人 原告 被告 第三人 上诉人 被上诉人 审判长 审判员 代理审判员 人民陪审员 书记员 "
    "委托人 受托人 患者 主治医师 医师 签字人 收件人 收货人 发货人 寄件人 证人 投保人 被保险人 "
    "受益人 报案人 候选人 面试官 推荐人 出租人 承租人 借款人 出借人 保证人 担保人 董事长 "
    "总经理 法官 律师 转让方 受让方 主持人 记录人 监理工程师".split(),
    key=len,
    reverse=True,
)
_CUE = re.compile(rf"(?:{'|'.join(_CUES)})(?:\([^()\n]{{1,8}}\))?(?: ?[:] ?|为|是| )?")
_TITLES = sorted(
    "先生 女士 小姐 太太 同志 同学 总经理 副总经理 经理 副经理 总监 副总监 董事长 董事 监事 "
    "总裁 副总裁 总 主任 副主任 主任医师 副主任医师 主治医师 医师 医生 大夫 护士 护士长 教授 "
    "副教授 讲师 老师 律师 法官 检察官 审判长 审判员 书记员 局长 副局长 处长 副处长 科长 "
    "副科长 院长 副院长 校长 所长 队长 组长 班长 部长 秘书长 秘书 书记 主席 会计 会计师 工程师 "
    "高级工程师 工 师傅 司机 店长 厂长 站长 博士 硕士 警官 民警 村长 镇长 县长 市长 区长 助理 "
    "专员 主管 法人 代表 法定代表人 父亲 母亲 之子 之女 本人".split(),
    key=len,
    reverse=True,
)
_TITLE_BEHIND = re.compile(rf"(?:{'|'.join(_TITLES)})$")
_TITLE_AFTER = re.compile(
    "先生|女士|小姐|同志|经理|总监|董事长|主任|医[师生]|教授|老师|律师|法官|局长|处长|科长|"
    "院长|校长|工程师"
)
_TITLE_BEFORE = re.compile(
    rf"^(?:[{_HAN}A-Za-z]{{0,12}}(?:{'|'.join(title for title in _TITLES if len(title) > 1)}|员|人)"
    r"(?: ?[:] ?| +|为|是)|[^:]{1,12}[:] ?)"
)
_NOT_GIVEN_NAMES = re.compile(
    r"某|^[总队工哥姐叔姨董局处院科校]$|[部村名人队组室税签勤港山]$|[的了在是和与或及于被将从向对为其该本每各]|公司|方|先生|女士|小姐|经理|总监|主任|医生|律师|老师|"
    r"合同|金额|日期|时间|期限|地址|电话|编号|单位|部门|项目|工程|费|款|[元年月日号省市县区路]"
)
# Surnames that begin many other words: alone they show nothing, behind a cue they do.
_ALSO_WORDS = frozenset("应经代别关从向后都过于文师党时国公相家空能那和成全常有")
_WEEKDAYS = frozenset("周一 周二 周三 周四 周五 周六 周日 周末".split())
_WORDS = frozenset(
    "国家 公司 公里 公告 公示 公章 公证 方案 方式 方法 方面 方向 时间 时限 单位 单价 单据 任务 "
    "任职 任何 应当 应急 应付 应收 高级 高度 成立 成交 成本 成果 平方 平台 平均 安全 安装 安排 "
    "管理 管辖 经营 经济 经办 经过 计划 计算 计费 项目 利率 利息 利益 支付 支持 水电 温度 通知 "
    "通过 通用 连带 全部 全额 全称 有限 有效 有关 相关 向上 向下 广告 文件 文化 文号 关于 关系 "
    "关联 金额 金融 商品 商务 商业 和解 明确 明细 房屋 房产 房租 路线 江苏 河北 黄金 白银 东方 "
    "海关 石油 车辆 年度 年龄 年限 能力 能够 解除 解释 别墅 家庭 家属 牛奶 花园 马上 常用 常见 "
    "乐器 于是 强制 强调 池塘 党员 党委 包括 包装 包含 广东 华东 华北 华南 严重 严格 易燃 从事 "
    "边界 居住 居民 师范 容量 双方 阳台 官方 初步 过程 过错 代理 代表 付款 毕业 伍佰 万元 贺州 "
    "万科 封面 充分 满意 满足 越南 利润 后续 后期 权利 权益 益处 督促 岳父 印章 习惯".split()
)
_EDGE_BEFORE = re.compile(r"[\s,，、。；;:：()（）\[\]【】《》“”\"'|/]")


class PersonType:
    """People's names. `find` is cautious: a name stands alone, behind a cue or before a title."""

    name = "person"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        spans = [
            span for match in _DOTTED.finditer(folded) if (span := _without_cue(folded, match))
        ]
        for match in _FULL_NAME.finditer(folded):
            span = _standing_alone(folded, match.start())
            if span is not None:
                spans.append(span)
        for cue in _CUE.finditer(folded):
            latin = _LATIN_NAME.match(folded, cue.end())
            if latin is not None and not latin[0].startswith("TO ORDER"):
                spans.append(latin.span())
            elif (span := _after_cue(folded, cue.end())) is not None:
                spans.append(span)
        chosen: list[tuple[int, int]] = []
        for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
            if not chosen or start >= chosen[-1][1]:
                chosen.append((start, end))
        return chosen

    def read(self, raw: str, context: Context) -> Reading:
        name = re.sub(r"[\r\n\t]", " ", half_width(raw)).strip(" ,.;:，。；：、“”\"'")
        name = re.sub(r"\([^()]*\)$", "", name).strip()
        if not any(c.isalpha() for c in name):
            return Reading(problem="没有文字，不是姓名")
        if re.search(r"(?:公司|集团|银行|医院|法院|委员会|事务所|大学)$", name):
            if re.search("姓名|自然人", context.constraint or ""):
                return Reading(problem="是单位名称，应为姓名")
            # 借款人 and 申请人 may be companies.
            remark = Check("organisation", "not_applicable", "是单位，不是自然人")
            return Reading(OrganisationType().read(name, Context()).normalized, (remark,))
        places = self.find(name) if re.search("[,，;；]", name) else []
        if len(places) == 1:
            name = name[slice(*places[0])]
        if re.search(r"[、,，;；/]| 和 |(?<=..)[与及]", name):
            return Reading(checks=(Check("several", "not_applicable", "含多个姓名，请分开填写"),))
        if any(c.isdigit() for c in name):
            return Reading(problem="含数字，不是姓名")
        name = _without_titles(name)
        partial = _not_a_full_name(name)
        if partial is not None:
            return Reading(checks=(partial,))
        if re.search(rf"[{_HAN}]", name):
            name = re.sub(rf" *[{_DOTS}.] *", "·", name)
            if not re.search(r"[A-Za-z]", name):
                # 张　伟 is justified type; a space between Latin words stays.
                name = name.replace(" ", "")
        else:
            name = re.sub(r" +", " ", name)
        if len(name) > 60 or re.search(r"[。!?:]", name):
            return Reading(problem="太长，不像姓名")
        return Reading(name)


def _without_titles(name: str) -> str:
    before = _TITLE_BEFORE.match(name)
    if before is not None and before.end() < len(name):
        name = name[before.end() :].strip()
    # 市场总监 张伟: the title is a word of its own.
    name = re.sub(r"^(?:Mr|Mrs|Ms|Dr|Prof)\b\.? *", "", name)
    for title in (*_TITLES, *_CUES):
        rest = name[len(title) :]
        if len(title) > 1 and name.startswith(title) and _FULL_NAME.fullmatch(rest):
            name = rest
    behind = _TITLE_BEHIND.search(name)
    while behind is not None and behind.start() > 0:
        rest = name[: behind.start()].strip()
        # A given name may end like a title (李工, 王师傅 are titles; 张总然 is not): one
        # character goes only where a surname alone is left.
        if len(behind[0]) == 1 and not (rest in _SURNAMES or rest in _COMPOUND):
            break
        name = rest
        behind = _TITLE_BEHIND.search(name)
    return name


def _not_a_full_name(name: str) -> Check | None:
    if name in _SURNAMES or name in _COMPOUND:
        return Check("surname_only", "not_applicable", "只有姓氏，没有名字")
    if re.search(r"[某×Xx*＊○]", name) and re.search(rf"[{_HAN}]", name):
        return Check("anonymised", "not_applicable", "隐去了名字")
    if re.fullmatch(rf"[老小阿]{_SURNAME}|{_SURNAME}[哥姐叔姨总工董嫂]", name):
        return Check("nickname", "not_applicable", "是称呼，没有全名")
    return None


def _plausible(name: str) -> bool:
    return name[:2] not in _WORDS and not _NOT_GIVEN_NAMES.search(name[1:])


def _standing_alone(folded: str, start: int) -> tuple[int, int] | None:
    """A name between marks on both sides, or between a mark and a title."""
    if folded[start] in _ALSO_WORDS or folded[start : start + 2] in _WEEKDAYS:
        return None
    if start > 0 and not _EDGE_BEFORE.match(folded[start - 1]):
        return None
    for length in (4, 3, 2):
        name = folded[start : start + length]
        behind = folded[start + length : start + length + 1]
        if len(name) < length or not _FULL_NAME.fullmatch(name) or not _plausible(name):
            continue
        if folded[start - 1 : start] == "(" and re.match(
            rf"\)[{_HAN}]", folded[start + length :][:2]
        ):
            # 机械(苏州)有限公司
            return None
        titled = _TITLE_AFTER.match(folded, start + length) is not None
        if titled or (behind and _EDGE_BEFORE.match(behind)) or start + length == len(folded):
            return start, start + length
    return None


def _after_cue(folded: str, start: int) -> tuple[int, int] | None:
    for length in (4, 3, 2):
        name = folded[start : start + length]
        behind = folded[start + length : start + length + 1]
        if len(name) < length or not _FULL_NAME.fullmatch(name) or not _plausible(name):
            continue
        if not behind or not re.match(rf"[{_HAN}]", behind):
            return start, start + length
    return None


def _without_cue(folded: str, match: re.Match[str]) -> tuple[int, int] | None:
    """A dotted name without the word in front that no mark separates (`法定代表人买买提·…`)."""
    cue = _CUE.match(folded, match.start())
    start = cue.end() if cue is not None and cue.end() < match.end() else match.start()
    end = match.end()
    title = _TITLE_AFTER.search(folded, start, end)
    if title is not None and title.start() > start:
        end = title.start()
    return (start, end) if any(dot in folded[start:end] for dot in _DOTS) else None
