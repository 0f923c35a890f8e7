//! The two writings of Chinese, and what tells Chinese from Japanese where both are Han.
//!
//! Frequent characters of which each writing has a form of its own: those of one that GB 2312 has and Big5 has not,
//! or the other way round. What JIS X 0208 has not is no Japanese. Characters that both writings use (后, 里, 台, 准)
//! tell nothing and are left out, as are 内, 着, 虚 and 昇, which some write where they do not belong.

use crate::domain::locale::Locale;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How Chinese is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Writing {
    Simplified,
    Traditional,
}

impl Writing {
    /// The one that a tag demands, by its script or else its region; `None` for `zh` alone and other languages.
    pub(in crate::check) fn of(locale: &Locale) -> Option<Self> {
        if locale.language != "zh" {
            return None;
        }
        match (locale.script.as_deref(), locale.region.as_deref()) {
            (Some("Hans"), _) | (None, Some("CN" | "SG" | "MY")) => Some(Self::Simplified),
            (Some("Hant"), _) | (None, Some("TW" | "HK" | "MO")) => Some(Self::Traditional),
            _ => None,
        }
    }

    /// The only one that has a character; `None` for all that are not in the table.
    pub(in crate::check) fn with(c: char) -> Option<Self> {
        WRITINGS.get(&c).copied()
    }
}

/// Whether a character is frequent in Chinese and not in Japanese.
pub(in crate::check) fn is_chinese_alone(c: char) -> bool {
    ALONE.contains(&c)
}

static WRITINGS: LazyLock<HashMap<char, Writing>> = LazyLock::new(|| {
    let simplified = SIMPLIFIED.chars().chain(AS_IN_JAPANESE.chars()).map(|c| (c, Writing::Simplified));
    simplified.chain(TRADITIONAL.chars().map(|c| (c, Writing::Traditional))).collect()
});
static ALONE: LazyLock<HashSet<char>> = LazyLock::new(|| SIMPLIFIED.chars().chain(COMMON.chars()).collect());

/// Of Simplified Chinese alone.
const SIMPLIFIED: &str = "专东丢两严临为举义乌乐习书亚产仅仓们传伪侧储兰关冻净减击则刚创删别办务动协单历压发变叠吗启员响围图场\
    块处备够头夹实宽宾对寻导尔尝层岛币帐带帧帮库应废开张弹强归录忆态总悬惯户执扩扫护报拟拣拥择损换时显暂\
    术杀杂权标栈栏树样检毁毕汇测浏溃滚满滤烁热爱环现电监盘码础积稳竖笔签简类紧红约级纯纳纵纸纹线组细终经\
    绑结绕绘给络绝统继续维缀缓编缘缩罗联脏脑艺节获萨蓝虑补见观规视览计订认让议记许论设访证评识诊词译试话\
    询该详语误说请读调谢贝负败账质贮贴费资赋赖跃车轨转轮软载较辅辑输边达迁过运还这进远违连迟选递逻遗邮邻\
    释鉴针钟钥钩钮铃链销锁错键镜长门闪闭问闰闲间闹阅队阴阶际险隐页顶项顺须预领频题颜额风饰马驱验骤鲁鸣齐";
/// Of Simplified Chinese, and Japanese has them too.
const AS_IN_JAPANESE: &str = "个从会写冲决况凭剥励区却参双叙叶号国声奥学将尽属广弃当径恋恒担携数断无旧条来档横欧残没浅滞潜灯点烟状\
    独画畴盖碍称脉脚脱装踪迹随静麦";
/// Of Traditional Chinese; many are Japanese or Korean as well.
const TRADITIONAL: &str = "並亞佈佔併來係個們側偵備傳傾僅優儲內兩冊別刪則動務匯區協卻參員問啟單嗎嘗嚴國圍圖執報塊壓壞夠夾學實寫\
    寬將專尋對導層屬帳帶幾庫廢張強彈徑從復態慮憑憶應戶捨捲掛採揀換損擁擇擊據擬擴擷敗數斷時暫書會東條棄業\
    構標樣樹機橫檔檢欄權歷毀決沒況減測湊準滿濾瀏為無爍爾狀獲現環產畫異當疊發盡監盤確碼礎礙種稱筆節範簡簽\
    籤紀紋紙級細終組結絕絡給統經維網綴緒線緣編緩縮總繪繼續羅義聯聲聽脫臨臺與舉舊萬蓋蘭處虛號螢術衝補裝裡\
    製複見規視覽觀觸訂計訊記設許註詞詢試話該詳誌認語誤說調請證識譯議護讀變讓負貯貼資蹤軌軟較載輔輪輯輸轉\
    迴這連週進運過達遞遠適遲選遺還邊郵釋鈕銷錄錯鍵鎖鏈鐘鑰長閃閉開間閱闊關陣陰陽階際隨隱雙雜離電靜響頁頂\
    項順須預領頭題額顏類顯餘馬驗體麥麼點齊";
/// Of either or both writings, and not Japanese.
const COMMON: &str = "么份仿优你值另吧呢哪啟嗎圾垃妳异您拖构查桌檔歧每涉狀确碟离种絕綁緣虛說适閱";

#[cfg(test)]
mod tests {
    use super::{AS_IN_JAPANESE, COMMON, SIMPLIFIED, TRADITIONAL, Writing, is_chinese_alone};
    use crate::domain::locale::Locale;

    #[test]
    fn no_character_is_in_two_tables() {
        let mut all: Vec<char> = [SIMPLIFIED, AS_IN_JAPANESE, TRADITIONAL].concat().chars().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(COMMON.chars().all(|c| !SIMPLIFIED.contains(c) && !AS_IN_JAPANESE.contains(c)));
    }

    #[test]
    fn characters_and_tags_tell_the_writing() {
        for (tag, expected) in [
            ("zh-CN", Some(Writing::Simplified)),
            ("zh-Hans-HK", Some(Writing::Simplified)),
            ("zh_TW", Some(Writing::Traditional)),
            ("zh-Hant", Some(Writing::Traditional)),
            ("zh", None),
            ("ja-JP", None),
        ] {
            assert_eq!(Writing::of(&Locale::parse(tag)), expected, "{tag}");
        }
        assert_eq!(Writing::with('这'), Some(Writing::Simplified));
        assert_eq!(Writing::with('這'), Some(Writing::Traditional));
        assert_eq!(Writing::with('国'), Some(Writing::Simplified));
        assert_eq!(Writing::with('文'), None);
        assert!(is_chinese_alone('这') && is_chinese_alone('您'));
        assert!(!is_chinese_alone('国') && !is_chinese_alone('会'));
    }
}
