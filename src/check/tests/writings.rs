//! Languages that share a writing, languages with two, and marks of another writing.

use super::{check_all, check_remarks};

const JA: &str = "ファイルを保存してウィンドウを閉じます。";
const KO: &str = "파일을 저장하고 창을 닫습니다.";
const ZH: &str = "请先保存文件，然后关闭窗口。";
const ZH_TRADITIONAL: &str = "請先儲存檔案，然後關閉視窗。";
const EN: &str = "Save the file first, then close the window.";

#[test]
fn chinese_japanese_and_korean_are_told_apart() {
    let equal = "target-equals-source";
    let partial = "partial-untranslated";
    let wrong = "wrong-language";
    check_all(&[
        ("ko-ja", KO, KO, equal),
        ("ko-zh", KO, KO, equal),
        ("ja-ko", JA, JA, equal),
        ("ja-zh_CN", JA, JA, equal),
        ("zh_CN-ja", ZH, ZH, equal),
        ("zh_TW-ja", ZH_TRADITIONAL, ZH_TRADITIONAL, equal),
        ("zh_CN-ko", ZH, ZH, equal),
        ("zh_TW-ko", ZH_TRADITIONAL, ZH_TRADITIONAL, equal),
        // A part of the source.
        ("ko-ja", KO, "파일을 저장하고ウィンドウを閉じます。", partial),
        ("ko-zh", KO, "파일을 저장하고关闭窗口。", partial),
        ("ja-ko", JA, "ファイルを保存して 창을 닫습니다.", partial),
        ("ja-zh", JA, "保存文件并关闭ウィンドウ。", partial),
        ("zh_CN-ja", ZH, "请先保存文件、ウィンドウを閉じます。", partial),
        ("zh_CN-ko", ZH, "请先保存文件 다음 창을 닫습니다.", partial),
        // From a language far away.
        ("en-ko", EN, ZH, wrong),
        ("en-ko", EN, JA, wrong),
        ("en-ja", EN, ZH, wrong),
        ("en-ja", EN, ZH_TRADITIONAL, wrong),
        ("en-ja", EN, KO, wrong),
        ("en-zh", "Change the reservation of the meeting room.", "会議室の予約を変更します。", wrong),
        // What is right in both.
        ("zh_CN-ja", "设置", "設定", ""),
        ("zh_TW-ja", "設定", "設定", ""),
        ("ja-zh_TW", "設定", "設定", ""),
        ("zh_CN-ja", "会议室", "会議室", ""),
        ("ja-zh_CN", "東京", "东京", ""),
        ("en-ja", "No entry for unauthorized persons.", "関係者以外立入禁止。", ""),
        ("en-ja", "Ministry of Health, Labour and Welfare", "厚生労働省", ""),
        ("en-ja", "Name in Chinese: 请先保存文件关闭", "中国語での名称：请先保存文件关闭", ""),
        ("en-ko", "Chinese (Simplified)", "简体中文", ""),
        ("zh-ko", "简体中文", "简体中文", ""),
        ("ko-ja", "한국어", "한국어", ""),
        ("ja-ko", "「東京」を選びます。", "“東京”을 선택합니다.", ""),
    ]);
}

#[test]
fn the_two_writings_of_chinese_are_told_apart() {
    check_all(&[
        ("zh_CN-zh_TW", ZH, ZH, "target-equals-source"),
        ("zh_TW-zh_CN", ZH_TRADITIONAL, ZH_TRADITIONAL, "target-equals-source"),
        ("zh_Hans-zh_Hant", ZH, ZH_TRADITIONAL, ""),
        ("zh_CN-zh_TW", ZH, "请先保存那个文件，然后关闭它。", "wrong-language"),
        ("zh_CN-zh_TW", ZH, "請先儲存檔案，然後关閉視窗。", "forbidden-chars"),
        ("en-zh_TW", "Simplified Chinese", "简体中文", ""),
        ("en-zh_CN", "The language is Traditional Chinese", "语言是繁體中文", ""),
        ("zh_CN-zh_TW", "文件", "文件", ""),
        ("zh_CN-zh_SG", ZH, ZH, ""),
        ("en-zh_TW", EN, ZH, "wrong-language"),
        ("en-zh_CN", EN, ZH_TRADITIONAL, "wrong-language"),
        ("en-zh_TW", "Show 关闭 here", "在此顯示「关闭」", ""),
        ("en-zh", EN, ZH, ""),
        ("en-zh", EN, ZH_TRADITIONAL, ""),
    ]);
}

#[test]
fn a_script_subtag_says_the_script() {
    let latin = "Sačuvajte datoteku i zatvorite prozor.";
    let cyrillic = "Сачувајте датотеку и затворите прозор.";
    check_all(&[
        ("en-sr_Cyrl", EN, latin, "wrong-language"),
        ("en-sr_Cyrl", EN, cyrillic, ""),
        ("en-sr_Latn", EN, cyrillic, "wrong-language"),
        ("en-sr_Latn", EN, latin, ""),
        ("en-sr", EN, latin, ""),
        ("en-sr", EN, cyrillic, ""),
        ("en-uz_Cyrl", EN, "Avval faylni saqlang, keyin oynani yoping.", "wrong-language"),
        ("en-uz_Cyrl", EN, "Аввал файлни сақланг, кейин ойнани ёпинг.", ""),
        ("en-az_Cyrl", EN, "Əvvəlcə faylı saxlayın, sonra pəncərəni bağlayın.", "wrong-language"),
        ("en-kk_Latn", EN, "Алдымен файлды сақтап, терезені жабыңыз.", "wrong-language"),
        ("sr_Latn-sr_Cyrl", latin, latin, "target-equals-source"),
        ("sr_Latn-sr_Cyrl", latin, cyrillic, ""),
        ("sr_Cyrl-sr_Latn", cyrillic, cyrillic, "target-equals-source"),
        ("sr_Latn-sr_Cyrl", "Adobe Reader", "Adobe Reader", ""),
    ]);
}

#[test]
fn marks_of_another_writing_are_found() {
    let mark = "space-punct";
    check_all(&[
        ("en-de", "The file is open.", "Die Datei ist offen。", mark),
        ("zh-de", "文件已打开。", "Die Datei ist offen。", mark),
        ("en-ru", "The file is open.", "Файл открыт。", mark),
        ("en-hi", "The file is open.", "फ़ाइल खुली है。", mark),
        ("en-ko", "The file is open.", "파일이 열려 있습니다。", mark),
        ("en-de", "Is the file open?", "Ist die Datei offen？", mark),
        ("en-es", "Is the file open?", "¿Está abierto el archivo？", mark),
        ("en-de", "Open it, then wait.", "Öffnen Sie sie， dann warten Sie.", mark),
        ("en-fr", "Is the file open?", "Le fichier est-il ouvert؟", mark),
        ("ar-fr", "هل الملف مفتوح؟", "Le fichier est-il ouvert؟", mark),
        ("en-hi", "The file is open.", "फ़ाइल खुली है۔", mark),
        ("en-ur", "The file is open.", "فائل کھلی ہے۔", ""),
        ("en-ur", "The file is open.", "فائل کھلی ہے.", mark),
        ("en-ur", "The file is open.", "فائل کھلی ہے।", mark),
        ("en-am", "Open the file, then wait.", "ፋይሉን ይክፈቱ, ከዚያ ይጠብቁ።", mark),
        ("en-am", "Open the file, then wait.", "ፋይሉን ይክፈቱ፣ ከዚያ ይጠብቁ።", ""),
        ("en-el", "Where is the file?", "Πού είναι το αρχείο?", mark),
        ("en-el", "Where is the file?", "Πού είναι το αρχείο;", ""),
        ("en-el", "Open it; then wait.", "Ανοίξτε το; μετά περιμένετε.", mark),
        ("en-el", "Open it; then wait.", "Ανοίξτε το· μετά περιμένετε.", ""),
        ("en-el", "Is it open? Wait; or go.", "Είναι ανοιχτό; Περιμένετε ή φύγετε.", ""),
        // What the source shows, what stands in another language, and where it is the own one.
        ("en-de", "The sign 。 ends it.", "Das Zeichen 。 beendet es.", ""),
        ("ja-de", "「保存。」を押す", "Drücken Sie „保存。“", ""),
        ("zh-de", "输入“你好，world”。", "Geben Sie „你好，world“ ein.", ""),
        ("en-ja", "The file is open.", "ファイルが開いています。", ""),
        ("en-fa", "Open it, then wait.", "آن را باز کنید، سپس صبر کنید.", ""),
        ("en-yue", "The file is open.", "file 開咗。", ""),
    ]);
}

#[test]
fn a_lost_stop_is_found_where_the_stop_is_the_languages_own() {
    check_all(&[
        ("en-hy", "Save the file and close it.", "Պահպանեք ֆայլը և փակեք այն", "end-punct"),
        ("en-hy", "Save the file and close it.", "Պահպանեք ֆայլը և փակեք այն։", ""),
        ("en-hy", "Save the file and close it.", "Պահպանեք ֆայլը և փակեք այն:", ""),
        ("en-hy", "Do you save it now?", "Հիմա պահպանո՞ւմ եք այն", ""),
        ("en-my", "Save the file and close it.", "ဖိုင်ကို သိမ်းပြီး ပိတ်ပါ", "end-punct"),
        ("en-my", "Save the file and close it.", "ဖိုင်ကို သိမ်းပြီး ပိတ်ပါ။", ""),
        ("en-my", "A unique name for the action.", "လှုပ်ရှားမှုအတွက် သီးခြား အမည်", ""),
        ("en-my", "Save it.", "သိမ်းပါ", ""),
        ("en-km", "Save the file and close it.", "រក្សាទុកឯកសារ ហើយបិទវា", "end-punct"),
        ("en-km", "Save the file and close it.", "រក្សាទុកឯកសារ ហើយបិទវា។\u{200B}", ""),
        ("en-km", "Save the file and close it now:", "រក្សាទុកឯកសារ ហើយបិទវា៖", ""),
        ("en-lo", "Save the file and close it.", "ບັນທຶກໄຟລ໌ແລ້ວປິດມັນ", ""),
        ("en-th", "Save the file and close it.", "บันทึกไฟล์แล้วปิด", ""),
    ]);
}

#[test]
fn doubled_words_are_found_in_more_languages() {
    check_all(&[
        ("en-bg", "Open the file.", "Отворете файла файла.", "doubled-word"),
        ("en-bg", "It moves very slowly.", "Движи се едва едва.", ""),
        ("en-lt", "Open the file.", "Atidarykite failą failą.", "doubled-word"),
        ("en-lv", "Open the file.", "Atveriet failu failu.", "doubled-word"),
        ("en-fa", "Open the file.", "پرونده را را باز کنید.", "doubled-word"),
        ("en-fa", "Open them one by one.", "آنها را یکی یکی باز کنید.", ""),
        ("en-hu", "Open the file.", "Nyissa meg a a fájlt.", "doubled-word"),
        ("en-hu", "The letter a is open.", "Az a betű nyitott.", ""),
        ("en-hu", "It says that the window is open.", "Azt írja, hogy az az ablak nyitott.", ""),
        ("en-tr", "Open the file and wait.", "Dosyayı açın ve ve bekleyin.", "doubled-word"),
        ("en-tr", "Open the files slowly.", "Dosyaları yavaş yavaş açın.", ""),
        ("en-es", "The axes x and y", "Los ejes x y y", ""),
        ("en-zh", "Save the file first.", "请先保存文件请先保存文件。", "doubled-word"),
        ("en-zh", "Save the file.", "慢慢慢慢保存文件。", ""),
        ("en-zh", "Hahahahaha!", "哈哈哈哈哈哈哈哈哈哈哈哈哈哈！", ""),
        ("en-ja", "Each one of them.", "ひとりひとりの人。", ""),
    ]);
}

#[test]
fn small_faults_of_single_languages() {
    check_all(&[
        ("en-fr", "The drive C: is full.", "Le lecteur C: est plein.", ""),
        ("en-fr", "Case C: it is full.", "Cas C: il est plein.", "nbsp"),
        ("en-he", "Open the “UN” file", "פתח את קובץ ה\"או\"ם\"", ""),
        ("en-he", "Open the “file” here", "פתח כאן את \"הקובץ", "quotes"),
        ("en-el", "Open the file", "Άνοιγμα Aρχείου", "corrupt-chars"),
        ("en-el", "Open HTML file", "Άνοιγμα HTML-αρχείου", ""),
        ("en-de", "Open the file", "Die Datei Οffnen", "corrupt-chars"),
        ("en-ru", "Open the file", "Oткройте файл", "corrupt-chars"),
    ]);
    check_remarks(
        "mixed-caps",
        &[
            ("en-de", "The file", "DIe Datei", "mixed-caps"),
            ("en-de", "The file", "DAtei", "mixed-caps"),
            ("en-de", "The names", "Die IDs", ""),
            ("en-de", "The rate", "Die GHz", ""),
        ],
    );
}
