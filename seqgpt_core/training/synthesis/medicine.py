"""Clinical values: diseases, drugs with doses, lesion sizes, examinations, body parts."""

from __future__ import annotations

from .values import Scene, Value, generator, plain

DISEASES = tuple(
    "2型糖尿病 高血压病3级（很高危） 冠状动脉粥样硬化性心脏病 急性阑尾炎 胆囊结石伴慢性胆囊炎 慢性阻塞性肺疾病急性加重期 左侧腹股沟斜疝 右侧股骨颈骨折 腰椎间盘突出症 甲状腺结节 乳腺纤维腺瘤 子宫平滑肌瘤 前列腺增生症 急性脑梗死 社区获得性肺炎 肾结石 慢性胃炎 结肠息肉 缺铁性贫血 白内障 半月板损伤 肝囊肿 类风湿关节炎 痛风性关节炎 桡骨远端骨折 阵发性心房颤动".split()
)
DRUGS = tuple(
    "阿莫西林胶囊 头孢呋辛酯片 盐酸二甲双胍缓释片 阿托伐他汀钙片 硝苯地平控释片 奥美拉唑肠溶胶囊 布洛芬缓释胶囊 阿司匹林肠溶片 左氧氟沙星片 氨溴索口服液 蒙脱石散 氯雷他定片 甲钴胺片 缬沙坦胶囊 泮托拉唑钠肠溶片 塞来昔布胶囊 瑞舒伐他汀钙片 硫酸氢氯吡格雷片 琥珀酸美托洛尔缓释片 孟鲁司特钠片 莫西沙星片 沙库巴曲缬沙坦钠片".split()
)
INJECTIONS = tuple(
    "注射用头孢曲松钠 0.9%氯化钠注射液 注射用泮托拉唑钠 低分子肝素钙注射液 甘精胰岛素注射液 地塞米松磷酸钠注射液 依达拉奉注射液 注射用奥沙利铂".split()
)
# operation -> where it is done, as a record would say it
OPERATIONS = {
    "腹腔镜下胆囊切除术": ("右上腹", "胆囊"),
    "腹腔镜阑尾切除术": ("右下腹", "阑尾"),
    "甲状腺左叶切除术": ("甲状腺左叶", "左侧甲状腺", "左侧"),
    "甲状腺右叶及峡部切除术": ("甲状腺右叶及峡部", "右侧"),
    "人工股骨头置换术": ("右髋", "左髋关节", "右侧股骨颈", "左侧"),
    "膝关节镜下半月板成形术": ("左膝", "右膝关节", "左侧", "右侧"),
    "肩袖修补术": ("右肩", "左肩关节", "右侧"),
    "经尿道前列腺电切术": ("前列腺",),
    "乳腺肿物切除术": ("左乳", "右乳外上象限", "左乳2点钟方向", "双侧"),
    "腰椎后路减压植骨融合内固定术": ("L4/5", "腰4/5椎间隙", "L5/S1"),
    "腹股沟疝无张力修补术": ("左侧腹股沟区", "右侧", "双侧腹股沟"),
    "子宫肌瘤剔除术": ("子宫前壁", "宫底"),
    "桡骨骨折切开复位内固定术": ("左桡骨远端", "右前臂", "左侧"),
    "白内障超声乳化吸除联合人工晶体植入术": ("右眼", "左眼"),
    "输尿管镜碎石取石术": ("左侧输尿管", "右侧", "右输尿管上段"),
}
ALLERGIES = ("青霉素", "头孢类", "磺胺类药物", "海鲜", "碘造影剂", "链霉素")


@generator
def disease(scene: Scene) -> Value:
    """A diagnosis."""
    return plain(scene.random.choice(DISEASES), "disease")


@generator
def drug(scene: Scene) -> Value:
    """A drug for the mouth."""
    return plain(scene.random.choice(DRUGS), "drug")


@generator
def injection(scene: Scene) -> Value:
    """A drug for injection."""
    return plain(scene.random.choice(INJECTIONS), "drug")


@generator
def dose(scene: Scene) -> Value:
    """A single dose: `0.5g`, `20mg`, `2片`."""
    return plain(
        scene.random.choice("0.5g 20mg 100mg 0.25g 40mg 10mg 1片 2粒 5mg 75mg 30mg 1袋".split()),
        "dose",
    )


@generator
def times(scene: Scene) -> Value:
    """How often: `每日3次`, `tid`, `每晚1次`."""
    options = ("每日3次", "每日2次", "每日1次", "tid", "bid", "qd", "每晚1次", "一日三次", "q12h")
    return plain(scene.random.choice(options), "frequency")


@generator
def operation(scene: Scene) -> Value:
    """An operation; content is the places where it is done."""
    name = scene.random.choice(tuple(OPERATIONS))
    return plain(name, "operation", content=OPERATIONS[name])


@generator
def part_of(scene: Scene, key: str) -> Value:
    """The part of the body that another slot's operation is done on."""
    places = scene.value(key).content
    if not isinstance(places, tuple):
        raise TypeError(f"slot {key} is not an operation")
    return plain(scene.random.choice(places), "text")


@generator
def allergen(scene: Scene) -> Value:
    """What a patient is allergic to."""
    return plain(scene.random.choice(ALLERGIES), "text")


@generator
def lesion(scene: Scene, lowest: str = "3", highest: str = "48", axes: str = "2") -> Value:
    """A size such as `1.2cm×0.8cm`, `12mm×9mm`, `2.1×1.8×1.5cm`; limits in mm."""
    rng = scene.random
    sizes = sorted((rng.randint(int(lowest), int(highest)) for _ in range(int(axes))), reverse=True)
    cross = ("×", "×", "x", "*")[scene.choice("cross", 4)]
    style = scene.choice("size style", 4)
    if style == 0:
        return plain(cross.join(f"{size}mm" for size in sizes), "size", "mm")
    if style == 1:
        return plain(cross.join(str(size) for size in sizes) + "mm", "size", "mm")
    if style == 2:
        return plain(cross.join(f"{size / 10:.1f}cm" for size in sizes), "size", "cm")
    return plain(cross.join(f"{size / 10:.1f}" for size in sizes) + "cm", "size", "cm")


@generator
def length(scene: Scene, lowest: str, highest: str) -> Value:
    """One measure in mm or cm; limits in mm."""
    size = scene.random.randint(int(lowest), int(highest))
    if scene.choice("length style", 2):
        return plain(f"{size}mm", "size", "mm")
    return plain(f"{size / 10:.1f}cm", "size", "cm")


@generator
def blood_pressure(scene: Scene) -> Value:
    """`138/86mmHg`."""
    rng = scene.random
    return plain(f"{rng.randint(104, 182)}/{rng.randint(60, 108)}mmHg", "quantity")
