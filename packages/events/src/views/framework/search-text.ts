const latin: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', ı: 'i', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe' }

/**
 * Normalises text for searching: lower case, without accents and apostrophes, Arabic letters folded (أإآا → ا, ة → ه, ى → ي,
 * no tatweel, no diacritics), Arabic-Indic digits as Latin digits (AR-7, AR-4).
 */
export function foldText(text: string): string {
  return (
    text
      // Letters that are not decomposed, and the many apostrophes of one name: O’Hara, Weiß, Sørensen, Łukasz.
      .replace(/[ßẞøØłŁıđĐðÐþÞæÆœŒ]/g, (letter) => latin[letter.toLowerCase()] ?? letter)
      .replace(/['’‘ʼʻ`´]/g, '')
      .normalize('NFKD')
      .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, '')
      .replace(/[أإآٱ]/g, 'ا')
      .replace(/ة/g, 'ه')
      .replace(/ى/g, 'ي')
      .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .trim()
  )
}
