import { type Theme, THEME_OF } from '../categories.ts'
import type { Voice } from './voice.ts'

const STORIES: Record<Theme, readonly string[]> = {
  MONEY: [
    '{month}以降、{site}の{department}では{supplier}からの請求書が二重に支払われています。{name}さんが発注書なしで承認しています。金額は約{amount}です。理由を尋ねたところ、自分の仕事だけをしていればよいと言われました。',
    '{name}さん（社員番号{employee}）は、より安い見積りが{count}社からあったにもかかわらず、{supplier}に発注しています。この会社は{name2}さんの親族が経営していると聞きました。{month}だけで{amount}になります。届出はされていないと思います。',
    '{site}の許認可のため、仲介者から{amount}を求められ、{name}さんは電話で了承しました。その後{email}宛てに「これで話はついた」という連絡がありました。経理上はコンサルティング費用になっています。',
  ],
  PEOPLE: [
    '{name}さんは{department}でほぼ毎日部下を怒鳴っています。{weekday}には{count}人の前で「役に立たない」と言われた同僚が泣いていました。{name2}さんもその場にいましたが、何も言いませんでした。{month}から三人が異動を願い出ています。',
    '{count}か月前から{name}さんに出身や体型のことをからかわれています。{name2}さんに相談しましたが、{site}では普通の冗談だと言われました。その後シフトを何度も変えられました。もう続けられません。',
  ],
  DATA: [
    '{site}の{department}の共有フォルダに、社員{count}名の病歴の一覧が誰でも見られる状態で置かれています。作成者は{name}さんです。{weekday}に{email}へ連絡しましたが、返事がありません。',
  ],
  SAFETY: [
    '{site}の第{count}工場のプレス機の安全装置が{month}から無効にされています。{name}さんは知っていますが、時間がないと言います。{weekday}の{hour}頃、{name2}さんがけがをするところでした。記録は残されていません。',
  ],
  PROPERTY: [
    '{site}の倉庫から銅線がなくなっています。{month}だけで{count}巻、約{amount}相当です。{weekday}の夜勤は{name}さん（社員番号{employee}）一人です。{name2}さんから在庫表を直すように言われました。',
  ],
  PAY: [
    '着替えと引継ぎを打刻の前に行うよう求められています。{department}の全員が毎日{count}分の無給労働をしています。予算を超えると{name}さんが残業時間を削除します。{month}分は{amount}足りません。',
  ],
}

export const ja: Voice = {
  stories: (category) => STORIES[THEME_OF[category]],
  openings: {
    HOTLINE: ['電話で受け付け、内容を読み上げて本人に確認した。', '{department}に勤務する方からの電話による通報。'],
    PROXY: ['{site}の人事担当者が本人に代わって入力。'],
    DISCLOSURE: ['年次申告。'],
  },
  closings: [
    '{years}年勤めていますが、このようなことは初めてです。',
    '私が通報したことは{department}に知らせないでください。',
    '写真があります。',
    '{site}では皆が知っています。',
    '{month}にも一度報告しましたが、何も変わりませんでした。',
  ],
  contacts: ['連絡先は{myemail}です。', '私は{me}です。電話番号は{phone}です。', '{me}（社員番号{employee}）'],
  departments: ['経理部', '物流部', '製造部', '営業部', '人事部', '購買部', '品質保証部'],
  months: ['1月', '2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月', '12月'],
  weekdays: ['月曜日', '火曜日', '水曜日', '木曜日', '金曜日'],
  space: '',
}
