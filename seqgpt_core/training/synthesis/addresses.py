"""Places: provinces, cities, districts, streets, residential quarters."""

from __future__ import annotations

import random

from .values import Scene, Value, generator, plain

# province, city, districts or counties
CITIES: tuple[tuple[str, str, str], ...] = (
    ("", "北京市", "朝阳区 海淀区 丰台区 通州区 大兴区"),
    ("", "上海市", "浦东新区 徐汇区 闵行区 嘉定区 松江区"),
    ("", "天津市", "河西区 南开区 滨海新区 西青区"),
    ("", "重庆市", "渝北区 沙坪坝区 万州区 合川区"),
    ("广东省", "深圳市", "南山区 宝安区 龙岗区 福田区"),
    ("广东省", "广州市", "天河区 番禺区 白云区 增城区"),
    ("广东省", "佛山市", "顺德区 南海区 三水区"),
    ("浙江省", "杭州市", "余杭区 滨江区 萧山区 桐庐县"),
    ("浙江省", "宁波市", "鄞州区 北仑区 慈溪市"),
    ("江苏省", "苏州市", "吴中区 昆山市 常熟市 工业园区"),
    ("江苏省", "南京市", "江宁区 鼓楼区 浦口区"),
    ("江苏省", "盐城市", "亭湖区 大丰区 射阳县"),
    ("四川省", "成都市", "武侯区 双流区 郫都区 金牛区"),
    ("四川省", "绵阳市", "涪城区 江油市 三台县"),
    ("湖北省", "武汉市", "洪山区 江岸区 汉阳区 黄陂区"),
    ("湖南省", "长沙市", "岳麓区 雨花区 浏阳市"),
    ("湖南省", "衡阳市", "蒸湘区 耒阳市 祁东县"),
    ("河南省", "郑州市", "金水区 二七区 中牟县"),
    ("河南省", "洛阳市", "西工区 涧西区 偃师区"),
    ("山东省", "青岛市", "市南区 黄岛区 即墨区"),
    ("山东省", "临沂市", "兰山区 河东区 沂水县"),
    ("山东省", "济南市", "历下区 章丘区 长清区"),
    ("河北省", "石家庄市", "长安区 裕华区 正定县"),
    ("河北省", "唐山市", "路北区 丰南区 迁安市"),
    ("山西省", "太原市", "小店区 杏花岭区 清徐县"),
    ("陕西省", "西安市", "雁塔区 未央区 长安区 鄠邑区"),
    ("甘肃省", "兰州市", "城关区 安宁区 榆中县"),
    ("青海省", "西宁市", "城东区 湟中区 大通县"),
    ("宁夏回族自治区", "银川市", "金凤区 兴庆区 贺兰县"),
    ("新疆维吾尔自治区", "乌鲁木齐市", "天山区 水磨沟区 米东区"),
    ("内蒙古自治区", "呼和浩特市", "赛罕区 回民区 土默特左旗"),
    ("西藏自治区", "拉萨市", "城关区 堆龙德庆区"),
    ("广西壮族自治区", "南宁市", "青秀区 武鸣区 横州市"),
    ("云南省", "昆明市", "盘龙区 呈贡区 安宁市"),
    ("云南省", "大理白族自治州", "大理市 祥云县 弥渡县"),
    ("贵州省", "贵阳市", "观山湖区 云岩区 修文县"),
    ("海南省", "海口市", "美兰区 龙华区 琼山区"),
    ("福建省", "厦门市", "思明区 集美区 翔安区"),
    ("福建省", "福州市", "仓山区 晋安区 闽侯县"),
    ("江西省", "南昌市", "红谷滩区 青山湖区 进贤县"),
    ("江西省", "赣州市", "章贡区 于都县 瑞金市"),
    ("安徽省", "合肥市", "蜀山区 包河区 肥西县"),
    ("安徽省", "芜湖市", "镜湖区 鸠江区 无为市"),
    ("辽宁省", "沈阳市", "铁西区 浑南区 新民市"),
    ("辽宁省", "大连市", "甘井子区 金州区 瓦房店市"),
    ("吉林省", "长春市", "朝阳区 宽城区 九台区"),
    ("黑龙江省", "哈尔滨市", "南岗区 香坊区 阿城区"),
)
ROADS = tuple(
    "人民路 中山路 建设路 解放大道 长江路 黄河路 科技一路 创业大道 学府街 滨河北路 文昌路 和平街 迎宾大道 朝阳路 新华西路 振兴街 云飞路 翠竹路 富康路 兴业大道 北环路 青年路 天府三街 望江东路 经六路 南二环 锦绣街 高新四路 枫林路 梧桐街".split()
)
QUARTERS = tuple(
    "锦绣花园 阳光家园 翡翠湾 万和城 紫金名苑 碧水云天 幸福里 金域华庭 丽景苑 龙湖春天 书香门第 江南府 凤凰城 和谐小区 东湖雅居 绿地新都会 状元府 盛世华城 怡景苑 学府一号".split()
)
PARKS = tuple(
    "高新技术产业园 软件园二期 经济开发区 保税物流园 创新创业基地 智能制造产业园 总部经济大厦 国际金融中心 科技孵化器 现代农业示范园".split()
)


def pick_city(rng: random.Random) -> tuple[str, str, str]:
    """Province (empty for municipalities), city and one district of it."""
    province, city, districts = rng.choice(CITIES)
    return province, city, rng.choice(districts.split())


def street_number(rng: random.Random) -> str:
    """A road with a number, sometimes a building and a floor."""
    text = f"{rng.choice(ROADS)}{rng.randint(1, 999)}号"
    draw = rng.random()
    if draw < 0.25:
        text += f"{rng.choice(PARKS)}{rng.choice('ABCD')}座{rng.randint(2, 32)}层"
    elif draw < 0.4:
        text += f"{rng.randint(1, 18)}号楼{rng.randint(101, 2804)}室"
    return text


def home(rng: random.Random) -> str:
    """A flat in a residential quarter."""
    style = rng.random()
    quarter = rng.choice(QUARTERS)
    if style < 0.5:
        number = rng.randint(1, 30)
        unit = rng.randint(1, 4)
        return f"{quarter}{number}栋{unit}单元{rng.randint(1, 33)}0{rng.randint(1, 4)}"
    if style < 0.8:
        return f"{quarter}{rng.randint(1, 30)}-{rng.randint(1, 4)}-{rng.randint(101, 2802)}"
    return f"{quarter}{rng.randint(1, 30)}号楼{rng.randint(101, 2802)}室"


@generator
def address(scene: Scene) -> Value:
    """A full business address; form 区县 is the district."""
    rng = scene.random
    province, city, district = pick_city(rng)
    head = province if rng.random() < 0.6 else ""
    forms = {"市": city, "区县": district}
    return Value(((f"{head}{city}{district}{street_number(rng)}", ""),), "address", forms)


@generator
def home_address(scene: Scene) -> Value:
    """A full home address."""
    rng = scene.random
    province, city, district = pick_city(rng)
    head = province if rng.random() < 0.4 else ""
    road = rng.choice(ROADS) + (f"{rng.randint(1, 300)}号" if rng.random() < 0.6 else "")
    forms = {"市": city, "区县": district}
    return Value(((f"{head}{city}{district}{road}{home(rng)}", ""),), "address", forms)


@generator
def spot(scene: Scene) -> Value:
    """A place where something happened, as people describe it."""
    rng = scene.random
    _, city, district = pick_city(rng)
    place = rng.choice(
        [
            f"{rng.choice(ROADS)}与{rng.choice(ROADS)}交叉口",
            f"{rng.choice(QUARTERS)}北门",
            f"{rng.choice(QUARTERS)}地下车库B{rng.randint(1, 3)}层",
            f"{rng.choice(ROADS)}{rng.randint(1, 500)}号门前",
            f"{rng.choice(ROADS)}农贸市场",
            f"{rng.choice(QUARTERS)}{rng.randint(1, 20)}栋楼下",
            f"{rng.choice(PARKS)}东侧工地",
        ]
    )
    head = city if rng.random() < 0.5 else ""
    return plain(f"{head}{district}{place}", "place")


@generator
def quarter(scene: Scene) -> Value:
    """A residential quarter's name."""
    return plain(scene.random.choice(QUARTERS), "place")


@generator
def city(scene: Scene) -> Value:
    """A city's name."""
    return plain(pick_city(scene.random)[1], "place")


@generator
def district(scene: Scene) -> Value:
    """A city with its district."""
    _, name, part = pick_city(scene.random)
    return plain(name + part, "place")


@generator
def town(scene: Scene) -> Value:
    """A work city as a CV writes it: `杭州`."""
    name = pick_city(scene.random)[1]
    return plain(name.removesuffix("市"), "place")
