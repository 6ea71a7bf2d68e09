/** What a PromQL expression reads: every metric with the labels it is asked by. Enough of the language for our own rules and panels. */
export interface Reading {
  readonly metrics: readonly string[]
  /** Labels of selectors and groupings, for all metrics together. */
  readonly labels: readonly string[]
}

const words = /[a-zA-Z_:][a-zA-Z0-9_:]*/g
/** Operators that are words and stand where a metric could stand. */
const operators = new Set(['and', 'or', 'unless', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset', 'by', 'without'])

export function readingOf(expression: string): Reading {
  const labels: string[] = []
  const rest = expression
    .replace(/\{([^}]*)\}/g, (_, matchers: string) => {
      labels.push(...[...matchers.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => String(label)))
      return ' '
    })
    .replace(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g, (_, names: string) => {
      labels.push(...(names.match(words) ?? []))
      return ' '
    })
    .replace(/\[[^\]]*\]/g, ' ')
  const metrics = [...rest.matchAll(words)]
    // A function is followed by its arguments, a number is none of ours.
    .filter(
      ({ 0: word, index }) =>
        !operators.has(word) && !/^\s*\(/.test(rest.slice(index + word.length)) && !/[\d.]$/.test(rest.slice(0, index)),
    )
    .map(([word]) => word)
  return { metrics: [...new Set(metrics)], labels: [...new Set(labels)] }
}
