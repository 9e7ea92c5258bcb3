/** The plain yes and no of more languages, and of emoji. */
export const yesElsewhere =
  '是, 是的, 好, 好的, 可以, 要, 行, 对, 嗯, はい, ええ, お願いします, 네, 예, 응, да, ага, конечно, sí, sim, claro, certo, certamente, va bene, ja graag, ja hoor, graag, tak, evet, tamam, olur, हाँ, हां, जी, जी हाँ, haan, da, ano, igen, kyllä, joo, ναι, так, כן';
export const noElsewhere =
  '不, 不是, 不要, 不用, 不用了, 不行, 没有, いいえ, いや, 結構です, 아니요, 아니오, 아뇨, нет, не надо, não, não obrigado, no grazie, nee bedankt, nee hoor, liever niet, nie dziękuję, hayır, hayir, नहीं, nahi, nahin, nem, ikke, nej, όχι, ні, לא';
export const yesEmoji = '👍👌🙆✅✔☑💯🆗🤝🫡🙋';
export const noEmoji = '👎❌🙅✖🚫⛔🛑❎';
export const unsureEmoji = '🤷🤔🫤😕';
