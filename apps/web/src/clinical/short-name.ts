/** `Omar Farouk` → `Omar F.`, `Dr Amal Hassan` → `Dr Amal H.`: identifies a colleague in the width of a chip. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? words.pop() : undefined
  return last ? `${words.join(' ')} ${[...last][0]}.` : name
}
