"""Names of companies, public bodies, courts, hospitals, schools and banks, by their last word."""

from __future__ import annotations

import re

from ...results.types import Check
from .readings import Context, Reading
from .written_numbers import half_width

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_LEGAL = "有限责任公司 股份有限公司 有限公司 股份公司 总公司 分公司 支公司 子公司 公司"
_SUFFIXES = sorted(
    set(
        f"{_LEGAL} 合伙企业 普通合伙 集团 银行 信用联社 信用社 支行 分行 营业部 营业厅 办事处 "
        "代表处 医院 卫生院 卫生室 卫生服务中心 诊所 疾控中心 法院 检察院 仲裁委员会 仲裁委 "
        "委员会 管委会 居委会 村委会 业委会 律师事务所 会计师事务所 事务所 律所 公安局 派出所 "
        "分局 支队 大队 管理局 监督管理局 监管局 人社局 教育局 财政局 税务局 局 公安厅 司法厅 "
        "财政厅 教育厅 科技厅 商务厅 民政厅 水利厅 建设厅 运输厅 文旅厅 环境厅 资源厅 保障厅 "
        "农村厅 信息化厅 旅游厅 办公厅 人民政府 政府 街道办 大学 学院 中学 小学 幼儿园 学校 "
        "党校 研究院 研究所 研究中心 设计院 检测中心 服务中心 交易中心 采购中心 中心 协会 学会 "
        "商会 基金会 联合会 合作社 工作室 经营部 服务部 门市部 商行 商店 超市 酒店 宾馆 饭店 "
        "酒楼 总厂 分厂 厂 药店 书店 出版社 报社 杂志社 旅行社 供应站 加工厂 博物馆 图书馆 "
        "档案馆 工会 项目部 管理站 服务站 工作站 供应站 供电所 卫生所 司法所 税务所 维修部 "
        "门诊部 经销部 供销社 运输队 施工队 工程队 农商行 信托 殡仪馆 养老院 福利院 农场 林场 "
        "车队 店".split()
    ),
    key=len,
    reverse=True,
)
_SUFFIX = re.compile("|".join(_SUFFIXES))
# What goes on with a name that already ended: the branch of a company, the court of a city.
_BRANCH = re.compile(
    "分公司|支公司|子公司|支行|分行|营业部|营业厅|办事处|代表处|分局|分厂|分院|分店|项目部|"
    "工会|事业部|中心支公司"
)
_WITHIN = {
    "大学": "医院 学院 研究院 研究所 研究中心 中学 小学 党校 出版社 图书馆 博物馆",
    "学院": "医院 研究所 研究院 中学",
    "科学院": "大学 研究所",
    "政府": "办公室 办事处 采购中心 局",
    "局": "派出所 分局 支队 大队 采购中心 服务中心 检测中心 局",
    "集团": "公司 有限公司 总公司 股份有限公司 有限责任公司 医院 学校 厂 研究院 设计院",
    "银行": "股份有限公司 有限责任公司 公司 有限公司",
    "厂": "有限公司 公司 有限责任公司 医院 学校",
    "中心": "医院 支公司 支行 小学 有限公司 公司 幼儿园 法院 学校 卫生院",
    "店": "有限公司",
    "酒店": "有限公司 公司",
    "超市": "有限公司 公司",
    "协会": "基金会 服务中心",
    "工作室": "有限公司",
}  # fmt: skip
_ENTITY_TAIL = re.compile(
    r"\((?:有限合伙|普通合伙|特殊普通合伙|个体工商户|[^()]{1,8}(?:分公司|支行|分行))\)"
)
_INNER = re.compile(rf"[{_HAN}A-Za-z0-9·&.\-]")
_LATIN = re.compile(
    r"(?<![A-Za-z])[A-Z][A-Za-z0-9&'.-]{0,30},? "
    r"(?:(?:[A-Z&][A-Za-z0-9&'.-]{0,30}|de|del|of|and|the|la|da|do),? ){0,7}"
    r"(?:Co\.,? ?Ltd\.?|Company Limited|Limited|Ltd\.?|Inc\.?|LLC|GmbH|AG|Oy|AB|PLC|Corp\.?|"
    r"Corporation|B\.V\.|S\.A\.(?:C\.)?|S\.p\.A\.|University|Hospital|Bank)(?![A-Za-z])"
)
_ROLES = (
    "甲方 乙方 丙方 丁方 买方 卖方 供方 需方 发包人 承包人 出租人 承租人 出租方 承租方 委托人 "
    "受托人 委托方 受托方 原告 被告 第三人 上诉人 被上诉人 申请人 被申请人 申请执行人 被执行人 "
    "采购人 供应商 中标人 招标人 投标人 建设单位 施工单位 监理单位 设计单位 债权人 债务人 "
    "保证人 担保人 借款人 贷款人 出借人 受让方 转让方 目标公司 开户银行 开户行 收款单位 "
    "付款单位 收款人 付款人 用人单位 工作单位 现任职于 任职于 就职于 毕业于 总承包单位 "
    "分包单位 中标单位 代理机构 招标代理 保险人 投保人 被保险人 定作人 承揽人 承运人 托运人 "
    "名称 全称 户名 单位 企业名称 公司名称 单位名称 经办行 受理法院 管辖法院"
).split()
_VERBS = (
    "曾任 缴入 收走 免去 委托 授权 指定 聘请 通知 要求 提交 支付 交付 交由 移交 转交 送达 出具 "
    "签订 签署 属于 隶属于 来自 位于 收到 起诉 诉至 告知 联系 咨询 前往 进入 加入 离开 入职 "
    "任职 就职 毕业 中标 推荐 经由 通过 根据 依据 按照 以及 或者 其中 关于 其他 包括 并由 均由 "
    "应由 负责 承担 组织 成立 设立 收购 投资 持有 控股 起诉至 上诉至 提请 申请 报请 报送 确认 "
    "选择 作为 现为 系由 就读于 转入 转至 具备 调取 会同 转让予 授予 凭 送往 送至 住进 获得"
).split()
_LEADS = re.compile("|".join(sorted({*_ROLES, *_VERBS}, key=len, reverse=True)))
_ROLE_IN_FRONT = re.compile(rf"^(?:{'|'.join(_ROLES)})[:]? ?(?=.)")
_MARKS = ' ,;:，。；：、"“”‘’《》'
# One character joins or governs a name, unless the neighbour makes it part of one (和平, 华为).
_JOINTS: dict[str, tuple[str, str]] = {
    "与": ("参", ""),
    "和": (
        "市县省祥谐共平中人嘉融百天永泰仁义同协惠丰",
        "平谐信顺兴泰睦美气县龙田硕瑞盛达润康利成声林",
    ),
    "及": ("普", ""),
    "由": ("自理缘", ""),
    "向": ("方志朝一", "阳上日荣前导"),
    "在": ("自", "线"),
    "对": ("", "外"),
    "为": ("华有行作大", "民康"),
    "是": ("", ""),
    "于": ("", "都洪"),
    "将": ("", "军乐"),
    "被": ("", ""),
    "给": ("", "排水"),
    "至": ("", "诚善信尊"),
    "到": ("", ""),
    "经": ("财", "济纬贸营典开信管"),
    "系": ("", "统"),
    "从": ("", "化江业"),
    "的": ("", ""),
    "了": ("", ""),
    "即": ("", "墨"),
    "按": ("", "摩"),
    "让": ("", ""),
    "把": ("", ""),
    "该": ("", ""),
    "其": ("", ""),
    "我": ("", ""),
    "贵": ("", "州阳港溪池定南筑"),
    "本": ("日基资成根", "溪"),
    "每": ("", ""),
    "此": ("", ""),
}
# Names of offices that join two tasks: 住房和城乡建设局, 发展和改革委员会.
_AND_INSIDE = re.compile(
    "[和与](?:城乡|改革|信息|社会|旅游|计划|规划|体育|科技|计生|监督|环境|技术|新闻|电视|网络)"
)
_GENERIC = re.compile(
    r"(?:[该本贵我其此各两原你若船印门网]|现任|联席|多家|一?家|4S|担保|目标|母|子|分|总|上市|关联|第三方|相关|有关|当地|上级|所在|开户|收款|付款|"
    r"对方|人民|保险|物业|建筑|贸易|股份|有限|责任|某)?(?:公司|银行|医院|法院|检察院|学校|大学|中心|"
    r"集团|委员会|政府|管理局|派出所|事务所|中学|小学|研究院|研究所|支行|分行|分公司|支公司|"
    r"有限公司|合作社|诊所|店|厂|工厂|局|厅|结局|当局|布局|大局|客厅|餐厅|全局|出厂|进厂|学院|酒店|超市|工会|"
    r"项目部|营业部|办事处|协会|机会|大厅|中心支公司|有限责任公司|股份有限公司|服务中心|车队)"
)
_DAY = re.compile(r"(?:[0-9]{1,4} ?年)?(?:[0-9]{1,2} ?月)?(?:[0-9]{1,2} ?日)")
_LONGEST = 48


class OrganisationType:
    """Organisation names, normalised with full-width brackets as the register prints them."""

    name = "organisation"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        spans: list[tuple[int, int]] = []
        for match in _SUFFIX.finditer(folded):
            end = _with_tail(folded, match.end())
            floor = spans[-1][1] if spans else 0
            if spans and _goes_on(folded[slice(*spans[-1])], folded[floor : match.end()]):
                spans[-1] = (spans[-1][0], end)
                continue
            start = _start(folded, match.start(), floor)
            if start < match.start() and not _GENERIC.fullmatch(folded[start:end]):
                spans.append((start, end))
        spans += [match.span() for match in _LATIN.finditer(folded)]
        chosen: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if not chosen or start >= chosen[-1][1]:
                chosen.append((start, end))
        return chosen

    def read(self, raw: str, context: Context) -> Reading:
        # A name broken over two lines is one name.
        folded = re.sub(r"[\r\n\t]", " ", half_width(raw)).lstrip(_MARKS + ".").rstrip(_MARKS)
        folded = re.sub(r"(?<![A-Za-z])\.+$", "", folded)
        folded = re.sub(rf"(?<=[{_HAN}()]) +(?=[{_HAN}()])", "", folded)
        if not any(c.isalpha() for c in folded):
            return Reading(problem="没有文字，不是单位名称")
        if folded in _ROLES or _GENERIC.fullmatch(_ROLE_IN_FRONT.sub("", folded)):
            remark = Check("role", "not_applicable", "只有称谓，没有名称")
            return Reading(checks=(remark,))
        places = self.find(folded)
        if len(places) > 1:
            remark = Check("several", "not_applicable", f"含 {len(places)} 个单位，请分开填写")
            return Reading(checks=(remark,))
        if places:
            return Reading(_registered(folded[slice(*places[0])]))
        if len(folded) > _LONGEST or re.search(rf"[。;!?]|(?<=[{_HAN}]),", folded):
            return Reading(problem="像是句子，不是单位名称")
        # A short name (宏达机械) says itself; its full name would be a guess.
        return Reading(_registered(re.sub(r"^[^:：]{1,8}[:：]\s*", "", folded)))


def _registered(name: str) -> str:
    """Full-width brackets round Chinese, as licences print them; Latin names keep theirs."""
    name = re.sub(r" +", " ", name).strip()
    if re.search(rf"[{_HAN}]", name):
        return name.replace("(", "（").replace(")", "）")
    return name


def _with_tail(folded: str, end: int) -> int:
    tail = _ENTITY_TAIL.match(folded, end)
    return tail.end() if tail is not None else end


def _goes_on(before: str, gap_and_suffix: str) -> bool:
    """Whether what stands behind a name, up to the next suffix, is a part of the same name."""
    suffix = _SUFFIX.search(gap_and_suffix)
    if suffix is None or len(gap_and_suffix) > 20:
        return False
    gap = gap_and_suffix[: suffix.start()]
    plain = gap.strip("()")
    if not re.fullmatch(rf"\(?[{_HAN}A-Za-z0-9]{{0,14}}\)?", gap) or _cut(plain, bounded=True):
        return False
    if gap.startswith(("(以下", "(简称", "(甲", "(乙")) or (gap.endswith(")") and "(" not in gap):
        return False
    word = suffix[0]
    if _BRANCH.fullmatch(word):
        return True
    return any(
        before.endswith(parent) and word in words.split() and len(plain) <= 10
        for parent, words in _WITHIN.items()
    )


def _start(folded: str, suffix_start: int, floor: int) -> int:
    """Where the name that leads up to a suffix begins."""
    at = suffix_start
    lowest = max(floor, suffix_start - _LONGEST)
    while at > lowest:
        character = folded[at - 1]
        if _INNER.match(character) or (
            character == " " and re.search(r"[A-Za-z]{3}$", folded[lowest : at - 1])
        ):
            at -= 1
        elif character == ")" and (opening := _bracket(folded, at - 1, lowest)) is not None:
            at = opening
        else:
            break
    at += _cut(folded[at:suffix_start], bounded=at == floor and floor > 0)
    day = _DAY.match(folded, at, suffix_start)
    at = day.end() if day is not None else at
    if folded[at] == "(":
        # 乙方（业主）张家港…: the remark belongs to the role in front.
        closing = folded.find(")", at, suffix_start)
        at = closing + 1 if closing >= 0 else at
    while at < suffix_start and folded[at] in "-.·&0123456789、":
        # A list number in front of the name (`3.成都…`), but not 360 or 58 that begin one.
        if folded[at].isdigit() and not re.match(r"[0-9]+[.、-]", folded[at:suffix_start]):
            break
        at += 1
    return at


def _bracket(folded: str, closing: int, lowest: int) -> int | None:
    """The opening bracket of a short remark inside a name: 成都(高新)…, not （以下简称甲方）."""
    opening = folded.rfind("(", lowest, closing)
    inside = folded[opening + 1 : closing]
    if (
        opening < 0
        or len(inside) > 12
        or re.search(r"以下|简称|[甲乙丙丁]方|盖章|签字|[，:：]", inside)
    ):
        return None
    # A bracket with nothing in front of it is a remark of the sentence.
    return opening if opening > lowest and _INNER.match(folded[opening - 1]) else None


def _cut(stretch: str, bounded: bool) -> int:
    """How many leading characters of a stretch are not the name: roles, verbs, joints."""
    cut = 0
    for lead in _LEADS.finditer(stretch):
        # 指定 in 指定医院, but not the 通过 inside a name that would leave nothing.
        if len(stretch) - lead.end() >= 1 or bounded:
            cut = lead.end()
    for at in range(cut, len(stretch)):
        exceptions = _JOINTS.get(stretch[at])
        if exceptions is None:
            continue
        before = stretch[at - 1] if at > cut else ""
        after = stretch[at + 1 : at + 2]
        if (before and before in exceptions[0]) or (after and after in exceptions[1]):
            continue
        if _AND_INSIDE.match(stretch, at):
            continue
        # 和 between two given characters of a name is rarer than 和 between two names.
        if at - cut == 1 and stretch[at] in "和为经将本" and not bounded:
            continue
        cut = at + 1
    return cut
