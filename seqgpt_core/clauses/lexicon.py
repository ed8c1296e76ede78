"""Words of Chinese contracts as data: modal strength, same meanings, names, parties."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from .model import Span

ModalClass = Literal["prohibition", "obligation", "permission", "effort"]

# Words that describe a thing and grant nothing: 可执行程序, 可追溯性 (but 可执行该判决 grants).
_DESCRIBED = (
    "执行(?:程序|文件|代码|性|版)|编程|编辑|追溯|视化|持续|再生|循环|扩展|移植|复用|配置|回收|操作性|"
    "用性|用率|用额度|用余额|得利益|预见|归责|分割|支配|燃|控|信|选|兼容|测量|识别|读性"
)
# What a party must, may or must not do. The patterns leave out words that only look alike:
# 可能, 认可, 不可抗力, 可执行程序; 供应, 相应, 应付款; 必需品, 需方; 无须.
MODALS: dict[ModalClass, str] = {
    "prohibition": r"不得|不应当?(?!付)|不可以|严禁|禁止|无权|不准|不允许|不能(?!力)",
    "effort": "尽量|尽力|尽可能|争取|努力|酌情|原则上|力争|尽合理努力|尽最大努力",
    "obligation": (
        "应当|应该|必须|务必|有义务|负有义务|(?<![无毋勿])须|"
        r"(?<![供相对反响适效不感呼理])应(?![付收用急税对答诉邀聘届])|"
        r"(?<![必无不所急])需(?![方求要])"
    ),
    "permission": (
        "可以|有权|能够|得以|均可|"
        rf"(?<![认许不宁尚])可(?!{_DESCRIBED}|[能靠行供撤抗观比持转分见变读])"
    ),
}
MODAL = re.compile("|".join(f"(?P<{name}>{words})" for name, words in MODALS.items()))

# Words of one line mean the same in a contract; the first stands for the line.
SAME_MEANING = tuple(
    line.split()
    for line in """
于 在 自 从
的 之
如 若 如果 倘若 倘 假如 假若 若是 如若
和 与 及 以及 并 且 并且 而且
或 或者 或是
按照 依照 根据 依据 按 依 遵照
签订 签署 订立 缔结 签定
签订日 签署日 订立日
支付 付款 给付 支付款项 支付价款 付清 缴付 交付款项 缴纳 交纳
款项 价款 款
通知 告知 知会 通报
本合同 本协议 合同 协议 本契约
约定 规定 条款 之约定
双方 甲乙双方 合同双方 协议双方 各方 双方当事人
按时 按期 如期 准时
届满 期限届满 期满 到期 满
书面形式 书面方式 书面
以下 下述 下列 如下 如次
上述 前述 上列 前款
生效 发生效力
终止 终了
解除 解约
赔偿 赔付
损失 损害
导致 造成 致使 引起
由于 因 因为 由
所有 全部 一切 全体
每 每一 各
另行 另
仍 仍然 仍旧
需要 需 须
提供 提交 递交 出具
收到 接到 收悉
后 之后 以后
前 之前 以前
内 以内 之内
时 之时
协商 商议 磋商
解决 处理
负责 承担
不能 无法 不能够
发生 产生 出现
完成 完毕 结束
未 没有 未能
起计 起算 起计算 开始计算
开始 起
给 予 给予
确认 确定
保证 确保
履行 执行
变更 更改 修改
有效 具有效力
如实 真实
具有 具
其余 剩余 余下
据此 就此 为此
予以 加以 进行
立即 即刻 马上 即时
及时 尽快
货物 产品 商品
验收合格 检验合格 通过验收
项目 工程项目
所在地 住所地
人民法院 法院
向 对
其他 其它 别的
""".strip().splitlines()
)
# Words without weight of their own.
FILLERS = (
    "的 了 和 其 该 所 即 则 就 亦 也 还 兹 特 进行 予以 加以 相关 有关 相应 并 且 之 于 在 "
    "将 而 是 通过 经过 所述 自 从 之日 之日起"
).split()

PARTY = (
    "[甲乙丙丁戊己]方|双方|各方|任何一方|任一方|守约方|违约方|对方|另一方|第三[方人]|[买卖需供]方|买受人|出卖人|"
    "出租[方人]|承租[方人]|委托[方人]|受托[方人]|转让[方人]|受让[方人]|发包[方人]|承包[方人]|"
    "出借[方人]|借[款入][方人]|贷款[方人]|债务人|债权人|保证人|担保[方人]|抵押人|抵押权人|出质人|质权人|"
    "披露[方人]|接收[方人]|建设单位|施工单位|设计单位|监理单位|业主|总包方|承包商|分包商|经销商|代理商|"
    "授权方|被授权方|雇主|雇员|员工|职工|(?:(?<=属于)|(?<=[由向与对给经]))公司|"
    "许可方|被许可方|定作[方人]|承揽[方人]|"
    "用人单位|劳动者|投资[方人]|目标公司|采购[方人]|供应商|服务商|甲乙双方"
)
COMPANY_END = (
    "有限责任公司|股份有限公司|有限公司|集团公司|分公司|(?<![的于归由向与对给经])公司|合伙企业|事务所|研究院|研究所|大学|"
    "医院|银行"
)
PLACES = (
    "中华人民共和国|香港特别行政区|澳门特别行政区|中国大陆|中国|香港|澳门|台湾|新加坡|英格兰|英国|美国|"
    "纽约州|日本|德国|法国|瑞士|北京|上海|天津|重庆|广州|深圳|杭州|南京|苏州|武汉|成都|西安|郑州|长沙|青岛|"
    "济南|厦门|福州|合肥|昆明|贵阳|南昌|南宁|海口|珠海|东莞|佛山|宁波|无锡|常州|温州|大连|沈阳|长春|哈尔滨|"
    "石家庄|太原|呼和浩特|兰州|西宁|银川|乌鲁木齐|拉萨|斯德哥尔摩|伦敦|巴黎"
)
# Words that an edit shows whole although no rule names them.
WHOLE = (
    "不承担 不负责 无需 无须 无息 免除 免责 独家 非独家 排他 非排他 独占 不可撤销 可撤销 "
    "可转让 不可转让 书面 口头 连带 一般 全部 部分 主要 直接 间接 全额 差额 及时 立即 单方 "
    "含税 不含税 税前 税后 有偿 无偿 工作日 自然日 日历日 违约金 赔偿 责任 保密 机密 秘密 "
    "知识产权 著作权 专利权 商标权 所有权 使用权 仲裁 诉讼 起诉 管辖 法院 终止 解除 续期 "
    "期限 预付款 尾款 定金 订金 质保金 保证金 发票 普通发票 专用发票 合理期限 合理时间 以上 "
    "以下 超过 不超过 最高 最低 至少 至多 上限 下限 同意 拒绝 接受 验收 交付 优等品 合格品 "
    "一等品 不可抗力 故意 过失 重大过失 年 月 季度 按月 按季 按年 一次性 分期 现金 转账 "
    "承兑汇票"
).split()

_NO_NAME = r"\s，。；：、（）()“”\"《》！？,;:!?【】\[\]"
_COMPANY = re.compile(rf"[^{_NO_NAME}]{{2,24}}?(?:{COMPANY_END})")
_LEAD = re.compile(
    rf"^.*?(?:由|与|向|委托|指定|聘请|的|即|系|是|{PARTY})(?=[^{_NO_NAME}]{{4,}}(?:{COMPANY_END})$)"
)
INSTITUTION = (
    rf"(?:[甲乙丙丁买卖供需]方|出租[方人]|承租[方人]|原告|被告|合同|协议|项目|工程)"
    r"(?:所在地|住所地|注册地|签订地|签署地|履行地)(?:有管辖权)?的?(?:人民)?法院"
    rf"|[^{_NO_NAME}向由交至在到的与及或于]{{2,16}}(?:仲裁委员会|仲裁院|仲裁中心|人民法院)"
)


def _alternation(words: list[str]) -> str:
    return "|".join(sorted(set(words), key=lambda word: (-len(word), word)))


_LISTED = [word for line in SAME_MEANING for word in line] + WHOLE
_WORDS = re.compile(
    "|".join(
        [
            *(INSTITUTION, PARTY, *MODALS.values(), PLACES),
            _alternation([word for word in _LISTED if len(word) > 1]),
        ]
    )
)
# The first line that has a word wins.
_REPRESENTATIVE = {word: line[0] for line in reversed(SAME_MEANING) for word in line}
_FILLERS = frozenset(FILLERS)
_SYNONYMS = re.compile(_alternation([*_REPRESENTATIVE, *FILLERS]))


def words(text: str) -> list[Span]:
    """Spans of listed words and of names of companies and institutions, by start; they overlap."""
    spans = [match.span() for match in _WORDS.finditer(text)]
    for match in _COMPANY.finditer(text):
        lead = _LEAD.match(match[0])
        spans.append((match.start() + (lead.end() if lead else 0), match.end()))
    return sorted(spans)


def gist(text: str) -> str:
    """The text with one word for each meaning and without fillers, marks and white space.

    Two wordings with the same gist are taken to say the same.
    """
    plain = "".join(mark for mark in text if unicodedata.category(mark)[0] not in "PZC")
    return _SYNONYMS.sub(lambda match: _meaning(match[0]), plain)


def _meaning(word: str) -> str:
    if word in _FILLERS:
        return ""
    meaning = _REPRESENTATIVE[word]
    return "" if meaning in _FILLERS else meaning
