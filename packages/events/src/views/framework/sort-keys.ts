/**
 * Returns a text that sorts in reverse order of an ISO time, for a descending part of an ascending view: recently completed
 * items are listed right below open work, old ones beyond the first page.
 */
export const newestFirst = (at: string): string => at.replace(/\d/g, (digit) => String(9 - Number(digit)))
