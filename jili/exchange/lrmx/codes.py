"""The texts that the editor offers in its lists. A text that is in none is kept all the same."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ETHNICITIES = _words("""
    汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族
    黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族
    撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族
    京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 其他 外国血统中国籍人士
""")
POLITICAL_STATUSES = _words("""
    中共党员 中共预备党员 预备党员 共青团员 民革 民盟 民建 民进 农工党 致公党 九三学社 九三 台盟 无党派
    无党派人士 群众
""")
PARTIES = ("民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "九三", "台盟")
RELATIONS = _words("""
    丈夫 妻子 儿子 长子 次子 三子 四子 五子 独生子 女儿 长女 次女 三女 四女 五女 独生女 养子 养女 继子 继女 女婿
    儿媳 孙子 孙女 外孙子 外孙女 孙媳 外孙媳 孙女婿 外孙女婿 父亲 母亲 生父 生母 养父 养母 继父 继母 公公 婆婆
    岳父 岳母 祖父 祖母 外祖父 外祖母 配偶的祖父母 配偶的外祖父母 曾祖父 曾祖母 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹
    嫂子 弟媳 姐夫 妹夫 内兄 内弟 大姨子 小姨子 大伯子 小叔子 大姑子 小姑子 连襟 妯娌 伯父 伯母 叔父 婶母 舅父
    舅母 姨父 姨母 姑父 姑母 堂兄 堂弟 堂姐 堂妹 表兄 表弟 表姐 表妹 侄子 侄女 外甥 外甥女 养兄弟 养姐妹 继兄弟
    继姐妹 监护人 其他
""")
AGE_LIMITS = frozenset({f"改革前任职年龄界限为{age}岁" for age in (55, 60, 63, 65, 66)} | {"已到龄人员"})
MOST_RELATIVES = 10
"""So many rows has the form."""
